"""The room of the forecast: how long a ticket will wait, as an honest range.

The hall's present goes in, a seed goes in, waits come out; no clock, no file, no chance but the seed's.
docs/forecast.md tells it to its users.
"""
