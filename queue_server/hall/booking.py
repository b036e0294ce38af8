"""The appointment book: booking, and what a check-in is worth.

ref = max(check-in, slot - early). Until slot + late it counts as an appointment; later it is a regular ticket
with ref = check-in (DISPATCH, appointments).
"""

import msgspec

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision, clock_face, refuse
from queue_server.hall.state import Appointment
from queue_server.vocabulary import ItemCode, PersonRef, RefusalCode, TicketClass, TicketState


class Wish(msgspec.Struct, frozen=True):
    """What a citizen comes for, after the book was read."""

    item: ItemCode
    klass: TicketClass
    ref_ms: int
    person: PersonRef
    appointment: str = ""


def wish_of(asked: Asked, command: c.TakeTicket) -> Wish | Refusal:
    """Return the wish at the kiosk; with an appointment its item and class are the book's."""
    if not command.appointment:
        if command.klass is TicketClass.APPOINTMENT:
            return refuse(RefusalCode.UNKNOWN_APPOINTMENT)
        return _wish_at_the_door(asked, command)
    booked = asked.room.state.appointments.get(command.appointment)
    if booked is None:
        return refuse(RefusalCode.UNKNOWN_APPOINTMENT)
    return _refuse_check_in(asked, booked) or _checked_in(asked, booked, command)


def _wish_at_the_door(asked: Asked, command: c.TakeTicket) -> Wish | Refusal:
    """Give an item of the green channel its class; who says green for another one has no such right."""
    item, klass = asked.hall.items.get(command.item), command.klass
    if item is not None and item.green_channel:
        klass = TicketClass.GREEN if klass is TicketClass.REGULAR else klass
    elif klass is TicketClass.GREEN:
        return refuse(RefusalCode.NOT_YOUR_RIGHT, item=command.item)
    return Wish(command.item, klass, asked.at_ms, command.person)


def _refuse_check_in(asked: Asked, booked: Appointment) -> Refusal | None:
    hall, at_ms = asked.hall, asked.at_ms
    ticket = asked.room.state.tickets.get(booked.ticket)
    if booked.ticket and not (ticket and ticket.state is TicketState.CANCELLED):
        number = ticket.number if ticket is not None else ""
        return refuse(RefusalCode.APPOINTMENT_USED, number=number, ticket=booked.ticket)
    day = hall.day_of(booked.slot_ms)
    if day != hall.day_of(at_ms):
        return refuse(RefusalCode.APPOINTMENT_OTHER_DAY, day=f"{day[:4]}-{day[4:6]}-{day[6:]}")
    opens_ms = booked.slot_ms - hall.calling.check_in_early_s * 1000
    if at_ms < opens_ms:
        from_min = hall.minute_of(max(opens_ms, hall.day_start_ms(at_ms)))
        slot = clock_face(hall.minute_of(booked.slot_ms))
        return refuse(RefusalCode.APPOINTMENT_TOO_EARLY, **{"from": clock_face(from_min), "slot": slot})
    return None


def _checked_in(asked: Asked, booked: Appointment, command: c.TakeTicket) -> Wish:
    at_ms, calling = asked.at_ms, asked.hall.calling
    who = command.person or booked.person
    if at_ms > booked.slot_ms + calling.appointment_late_s * 1000:
        klass = TicketClass.PRIORITY if command.reason else TicketClass.REGULAR
        return Wish(booked.item, klass, at_ms, who, booked.code)
    ref_ms = max(at_ms, booked.slot_ms - calling.appointment_early_s * 1000)
    return Wish(booked.item, TicketClass.APPOINTMENT, ref_ms, who, booked.code)


def book_appointment(asked: Asked, command: c.BookAppointment) -> Decision:
    """Write a place into the book; a day that is over cannot be booked."""
    if command.item not in asked.hall.items:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=command.item)
    if command.code in asked.room.state.appointments:
        return refuse(RefusalCode.APPOINTMENT_EXISTS, code=command.code)
    if not command.code:
        return refuse(RefusalCode.UNKNOWN_APPOINTMENT)
    if command.slot_ms < asked.hall.day_start_ms(asked.at_ms):
        day = asked.hall.day_of(command.slot_ms)
        return refuse(RefusalCode.APPOINTMENT_OTHER_DAY, day=f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return (e.AppointmentBooked(command.code, command.item, command.slot_ms, command.person),)


def cancel_appointment(asked: Asked, command: c.CancelAppointment) -> Decision:
    """Strike a place from the book, unless it became a ticket."""
    booked = asked.room.state.appointments.get(command.code)
    if booked is None:
        return refuse(RefusalCode.UNKNOWN_APPOINTMENT)
    if booked.ticket:
        return refuse(RefusalCode.APPOINTMENT_USED, ticket=booked.ticket)
    return (e.AppointmentCancelled(command.code),)
