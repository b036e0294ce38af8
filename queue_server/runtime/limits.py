"""The bounds of one engine, and its patience with a disk in trouble. Numbers only."""

from collections.abc import Iterator
from typing import NamedTuple

BOARDS_MAX = 1000
"""Boards whose acknowledgements are remembered."""


class Limits(NamedTuple):
    """What an engine may hold and how much it does at once."""

    inbox_max: int = 4096
    """Commands that may wait; one more is ``Busy``."""
    batch_max: int = 256
    """Commands in one transaction: some ten milliseconds of deciding between two turns of the loop."""
    snapshot_every: int = 20_000
    people_days: int = 30
    refusals_per_minute: int = 60
    """Refusals of one place that are recorded; more are answered without a record."""
    replay_at_least: int = 50_000
    """Events read at a start even with a newer snapshot, for the requests that stand in them: two days of a
    busy hall, read in about a second."""


USUAL = Limits()


def trouble_delays_ms() -> Iterator[int]:
    """Yield the waits between two proofs of the disk: half a second at first, ten seconds in the end."""
    delay_ms = 500
    while True:
        yield delay_ms
        delay_ms = min(delay_ms * 2, 10_000)
