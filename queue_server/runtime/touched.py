"""Which documents an event may have changed: the table between the journal and the screens.

Too many keys cost time; one too few leaves a screen wrong, so a test compares with making everything anew.
Pure. The documents of single tickets are the phones' and are not in here.
"""

from collections.abc import Iterable, Iterator

from queue_server.hall import events
from queue_server.hall.events import Recorded
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import ItemCode, QueueCode, TicketId, WindowNo

NOTHING = (
    events.CommandRefused,
    events.PaperPrinted,
    events.PaperFailed,
    events.TicketReprinted,
    events.AwayNumberLapsed,
)
"""Events that no shared document shows."""
EVERYTHING = (
    events.DayOpened,
    events.DayClosed,
    events.StepUndone,
    events.SkillsChanged,
    events.JournalRestored,
)
"""Rare events that move more than their own ticket and window."""


def touched_keys(room: HallRoom, hall: Hall, event: events.Event) -> Iterable[str]:
    """Return the keys to make anew, given the room after the event."""
    match event:
        case events.NoticePosted() | events.AppointmentBooked() | events.AppointmentCancelled():
            return ("hall",)
        case events.NumbersLeased():
            return ("hall",)
        case events.DeviceChanged():
            return _places(hall, event.place)
        case events.WaitingAlarmRaised() | events.WaitingAlarmCleared():
            return (f"queue/{event.queue}",)
    if isinstance(event, NOTHING):
        return ()
    if isinstance(event, EVERYTHING):
        return all_keys(hall)
    return set(_around(room, hall, event))


def touched_by(room: HallRoom, hall: Hall, recorded: Iterable[Recorded]) -> set[str]:
    """Return the keys that a batch touches. Numbers issued for one item touch the same: looked up once."""
    touched: set[str] = set()
    issued: set[tuple[QueueCode, ItemCode]] = set()
    for entry in recorded:
        event = entry.event
        if isinstance(event, events.TicketIssued):
            if (event.queue, event.item) in issued:
                continue
            issued.add((event.queue, event.item))
        touched.update(touched_keys(room, hall, event))
    return touched


def all_keys(hall: Hall) -> tuple[str, ...]:
    """Return every key but those of kiosks and tickets."""
    return (
        "hall",
        *(f"queue/{code}" for code in hall.queues),
        *(f"item/{code}" for code in hall.items),
        *(f"window/{number}" for number in hall.windows),
        *(f"desk/{number}" for number in hall.windows),
        *(f"rating/{number}" for number in hall.windows),
        *(f"wait/{code}" for code in hall.items),
    )


def _around(room: HallRoom, hall: Hall, event: events.Event) -> Iterator[str]:
    window: WindowNo = getattr(event, "window", WindowNo(""))
    if window:
        yield f"window/{window}"
        yield f"desk/{window}"
        yield f"rating/{window}"
        yield from _queues_of(room, hall, window)
    ids: tuple[TicketId, ...] = (getattr(event, "ticket", TicketId("")), *getattr(event, "frees", ()))
    for ticket_id in ids:
        ticket = room.state.tickets.get(ticket_id)
        if ticket is not None:
            yield f"queue/{ticket.queue}"
            yield from _desks_of(room, hall, ticket.item)
            yield from (f"desk/{number}" for number in (ticket.window, ticket.reserved_for) if number)
            yield from _other_items(room, hall, ticket.queue)


def _queues_of(room: HallRoom, hall: Hall, window: WindowNo) -> Iterator[str]:
    """Yield the queues whose number of open and idle windows may have changed."""
    for item in room.skills(hall).items_of.get(window, ()):
        planned = hall.items.get(item)
        if planned is not None:
            yield f"queue/{planned.queue}"


def _desks_of(room: HallRoom, hall: Hall, item: ItemCode) -> Iterator[str]:
    for number in room.skills(hall).windows_of.get(item, ()):
        yield f"desk/{number}"


def _other_items(room: HallRoom, hall: Hall, queue: QueueCode) -> Iterator[str]:
    """Yield the desks of the queue's items: a transfer leaves another item than it comes to."""
    for item in hall.items_by_queue.get(queue, ()):
        yield from _desks_of(room, hall, item)


def _places(hall: Hall, place: str) -> tuple[str, ...]:
    kind, _, name = place.partition(":")
    match kind:
        case "window":
            return (f"desk/{name}",) if name in hall.windows else ()
        case "kiosk":
            return (f"kiosk/{name}",)
    return ()
