"""Counts the follower's facts by every side at once: all, queue, item, window, staff, hour, day.

It lies on the path of every event of a month, so a fact is counted in three places alone: the hour of a day,
the item of a queue, the staff member at a window. The sides are added up from these when they are asked for.
A fact that is taken back leaves no trace, whatever was counted since.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from queue_server.hall.lookup import HOUR_MS
from queue_server.reports.accuracy import Accuracy, count_called, count_issued, summed
from queue_server.reports.figures import Figures, added
from queue_server.reports.follow import UNTIMED, Fact, What
from queue_server.vocabulary import TicketClass

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

Part = TypeVar("Part", Figures, Accuracy)
Places = tuple[Figures, Figures, Figures]
Counter = Callable[["Tally", Places, Fact, int], None]
Sides = dict[Side, dict[str, Figures]]
Forecasts = dict[Side, dict[str, Accuracy]]
OfItem = dict[tuple[str, str], Accuracy]
"""By queue and item."""


class Tally:
    """The figures of one period. ``sides[side][key]``: hours are ``09``, days ``20260302``."""

    def __init__(self, targets_ms: Mapping[TicketClass, int], offset_ms: int) -> None:
        self.until_ms = 0
        """The instant of the last fact."""
        self._targets_ms = targets_ms
        self._offset_ms = offset_ms
        self._of_day: dict[str, dict[int, Figures]] = {}
        self._of_hour: dict[int, Figures] = {}
        """Those of the day that is being counted, by hour since the epoch."""
        self._of_matter: dict[tuple[str, str], Figures] = {}
        self._of_place: dict[tuple[str, str], Figures] = {}
        self._sides: Sides | None = None
        self._accuracy_of_day: dict[str, OfItem] = {}
        self._accuracy: OfItem = {}
        """That of the day that is being counted."""

    def begin_day(self, day: str, at_ms: int) -> None:
        """What comes from now on counts for this day."""
        self.until_ms = at_ms
        self._of_hour = self._of_day.setdefault(day, {})
        self._accuracy = self._accuracy_of_day.setdefault(day, {})

    def count(self, fact: Fact, sign: int) -> None:
        """Let a fact count (1), or take it back (-1)."""
        self._sides = None
        at_ms = self.until_ms = fact.at_ms
        hour = (at_ms + self._offset_ms) // HOUR_MS
        of_hour = self._of_hour.get(hour)
        if of_hour is None:
            of_hour = self._of_hour[hour] = Figures()
        matter = (fact.queue, fact.item)
        of_matter = self._of_matter.get(matter)
        if of_matter is None:
            of_matter = self._of_matter[matter] = Figures()
        place = (fact.window, fact.staff)
        of_place = self._of_place.get(place)
        if of_place is None:
            of_place = self._of_place[place] = Figures()
        _COUNTERS[fact.what](self, (of_hour, of_matter, of_place), fact, sign)

    def accuracy_of(self, fact: Fact) -> Accuracy:
        """Return where forecasts of the fact's item are judged today."""
        matter = (fact.queue, fact.item)
        accuracy = self._accuracy.get(matter)
        if accuracy is None:
            accuracy = self._accuracy[matter] = Accuracy()
        return accuracy

    def target_ms(self, fact: Fact) -> int:
        """Return the target wait of the fact's class; a class without one is always in time."""
        return self._targets_ms.get(fact.klass, fact.amount)

    @property
    def total(self) -> Figures:
        """The figures of everything."""
        return self.sides[Side.ALL][EVERYTHING]

    @property
    def sides(self) -> Sides:
        """The figures by every side and key; what happened at no window, or by nobody, has no key there."""
        if self._sides is None:
            self._sides = self._added()
        return self._sides

    def forecasts(self) -> Forecasts:
        """Return how well the forecasts did: of all, by queue, item and day."""
        known = [(day, *key, one) for day, of in self._accuracy_of_day.items() for key, one in of.items()]
        return {
            Side.ALL: {EVERYTHING: summed(one for *_, one in known)},
            Side.QUEUE: _grouped(((queue, one) for _, queue, _, one in known), summed),
            Side.ITEM: _grouped(((item, one) for _, _, item, one in known), summed),
            Side.DAY: _grouped(((day, one) for day, _, _, one in known), summed),
        }

    def _added(self) -> Sides:
        hours = [
            (day, f"{hour % HOURS:02}", figures)
            for day, of_hour in self._of_day.items()
            for hour, figures in of_hour.items()
        ]
        matters, places = self._of_matter.items(), self._of_place.items()
        return {
            Side.ALL: {EVERYTHING: added(figures for _, figures in matters)},
            Side.QUEUE: _grouped(((queue, figures) for (queue, _), figures in matters), added),
            Side.ITEM: _grouped(((item, figures) for (_, item), figures in matters), added),
            Side.WINDOW: _grouped(((window, figures) for (window, _), figures in places if window), added),
            Side.STAFF: _grouped(((staff, figures) for (_, staff), figures in places if staff), added),
            Side.HOUR: _grouped(((hour, figures) for _, hour, figures in hours), added),
            Side.DAY: _grouped(((day, figures) for day, _, figures in hours), added),
        }


def _grouped(named: Iterable[tuple[str, Part]], as_one: Callable[[Iterable[Part]], Part]) -> dict[str, Part]:
    """Return the parts under each name as one."""
    groups: dict[str, list[Part]] = {}
    for key, part in named:
        groups.setdefault(key, []).append(part)
    return {key: as_one(parts) for key, parts in groups.items()}


def _issued(tally: Tally, places: Places, fact: Fact, sign: int) -> None:
    for figures in places:
        figures.issued += sign
    count_issued(tally.accuracy_of(fact), fact.foretold, sign)


def _missed(_tally: Tally, places: Places, _fact: Fact, sign: int) -> None:
    for figures in places:
        figures.missed += sign


def _cancelled(_tally: Tally, places: Places, _fact: Fact, sign: int) -> None:
    for figures in places:
        figures.cancelled += sign


def _transferred(_tally: Tally, places: Places, _fact: Fact, sign: int) -> None:
    for figures in places:
        figures.transferred += sign


def _closed(_tally: Tally, places: Places, _fact: Fact, sign: int) -> None:
    for figures in places:
        figures.closed += sign


def _silent(_tally: Tally, places: Places, _fact: Fact, sign: int) -> None:
    for figures in places:
        figures.silent += sign


def _called(tally: Tally, places: Places, fact: Fact, sign: int) -> None:
    amount, within = fact.amount, sign * (fact.amount <= tally.target_ms(fact))
    for figures in places:
        figures.within += within
        if sign > 0:
            figures.waits_ms.append(amount)
        else:
            _take_back(figures.waits_ms, amount)
    if fact.foretold is not None:
        count_called(tally.accuracy_of(fact), fact.foretold, amount, sign)


def _served(tally: Tally, places: Places, fact: Fact, sign: int) -> None:
    for figures in places:
        figures.served += sign
    if fact.foretold is not None and fact.foretold.is_doubtful:
        tally.accuracy_of(fact).doubtful_served += sign
    if fact.amount != UNTIMED:
        _item_done(tally, places, fact, sign)


def _item_done(_tally: Tally, places: Places, fact: Fact, sign: int) -> None:
    amount = fact.amount
    for figures in places:
        if sign > 0:
            figures.services_ms.append(amount)
        else:
            _take_back(figures.services_ms, amount)


def _rated(_tally: Tally, places: Places, fact: Fact, sign: int) -> None:
    for figures in places:
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
