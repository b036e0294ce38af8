"""What a citizen may ask for: a number, another paper, to come back, to go."""

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.ahead import ahead_of_new, ahead_of_waiting, free_windows_for
from queue_server.hall.asked import (
    Asked,
    Decision,
    clock_face,
    known_ticket,
    open_ticket,
    refuse,
    refuse_unmanned,
)
from queue_server.hall.booking import Wish, wish_of
from queue_server.hall.issuing import refuse_issue, slice_of
from queue_server.hall.room import person_key
from queue_server.hall.state import Ticket
from queue_server.vocabulary import RefusalCode, TicketClass, TicketId, TicketState, WindowNo, WindowState


def take_ticket(asked: Asked, command: c.TakeTicket) -> Decision:
    """Issue the next number of the item's queue."""
    wish = wish_of(asked, command)
    if isinstance(wish, Refusal):
        return wish
    return _refuse_ticket(asked, wish) or (_issued(asked, command, wish),)


def _refuse_ticket(asked: Asked, wish: Wish) -> Refusal | None:
    item = asked.hall.items.get(wish.item)
    if item is None:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=wish.item)
    if wish.person:
        held = asked.room.state.open_by_person.get(person_key(wish.person, item.queue))
        if held is not None:
            return _refuse_second(asked.room.state.tickets[held])
    return refuse_issue(asked, item, wish)


def _refuse_second(held: Ticket) -> Refusal:
    """Say which number the citizen holds; one that was missed is taken up again, not printed again."""
    is_missed = held.state is TicketState.MISSED
    code = RefusalCode.HAS_MISSED_TICKET if is_missed else RefusalCode.HAS_OPEN_TICKET
    return refuse(code, number=held.number, ticket=held.id)


def _issued(asked: Asked, command: c.TakeTicket, wish: Wish) -> e.TicketIssued:
    room, hall, at_ms, _ = asked
    queue = hall.queues[hall.items[wish.item].queue]
    ordinal = room.queue(queue.code).last_ordinal + 1
    number = f"{queue.code}{ordinal:0{queue.digits}d}"
    ahead = ahead_of_new(room, hall, wish.item, at_ms)
    return e.TicketIssued(
        TicketId(f"{room.state.day}-{number}"),  # beyond 15 keywords CPython builds a dict for the call
        number,
        ordinal=ordinal,
        queue=queue.code,
        item=wish.item,
        klass=wish.klass,
        weight=hall.weight(wish.klass, is_transferred=False),
        ref_ms=wish.ref_ms,
        ahead=ahead,
        person=wish.person,
        appointment=wish.appointment,
        language=command.language,
        wants_paper=command.wants_paper,
        idle_windows=free_windows_for(room, hall, wish.item, ahead),
        reason=command.reason if command.reason and wish.klass is TicketClass.PRIORITY else None,
        slice_min=-1 if wish.appointment else slice_of(queue.slices, hall.minute_of(at_ms)),
    )


def report_paper(asked: Asked, command: c.ReportPaper) -> Decision:
    """Note what the printer said; it holds for ended tickets too, since paper may be slower than a window."""
    ticket = known_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    if command.fault:
        return (e.PaperFailed(ticket.id, command.fault),)
    return (e.PaperPrinted(ticket.id),)


def reprint_ticket(asked: Asked, command: c.ReprintTicket) -> Decision:
    """Allow another paper of an open ticket."""
    ticket = open_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    if ticket.state is TicketState.MISSED:
        return _refuse_second(ticket)
    return (e.TicketReprinted(ticket.id, ticket.reprints + 1),)


def return_ticket(asked: Asked, command: c.ReturnTicket) -> Decision:
    """Take a missed ticket back into its place; the time away does not count."""
    ticket = known_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    return refuse_unmanned(asked) or _refuse_return(asked, ticket) or (_returned(asked, ticket),)


def _refuse_return(asked: Asked, ticket: Ticket) -> Refusal | None:
    if ticket.state is TicketState.CLOSED and ticket.misses:
        return refuse(RefusalCode.RETURN_TOO_LATE, number=ticket.number)
    if ticket.state in (TicketState.CLOSED, TicketState.CANCELLED, TicketState.SERVED):
        return refuse(RefusalCode.TICKET_ENDED, number=ticket.number)
    if ticket.state is not TicketState.MISSED:
        return refuse(RefusalCode.TICKET_NOT_MISSED, number=ticket.number)
    if asked.at_ms > ticket.return_until_ms:
        until = clock_face(asked.hall.minute_of(ticket.return_until_ms))
        return refuse(RefusalCode.RETURN_TOO_LATE, number=ticket.number, until=until)
    return None


def _returned(asked: Asked, ticket: Ticket) -> e.TicketReturned:
    room, hall, at_ms, _ = asked
    ref_ms = ticket.ref_ms + at_ms - ticket.missed_ms
    is_manned = room.window(ticket.sent_to).state is not WindowState.CLOSED
    sent_to = ticket.sent_to if is_manned else WindowNo("")
    back = replace(ticket, state=TicketState.WAITING, ref_ms=ref_ms, reserved_for=sent_to)
    return e.TicketReturned(ticket.id, ref_ms, ahead_of_waiting(room, hall, back, at_ms), sent_to)


def _refuse_cancel(asked: Asked, command: c.CancelTicket, ticket: Ticket) -> Refusal | None:
    """Staff and managers say why, and a window leaves alone what is another one's."""
    kind, _, who = asked.actor.partition(":")
    if kind in ("window", "manager") and not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    if ticket.state is TicketState.SERVING:
        return refuse(RefusalCode.TICKET_NOT_WAITING, number=ticket.number)
    if kind == "window" and not _is_of(asked, WindowNo(who.partition("/")[0]), ticket):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, number=ticket.number)
    return None


def _is_of(asked: Asked, window: WindowNo, ticket: Ticket) -> bool:
    """Say whether a ticket is the window's to end: called or held there, or one it could call."""
    if ticket.state in (TicketState.CALLED, TicketState.HELD):
        return ticket.window == window
    could_call = asked.room.skills(asked.hall).can_serve(window, ticket.item)
    return could_call or window in (ticket.window, ticket.reserved_for)


def cancel_ticket(asked: Asked, command: c.CancelTicket) -> Decision:
    """End a ticket that is not being served; one that is called frees its window."""
    ticket = open_ticket(asked, command.ticket)
    if isinstance(ticket, Refusal):
        return ticket
    refusal = refuse_unmanned(asked) or _refuse_cancel(asked, command, ticket)
    if refusal is not None:
        return refusal
    window = ticket.window if ticket.state is TicketState.CALLED else WindowNo("")
    return (e.TicketCancelled(ticket.id, command.reason, window),)
