"""What every call shares: a window that is ready, the ticket it takes, the event of the call."""

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import events as e
from queue_server.hall.ahead import in_turn
from queue_server.hall.asked import Asked, patient_at, refuse, staffed
from queue_server.hall.decide_service import finish_events
from queue_server.hall.dispatch import Choice, choose
from queue_server.hall.lanes import Lane, entry_of
from queue_server.hall.state import Window
from queue_server.vocabulary import CallKind, RefusalCode, TicketId, WindowNo, WindowState


def ready(asked: Asked, number: WindowNo) -> Window | Refusal:
    """Return the window if it may call: idle, serving, or called where the plan lets next finish that."""
    window = staffed(asked, number)
    if isinstance(window, Refusal):
        return window
    if window.state is WindowState.PAUSED:
        return refuse(RefusalCode.WINDOW_PAUSED, window=number, reason=window.pause_reason)
    if window.state is WindowState.CALLED and asked.hall.calling.next_while_called == "refuse":
        ticket = asked.room.state.tickets[window.ticket]
        return refuse(RefusalCode.WINDOW_BUSY, window=number, number=ticket.number)
    return window


def finished_first(asked: Asked, window: Window) -> tuple[e.AnyEvent, ...]:
    if not window.ticket:
        return ()
    return finish_events(asked, window, asked.room.state.tickets[window.ticket])


def next_choice(asked: Asked, window: Window) -> Choice | None:
    """Return the ticket the window calls next: one that fetched something first, then the policy's."""
    room, hall, at_ms, _ = asked
    first, then = in_turn(room, hall, window.number)
    if first:
        return _fetched_choice(asked, first)
    choice = choose(then, at_ms, hall.plan.dispatch, room.state.regular_debt)
    if choice is None and hall.calling.lone_return_is_called:
        return _lone_return(asked, window.number)
    return choice


def _fetched_choice(asked: Asked, lanes: list[Lane]) -> Choice | None:
    choice = choose(lanes, asked.at_ms, asked.hall.plan.dispatch, asked.room.state.regular_debt)
    assert choice is not None, "a lane with somebody in it"
    return Choice(choice.ticket, replace(choice.why, decided_by="reserved"))


def _lone_return(asked: Asked, window: WindowNo) -> Choice | None:
    """Return the best of the returned tickets when nobody else waits, where the plan wants it."""
    lanes = []
    for ticket in patient_at(asked, window):
        lane = Lane(ticket.klass, ticket.weight)
        lane.line.add(entry_of(ticket))
        lanes.append(lane)
    choice = choose(lanes, asked.at_ms, asked.hall.plan.dispatch, asked.room.state.regular_debt)
    return None if choice is None else Choice(choice.ticket, replace(choice.why, decided_by="returned"))


def called(
    asked: Asked, window: Window, choice: Choice, kind: CallKind, joins: bool = False
) -> e.TicketCalled:
    return e.TicketCalled(
        ticket=choice.ticket,
        window=window.number,
        announcement=asked.room.state.announced + 1,
        kind=kind,
        why=choice.why,
        frees=_freed(asked, window.number, choice.ticket),
        area=asked.hall.windows[window.number].area,
        joins=joins,
    )


def _freed(asked: Asked, window: WindowNo, called: TicketId) -> tuple[TicketId, ...]:
    """Return the returned tickets for which this is the other call they had to wait for."""
    if not asked.room.lanes.patient:
        return ()
    return tuple(ticket.id for ticket in patient_at(asked, window) if ticket.id != called)
