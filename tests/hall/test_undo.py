"""Undo: every step within ten seconds, exactly, and never when the world has moved on."""

import pytest

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall import views
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.hall.plan import Dispatch
from queue_server.hall.state import HallState
from queue_server.vocabulary import (
    CallKind,
    ItemCode,
    PersonRef,
    RefusalCode,
    Step,
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
def open_hall(hall: Rehearsal) -> Rehearsal:
    """Return the hall with all windows staffed and three tickets of queue A waiting."""
    hall.staff("01", "02", "03")
    for _ in range(3):
        hall.do(c.TakeTicket(A1))
    hall.wait_s(20)
    return hall


def picture(state: HallState) -> tuple[object, ...]:
    """Return what must be as before: tickets, windows, counters."""
    counts = {code: (count.issued, count.waiting) for code, count in state.queues.items()}
    return (dict(state.tickets), dict(state.windows), counts, dict(state.open_by_person))


STEPS: list[tuple[Step, list[c.AnyCommand], c.AnyCommand]] = [
    (Step.CALL, [], c.CallNext(W1)),
    (Step.CALL, [], c.PickTicket(W3, tid("A002"), "老人")),
    (Step.CALL, [c.CallNext(W1), c.StartService(W1)], c.CallNext(W1)),
    (Step.START, [c.CallNext(W1)], c.StartService(W1)),
    (Step.FINISH, [c.CallNext(W1), c.StartService(W1)], c.FinishService(W1)),
    (Step.FINISH, [c.CallNext(W1)], c.FinishService(W1)),
    (Step.NO_SHOW, [c.CallNext(W1)], c.MarkNoShow(W1)),
    (Step.HOLD, [c.CallNext(W1), c.StartService(W1)], c.HoldTicket(W1, "缺材料")),
    (Step.RESUME, [c.CallNext(W1), c.HoldTicket(W1, "缺材料")], c.ResumeTicket(W1)),
    (Step.TRANSFER, [c.CallNext(W1), c.StartService(W1)], c.TransferTicket(W1, to_item=B1)),
    (Step.TRANSFER, [c.CallNext(W1), c.StartService(W1)], c.TransferTicket(W1, comes_back=True)),
    (Step.PAUSE, [], c.PauseWindow(W1, "休息")),
    (Step.UNPAUSE, [c.PauseWindow(W1, "休息")], c.UnpauseWindow(W1)),
]


@pytest.mark.parametrize(("step", "leads", "command"), STEPS, ids=lambda value: str(type(value).__name__))
def test_an_undone_step_never_counted(
    open_hall: Rehearsal, step: Step, leads: list[c.AnyCommand], command: c.AnyCommand
) -> None:
    open_hall.do(*leads)
    before = picture(open_hall.room.state)
    open_hall.wait_s(30)
    open_hall.do(command)
    window = getattr(command, "window", W1)
    assert views.undoable(open_hall.room, open_hall.hall, window, open_hall.at_ms) is step
    open_hall.wait_s(10)
    (undone,) = open_hall.do(c.UndoStep(window))
    assert isinstance(undone, e.StepUndone)
    assert undone.step is step
    assert picture(open_hall.room.state) == before
    assert views.undoable(open_hall.room, open_hall.hall, window, open_hall.at_ms) is None


def test_a_second_miss_is_undone_with_its_close(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.MarkNoShow(W1), c.ReturnTicket(tid("A001")), c.CallNext(W2))
    open_hall.do(c.CallNext(W1))
    before = picture(open_hall.room.state)
    open_hall.do(c.MarkNoShow(W1), c.UndoStep(W1))
    assert picture(open_hall.room.state) == before


def test_after_ten_seconds_it_is_too_late(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1))
    assert views.undo_until_ms(open_hall.room, open_hall.hall, W1) == open_hall.at_ms + 10_000
    open_hall.wait_s(10.001)
    refusal = open_hall.refused(c.UndoStep(W1))
    assert (refusal.code, refusal.facts) == (RefusalCode.UNDO_TOO_LATE, {"step": "call", "max": "10"})


def test_there_is_nothing_to_undo_before_a_step_and_after_an_undo(open_hall: Rehearsal) -> None:
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.NOTHING_TO_UNDO
    assert open_hall.code_of(c.UndoStep(WindowNo("99"))) is RefusalCode.UNKNOWN_WINDOW
    open_hall.do(c.CallNext(W1), c.UndoStep(W1))
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.NOTHING_TO_UNDO


def test_an_undone_call_is_withdrawn_from_the_boards(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.UndoStep(W1))
    line = open_hall.room.state.announcements[-1]
    assert (line.n, line.kind, line.number, line.window) == (2, CallKind.WITHDRAWN, "A001", W1)


def test_an_undone_start_withdraws_nothing(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.StartService(W1), c.UndoStep(W1))
    assert open_hall.room.state.announced == 1


