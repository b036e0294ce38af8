"""The appointment book and what a check-in is worth."""

import pytest

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, PersonRef, RefusalCode, TicketClass

A1 = ItemCode("A1")
MINUTE_MS = 60_000


def checked_in(hall: Rehearsal, slot_in_min: float) -> e.TicketIssued:
    """Book a slot so many minutes from now and check in now."""
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms + round(slot_in_min * MINUTE_MS)))
    event = hall.do(c.TakeTicket(appointment="Y1"))[-1]
    assert isinstance(event, e.TicketIssued)
    return event


def test_the_clock_of_an_early_check_in_begins_five_minutes_before_the_slot(hall: Rehearsal) -> None:
    event = checked_in(hall, 30)
    assert (event.klass, event.ref_ms) == (TicketClass.APPOINTMENT, hall.at_ms + 25 * MINUTE_MS)


@pytest.mark.parametrize("slot_in_min", [5, 3, 0, -15])
def test_a_check_in_until_a_quarter_past_the_slot_counts_from_the_check_in(
    hall: Rehearsal, slot_in_min: float
) -> None:
    event = checked_in(hall, slot_in_min)
    assert (event.klass, event.ref_ms) == (TicketClass.APPOINTMENT, hall.at_ms)


def test_a_later_check_in_is_a_regular_one(hall: Rehearsal) -> None:
    event = checked_in(hall, -15.001)
    assert (event.klass, event.ref_ms, event.appointment) == (TicketClass.REGULAR, hall.at_ms, "Y1")


def test_an_appointment_is_checked_in_once(hall: Rehearsal) -> None:
    checked_in(hall, 10)
    refusal = hall.refused(c.TakeTicket(appointment="Y1"))
    assert (refusal.code, refusal.facts["number"]) == (RefusalCode.APPOINTMENT_USED, "A001")
    assert hall.code_of(c.CancelAppointment("Y1")) is RefusalCode.APPOINTMENT_USED


def test_a_check_in_more_than_an_hour_before_is_too_early(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms + 90 * MINUTE_MS))
    refusal = hall.refused(c.TakeTicket(appointment="Y1"))
    assert refusal.code is RefusalCode.APPOINTMENT_TOO_EARLY
    assert refusal.facts == {"from": "09:30", "slot": "10:30"}


def test_an_appointment_of_another_day_is_refused_with_its_day(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms + 24 * 60 * MINUTE_MS))
    refusal = hall.refused(c.TakeTicket(appointment="Y1"))
    assert (refusal.code, refusal.facts["day"]) == (RefusalCode.APPOINTMENT_OTHER_DAY, "2026-03-03")


def test_an_unknown_appointment_is_refused(hall: Rehearsal) -> None:
    assert hall.code_of(c.TakeTicket(appointment="Y9")) is RefusalCode.UNKNOWN_APPOINTMENT
    assert hall.code_of(c.CancelAppointment("Y9")) is RefusalCode.UNKNOWN_APPOINTMENT


def test_the_person_of_the_book_holds_the_ticket(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms, PersonRef("P1")), c.TakeTicket(appointment="Y1"))
    assert hall.ticket("A001").person == "P1"
    assert hall.code_of(c.TakeTicket(A1, person=PersonRef("P1"))) is RefusalCode.HAS_OPEN_TICKET


def test_a_code_stands_in_the_book_once(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms))
    assert hall.code_of(c.BookAppointment("Y1", A1, hall.at_ms)) is RefusalCode.APPOINTMENT_EXISTS


def test_the_book_takes_known_items_codes_and_days_to_come(hall: Rehearsal) -> None:
    yesterday_ms = hall.at_ms - 24 * 60 * MINUTE_MS
    assert hall.code_of(c.BookAppointment("Y1", ItemCode("X"), hall.at_ms)) is RefusalCode.UNKNOWN_ITEM
    assert hall.code_of(c.BookAppointment("Y1", A1, yesterday_ms)) is RefusalCode.APPOINTMENT_OTHER_DAY
    assert hall.code_of(c.BookAppointment("", A1, hall.at_ms)) is RefusalCode.UNKNOWN_APPOINTMENT


def test_a_cancelled_place_is_gone(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms), c.CancelAppointment("Y1"))
    assert hall.code_of(c.TakeTicket(appointment="Y1")) is RefusalCode.UNKNOWN_APPOINTMENT


def test_an_early_appointment_is_called_only_if_nobody_else_has_begun(hall: Rehearsal) -> None:
    checked_in(hall, 30)
    hall.do(c.TakeTicket(A1))
    hall.staff("01", "02")
    hall.do(c.CallNext(hall.window("01").number), c.CallNext(hall.window("02").number))
    assert (hall.window("01").ticket[-4:], hall.window("02").ticket[-4:]) == ("A002", "A001")
