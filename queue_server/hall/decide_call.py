"""Calling: next, by hand, again, and a held ticket back. A press of next ends the service before it."""

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.ahead import passed_by
from queue_server.hall.asked import (
    Asked,
    Decision,
    called_place,
    is_for,
    known_ticket,
    patient_at,
    refuse,
    staffed,
)
from queue_server.hall.calling import called, finished_first, next_choice, ready
from queue_server.hall.dispatch import Choice
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import (
    CallKind,
    RefusalCode,
    TicketState,
    WindowNo,
    WindowState,
)


def call_next(asked: Asked, command: c.CallNext) -> Decision:
    """Finish what is served here, then call the next ticket: one step, undone as one.

    When nobody waits the service is finished all the same, so that the press is not lost; only an idle window
    is told that nobody waits.
    """
    window = ready(asked, command.window)
    if isinstance(window, Refusal):
        return window
    finished = finished_first(asked, window)
    choice = next_choice(asked, window)
    if choice is None:
        return finished or _nobody_waits(asked, window)
    return (*finished, called(asked, window, choice, CallKind.NEXT, joins=bool(finished)))


def _nobody_waits(asked: Asked, window: Window) -> Refusal:
    """Say so, and how many returned tickets are waiting for another call first."""
    returned = len(patient_at(asked, window.number))
    facts = {"returned": str(returned)} if returned else {}
    return refuse(RefusalCode.NOBODY_WAITS, window=window.number, **facts)


def pick_ticket(asked: Asked, command: c.PickTicket) -> Decision:
    """Call a waiting ticket out of order, with a reason and the number of tickets passed on record."""
    window = ready(asked, command.window)
    if isinstance(window, Refusal):
        return window
    ticket = _pickable(asked, command)
    if isinstance(ticket, Refusal):
        return ticket
    finished = finished_first(asked, window)
    passed = passed_by(asked.room, asked.hall, window.number, ticket, asked.at_ms)
    policy = asked.hall.plan.dispatch.policy
    best = next_choice(asked, window)
    why = e.CallReason(
        policy,
        "manual",
        candidates=best.why.candidates if best else (),
        considered=best.why.considered if best else 0,
        passed=passed,
        note=command.reason,
    )
    return (*finished, called(asked, window, Choice(ticket.id, why), CallKind.MANUAL, bool(finished)))


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
    if not is_for(asked, command.window, ticket):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, number=ticket.number, window=command.window)
    return ticket


def recall_ticket(asked: Asked, command: c.RecallTicket) -> Decision:
    """Call the called citizen once more, at most so often."""
    place = called_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    window, ticket = place
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
    return (called(asked, window, Choice(ticket.id, why), CallKind.RESUMED),)


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
