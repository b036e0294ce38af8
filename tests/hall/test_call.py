"""Calling: next, by hand, recall, resume."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.vocabulary import (
    CallKind,
    ItemCode,
    RefusalCode,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")


def tid(number: str) -> TicketId:
    return TicketId(f"20260302-{number}")


@pytest.fixture
def busy(hall: Rehearsal) -> Rehearsal:
    """Return the hall with three windows staffed and A001, A002, B001 waiting, a second apart."""
    hall.staff("01", "02", "03")
    for item in (A1, A2, B1):
        hall.do(c.TakeTicket(item))
        hall.wait_s(1)
    return hall


def called(events: tuple[e.AnyEvent, ...]) -> e.TicketCalled:
    event = events[-1]
    assert isinstance(event, e.TicketCalled)
    return event


def test_next_calls_who_has_waited_longest(busy: Rehearsal) -> None:
    event = called(busy.do(c.CallNext(W1)))
    assert (event.ticket, event.kind, event.announcement) == (tid("A001"), CallKind.NEXT, 1)
    assert busy.ticket("A001").state is TicketState.CALLED
    assert busy.window("01").state is WindowState.CALLED


def test_a_window_calls_only_what_it_can_serve(busy: Rehearsal) -> None:
    busy.do(c.ChangeSkills(W3, (B1,), "轮岗"))
    assert called(busy.do(c.CallNext(W3))).ticket == tid("B001")
    busy.do(c.StartService(W3))
    assert [type(event) for event in busy.do(c.CallNext(W3))] == [e.ServiceFinished]


def test_two_windows_never_call_the_same_citizen(busy: Rehearsal) -> None:
    first, second = called(busy.do(c.CallNext(W1))), called(busy.do(c.CallNext(W2)))
    assert {first.ticket, second.ticket} == {tid("A001"), tid("A002")}
    assert (first.announcement, second.announcement) == (1, 2)


def test_the_call_says_why(busy: Rehearsal) -> None:
    why = called(busy.do(c.CallNext(W1))).why
    assert (why.policy, why.decided_by, why.considered) == ("accumulating", "points", 2)
    assert [line.ticket for line in why.candidates] == [tid("A001"), tid("A002")]
    assert why.candidates[0].points == 3000 * 1_000_000


def test_priority_overtakes_after_a_while(busy: Rehearsal) -> None:
    busy.do(c.TakeTicket(A1, TicketClass.PRIORITY))
    busy.wait_s(1)
    assert called(busy.do(c.CallNext(W1))).ticket == tid("A003")


def test_when_nobody_waits_an_idle_window_is_told(hall: Rehearsal) -> None:
    hall.staff("01")
    assert hall.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS


def test_next_finishes_what_is_served_and_calls_in_one_step(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.StartService(W1))
    busy.wait_s(60)
    finished, call = busy.do(c.CallNext(W1))
    assert isinstance(finished, e.ServiceFinished)
    assert isinstance(call, e.TicketCalled)
    assert (finished.ticket, finished.served_ms, call.ticket) == (tid("A001"), 60_000, tid("A002"))


def test_next_while_serving_still_finishes_when_nobody_waits(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.StartService(W1), c.CallNext(W2), c.ChangeSkills(W1, (A1,), "轮岗"))
    assert [type(event) for event in busy.do(c.CallNext(W1))] == [e.ServiceFinished]
    assert busy.window("01").state is WindowState.IDLE
    assert busy.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS


def test_next_while_called_is_refused_by_default(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1))
    refusal = busy.refused(c.CallNext(W1))
    assert (refusal.code, refusal.facts["number"]) == (RefusalCode.WINDOW_BUSY, "A001")


def test_next_while_called_finishes_where_the_plan_wants_it() -> None:
    plan = small_plan()
    hall = Rehearsal(replace(plan, calling=replace(plan.calling, next_while_called="finish")))
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(W1))
    events = hall.do(c.CallNext(W1))
    assert [type(event) for event in events] == [e.ServiceStarted, e.ServiceFinished, e.TicketCalled]


@pytest.mark.parametrize("command", [c.CallNext, c.ResumeTicket])
def test_a_window_calls_only_when_it_is_open_and_staffed(hall: Rehearsal, command: type[c.CallNext]) -> None:
    assert hall.code_of(command(WindowNo("99"))) is RefusalCode.UNKNOWN_WINDOW
    assert hall.code_of(command(W1)) is RefusalCode.NOT_SIGNED_IN
    hall.staff("01")
    hall.do(c.PauseWindow(W1, "休息"))
    assert hall.code_of(command(W1)) is RefusalCode.WINDOW_PAUSED
    hall.do(c.CloseWindow(W1))
    assert hall.code_of(command(W1)) is RefusalCode.WINDOW_CLOSED


def test_a_pick_records_its_reason_and_how_many_it_passed(busy: Rehearsal) -> None:
    why = called(busy.do(c.PickTicket(W3, tid("B001"), "老人"))).why
    assert (why.decided_by, why.passed, why.note) == ("manual", 1, "老人")


def test_a_pick_finishes_what_is_served_first(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W3), c.StartService(W3))
    events = busy.do(c.PickTicket(W3, tid("B001"), "老人"))
    assert [type(event) for event in events] == [e.ServiceFinished, e.TicketCalled]


def test_a_reserved_ticket_is_picked_by_its_window_alone(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.TransferTicket(W1, to_item=A2, to_window=W3), c.ChangeSkills(W3, (B1,), "轮岗"))
    plan = busy.hall.plan
    windows = tuple(replace(window, may_pick=True) for window in plan.windows)
    busy.hall = Hall(replace(plan, windows=windows))
    assert busy.code_of(c.PickTicket(W2, tid("A001"), "老人")) is RefusalCode.NOT_FOR_THIS_WINDOW
    assert called(busy.do(c.PickTicket(W3, tid("A001"), "老人"))).why.passed == 1


def test_a_pick_and_a_recall_need_a_staffed_window(hall: Rehearsal) -> None:
    assert hall.code_of(c.PickTicket(W3, tid("A001"), "老人")) is RefusalCode.NOT_SIGNED_IN
    assert hall.code_of(c.RecallTicket(W3)) is RefusalCode.NOT_SIGNED_IN


def test_a_pick_is_refused_without_right_reason_or_waiting_ticket(busy: Rehearsal) -> None:
    assert busy.code_of(c.PickTicket(W1, tid("A002"), "老人")) is RefusalCode.PICK_NOT_ALLOWED
    assert busy.code_of(c.PickTicket(W3, tid("A001"), " ")) is RefusalCode.REASON_NEEDED
    assert busy.code_of(c.PickTicket(W3, tid("A009"), "老人")) is RefusalCode.UNKNOWN_TICKET
    assert busy.code_of(c.PickTicket(W3, tid("A002"), "老人")) is RefusalCode.NOT_FOR_THIS_WINDOW
    busy.do(c.CallNext(W1))
    assert busy.code_of(c.PickTicket(W3, tid("A001"), "老人")) is RefusalCode.TICKET_NOT_WAITING


def test_a_called_citizen_is_recalled_five_times_and_no_more(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1))
    for count in range(1, 6):
        event = busy.do(c.RecallTicket(W1))[0]
        assert isinstance(event, e.TicketRecalled)
        assert (event.count, event.kind, event.announcement) == (count, CallKind.RECALL, count + 1)
    refusal = busy.refused(c.RecallTicket(W1))
    assert (refusal.code, refusal.facts["max"]) == (RefusalCode.TOO_MANY_RECALLS, "5")


def test_only_a_called_citizen_is_recalled(busy: Rehearsal) -> None:
    assert busy.code_of(c.RecallTicket(W1)) is RefusalCode.NO_TICKET_HERE
    busy.do(c.CallNext(W1), c.StartService(W1))
    assert busy.code_of(c.RecallTicket(W1)) is RefusalCode.NOT_CALLED


def test_a_held_ticket_is_called_back(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.StartService(W1), c.HoldTicket(W1, "缺材料"))
    event = called(busy.do(c.ResumeTicket(W1)))
    assert (event.ticket, event.kind, event.why.decided_by) == (tid("A001"), CallKind.RESUMED, "resumed")


def test_a_ticket_called_again_begins_its_call_anew(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.RecallTicket(W1))
    busy.wait_s(30, ticking=True)
    busy.do(c.StartService(W1), c.HoldTicket(W1, "缺材料"), c.ResumeTicket(W1))
    ticket = busy.ticket("A001")
    assert (ticket.recalls, ticket.repeats, ticket.started_ms, ticket.held_ms) == (0, 0, 0, 0)
    assert (ticket.called_ms, ticket.hold_reason) == (busy.at_ms, "")


def test_without_a_ticket_the_one_held_longest_is_called_back(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.HoldTicket(W1, "缺材料"))
    busy.wait_s(1)
    busy.do(c.CallNext(W1), c.HoldTicket(W1, "缺材料"))
    assert called(busy.do(c.ResumeTicket(W1))).ticket == tid("A001")
    busy.do(c.FinishService(W1), c.ResumeTicket(W1, tid("A002")))
    assert busy.window("01").ticket == tid("A002")


def test_a_resume_is_refused_when_busy_or_nothing_is_held(busy: Rehearsal) -> None:
    assert busy.code_of(c.ResumeTicket(W1)) is RefusalCode.TICKET_NOT_HELD
    assert busy.code_of(c.ResumeTicket(W1, tid("A009"))) is RefusalCode.UNKNOWN_TICKET
    assert busy.code_of(c.ResumeTicket(W1, tid("A001"))) is RefusalCode.TICKET_NOT_HELD
    busy.do(c.CallNext(W1))
    assert busy.code_of(c.ResumeTicket(W1)) is RefusalCode.WINDOW_BUSY


def test_a_held_ticket_is_resumed_where_it_was_held_or_where_that_window_has_closed(busy: Rehearsal) -> None:
    busy.do(c.CallNext(W1), c.HoldTicket(W1, "缺材料"))
    assert busy.code_of(c.ResumeTicket(W2, tid("A001"))) is RefusalCode.NOT_FOR_THIS_WINDOW
    busy.do(c.SignOut(W1), c.ResumeTicket(W2, tid("A001")))
    assert busy.window("02").ticket == tid("A001")
