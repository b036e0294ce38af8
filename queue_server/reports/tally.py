"""Counts the follower's facts by every side at once: all, queue, item, window, staff, hour, day.

It lies on the path of every event of a month, so a fact finds its sides once and each counter is a plain
function of them. A fact that is taken back leaves no trace, whatever was counted since.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from queue_server.reports.figures import Figures
from queue_server.reports.follow import NOBODY, NOWHERE, UNTIMED, Fact, What
from queue_server.vocabulary import TicketClass

HOUR_MS = 3_600_000
HOURS = 24


class Side(StrEnum):
    """By what the figures are told."""

    ALL = "all"
    QUEUE = "queue"
    ITEM = "item"
    WINDOW = "window"
    STAFF = "staff"
    HOUR = "hour"
    DAY = "day"


EVERYTHING = ""
"""The one key of ``Side.ALL``."""

Touched = list[Figures]
Counter = Callable[["Tally", Touched, Fact, int], None]


class Tally:
    """The figures of one period. ``sides[side][key]``: hours are ``09``, days ``20260302``."""

    def __init__(self, targets_ms: Mapping[TicketClass, int], offset_ms: int) -> None:
        self.sides: dict[Side, dict[str, Figures]] = {side: {} for side in Side}
        self.total = self.sides[Side.ALL][EVERYTHING] = Figures()
        self.day = ""
        """The day that is being counted."""
        self.until_ms = 0
        """The instant of the last fact."""
        self._targets_ms = targets_ms
        self._offset_ms = offset_ms
        self._of_time: dict[int, Touched] = {}
        self._of_matter: dict[tuple[str, str], Touched] = {}
        self._of_place: dict[tuple[str, str], Touched] = {}

    def begin_day(self, day: str, at_ms: int) -> None:
        """What comes from now on counts for this day."""
        self.day, self.until_ms = day, at_ms
        self._of_time.clear()

    def count(self, fact: Fact, sign: int) -> None:
        """Let a fact count (1), or take it back (-1), by every side of it; most were found before."""
        at_ms = self.until_ms = fact.at_ms
        hour = (at_ms + self._offset_ms) // HOUR_MS
        of_time = self._of_time.get(hour)
        if of_time is None:
            of_time = self._of_time[hour] = self._found_of_time(hour)
        matter = (fact.queue, fact.item)
        of_matter = self._of_matter.get(matter)
        if of_matter is None:
            of_matter = self._found((Side.QUEUE, fact.queue), (Side.ITEM, fact.item))
            self._of_matter[matter] = of_matter
        place = (fact.window, fact.staff)
        of_place = self._of_place.get(place)
        if of_place is None:
            of_place = self._found((Side.WINDOW, fact.window), (Side.STAFF, fact.staff))
            self._of_place[place] = of_place
        _COUNTERS[fact.what](self, of_time + of_matter + of_place, fact, sign)

    def target_ms(self, fact: Fact) -> int:
        """Return the target wait of the fact's class; a class without one is always in time."""
        return self._targets_ms.get(fact.klass, fact.amount)

    def _found_of_time(self, hour: int) -> Touched:
        return [self.total, *self._found((Side.HOUR, f"{hour % HOURS:02}"), (Side.DAY, self.day))]

    def _found(self, *named: tuple[Side, str]) -> Touched:
        return [self.sides[side].setdefault(key, Figures()) for side, key in named if key not in _NAMELESS]


_NAMELESS = {NOBODY, NOWHERE}


def _issued(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.issued += sign


def _missed(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.missed += sign


def _cancelled(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.cancelled += sign


def _transferred(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.transferred += sign


def _closed(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.closed += sign


def _silent(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.silent += sign


def _called(tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    amount, within = fact.amount, sign * (fact.amount <= tally.target_ms(fact))
    for figures in touched:
        figures.within += within
        if sign > 0:
            figures.waits_ms.append(amount)
        else:
            _take_back(figures.waits_ms, amount)


def _served(tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.served += sign
    if fact.amount != UNTIMED:
        _item_done(tally, touched, fact, sign)


def _item_done(_tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    amount = fact.amount
    for figures in touched:
        if sign > 0:
            figures.services_ms.append(amount)
        else:
            _take_back(figures.services_ms, amount)


def _rated(_tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.stars[fact.amount - 1] += sign


def _take_back(values: list[int], value: int) -> None:
    """Take away one value that equals this one: what is undone is among the last."""
    place = len(values) - 1
    while values[place] != value:
        place -= 1
    del values[place]


_COUNTERS: Mapping[What, Counter] = {
    What.ISSUED: _issued,
    What.CALLED: _called,
    What.SERVED: _served,
    What.ITEM_DONE: _item_done,
    What.MISSED: _missed,
    What.CANCELLED: _cancelled,
    What.TRANSFERRED: _transferred,
    What.CLOSED: _closed,
    What.RATED: _rated,
    What.SILENT: _silent,
}
