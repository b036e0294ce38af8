"""A whole hall on one machine: simulated citizens and staff around the real server, and the audit after it.

Nothing of the product depends on it. Chance comes from one seed, time from the injected clock.
"""
