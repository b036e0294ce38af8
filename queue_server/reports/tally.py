"""Counts the follower's facts by every side at once: all, queue, item, window, staff, hour, day.

It lies on the path of every event of a month, so a fact finds its sides once and each counter is a plain
function of them. A fact that is taken back leaves no trace, whatever was counted since.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from queue_server.reports.figures import Figures
from queue_server.reports.follow import NOBODY, NOWHERE, UNTIMED, Fact, What
from queue_server.vocabulary import TicketClass

DAY_MS = 86_400_000
HOUR_MS = 3_600_000


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
        self._groups: dict[tuple[str, ...], Touched] = {}

    def count(self, fact: Fact, sign: int) -> None:
        """Let a fact count (1), or take it back (-1)."""
        _COUNTERS[fact.what](self, self._touched(fact), fact, sign)

    def target_ms(self, fact: Fact) -> int:
        """Return the target wait of the fact's class; a class without one is always in time."""
        return self._targets_ms.get(fact.klass, fact.amount)

    def _touched(self, fact: Fact) -> Touched:
        """Return the figures of every side to which the fact belongs."""
        hour = (fact.at_ms + self._offset_ms) % DAY_MS // HOUR_MS
        group = (fact.queue, fact.item, fact.window, fact.staff, f"{hour:02}", self.day)
        touched = self._groups.get(group)
        if touched is None:
            touched = self._groups[group] = self._found(group)
        return touched

    def _found(self, group: tuple[str, ...]) -> Touched:
        named = zip(_SIDES, group, strict=True)
        return [
            self.total,
            *(self.sides[side].setdefault(key, Figures()) for side, key in named if key not in _NAMELESS),
        ]


_SIDES = (Side.QUEUE, Side.ITEM, Side.WINDOW, Side.STAFF, Side.HOUR, Side.DAY)
_NAMELESS = {NOBODY, NOWHERE}


def _adder(name: str) -> Counter:
    def count(_tally: Tally, touched: Touched, _fact: Fact, sign: int) -> None:
        for figures in touched:
            setattr(figures, name, getattr(figures, name) + sign)

    return count


def _called(tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    is_in_time = fact.amount <= tally.target_ms(fact)
    for figures in touched:
        figures.called += sign
        figures.within += sign * is_in_time
        _keep(figures.waits_ms, fact.amount, sign)


def _served(_tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.served += sign
        if fact.amount != UNTIMED:
            _keep(figures.services_ms, fact.amount, sign)


def _item_done(_tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    for figures in touched:
        _keep(figures.services_ms, fact.amount, sign)


def _rated(_tally: Tally, touched: Touched, fact: Fact, sign: int) -> None:
    for figures in touched:
        figures.stars[fact.amount - 1] += sign


def _keep(values: list[int], value: int, sign: int) -> None:
    """Put a value to the others, or take one that equals it away: what is undone is among the last."""
    if sign > 0:
        values.append(value)
        return
    place = len(values) - 1
    while values[place] != value:
        place -= 1
    del values[place]


_COUNTERS: Mapping[What, Counter] = {
    What.ISSUED: _adder("issued"),
    What.CALLED: _called,
    What.SERVED: _served,
    What.ITEM_DONE: _item_done,
    What.MISSED: _adder("missed"),
    What.CANCELLED: _adder("cancelled"),
    What.TRANSFERRED: _adder("transferred"),
    What.CLOSED: _adder("closed"),
    What.RATED: _rated,
    What.SILENT: _adder("silent"),
}
