"""Past tickets of a hall as a list of rows, and what follows from them: the facts of a day, the hall's plan.

Each row is one wait: who was missed and came back, or was transferred, stands there twice. A list says
neither when windows opened nor who gave up; what is guessed in their place is guessed from earlier rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

import msgspec

from queue_server.hall.lookup import DAY_MS, MINUTE_MS
from queue_server.hall.plan import Dispatch
from queue_server.study import facts as f
from queue_server.study.hall_day import weights_of
from queue_server.study.plan import PlannedWindow, StudyPlan
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

MISS_MS = 90_000
"""A call whose service never ends is missed after so long, or when the window calls again."""
PASSED_MAX = 10
"""Whom so many later ones of the same queue and class have passed is taken to be gone."""
USUAL_DAYS = 20
"""A window's usual hours are those of so many of its last days."""
LUNCH_LEAST_MIN = 30.0
"""A longest pause that is usually no shorter is lunch."""


class Row(msgspec.Struct, frozen=True):
    """One wait. None: that never came."""

    queue: ItemCode
    window: WindowNo
    klass: TicketClass
    issued_ms: int
    called_ms: int | None = None
    finished_ms: int | None = None


Days = Mapping[int, Sequence[Row]]
"""By the midnight of each."""


def by_day(rows: Iterable[Row], offset_ms: int) -> dict[int, list[Row]]:
    """Return the rows by the midnight of their day, days in order."""
    days: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        local_ms = row.issued_ms + offset_ms
        days[local_ms - local_ms % DAY_MS - offset_ms].append(row)
    return dict(sorted(days.items()))


# --- the facts of a day ------------------------------------------------------------------------------------


def facts_of(rows: Iterable[Row], dispatch: Dispatch) -> list[f.Fact]:
    """Return what happened, in order."""
    weights = weights_of(dispatch)
    events = sorted(_events(list(rows), weights), key=lambda one: one[:3])
    return list(_with_the_gone([fact for *_, fact in events]))


def _events(rows: list[Row], weights: Mapping[TicketClass, int]) -> Iterator[tuple[int, int, int, f.Fact]]:
    """Yield facts with what they are sorted by: an end before an issue, an issue before a call."""
    again = _next_calls(rows)
    for place, row in enumerate(sorted(rows, key=lambda one: one.issued_ms)):
        ticket, at_ms = TicketId(f"{place}"), row.issued_ms
        yield (
            at_ms,
            1,
            place,
            f.Issued(at_ms, ticket, row.queue, row.klass, weights[row.klass], at_ms),
        )
        if row.called_ms is None:
            continue
        yield row.called_ms, 2, place, f.Called(row.called_ms, ticket, row.window)
        next_ms = again.get((row.window, row.called_ms), row.called_ms + DAY_MS)
        if row.finished_ms is None:
            missed_ms = max(row.called_ms + 1, min(row.called_ms + MISS_MS, next_ms))
            yield missed_ms, 0, place, f.Missed(missed_ms, ticket)
            yield missed_ms, 0, place, f.Dropped(missed_ms, ticket)
        else:
            over_ms = max(row.called_ms + 1, row.finished_ms)
            yield over_ms, 0, place, f.Finished(over_ms, ticket)


def _next_calls(rows: Iterable[Row]) -> dict[tuple[WindowNo, int], int]:
    """Return for each call when its window called again."""
    calls = sorted((row.window, row.called_ms) for row in rows if row.called_ms is not None)
    pairs = pairwise(calls)
    return {one: other[1] for one, other in pairs if one[0] == other[0] and one[1] < other[1]}


def _with_the_gone(facts: Iterable[f.Fact]) -> Iterator[f.Fact]:
    """Take out those who were passed again and again, once they were."""
    waiting: dict[tuple[ItemCode, TicketClass], dict[TicketId, int]] = defaultdict(dict)
    lines: dict[TicketId, tuple[ItemCode, TicketClass]] = {}
    for fact in facts:
        yield fact
        if isinstance(fact, f.Issued):
            lines[fact.ticket] = (fact.item, fact.klass)
            waiting[lines[fact.ticket]][fact.ticket] = 0
        elif isinstance(fact, f.Called):
            line = waiting[lines[fact.ticket]]
            for gone in _passed(line, fact.ticket):
                yield f.Dropped(fact.at_ms, gone)


