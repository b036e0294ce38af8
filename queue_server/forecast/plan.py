"""What the forecast is told before the day: whether it is on, its pace, when windows are to be open.

Immutable, part of the configuration. Minutes of the day are local. Nothing here is learned; what the hall has
measured itself is ``learned_state``.
"""

import msgspec

from queue_server.hall.lookup import Hall
from queue_server.hall.plan import Span
from queue_server.vocabulary import WindowNo

AFTER_HOURS_MIN = 15
"""Where no plan is written, windows stay open so long after the last number of a part of the day."""


class ForecastNumbers(msgspec.Struct, frozen=True):
    """The numbers of the forecast, written as they are meant."""

    is_on: bool = True
    replays: int = 100
    """Futures behind one forecast."""
    doubtful_below_pct: int = 60
    """A ticket whose chance of being served before its queue closes is below this is told so beforehand."""
    refresh_s: int = 5
    """The forecast is made anew so often at most when nothing happens."""
    after_event_ms: int = 1000
    """And so long after something happened, once for all that happens meanwhile."""
    appointments_come_pct: int = 90
    """So many of a hundred who have booked come."""


class ForecastPlan(ForecastNumbers, frozen=True):
    """The numbers, and when windows are planned to be open."""

    open: tuple[Span, ...] = ()
    """Of all windows; empty: see ``spans_of``."""
    windows_open: dict[WindowNo, tuple[Span, ...]] = {}
    """Windows with a plan of their own."""


def spans_of(plan: ForecastPlan, hall: Hall, window: WindowNo) -> tuple[Span, ...]:
    """Return when a window is planned to be open on a day on which the hall is, in order.

    Its own plan, or that of all windows, or else the hours in which numbers of its queues are issued and
    ``AFTER_HOURS_MIN`` after each: those who took the last number are served, too.
    """
    written = plan.windows_open.get(window) or plan.open
    if written:
        return tuple(sorted(written, key=_start))
    known = hall.windows.get(window)
    items = [hall.items[item] for item in known.items if item in hall.items] if known else []
    hours = [span for queue in {item.queue for item in items} for span in hall.hours_of(hall.queues[queue])]
    return _joined(hours or list(hall.plan.hours))


def _joined(hours: list[Span]) -> tuple[Span, ...]:
    """Return the hours made longer, those that touch as one."""
    spans: list[Span] = []
    for hour in sorted(hours, key=_start):
        end_min = min(hour.end_min + AFTER_HOURS_MIN, 24 * 60)
        if spans and hour.start_min <= spans[-1].end_min:
            spans[-1] = Span(spans[-1].start_min, max(spans[-1].end_min, end_min))
        else:
            spans.append(Span(hour.start_min, end_min))
    return tuple(spans)


def _start(span: Span) -> int:
    return span.start_min
