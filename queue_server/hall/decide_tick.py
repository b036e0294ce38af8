"""What time does by itself. Each thing due becomes its event; with nothing due the answer is empty."""

from collections.abc import Iterator

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision
from queue_server.hall.deadline import miss_due_ms, repeats_due
from queue_server.hall.decide_service import missed_events
from queue_server.hall.state import Window
from queue_server.vocabulary import OPEN_STATES, CallKind, CloseReason, WindowState


def tick(asked: Asked, _command: c.Tick) -> Decision:
    """Do what is due now within the day; the change of the day is ``roll_over``'s."""
    return (*_ratings_due(asked), *_calls_due(asked), *_reservations_due(asked), *_returns_due(asked))


def _ratings_due(asked: Asked) -> Iterator[e.AnyEvent]:
    for window in asked.room.state.windows.values():
        if window.rating_of and asked.at_ms > window.rate_until_ms:
            yield e.RatingLapsed(window.rating_of, window.number)


def _calls_due(asked: Asked) -> Iterator[e.AnyEvent]:
    """Repeat or miss what is called; announcements are numbered on through all windows."""
    n = asked.room.state.announced
    for window in asked.room.state.windows.values():
        if window.state is WindowState.CALLED:
            for event in _call_due(asked, window, n + 1):
                n += isinstance(event, e.TicketRecalled)
                yield event


def _call_due(asked: Asked, window: Window, n: int) -> tuple[e.AnyEvent, ...]:
    room, hall, at_ms, _ = asked
    ticket = room.state.tickets[window.ticket]
    due_ms = miss_due_ms(room, hall, window, ticket)
    if due_ms and at_ms >= due_ms:
        return missed_events(asked, window, ticket, is_automatic=True)
    due = repeats_due(hall, ticket, at_ms)
    if due <= ticket.repeats:
        return ()
    area = hall.windows[window.number].area if window.number in hall.windows else ""
    return (e.TicketRecalled(ticket.id, window.number, n, CallKind.REPEAT, due, area),)


def _reservations_due(asked: Asked) -> Iterator[e.AnyEvent]:
    for until_ms, ticket in asked.room.lanes.lapses:
        if until_ms > asked.at_ms:
            return
        yield e.ReservationLapsed(ticket)


def _returns_due(asked: Asked) -> Iterator[e.AnyEvent]:
    for until_ms, ticket in asked.room.lanes.returns:
        if until_ms >= asked.at_ms:
            return
        yield e.TicketClosed(ticket, CloseReason.RETURN_TOO_LATE)


def roll_over(asked: Asked, day: str) -> tuple[e.AnyEvent, ...]:
    """Close yesterday, with every open ticket, and open ``day``: numbers start anew."""
    opened = e.DayOpened(day, asked.hall.day_start_ms(asked.at_ms))
    if not asked.room.state.day:
        return (opened,)
    return (*_yesterday_ends(asked), e.DayClosed(asked.room.state.day), opened)


def _yesterday_ends(asked: Asked) -> Iterator[e.AnyEvent]:
    state = asked.room.state
    windows = state.windows.values()
    for window in windows:
        if window.rating_of:
            yield e.RatingLapsed(window.rating_of, window.number)
    for ticket in state.tickets.values():
        if ticket.state in OPEN_STATES:
            yield e.TicketClosed(ticket.id, CloseReason.DAY_ENDED)
    for window in windows:
        if window.state is not WindowState.CLOSED:
            yield e.WindowClosed(window.number)
    for window in windows:
        if window.staff:
            yield e.StaffSignedOut(window.number, window.staff)
