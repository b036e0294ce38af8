"""Promises between acts: a booked place, one ticket for an identity, a window's own tickets, the order."""

import pytest
from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import MONDAY_9_MS, Rehearsal, small_plan
from queue_server.hall.views import pick_list
from queue_server.vocabulary import (
    ItemCode,
    PersonRef,
    PriorityReason,
    RefusalCode,
    TicketClass,
    TicketId,
    WindowNo,
)

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
MINUTE_MS = 60_000


def at_clock(hour: int, minute: int) -> Rehearsal:
    return Rehearsal(at_ms=MONDAY_9_MS + ((hour - 9) * 60 + minute) * MINUTE_MS)


def issued(hall: Rehearsal, command: c.TakeTicket) -> e.TicketIssued:
    event = hall.do(command)[-1]
    assert isinstance(event, e.TicketIssued)
    return event


def called(hall: Rehearsal, command: c.CallNext | c.PickTicket) -> e.TicketCalled:
    event = hall.do(command)[-1]
    assert isinstance(event, e.TicketCalled)
    return event


def tid(number: str) -> TicketId:
    return TicketId(f"20260302-{number}")


# --- a booked place ---


def test_a_place_whose_ticket_was_cancelled_can_be_checked_in_again(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms), c.TakeTicket(appointment="Y1"))
    hall.do(c.CancelTicket(tid("A001"), "left"))
    again = issued(hall, c.TakeTicket(appointment="Y1"))
    assert (again.number, again.klass) == ("A002", TicketClass.APPOINTMENT)
    assert hall.code_of(c.TakeTicket(appointment="Y1")) is RefusalCode.APPOINTMENT_USED


@pytest.mark.parametrize(("clock", "slot"), [((11, 46), (11, 40)), ((14, 26), (14, 30))])
def test_a_place_at_the_edge_of_the_hours_can_be_checked_in_while_it_is_in_time(
    clock: tuple[int, int], slot: tuple[int, int]
) -> None:
    hall = at_clock(*clock)
    hall.do(c.BookAppointment("Y1", A1, at_clock(*slot).at_ms))
    assert issued(hall, c.TakeTicket(appointment="Y1")).klass is TicketClass.APPOINTMENT


def test_a_place_that_is_over_is_bound_by_the_hours_again() -> None:
    hall = at_clock(11, 56)
    hall.do(c.BookAppointment("Y1", A1, at_clock(11, 40).at_ms))
    assert hall.code_of(c.TakeTicket(appointment="Y1")) is RefusalCode.NOT_YET_OPEN


def test_a_reason_to_be_served_first_outlives_a_late_check_in(hall: Rehearsal) -> None:
    hall.do(c.BookAppointment("Y1", A1, hall.at_ms - 16 * MINUTE_MS))
    late = issued(hall, c.TakeTicket(appointment="Y1", reason=PriorityReason.ELDERLY))
    assert (late.klass, late.reason) == (TicketClass.PRIORITY, PriorityReason.ELDERLY)


# --- one ticket for an identity ---


def test_who_missed_a_call_is_told_to_come_back_and_gets_no_second_paper(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1, person=PersonRef("p1")), c.CallNext(W1), c.MarkNoShow(W1))
    refusal = hall.refused(c.TakeTicket(A1, person=PersonRef("p1")))
    assert (refusal.code, refusal.facts["ticket"]) == (RefusalCode.HAS_MISSED_TICKET, tid("A001"))
    assert hall.code_of(c.ReprintTicket(tid("A001"))) is RefusalCode.HAS_MISSED_TICKET
    hall.do(c.ReturnTicket(tid("A001")), c.ReprintTicket(tid("A001")))
    assert hall.code_of(c.TakeTicket(A1, person=PersonRef("p1"))) is RefusalCode.HAS_OPEN_TICKET


# --- the way to a window ---


def test_only_so_many_are_sent_straight_to_idle_windows_as_there_are(hall: Rehearsal) -> None:
    hall.staff("01", "03")
    sent = [issued(hall, c.TakeTicket(A1)) for _ in range(4)]
    assert [bool(each.idle_windows) for each in sent] == [True, True, False, False]
    assert [each.ahead for each in sent] == [0, 1, 2, 3]


# --- a window's own tickets ---


def test_a_window_ends_no_ticket_that_is_another_ones(hall: Rehearsal) -> None:
    hall.staff("01", "03")
    hall.do(c.TakeTicket(B1), c.CallNext(W3), c.StartService(W3), c.HoldTicket(W3, "材料"))
    hall.do(c.TakeTicket(B1))
    for number in ("B001", "B002"):
        answer = hall.ask(c.CancelTicket(tid(number), "弃号"), "window:01/S1")
        assert isinstance(answer, Refusal)
        assert answer.code is RefusalCode.NOT_FOR_THIS_WINDOW
    for number in ("B001", "B002"):
        assert not isinstance(hall.ask(c.CancelTicket(tid(number), "弃号"), "window:03/S3"), Refusal)


def test_who_comes_back_here_needs_an_item_of_this_window(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.CallNext(W1), c.StartService(W1))
    code = hall.code_of(c.TransferTicket(W1, to_item=B1, comes_back=True))
    assert code is RefusalCode.NOT_FOR_THIS_WINDOW
    hall.do(c.TransferTicket(W1, to_item=A2, comes_back=True))