def _passed(line: dict[TicketId, int], called: TicketId) -> list[TicketId]:
    """Count the call against everybody before it; return who is gone. ``line`` is in the order of issue."""
    if called not in line:
        return []
    for ticket in line:
        if ticket == called:
            break
        line[ticket] += 1
    del line[called]
    gone = [ticket for ticket, passed in line.items() if passed > PASSED_MAX]
    for ticket in gone:
        del line[ticket]
    return gone


# --- the plan ----------------------------------------------------------------------------------------------


def plan_from(days: Days, dispatch: Dispatch) -> StudyPlan:
    """Return the hall as its days so far tell it: a window serves the queues it called, and is open from
    its usual first call to its usual last end, but for its usual lunch."""
    queues = {row.queue: str(row.queue) for day in days.values() for row in day}
    served: dict[WindowNo, set[ItemCode]] = defaultdict(set)
    for row in (row for day in days.values() for row in day if row.called_ms is not None):
        served[row.window].add(row.queue)
    windows = tuple(
        PlannedWindow(number, tuple(sorted(served[number])), _usual_spans(number, days))
        for number in sorted(served)
    )
    return StudyPlan(
        windows,
        queues=queues,
        usual_min={},
        dispatch=dispatch,
        closes_min=max((window.spans_min[-1][1] for window in windows), default=1440),
        is_told=False,
    )


def _usual_spans(number: WindowNo, days: Days) -> tuple[tuple[int, int], ...]:
    worked = (_worked(number, start_ms, day) for start_ms, day in days.items())
    hours = [one for one in worked if one][-USUAL_DAYS:]
    first, last = round(median(one[0][0] for one in hours)), round(median(one[-1][1] for one in hours))
    away, back = (round(median(one)) for one in zip(*map(_longest_pause, hours), strict=True))
    is_usual = median(end - start for start, end in map(_longest_pause, hours)) >= LUNCH_LEAST_MIN
    if is_usual and first < away < back < last:
        return (first, away), (back, last)
    return ((first, max(last, first + 1)),)


def _worked(number: WindowNo, start_ms: int, day: Sequence[Row]) -> list[tuple[float, float]]:
    """Return from when to when a window was taken on a day, in minutes, in order."""
    calls = ((row.called_ms, row.finished_ms) for row in day if row.window == number)
    return sorted(
        ((call - start_ms) / MINUTE_MS, ((end or call) - start_ms) / MINUTE_MS)
        for call, end in calls
        if call is not None
    )


def _longest_pause(worked: list[tuple[float, float]]) -> tuple[float, float]:
    pauses = [(one[1], other[0]) for one, other in pairwise(worked)]
    return max(pauses, key=lambda pause: pause[1] - pause[0], default=(0.0, 0.0))


# --- a simulated day as rows -------------------------------------------------------------------------------


def rows_of(facts: Iterable[f.Fact], queues: Mapping[ItemCode, str]) -> list[Row]:
    """Return a day of the simulated hall as a real one would be listed."""
    rows: list[Row] = []
    places: dict[TicketId, int] = {}
    kinds: dict[TicketId, tuple[ItemCode, TicketClass]] = {}
    for fact in facts:
        match fact:
            case f.Issued(ticket=ticket, item=item, klass=klass):
                kinds[ticket] = (item, klass)
            case f.Moved(ticket=ticket, item=item):
                kinds[ticket] = (item, kinds[ticket][1])
        if isinstance(fact, f.Issued | f.Moved | f.Returned):
            item, klass = kinds[fact.ticket]
            places[fact.ticket] = len(rows)
            rows.append(Row(ItemCode(queues[item]), WindowNo(""), klass, fact.at_ms))
        elif isinstance(fact, f.Called):
            place = places[fact.ticket]
            rows[place] = msgspec.structs.replace(rows[place], window=fact.window, called_ms=fact.at_ms)
        elif isinstance(fact, f.Finished):
            place = places[fact.ticket]
            rows[place] = msgspec.structs.replace(rows[place], finished_ms=fact.at_ms)
    return rows
