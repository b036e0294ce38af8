"""The alarm on the number waiting."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.vocabulary import ItemCode, QueueCode, TicketId, WindowNo

A1 = ItemCode("A1")
W1 = WindowNo("01")
QA = QueueCode("A")


@pytest.fixture
def alarmed() -> Rehearsal:
    """Return a hall whose queue A has an alarm at two, with two waiting."""
    plan = small_plan()
    hall = Rehearsal(replace(plan, queues=(replace(plan.queues[0], waiting_alarm=2), plan.queues[1])))
    hall.staff("01")
    hall.do(c.TakeTicket(A1))
    assert hall.do(c.TakeTicket(A1))[-1] == e.WaitingAlarmRaised(QA, 2)
    return hall


def test_the_alarm_is_raised_once(alarmed: Rehearsal) -> None:
    assert [type(event) for event in alarmed.do(c.TakeTicket(A1))] == [e.TicketIssued]


def test_a_queue_without_an_alarm_raises_none(alarmed: Rehearsal) -> None:
    for _ in range(5):
        assert len(alarmed.do(c.TakeTicket(ItemCode("B1")))) == 1


def test_a_call_clears_the_alarm_and_its_undo_raises_it_again(alarmed: Rehearsal) -> None:
    assert alarmed.do(c.CallNext(W1))[-1] == e.WaitingAlarmCleared(QA, 1)
    assert alarmed.do(c.UndoStep(W1))[-1] == e.WaitingAlarmRaised(QA, 2)


def test_a_transfer_counts_in_the_queue_of_the_letter(alarmed: Rehearsal) -> None:
    alarmed.do(c.CallNext(W1))
    events = alarmed.do(c.TransferTicket(W1, to_item=ItemCode("B1")))
    assert events[-1] == e.WaitingAlarmRaised(QA, 2)
    assert alarmed.do(c.UndoStep(W1))[-1] == e.WaitingAlarmCleared(QA, 1)


def test_a_cancelled_waiting_ticket_clears_and_a_called_one_does_not(alarmed: Rehearsal) -> None:
    events = alarmed.do(c.CancelTicket(TicketId("20260302-A001")))
    assert events[-1] == e.WaitingAlarmCleared(QA, 1)
    alarmed.do(c.CallNext(W1))
    assert len(alarmed.do(c.CancelTicket(TicketId("20260302-A002")))) == 1


def test_a_return_counts_and_a_resumed_ticket_does_not(alarmed: Rehearsal) -> None:
    alarmed.do(c.CallNext(W1), c.MarkNoShow(W1))
    assert alarmed.do(c.ReturnTicket(TicketId("20260302-A001")))[-1] == e.WaitingAlarmRaised(QA, 2)
    alarmed.do(c.CallNext(W1), c.HoldTicket(W1, "缺材料"))
    assert len(alarmed.do(c.ResumeTicket(W1))) == 1
