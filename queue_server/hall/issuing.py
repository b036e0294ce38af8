"""When a number may be issued: hours, weekdays, slices with quotas, the daily maximum, a window for it."""

from queue_server.errors import Refusal
from queue_server.hall.ahead import ahead_of_new, free_windows_for
from queue_server.hall.asked import Asked, clock_face, refuse
from queue_server.hall.booking import Wish
from queue_server.hall.plan import Item, Queue, Span
from queue_server.hall.state import QueueCount
from queue_server.vocabulary import RefusalCode, TicketClass


def refuse_issue(asked: Asked, item: Item, wish: Wish) -> Refusal | None:
    """Return why no number is issued now, or None.

    A booked place was promised: no quota and no maximum refuses it, and it uses up no quota of a slice. Nor
    do the hours while it is in time: a slot at their edge would have no time to check in.
    """
    if not asked.room.skills(asked.hall).windows_of.get(item.code):
        return refuse(RefusalCode.NO_WINDOW_FOR_ITEM, item=item.code)
    queue = asked.hall.queues[item.queue]
    if not wish.appointment:
        return _refuse_hour(asked, queue) or _refuse_number(asked, queue, item)
    is_in_time = wish.klass is TicketClass.APPOINTMENT and not asked.hall.is_closed_weekday(asked.at_ms)
    return None if is_in_time else _refuse_hour(asked, queue)


def _refuse_hour(asked: Asked, queue: Queue) -> Refusal | None:
    hall, at_ms = asked.hall, asked.at_ms
    if hall.is_closed_weekday(at_ms):
        return refuse(RefusalCode.CLOSED_FOR_TODAY)
    minute = hall.minute_of(at_ms)
    hours = hall.hours_of(queue)
    for span in hours:
        if span.start_min <= minute < span.end_min:
            return None
    later = [span.start_min for span in hours if span.start_min > minute]
    if later:
        return refuse(RefusalCode.NOT_YET_OPEN, **{"from": clock_face(min(later))})
    return refuse(RefusalCode.CLOSED_FOR_TODAY)


def _refuse_number(asked: Asked, queue: Queue, item: Item) -> Refusal | None:
    count = asked.room.queue(queue.code)
    if queue.daily_max and count.issued >= queue.daily_max:
        return refuse(RefusalCode.DAY_FULL, max=str(queue.daily_max), **_idle_facts(asked, item))
    minute = asked.hall.minute_of(asked.at_ms)
    here = next((span for span in queue.slices if span.start_min <= minute < span.end_min), None)
    if here is None or _has_room(count, here):
        return None
    later = (span.start_min for span in queue.slices if span.start_min > minute and _has_room(count, span))
    next_min = min(later, default=-1)
    facts = {"from": clock_face(next_min)} if next_min >= 0 else {}
    return refuse(RefusalCode.SLICE_FULL, **facts, **_idle_facts(asked, item))


def _has_room(count: QueueCount, span: Span) -> bool:
    return not span.quota or count.by_slice.get(span.start_min, 0) < span.quota


def _idle_facts(asked: Asked, item: Item) -> dict[str, str]:
    """Return the idle windows, for the sentence that one may go straight to the window."""
    ahead = ahead_of_new(asked.room, asked.hall, item.code, asked.at_ms)
    idle = free_windows_for(asked.room, asked.hall, item.code, ahead)
    return {"windows": " ".join(idle)} if idle else {}


def slice_of(slices: tuple[Span, ...], minute: int) -> int:
    """Return the start of the slice that a minute falls into; -1 is none."""
    return next((span.start_min for span in slices if span.start_min <= minute < span.end_min), -1)
