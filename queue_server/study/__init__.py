"""The room of the study: simulated and real days on which forecasts and policies prove themselves.

Chance goes in as a generator, and days come out as facts in order; no clock, no file, no screen.
docs/study.md tells it to its users.
"""
