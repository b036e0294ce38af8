"""What falls due by itself, and when: repeats, misses, lapsed ratings, reservations and returns, midnight."""

from collections.abc import Iterator

from queue_server.hall.lookup import DAY_MS, Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import WindowState


def deadline_ms(room: HallRoom, hall: Hall) -> int:
    """Return the next instant at which a Tick has something to do; 0 before the first day."""
    if not room.state.day:
        return 0
    midnight_ms = hall.day_start_ms(room.state.at_ms) + DAY_MS
    return min((midnight_ms, *_of_windows(room, hall), *_of_tickets(room)))


def _of_tickets(room: HallRoom) -> Iterator[int]:
    if room.lanes.lapses:
        yield room.lanes.lapses[0][0]
    if room.lanes.returns:
        yield room.lanes.returns[0][0] + 1


def _of_windows(room: HallRoom, hall: Hall) -> Iterator[int]:
    for window in room.state.windows.values():
        if window.rating_of:
            yield window.rate_until_ms + 1
        if window.state is WindowState.CALLED:
            ticket = room.state.tickets[window.ticket]
            yield from _of_call(room, hall, window, ticket)


def _of_call(room: HallRoom, hall: Hall, window: Window, ticket: Ticket) -> Iterator[int]:
    due_ms = miss_due_ms(room, hall, window, ticket)
    if due_ms:
        yield due_ms
    repeat_at_s = hall.calling.repeat_at_s
    if ticket.repeats < len(repeat_at_s):
        yield ticket.called_ms + repeat_at_s[ticket.repeats] * 1000


def miss_due_ms(room: HallRoom, hall: Hall, window: Window, ticket: Ticket) -> int:
    """Return when the called ticket is missed by itself; 0 is never."""
    if not hall.calling.miss_at_s:
        return 0
    grace_ms = room.state.graces.get(window.number, 0)
    return max(ticket.called_ms + hall.calling.miss_at_s * 1000, grace_ms)


def repeats_due(hall: Hall, ticket: Ticket, at_ms: int) -> int:
    """Return how many repeats of the call should have been made by now."""
    return sum(at_ms >= ticket.called_ms + after_s * 1000 for after_s in hall.calling.repeat_at_s)
