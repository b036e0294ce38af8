"""One look at the hall, taken while memory equals the disk, and what was foreseen of it. It never changes."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from queue_server.forecast.conformal import Offsets
from queue_server.forecast.law import Laws
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.present import Doing, Present, WindowAt
from queue_server.hall.ahead import ahead_of_new
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import ItemCode, TicketId

FRESH_MS = 60_000
"""Older than this a forecast is told to nobody."""


class Glance:
    """The hall at one instant, and what the forecast needs beside it."""

    def __init__(
        self,
        present: Present,
        laws: Laws,
        ahead: Mapping[ItemCode, int],
        offsets: tuple[Offsets, ...],
    ) -> None:
        self.present = present
        self.laws = laws
        self.ahead = ahead
        """Of each item that could be asked for: how many wait before a ticket issued now."""
        self.offsets = offsets

    @cached_property
    def windows(self) -> Mapping[ItemCode, int]:
        """How many windows at work serve an item."""
        return _serving(one for one in self.present.windows if one.doing is not Doing.AWAY)

    @cached_property
    def spare(self) -> Mapping[ItemCode, int]:
        """How many of them are idle."""
        return _serving(one for one in self.present.windows if one.doing is Doing.IDLE)

    @cached_property
    def items(self) -> Mapping[TicketId, ItemCode]:
        """What each ticket waits for."""
        return {waiter.ticket: waiter.item for waiter in self.present.waiting}

    @cached_property
    def closes_ms(self) -> Mapping[ItemCode, int]:
        """When the queue of an item closes; 0: not today any more."""
        return {probe.item: probe.closes_ms for probe in self.present.probes}


class Seen(NamedTuple):
    """A look and what was foreseen of it."""

    glance: Glance
    forecast: Forecast

    def is_fresh(self, at_ms: int) -> bool:
        """Return whether it may still be told."""
        return at_ms - self.forecast.at_ms <= FRESH_MS


def _serving(windows: Iterable[WindowAt]) -> Mapping[ItemCode, int]:
    counts: dict[ItemCode, int] = {}
    for window in windows:
        for item in window.items:
            counts[item] = counts.get(item, 0) + 1
    return counts


def ahead_now(room: HallRoom, hall: Hall, items: Iterable[ItemCode], at_ms: int) -> dict[ItemCode, int]:
    """Return how many wait before a ticket of each item; items with the same rivals are counted once."""
    skills = room.skills(hall)
    of_rivals: dict[frozenset[ItemCode], int] = {}
    counts: dict[ItemCode, int] = {}
    for item in items:
        rivals = skills.rivals(item)
        if rivals not in of_rivals:
            of_rivals[rivals] = ahead_of_new(room, hall, item, at_ms)
        counts[item] = of_rivals[rivals]
    return counts
