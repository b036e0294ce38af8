"""Calling: next, by hand, again, and a held ticket back. A press of next ends the service before it."""

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.ahead import passed_by
from queue_server.hall.asked import Asked, Decision, known_ticket, refuse, serving_place, staffed
from queue_server.hall.decide_service import finish_events
from queue_server.hall.dispatch import Choice, choose
from queue_server.hall.lanes import Lane
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import (
    CallKind,
    ItemCode,
    RefusalCode,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)


def call_next(asked: Asked, command: c.CallNext) -> Decision:
    """Finish what is served here, then call the next ticket: one step, undone as one.

    When nobody waits the service is finished all the same, so that the press is not lost; only an idle window
    is told that nobody waits.
    """
    window = _ready(asked, command.window)
    if isinstance(window, Refusal):
        return window
    finished = _finished_first(asked, window)
    choice = next_choice(asked, window)
    if choice is None:
        return finished or _nobody_waits(asked, window)
    return (*finished, _called(asked, window, choice, CallKind.NEXT, joins=bool(finished)))


def _ready(asked: Asked, number: WindowNo) -> Window | Refusal:
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


def _finished_first(asked: Asked, window: Window) -> tuple[e.AnyEvent, ...]:
    if not window.ticket:
        return ()
    return finish_events(asked, window, asked.room.state.tickets[window.ticket])


def next_choice(asked: Asked, window: Window) -> Choice | None:
    """Return the ticket the window calls next: one that fetched something first, then the policy's."""
    room, hall, at_ms, _ = asked
    if not window.fetched_last:
        fetched = [lane for lane in room.lanes.reserved.get(window.number, {}).values() if _is_back(lane)]
        if fetched:
            return _fetched_choice(asked, fetched)
    items = room.skills(hall).items_of[window.number]
    lanes = room.lanes.for_window(window.number, items)
    choice = choose(lanes, at_ms, hall.plan.dispatch, room.state.regular_debt)
    if choice is None and hall.calling.lone_return_is_called:
        return _lone_return(asked, items)
    return choice


def _is_back(lane: Lane) -> bool:
    return lane.is_fetch and bool(lane.line)


def _fetched_choice(asked: Asked, lanes: list[Lane]) -> Choice | None:
    choice = choose(lanes, asked.at_ms, asked.hall.plan.dispatch, asked.room.state.regular_debt)
    assert choice is not None, "a lane with somebody in it"
    return Choice(choice.ticket, replace(choice.why, decided_by="reserved"))


def _lone_return(asked: Asked, items: tuple[ItemCode, ...]) -> Choice | None:
    """Return the earliest of the returned tickets when nobody else waits, where the plan wants it."""
    waiting = [entry for item in items for entry in asked.room.lanes.patient.get(item, {}).values()]
    if not waiting:
        return None
    return Choice(min(waiting)[3], e.CallReason(asked.hall.plan.dispatch.policy, "only_one", considered=1))


def _nobody_waits(asked: Asked, window: Window) -> Refusal:
    """Say so, and how many returned tickets are waiting for another call first."""
    items = asked.room.skills(asked.hall).items_of[window.number]
    returned = sum(len(asked.room.lanes.patient.get(item, ())) for item in items)
    facts = {"returned": str(returned)} if returned else {}
    return refuse(RefusalCode.NOBODY_WAITS, window=window.number, **facts)


def _called(
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
    patient = asked.room.lanes.patient
    if not patient:
        return ()
    skills = asked.room.skills(asked.hall)
    items = [item for item in patient if skills.can_serve(window, item)]
    return tuple(ticket for item in items for ticket in patient[item] if ticket != called)


def pick_ticket(asked: Asked, command: c.PickTicket) -> Decision:
    """Call a waiting ticket out of order, with a reason and the number of tickets passed on record."""
    window = _ready(asked, command.window)
    if isinstance(window, Refusal):
        return window
    ticket = _pickable(asked, command)
    if isinstance(ticket, Refusal):
        return ticket
    finished = _finished_first(asked, window)
    passed = passed_by(asked.room, asked.hall, window.number, ticket, asked.at_ms)
    policy = asked.hall.plan.dispatch.policy
    why = e.CallReason(policy, "manual", considered=1, passed=passed, note=command.reason)
    return (*finished, _called(asked, window, Choice(ticket.id, why), CallKind.MANUAL, bool(finished)))


def _pickable(asked: Asked, command: c.PickTicket) -> Ticket | Refusal:
    if not asked.hall.windows[command.window].may_pick:
        return refuse(RefusalCode.PICK_NOT_ALLOWED, window=command.window)
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    ticket = known_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    if ticket.state is not TicketState.WAITING:
        return refuse(RefusalCode.TICKET_NOT_WAITING, number=ticket.number)
    if not _is_for(asked, command.window, ticket):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, number=ticket.number, window=command.window)
    return ticket


def _is_for(asked: Asked, window: WindowNo, ticket: Ticket) -> bool:
    if ticket.reserved_for:
        return ticket.reserved_for == window
    return asked.room.skills(asked.hall).can_serve(window, ticket.item)


def recall_ticket(asked: Asked, command: c.RecallTicket) -> Decision:
    """Call the called citizen once more, at most so often."""
    place = serving_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    window, ticket = place
    if ticket.state is not TicketState.CALLED:
        return refuse(RefusalCode.NOT_CALLED, number=ticket.number)
    most = asked.hall.calling.recalls_max
    if ticket.recalls >= most:
        return refuse(RefusalCode.TOO_MANY_RECALLS, max=str(most), number=ticket.number)
    area = asked.hall.windows[window.number].area
    n = asked.room.state.announced + 1
    return (e.TicketRecalled(ticket.id, window.number, n, CallKind.RECALL, ticket.recalls + 1, area),)


def resume_ticket(asked: Asked, command: c.ResumeTicket) -> Decision:
    """Call a held ticket back; without a ticket, the one held here longest."""
    window = staffed(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if window.state is WindowState.PAUSED:
        return refuse(RefusalCode.WINDOW_PAUSED, window=window.number, reason=window.pause_reason)
    if window.ticket:
        number = asked.room.state.tickets[window.ticket].number
        return refuse(RefusalCode.WINDOW_BUSY, window=window.number, number=number)
    ticket = _held_ticket(asked, command)
    if isinstance(ticket, Refusal):
        return ticket
    why = e.CallReason(asked.hall.plan.dispatch.policy, "resumed", considered=1)
    return (_called(asked, window, Choice(ticket.id, why), CallKind.RESUMED),)


def _held_ticket(asked: Asked, command: c.ResumeTicket) -> Ticket | Refusal:
    tickets = asked.room.state.tickets
    if not command.ticket:
        here = [tickets[held] for held in asked.room.lanes.held.get(command.window, ())]
        if not here:
            return refuse(RefusalCode.TICKET_NOT_HELD, window=command.window)
        return min(here, key=lambda ticket: (ticket.held_ms, ticket.seq))
    ticket = known_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    if ticket.state is not TicketState.HELD:
        return refuse(RefusalCode.TICKET_NOT_HELD, number=ticket.number)
    if not _may_resume(asked, command.window, ticket):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, number=ticket.number, window=command.window)
    return ticket


def _may_resume(asked: Asked, window: WindowNo, ticket: Ticket) -> bool:
    """A ticket is resumed where it was held, or elsewhere when that window has closed."""
    if ticket.window == window:
        return True
    holder = asked.room.window(ticket.window)
    return holder.state is WindowState.CLOSED and asked.room.skills(asked.hall).can_serve(window, ticket.item)
