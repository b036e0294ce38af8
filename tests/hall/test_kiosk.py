"""At the kiosk: numbers, paper, reprints, coming back, cancelling."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.hall.plan import Queue
from queue_server.vocabulary import (
    ItemCode,
    Language,
    PersonRef,
    PriorityReason,
    RefusalCode,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
)

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1 = WindowNo("01")


def issued(events: tuple[e.AnyEvent, ...]) -> e.TicketIssued:
    event = events[-1]
    assert isinstance(event, e.TicketIssued)
    return event


def test_numbers_count_per_letter_and_day(hall: Rehearsal) -> None:
    numbers = [issued(hall.do(c.TakeTicket(item))).number for item in (A1, A2, B1, A1)]
    assert numbers == ["A001", "A002", "B001", "A003"]


def test_a_ticket_is_named_by_its_day_and_number(hall: Rehearsal) -> None:
    assert issued(hall.do(c.TakeTicket(A1))).ticket == "20260302-A001"


def test_numbers_grow_past_their_digits() -> None:
    plan = small_plan()
    queues = tuple(replace(queue, digits=1) for queue in plan.queues)
    hall = Rehearsal(replace(plan, queues=queues))
    for _ in range(9):
        hall.do(c.TakeTicket(A1))
    assert issued(hall.do(c.TakeTicket(A1))).number == "A10"


def test_a_ticket_carries_its_class_language_and_weight(hall: Rehearsal) -> None:
    event = issued(hall.do(c.TakeTicket(A1, TicketClass.PRIORITY, language=Language.ENGLISH)))
    assert (event.klass, event.language, event.ref_ms) == (TicketClass.PRIORITY, Language.ENGLISH, hall.at_ms)
    assert event.weight == 5_524_272


@pytest.mark.parametrize(
    ("klass", "kept"), [(TicketClass.PRIORITY, PriorityReason.EXPECTANT), (TicketClass.REGULAR, None)]
)
def test_the_reason_of_a_priority_ticket_is_kept(
    hall: Rehearsal, klass: TicketClass, kept: PriorityReason | None
) -> None:
    event = issued(hall.do(c.TakeTicket(A1, klass, reason=PriorityReason.EXPECTANT)))
    assert (event.reason, hall.room.state.tickets[event.ticket].reason) == (kept, kept)


def test_the_ticket_says_how_many_wait_before_it_for_the_same_windows(hall: Rehearsal) -> None:
    ahead = [issued(hall.do(c.TakeTicket(item))).ahead for item in (A1, A2, B1, A1)]
    assert ahead == [0, 1, 1, 3]


def test_who_has_not_begun_is_not_ahead_of_a_new_ticket(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms + 1_800_000), c.TakeTicket(appointment="Y1"))
    assert issued(hall.do(c.TakeTicket(A1))).ahead == 0
    hall.wait_s(1801)
    assert issued(hall.do(c.TakeTicket(A1))).ahead == 2


def test_who_is_booked_at_other_windows_is_no_matter(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", B1, hall.at_ms + 1_800_000), c.TakeTicket(appointment="Y1"))
    assert issued(hall.do(c.TakeTicket(A2))).ahead == 0


def test_idle_windows_are_named_fewest_skills_first(hall: Rehearsal) -> None:
    hall.do(c.ChangeSkills(W1, (A1,), "轮岗"))
    hall.staff("03")
    hall.wait_s(1)
    hall.staff("02", "01")
    assert issued(hall.do(c.TakeTicket(A1))).idle_windows == ("01", "03", "02")


def test_equal_idle_windows_are_named_by_number(hall: Rehearsal) -> None:
    hall.staff("02", "01")
    assert issued(hall.do(c.TakeTicket(A1))).idle_windows == ("01", "02")


def test_an_unknown_item_is_refused(hall: Rehearsal) -> None:
    assert hall.code_of(c.TakeTicket(ItemCode("X"))) is RefusalCode.UNKNOWN_ITEM


def test_an_item_that_no_window_serves_is_refused(hall: Rehearsal) -> None:
    hall.do(c.ChangeSkills(WindowNo("03"), (A1,), "轮岗"))
    assert hall.code_of(c.TakeTicket(B1)) is RefusalCode.NO_WINDOW_FOR_ITEM


def test_one_identity_holds_one_open_ticket_a_queue(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1, person=PersonRef("P1")))
    refusal = hall.refused(c.TakeTicket(A2, person=PersonRef("P1")))
    assert refusal.code is RefusalCode.HAS_OPEN_TICKET
    assert refusal.facts == {"number": "A001", "ticket": "20260302-A001"}


def test_one_identity_may_stand_in_two_queues_and_two_identities_in_one(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1, person=PersonRef("P1")), c.TakeTicket(B1, person=PersonRef("P1")))
    assert issued(hall.do(c.TakeTicket(A1, person=PersonRef("P2")))).number == "A002"


def test_after_the_end_of_a_ticket_the_identity_may_take_another(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1, person=PersonRef("P1")), c.CancelTicket(TicketId("20260302-A001")))
    assert issued(hall.do(c.TakeTicket(A1, person=PersonRef("P1")))).number == "A002"


def test_a_class_of_appointment_needs_an_appointment(hall: Rehearsal) -> None:
    assert hall.code_of(c.TakeTicket(A1, TicketClass.APPOINTMENT)) is RefusalCode.UNKNOWN_APPOINTMENT


def test_failed_paper_is_known_until_paper_comes_out(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.do(c.ReportPaper(ticket, "缺纸"))
    assert hall.ticket("A001").paper_fault == "缺纸"
    hall.do(c.ReportPaper(ticket))
    assert hall.ticket("A001").paper_fault == ""
    assert hall.ticket("A001").state is TicketState.WAITING


def test_paper_of_an_unknown_ticket_is_refused(hall: Rehearsal) -> None:
    refusal = hall.refused(c.ReportPaper(TicketId("20260302-A009")))
    assert (refusal.code, refusal.facts["number"]) == (RefusalCode.UNKNOWN_TICKET, "A009")


def test_a_reprint_voids_nothing_and_is_counted(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.do(c.ReprintTicket(ticket))
    assert hall.do(c.ReprintTicket(ticket)) == (e.TicketReprinted(ticket, 2),)
    assert hall.ticket("A001").state is TicketState.WAITING


def test_an_ended_ticket_is_not_reprinted(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.do(c.CancelTicket(ticket))
    assert hall.code_of(c.ReprintTicket(ticket)) is RefusalCode.TICKET_ENDED


def missed_hall(hall: Rehearsal, others: int = 1) -> TicketId:
    """Let A001 be missed at window 01 a minute after it was taken, with others behind it."""
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.wait_s(1)
    for _ in range(others):
        hall.do(c.TakeTicket(A1))
    hall.staff("01", "02", "03")
    hall.wait_s(59)
    hall.do(c.CallNext(W1), c.MarkNoShow(W1))
    return ticket


def test_the_time_away_does_not_count(hall: Rehearsal) -> None:
    ticket = missed_hall(hall)
    ref_ms = hall.ticket("A001").ref_ms
    hall.wait_s(300)
    hall.do(c.ReturnTicket(ticket))
    assert hall.ticket("A001").ref_ms == ref_ms + 300_000


def test_a_returned_ticket_is_called_after_another_call_of_a_window_that_could_serve_it(
    hall: Rehearsal,
) -> None:
    ticket = missed_hall(hall, others=2)
    hall.do(c.ReturnTicket(ticket))
    first = hall.do(c.CallNext(W1))[-1]
    assert isinstance(first, e.TicketCalled)
    assert (first.ticket, first.frees) == ("20260302-A002", (ticket,))
    hall.do(c.CallNext(WindowNo("02")))
    assert hall.window("02").ticket == ticket


def test_a_call_of_a_window_that_could_not_serve_it_frees_nobody() -> None:
    plan = small_plan()
    hall = Rehearsal(replace(plan, calling=replace(plan.calling, lone_return_is_called=False)))
    ticket = missed_hall(hall, others=0)
    hall.do(c.ChangeSkills(WindowNo("03"), (B1,), "轮岗"), c.TakeTicket(B1), c.ReturnTicket(ticket))
    hall.do(c.CallNext(WindowNo("03")))
    refusal = hall.refused(c.CallNext(W1))
    assert (refusal.code, refusal.facts["returned"]) == (RefusalCode.NOBODY_WAITS, "1")


def test_a_returned_citizen_is_not_kept_waiting_for_a_call_that_nobody_else_can_have(hall: Rehearsal) -> None:
    ticket = missed_hall(hall, others=0)
    assert hall.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS
    call = hall.do(c.ReturnTicket(ticket), c.CallNext(W1))[-1]
    assert isinstance(call, e.TicketCalled)
    assert (call.ticket, call.frees) == (ticket, ())


def test_back_within_fifteen_minutes_and_not_a_moment_later(hall: Rehearsal) -> None:
    ticket = missed_hall(hall)
    hall.wait_s(900.001)
    refusal = hall.refused(c.ReturnTicket(ticket))
    assert (refusal.code, refusal.facts["until"]) == (RefusalCode.RETURN_TOO_LATE, "09:16")
    hall.wait_s(-0.001)
    hall.do(c.ReturnTicket(ticket))


def test_after_time_has_closed_it_a_ticket_is_still_told_that_it_came_too_late(hall: Rehearsal) -> None:
    ticket = missed_hall(hall)
    hall.wait_s(901, ticking=True)
    assert hall.ticket("A001").state is TicketState.CLOSED
    assert hall.code_of(c.ReturnTicket(ticket)) is RefusalCode.RETURN_TOO_LATE


def test_only_a_missed_ticket_comes_back(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    assert hall.code_of(c.ReturnTicket(ticket)) is RefusalCode.TICKET_NOT_MISSED
    hall.do(c.CancelTicket(ticket))
    assert hall.code_of(c.ReturnTicket(ticket)) is RefusalCode.TICKET_ENDED
    assert hall.code_of(c.ReturnTicket(TicketId("x"))) is RefusalCode.UNKNOWN_TICKET


def test_a_second_miss_closes_the_ticket(hall: Rehearsal) -> None:
    ticket = missed_hall(hall)
    hall.do(c.ReturnTicket(ticket), c.CallNext(W1), c.FinishService(W1), c.CallNext(W1))
    assert [type(event) for event in hall.do(c.MarkNoShow(W1))] == [e.TicketMissed, e.TicketClosed]
    assert hall.ticket("A001").state is TicketState.CLOSED
    assert hall.code_of(c.ReturnTicket(ticket)) is RefusalCode.RETURN_TOO_LATE


def test_a_called_ticket_that_is_cancelled_frees_its_window(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.staff("01")
    hall.do(c.CallNext(W1), c.CancelTicket(ticket, "改日"))
    assert hall.ticket("A001").state is TicketState.CANCELLED
    assert (hall.window("01").state.value, hall.window("01").ticket) == ("idle", "")


def test_a_ticket_being_served_is_not_cancelled(hall: Rehearsal) -> None:
    ticket = issued(hall.do(c.TakeTicket(A1))).ticket
    hall.staff("01")
    hall.do(c.CallNext(W1), c.StartService(W1))
    assert hall.code_of(c.CancelTicket(ticket)) is RefusalCode.TICKET_NOT_WAITING


@pytest.mark.parametrize("digits", [2, 3, 4])
def test_a_number_is_padded_to_the_digits_of_its_queue(digits: int) -> None:
    plan = small_plan()
    queues: tuple[Queue, ...] = tuple(replace(queue, digits=digits) for queue in plan.queues)
    hall = Rehearsal(replace(plan, queues=queues))
    assert issued(hall.do(c.TakeTicket(A1))).number == "A" + "1".zfill(digits)