def test_a_recall_belongs_to_its_call(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.RecallTicket(W1), c.UndoStep(W1))
    assert open_hall.ticket("A001").state is TicketState.WAITING


def test_an_undo_is_overtaken_when_the_ticket_was_called_elsewhere(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.TransferTicket(W1, to_item=B1), c.CallNext(W3))
    while open_hall.window("03").ticket != tid("A001"):
        open_hall.do(c.FinishService(W3), c.CallNext(W3))
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.UNDO_OVERTAKEN


def test_an_undo_is_overtaken_when_the_citizen_came_back(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.MarkNoShow(W1), c.ReturnTicket(tid("A001")))
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.UNDO_OVERTAKEN


def test_an_undo_is_overtaken_when_the_citizen_rated_the_service(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.FinishService(W1), c.RateService(W1, 5))
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.UNDO_OVERTAKEN


def test_an_undo_is_overtaken_when_the_citizen_took_another_number(hall: Rehearsal) -> None:
    hall.staff("01")
    hall.do(c.TakeTicket(A1, person=PersonRef("P1")), c.CallNext(W1), c.FinishService(W1))
    hall.do(c.TakeTicket(A1, person=PersonRef("P1")))
    assert hall.code_of(c.UndoStep(W1)) is RefusalCode.UNDO_OVERTAKEN


def test_a_rating_of_the_ticket_before_does_not_hinder_the_undo(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.FinishService(W1), c.CallNext(W1), c.RateService(W1, 4))
    open_hall.do(c.UndoStep(W1))
    assert open_hall.ticket("A002").state is TicketState.WAITING
    assert (open_hall.window("01").rating_of, open_hall.window("01").last_stars) == ("", 4)


def test_what_the_printer_did_meanwhile_stays_done(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.ReportPaper(tid("A001"), "缺纸"), c.ReprintTicket(tid("A001")))
    open_hall.do(c.UndoStep(W1))
    ticket = open_hall.ticket("A001")
    assert (ticket.state, ticket.paper_fault, ticket.reprints) == (TicketState.WAITING, "缺纸", 1)


def test_calls_of_other_windows_do_not_hinder_the_undo(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.CallNext(W2), c.UndoStep(W1), c.CallNext(W3))
    assert (open_hall.window("02").ticket, open_hall.window("03").ticket) == (tid("A002"), tid("A001"))


def test_who_was_freed_by_an_undone_call_waits_again(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.MarkNoShow(W1), c.ReturnTicket(tid("A001")), c.CallNext(W1))
    assert not open_hall.ticket("A001").must_wait_a_call
    open_hall.do(c.UndoStep(W1))
    assert open_hall.ticket("A001").must_wait_a_call


def test_the_staff_has_time_to_act_after_an_undone_no_show(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1))
    open_hall.wait_s(89)
    open_hall.do(c.MarkNoShow(W1))
    open_hall.wait_s(5)
    open_hall.do(c.UndoStep(W1))
    open_hall.wait_s(9, ticking=True)
    assert open_hall.ticket("A001").state is TicketState.CALLED
    open_hall.wait_s(1, ticking=True)
    assert open_hall.ticket("A001").state is TicketState.MISSED


def test_a_miss_by_itself_is_nobodys_step(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1))
    open_hall.wait_s(90, ticking=True)
    assert open_hall.window("01").state is WindowState.IDLE
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.NOTHING_TO_UNDO


def test_what_cannot_be_undone_ends_what_could(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.CancelTicket(tid("A001")))
    assert open_hall.code_of(c.UndoStep(W1)) is RefusalCode.NOTHING_TO_UNDO


def test_an_item_added_by_mistake_is_taken_off_again(open_hall: Rehearsal) -> None:
    open_hall.do(c.CallNext(W1), c.StartService(W1))
    open_hall.wait_s(60)
    before = open_hall.ticket("A001")
    open_hall.do(c.AddItem(W1, A2))
    assert open_hall.ticket("A001").item == A2
    open_hall.wait_s(9)
    open_hall.do(c.UndoStep(W1))
    assert open_hall.ticket("A001") == before


@pytest.mark.parametrize("klass", [TicketClass.REGULAR, TicketClass.PRIORITY])
def test_the_ratio_forgets_an_undone_call(klass: TicketClass) -> None:
    plan = small_plan()
    hall = Rehearsal(
        type(plan)(
            plan.name,
            queues=plan.queues,
            items=plan.items,
            windows=plan.windows,
            dispatch=Dispatch(policy="ratio", ratio=2),
        )
    )
    hall.staff("01", "02")
    hall.do(c.TakeTicket(A1, TicketClass.PRIORITY), c.CallNext(W2), c.TakeTicket(A1, klass))
    assert hall.room.state.regular_debt == 1
    hall.do(c.CallNext(W1), c.UndoStep(W1))
    assert hall.room.state.regular_debt == 1