# --- the order, and what is said of it ---


def a_fetching_and_a_waiting_one(hall: Rehearsal) -> None:
    """B001 went from window 03 to fetch something; A001 waits longer."""
    hall.staff("03")
    hall.do(c.TakeTicket(B1), c.CallNext(W3), c.StartService(W3), c.TakeTicket(A1))
    hall.do(c.TransferTicket(W3, comes_back=True))
    hall.wait_s(60)


def test_the_list_to_pick_from_is_in_the_order_in_which_next_would_call(hall: Rehearsal) -> None:
    a_fetching_and_a_waiting_one(hall)
    listed = [ticket.number for ticket in pick_list(hall.room, hall.hall, W3, hall.at_ms)]
    assert listed == ["B001", "A001"]
    assert called(hall, c.CallNext(W3)).ticket == tid("B001")


@pytest.mark.parametrize(("number", "passed"), [("A001", 1), ("B001", 0)])
def test_a_pick_passes_those_whom_next_would_have_called_before(
    hall: Rehearsal, number: str, passed: int
) -> None:
    a_fetching_and_a_waiting_one(hall)
    why = called(hall, c.PickTicket(W3, tid(number), "老人")).why
    assert (why.passed, why.candidates[0].ticket) == (passed, tid("B001"))


def test_of_two_who_are_back_the_rule_chooses_and_says_so(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.CallNext(W1), c.MarkNoShow(W1))
    hall.wait_s(60)
    hall.do(c.TakeTicket(A1, TicketClass.PRIORITY), c.CallNext(W1), c.MarkNoShow(W1))
    hall.do(c.ReturnTicket(tid("A001")), c.ReturnTicket(tid("A002")))
    hall.wait_s(300)
    event = called(hall, c.CallNext(W1))
    assert (event.ticket, event.why.decided_by, event.why.considered) == (tid("A002"), "returned", 2)


# --- sent to a window, and away at the call ---


def sent_to_window_one_and_missed(hall: Rehearsal) -> None:
    """B001, of an item that window 03 alone can serve, was sent to window 01 and missed the call there."""
    hall.staff("01", "03")
    hall.do(c.TakeTicket(B1), c.CallNext(W3), c.StartService(W3), c.TransferTicket(W3, to_window=W1))
    hall.do(c.CallNext(W1), c.MarkNoShow(W1))
    hall.wait_s(60)


def test_who_was_sent_to_a_window_is_called_there_after_a_miss(hall: Rehearsal) -> None:
    sent_to_window_one_and_missed(hall)
    hall.do(c.ReturnTicket(tid("B001")), c.TakeTicket(A1))
    assert hall.code_of(c.PickTicket(W3, tid("B001"), "x")) is RefusalCode.NOT_FOR_THIS_WINDOW
    assert called(hall, c.CallNext(W1)).frees == (tid("B001"),)
    hall.do(c.FinishService(W1))
    assert called(hall, c.CallNext(W1)).ticket == tid("B001")


def test_the_call_of_another_window_frees_nobody_who_is_sent_here(hall: Rehearsal) -> None:
    sent_to_window_one_and_missed(hall)
    hall.do(c.ReturnTicket(tid("B001")), c.TakeTicket(A1))
    assert called(hall, c.CallNext(W3)).frees == ()
    assert called(hall, c.CallNext(W1)).ticket == tid("B001"), "nobody else waits"


def test_when_that_window_has_gone_home_the_way_leads_to_the_item_again(hall: Rehearsal) -> None:
    sent_to_window_one_and_missed(hall)
    hall.do(c.CloseWindow(W1), c.ReturnTicket(tid("B001")))
    assert called(hall, c.CallNext(W3)).ticket == tid("B001")


def test_when_that_window_goes_home_after_the_return_as_well(hall: Rehearsal) -> None:
    sent_to_window_one_and_missed(hall)
    hall.do(c.ReturnTicket(tid("B001")))
    assert hall.do(c.CloseWindow(W1))[-1] == e.ReservationLapsed(tid("B001"))
    assert called(hall, c.CallNext(W3)).ticket == tid("B001")


# --- the green channel is the item's ---


@pytest.fixture
def green_hall() -> Rehearsal:
    """A hall in which A2 goes by the green channel."""
    plan = small_plan()
    items = tuple(replace(item, green_channel=item.code == A2) for item in plan.items)
    return Rehearsal(replace(plan, items=items))


def test_an_item_of_the_green_channel_makes_a_green_ticket(green_hall: Rehearsal) -> None:
    green, regular = (issued(green_hall, c.TakeTicket(item)) for item in (A2, A1))
    assert (green.klass, regular.klass) == (TicketClass.GREEN, TicketClass.REGULAR)
    assert green.weight > regular.weight
    elderly = issued(green_hall, c.TakeTicket(A2, TicketClass.PRIORITY, reason=PriorityReason.ELDERLY))
    assert elderly.klass is TicketClass.PRIORITY


def test_nobody_takes_the_green_channel_with_another_item(green_hall: Rehearsal) -> None:
    assert green_hall.code_of(c.TakeTicket(A1, TicketClass.GREEN)) is RefusalCode.NOT_YOUR_RIGHT
    assert issued(green_hall, c.TakeTicket(A2, TicketClass.GREEN)).klass is TicketClass.GREEN
