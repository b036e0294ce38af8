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
    snapshot_every: int = 5_000
    """Events, or as many as the hall holds tickets if those are more: so that what a snapshot costs stays a
    small part of what its events cost, however long the day."""
    people_days: int = 30
    refusals_per_minute: int = 60
    """Refusals of one place that are recorded; more are answered without a record."""
    replay_at_least: int = 1_000
    """Events replayed at a start even with a newer snapshot: more than were under way at the end, so that
    what clients repeat at once is answered from memory."""
    requests_from: int = 50_000
    """So many of the last events are known by their requests after a start: two days of a busy hall."""


USUAL = Limits()


def trouble_delays_ms() -> Iterator[int]:
    """Yield the waits between two proofs of the disk: half a second at first, ten seconds in the end."""
    delay_ms = 500
    while True:
        yield delay_ms
        delay_ms = min(delay_ms * 2, 10_000)
