"""Who comes when: counts by weekday, hour, item and class, and the rates at which more will come. Pure.

Appointments are not counted, since they stand in the book. A ticket sent on counts as one more for the item
it goes to, in a row of its own, since it weighs more. A day on which nobody came was no day of the hall: it
does not count as seen.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.law import Floats
from queue_server.forecast.learned_state import Arrivals
from queue_server.forecast.present import Flow
from queue_server.hall.lookup import DAY_MS, HOUR_MS, MINUTE_MS, Hall
from queue_server.hall.plan import Span
from queue_server.vocabulary import ItemCode, TicketClass

HOURS = 24
HOUR_MIN = 60
THURSDAY = 3
"""The weekday of 1970-01-01."""
COUNTED_LEAST_MS = 1_800_000
"""On a hall's first day the rate so far is over half an hour at least."""


class Row(NamedTuple):
    """What is counted together."""

    klass: TicketClass
    is_transfer: bool


REGULAR, PRIORITY, GREEN, APPOINTMENT = (
    TicketClass.REGULAR,
    TicketClass.PRIORITY,
    TicketClass.GREEN,
    TicketClass.APPOINTMENT,
)
ROWS = (
    Row(REGULAR, False),
    Row(PRIORITY, False),
    Row(GREEN, False),
    Row(REGULAR, True),
    Row(PRIORITY, True),
    Row(GREEN, True),
    Row(APPOINTMENT, True),
)
PLACES = len(ROWS) * HOURS
"""Numbers of one item for one day."""
NUMBER = np.dtype("<i4")


def counts_of(arrivals: Arrivals, item: ItemCode) -> list[int]:
    """Return today's counts of an item, to change."""
    counts = arrivals.today.get(item)
    if counts is None:
        counts = arrivals.today[item] = [0] * PLACES
    return counts


def count_transfer(arrivals: Arrivals, item: ItemCode, klass: TicketClass, local_ms: int) -> None:
    """Count a ticket sent on to ``item``; ``local_ms`` is the instant by the hall's clock."""
    place = ROWS.index(Row(klass, True)) * HOURS + local_ms % DAY_MS // HOUR_MS
    counts_of(arrivals, item)[place] += 1


def begin_day(arrivals: Arrivals, day: int) -> None:
    """Take what was counted so far to the days before, and begin ``day`` (days since the epoch)."""
    if arrivals.today:
        weekday = (arrivals.day + THURSDAY) % 7
        arrivals.days[weekday] += 1
        for item, counts in arrivals.today.items():
            raw = arrivals.before.get(item)
            total = np.zeros((7, PLACES), NUMBER) if raw is None else _table(raw).copy()
            total[weekday] += np.array(counts, NUMBER)
            arrivals.before[item] = total.tobytes()
    arrivals.today = {}
    arrivals.day = day


def _table(raw: bytes) -> NDArray[np.int32]:
    """Return the counts of the days before: a line of ``PLACES`` for each weekday."""
    return np.frombuffer(raw, dtype=NUMBER).reshape(7, PLACES)


def usual_flows(arrivals: Arrivals, hall: Hall, midnight_ms: int) -> tuple[Flow, ...] | None:
    """Return all who come on such a day: by the days of the same weekday seen before, or by all days.

    None: the hall has seen no day yet.
    """
    weekday = _weekday(midnight_ms + hall.offset_ms)
    weekdays = [weekday] if arrivals.days[weekday] else list(range(7))
    days = sum(arrivals.days[one] for one in weekdays)
    if not days:
        return None
    flows: list[Flow] = []
    for item, raw in arrivals.before.items():
        table = _table(raw).reshape(7, len(ROWS), HOURS)
        flows += _flows(hall, item, table[weekdays].sum(axis=0) / days, midnight_ms)
    return tuple(flows)


def _weekday(local_ms: int) -> int:
    return (local_ms // DAY_MS + THURSDAY) % 7


def _flows(hall: Hall, item: ItemCode, means: Floats, midnight_ms: int) -> Iterator[Flow]:
    """Yield those who come for an item; ``means`` has a line of 24 hours for each row."""
    issued = _issued(hall, item)
    for row, line in zip(ROWS if issued else (), means.tolist(), strict=False):
        rates = tuple(
            (midnight_ms + start * MINUTE_MS, midnight_ms + end * MINUTE_MS, per_hour)
            for hour, count in enumerate(line)
            if count
            for start, end, per_hour in _parts(hour, count, () if row.is_transfer else issued)
        )
        if rates:
            yield _flow(hall, item, row, rates)


def _flow(hall: Hall, item: ItemCode, row: Row, rates: tuple[tuple[int, int, float], ...]) -> Flow:
    return Flow(item, rates, row.klass, hall.weight(row.klass, row.is_transfer))


def _issued(hall: Hall, item: ItemCode) -> tuple[Span, ...]:
    """Return when numbers for the item are issued; nothing for one that the plan does not know any more."""
    known = hall.items.get(item)
    return () if known is None else hall.hours_of(hall.queues[known.queue])


def _parts(hour: int, count: float, issued: tuple[Span, ...]) -> list[tuple[int, int, float]]:
    """Return (from, until, per hour): those of an hour come while numbers are issued, if any are in it."""
    first, last = hour * HOUR_MIN, (hour + 1) * HOUR_MIN
    parts = [(max(span.start_min, first), min(span.end_min, last)) for span in issued]
    parts = [(start, end) for start, end in parts if start < end] or [(first, last)]
    minutes = sum(end - start for start, end in parts)
    return [(start, end, count * HOUR_MIN / minutes) for start, end in parts]


def first_day_flows(arrivals: Arrivals, hall: Hall, midnight_ms: int, at_ms: int) -> tuple[Flow, ...]:
    """Return those still to come on a day without a usual one: at today's rate so far, while numbers are
    issued."""
    flows: list[Flow] = []
    for item, counts in arrivals.today.items():
        spans = [
            (midnight_ms + span.start_min * MINUTE_MS, midnight_ms + span.end_min * MINUTE_MS)
            for span in _issued(hall, item)
        ]
        counted_ms = sum(max(0, min(end, at_ms) - start) for start, end in spans)
        left = [(max(start, at_ms), end) for start, end in spans if end > at_ms]
        for number, row in enumerate(ROWS):
            count = sum(counts[number * HOURS : (number + 1) * HOURS])
            per_hour = count * HOUR_MS / max(counted_ms, COUNTED_LEAST_MS)
            if count and left:
                flows.append(_flow(hall, item, row, tuple((*part, per_hour) for part in left)))
    return tuple(flows)
