"""What the screens ask of the room."""

import pytest

from queue_server.hall import commands as c
from queue_server.hall import views
from queue_server.hall.ahead import idle_windows_for
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, WindowNo

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
QA, QB = QueueCode("A"), QueueCode("B")


def tid(number: str) -> TicketId:
    return TicketId(f"20260302-{number}")


@pytest.fixture
def crowd(hall: Rehearsal) -> Rehearsal:
    """Return the hall with A001 (A1), A002 (A2, priority), B001 and A003 (A1) waiting, a minute apart."""
    hall.staff("01", "02", "03")
    for item, klass in ((A1, "regular"), (A2, "priority"), (B1, "regular"), (A1, "regular")):
        hall.do(c.TakeTicket(item, TicketClass(klass)))
        hall.wait_s(60)
    return hall


def test_waiting_is_counted_per_queue(crowd: Rehearsal) -> None:
    assert views.waiting_by_queue(crowd.room) == {QA: 3, QB: 1}


def test_the_longest_wait_is_that_of_who_was_issued_first_and_still_waits(crowd: Rehearsal) -> None:
    assert views.longest_wait(crowd.room, crowd.at_ms) == {QA: 240_000, QB: 120_000}
    crowd.do(c.CallNext(W1))
    assert views.longest_since_ms(crowd.room, QA) == crowd.at_ms - 240_000
    crowd.do(c.CallNext(W2))
    assert views.longest_wait(crowd.room, crowd.at_ms) == {QA: 60_000, QB: 120_000}


def test_who_came_back_counts_again_as_the_longest(crowd: Rehearsal) -> None:
    crowd.do(c.CancelTicket(tid("A002")), c.CallNext(W1))
    assert views.longest_since_ms(crowd.room, QA) == crowd.ticket("A003").issued_ms
    crowd.do(c.UndoStep(W1))
    assert views.longest_since_ms(crowd.room, QA) == crowd.ticket("A001").issued_ms


def test_nobody_waiting_has_no_longest_wait(hall: Rehearsal) -> None:
    assert views.longest_since_ms(hall.room, QA) == 0
    hall.do(c.TakeTicket(A1), c.CancelTicket(tid("A001")))
    assert views.longest_wait(hall.room, hall.at_ms) == {QA: 0}


def test_a_window_sees_counts_of_those_it_could_call(crowd: Rehearsal) -> None:
    waiting = views.waiting_for_window(crowd.room, crowd.hall, W3)
    assert (waiting.total, waiting.by_queue) == (3, {QA: 2, QB: 1})
    assert waiting.by_class == {TicketClass.REGULAR: 3}
    first = views.waiting_for_window(crowd.room, crowd.hall, W1)
    assert first.by_class == {TicketClass.REGULAR: 2, TicketClass.PRIORITY: 1}


def test_a_reserved_ticket_is_counted_at_its_window_alone(crowd: Rehearsal) -> None:
    crowd.do(c.CallNext(W1), c.TransferTicket(W1, to_window=W3))
    counts = [views.waiting_for_window(crowd.room, crowd.hall, window).total for window in (W1, W2, W3)]
    assert counts == [2, 2, 4]


def test_the_pick_list_stands_in_the_order_of_calls(crowd: Rehearsal) -> None:
    listed = [t.number for t in views.pick_list(crowd.room, crowd.hall, W1, crowd.at_ms)]
    order: list[str] = []
    while crowd.room.queue(QA).waiting:
        crowd.do(c.CallNext(W1))
        order.append(crowd.room.state.tickets[crowd.window("01").ticket].number)
        crowd.do(c.StartService(W1))
    assert listed == order
    assert listed == ["A002", "A001", "A003"]


def test_the_pick_list_is_short(crowd: Rehearsal) -> None:
    assert len(views.pick_list(crowd.room, crowd.hall, W1, crowd.at_ms, limit=2)) == 2


def test_ahead_counts_those_who_would_be_called_before(crowd: Rehearsal) -> None:
    room, hall, at_ms = crowd.room, crowd.hall, crowd.at_ms
    ahead = {number: views.ahead_of(room, hall, tid(number), at_ms) for number in ("A001", "A002", "A003")}
    assert ahead == {"A001": 1, "A002": 0, "A003": 3}
    assert views.ahead_of(room, hall, tid("B001"), at_ms) == 1


def test_without_an_instant_ahead_is_as_of_the_last_event(hall: Rehearsal) -> None:
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1))
    assert views.ahead_of(hall.room, hall.hall, tid("A002")) == 1


def test_nobody_is_ahead_of_a_ticket_that_does_not_wait(crowd: Rehearsal) -> None:
    crowd.do(c.CallNext(W1))
    assert views.ahead_of(crowd.room, crowd.hall, crowd.window("01").ticket) == 0
    assert views.ahead_of(crowd.room, crowd.hall, tid("A099")) == 0


def test_for_a_reserved_ticket_ahead_counts_at_its_window(crowd: Rehearsal) -> None:
    crowd.do(c.CallNext(W1), c.TransferTicket(W1, to_item=B1, to_window=W2))
    assert views.ahead_of(crowd.room, crowd.hall, tid("A002")) == 2


def test_who_comes_back_has_nobody_ahead_until_one_such_was_called(crowd: Rehearsal) -> None:
    crowd.do(c.CallNext(W1), c.TransferTicket(W1, comes_back=True))
    assert views.ahead_of(crowd.room, crowd.hall, tid("A002")) == 0
    crowd.do(c.CallNext(W1), c.TransferTicket(W1, comes_back=True))
    assert views.ahead_of(crowd.room, crowd.hall, tid("A002")) == 2


def test_held_tickets_are_listed_oldest_first(crowd: Rehearsal) -> None:
    for _ in range(2):
        crowd.do(c.CallNext(W1), c.HoldTicket(W1, "缺材料"))
        crowd.wait_s(1)
    held = views.held_at(crowd.room, W1)
    assert [(t.number, t.hold_reason) for t in held] == [("A002", "缺材料"), ("A001", "缺材料")]
    assert held[1].held_ms - held[0].held_ms == 1000
    assert views.held_at(crowd.room, W2) == ()


def test_windows_of_a_queue_are_those_with_a_skill_for_it(crowd: Rehearsal) -> None:
    room, hall = crowd.room, crowd.hall
    assert views.idle_windows_of_queue(room, hall, QA) == ("01", "02", "03")
    assert idle_windows_for(room, hall, B1) == ("03",)
    crowd.do(c.CallNext(W1), c.CloseWindow(W2))
    assert views.idle_windows_of_queue(room, hall, QA) == ("03",)
    assert views.open_windows_of_queue(room, hall, QA) == 2
    assert views.open_windows_of_queue(room, hall, QueueCode("Z")) == 0


def test_there_is_no_undo_time_without_a_step(hall: Rehearsal) -> None:
    assert views.undo_until_ms(hall.room, hall.hall, W1) == 0
    assert views.skills_of(hall.room, hall.hall, WindowNo("99")) == ()
