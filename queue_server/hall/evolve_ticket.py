"""How a ticket moves away from windows: issue, paper, return, end, class; and the appointment book."""

from msgspec.structs import replace

from queue_server.hall import events as e
from queue_server.hall.events import Recorded
from queue_server.hall.evolve_away import handed_in
from queue_server.hall.lifecycles import ticket_after, window_after
from queue_server.hall.room import HallRoom, ticket_at
from queue_server.hall.state import Appointment, Ticket
from queue_server.hall.steps import amend_step, forget_step
from queue_server.vocabulary import CloseReason, TicketId, TicketState, WindowNo


def issued(room: HallRoom, recorded: Recorded, event: e.TicketIssued) -> None:
    if event.away is None:
        _count(room, event)
    else:
        handed_in(room, event, event.away)
    assert event.ticket not in room.state.tickets, f"{event.ticket} was issued before"
    room.put_ticket(_new_ticket(recorded, event))
    if event.appointment:
        booked = room.state.appointments[event.appointment]
        room.state.appointments[event.appointment] = replace(booked, ticket=event.ticket)


def _count(room: HallRoom, event: e.TicketIssued) -> None:
    count = room.count(event.queue)
    assert event.ordinal == count.last_ordinal + 1, f"{event.number} issued after {count.last_ordinal}"
    count.issued += 1
    if event.slice_min >= 0:
        count.by_slice[event.slice_min] = count.by_slice.get(event.slice_min, 0) + 1


def _new_ticket(recorded: Recorded, event: e.TicketIssued) -> Ticket:
    return Ticket(
        id=event.ticket,
        number=event.number,
        queue=event.queue,
        item=event.item,
        klass=event.klass,
        weight=event.weight,
        ref_ms=event.ref_ms,
        issued_ms=event.issued_ms(recorded.at_ms),
        seq=recorded.seq,
        person=event.person,
        appointment=event.appointment,
        language=event.language,
        reason=event.reason,
        holder=event.away.holder if event.away else "",
    )


def paper_printed(room: HallRoom, _recorded: Recorded, event: e.PaperPrinted) -> None:
    ticket = ticket_at(room, event.ticket)
    if ticket.paper_fault:
        room.put_ticket(replace(ticket, paper_fault=""))


def paper_failed(room: HallRoom, _recorded: Recorded, event: e.PaperFailed) -> None:
    room.put_ticket(replace(ticket_at(room, event.ticket), paper_fault=event.fault))


def reprinted(room: HallRoom, _recorded: Recorded, event: e.TicketReprinted) -> None:
    room.put_ticket(replace(ticket_at(room, event.ticket), reprints=event.times))


def returned(room: HallRoom, _recorded: Recorded, event: e.TicketReturned) -> None:
    ticket = ticket_at(room, event.ticket)
    room.put_ticket(
        replace(
            ticket,
            state=ticket_after(ticket.state, event),
            ref_ms=event.ref_ms,
            return_until_ms=0,
            must_wait_a_call=True,
            reserved_for=event.reserved_for,
        )
    )


def cancelled(room: HallRoom, recorded: Recorded, event: e.TicketCancelled) -> None:
    _end(room, recorded, event)


def closed(room: HallRoom, recorded: Recorded, event: e.TicketClosed) -> None:
    ticket = _end(room, recorded, event)
    if event.reason is CloseReason.MISSED_TWICE:
        amend_step(room, ticket.window, ticket)


def _end(room: HallRoom, recorded: Recorded, event: e.TicketCancelled | e.TicketClosed) -> Ticket:
    before = ticket_at(room, event.ticket)
    ticket = replace(before, state=ticket_after(before.state, event), ended_ms=recorded.at_ms)
    if before.state in (TicketState.CALLED, TicketState.SERVING):
        _free_window(room, recorded, before.window, event)
    room.put_ticket(ticket)
    return ticket


def _free_window(
    room: HallRoom, recorded: Recorded, number: WindowNo, event: e.TicketCancelled | e.TicketClosed
) -> None:
    window = room.window(number)
    at_ms = recorded.at_ms
    state = window_after(window.state, event)
    room.put_window(replace(window, state=state, ticket=TicketId(""), since_ms=at_ms, idle_since_ms=at_ms))
    forget_step(room, number)


def class_changed(room: HallRoom, _recorded: Recorded, event: e.ClassChanged) -> None:
    ticket = ticket_at(room, event.ticket)
    state = ticket_after(ticket.state, event)
    room.put_ticket(replace(ticket, state=state, klass=event.klass, weight=event.weight))


def reservation_lapsed(room: HallRoom, _recorded: Recorded, event: e.ReservationLapsed) -> None:
    ticket = ticket_at(room, event.ticket)
    state = ticket_after(ticket.state, event)
    room.put_ticket(
        replace(
            ticket,
            state=state,
            reserved_for=WindowNo(""),
            reserved_until_ms=0,
            sent_to=WindowNo(""),
            comes_back=False,
        )
    )


def booked(room: HallRoom, _recorded: Recorded, event: e.AppointmentBooked) -> None:
    assert event.code not in room.state.appointments, f"appointment {event.code} is in the book"
    room.state.appointments[event.code] = Appointment(event.code, event.item, event.slot_ms, event.person)


def unbooked(room: HallRoom, _recorded: Recorded, event: e.AppointmentCancelled) -> None:
    del room.state.appointments[event.code]
