"""Serving: start, finish, rating, no-show, hold, transfer, several items."""

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import (
    Device,
    ItemCode,
    RefusalCode,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
A001 = TicketId("20260302-A001")


@pytest.fixture
def called(hall: Rehearsal) -> Rehearsal:
    """Return the hall with A001 called at window 01."""
    hall.staff("01", "02", "03")
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    return hall


@pytest.fixture
def serving(called: Rehearsal) -> Rehearsal:
    """Return the hall with A001 served at window 01 since a minute."""
    called.do(c.StartService(W1))
    called.wait_s(60)
    return called


AT_TICKET: list[c.AnyCommand] = [
    c.StartService(W1),
    c.FinishService(W1),
    c.MarkNoShow(W1),
    c.HoldTicket(W1, "缺材料"),
    c.TransferTicket(W1, to_item=A2),
    c.AddItem(W1, A2),
]


@pytest.mark.parametrize("command", AT_TICKET, ids=lambda command: type(command).__name__)
def test_an_act_on_a_ticket_needs_a_ticket_and_a_staffed_window(
    hall: Rehearsal, command: c.AnyCommand
) -> None:
    assert hall.code_of(command) is RefusalCode.NOT_SIGNED_IN
    hall.staff("01")
    assert hall.code_of(command) is RefusalCode.NO_TICKET_HERE


def test_the_service_starts_once(called: Rehearsal) -> None:
    called.do(c.StartService(W1))
    assert called.ticket("A001").state is TicketState.SERVING
    assert called.code_of(c.StartService(W1)) is RefusalCode.NOT_CALLED


def test_the_end_of_a_service_asks_for_a_rating_for_fifteen_seconds(serving: Rehearsal) -> None:
    (event,) = serving.do(c.FinishService(W1))
    assert event == e.ServiceFinished(A001, W1, A1, serving.at_ms + 15_000, 60_000)
    assert serving.ticket("A001").items_done == (A1,)
    assert serving.window("01").served_today == 1


def test_a_called_ticket_is_started_and_finished_in_one_step(called: Rehearsal) -> None:
    events = called.do(c.FinishService(W1))
    assert [type(event) for event in events] == [e.ServiceStarted, e.ServiceFinished]
    assert called.ticket("A001").state is TicketState.SERVED


def test_a_rating_counts_once_and_only_while_it_is_asked(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1))
    serving.wait_s(15)
    assert serving.do(c.RateService(W1, 5)) == (e.ServiceRated(A001, W1, 5),)
    assert serving.window("01").last_stars == 5
    assert serving.code_of(c.RateService(W1, 1)) is RefusalCode.NO_RATING_ASKED


def test_a_rating_that_comes_too_late_or_is_no_level_is_refused(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1))
    for stars in (0, 6):
        assert serving.code_of(c.RateService(W1, stars)) is RefusalCode.NO_RATING_ASKED
    serving.wait_s(15.001)
    assert serving.code_of(c.RateService(W1, 5)) is RefusalCode.NO_RATING_ASKED
    assert serving.code_of(c.RateService(WindowNo("99"), 5)) is RefusalCode.UNKNOWN_WINDOW


def test_a_screen_is_written_down_as_what_was_touched(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1))
    touch = c.RateService(W1, 4, source=Device.SCREEN, ticket=A001)
    assert serving.do(touch) == (e.ServiceRated(A001, W1, 4, Device.SCREEN),)


@pytest.mark.parametrize("first", [Device.SCREEN, Device.EVALUATOR])
def test_with_an_evaluator_and_a_screen_the_first_answer_counts(serving: Rehearsal, first: Device) -> None:
    serving.do(c.FinishService(W1))
    touch, press = c.RateService(W1, 5, source=Device.SCREEN, ticket=A001), c.RateService(W1, 1)
    earlier, later = (touch, press) if first is Device.SCREEN else (press, touch)
    serving.do(earlier)
    assert serving.code_of(later) is RefusalCode.NO_RATING_ASKED
    assert serving.window("01").last_stars == earlier.stars


def test_a_late_touch_is_never_counted_for_the_next_citizen(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1), c.TakeTicket(A1), c.CallNext(W1), c.FinishService(W1))
    late = c.RateService(W1, 1, source=Device.SCREEN, ticket=A001)
    assert serving.code_of(late) is RefusalCode.NO_RATING_ASKED
    assert serving.window("01").rating_of == TicketId("20260302-A002")


def test_silence_is_not_rated(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1))
    assert serving.wait_s(15.001, ticking=True) == (e.RatingLapsed(A001, W1),)
    assert serving.window("01").last_stars == 0


def test_a_next_finish_ends_the_rating_before_it(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1), c.TakeTicket(A1), c.CallNext(W1))
    events = serving.do(c.FinishService(W1))
    assert events[0] == e.RatingLapsed(A001, W1)
    assert serving.window("01").rating_of == TicketId("20260302-A002")


def test_a_no_show_may_return_for_fifteen_minutes(called: Rehearsal) -> None:
    assert called.do(c.MarkNoShow(W1)) == (e.TicketMissed(A001, W1, 1, called.at_ms + 900_000),)
    assert called.window("01").state is WindowState.IDLE


def test_who_is_being_served_did_show(serving: Rehearsal) -> None:
    assert serving.code_of(c.MarkNoShow(W1)) is RefusalCode.NOT_CALLED


@pytest.mark.parametrize("starts", [False, True])
def test_a_ticket_is_held_with_a_reason(called: Rehearsal, starts: bool) -> None:
    if starts:
        called.do(c.StartService(W1))
    assert called.code_of(c.HoldTicket(W1, "")) is RefusalCode.REASON_NEEDED
    called.do(c.HoldTicket(W1, "缺材料"))
    ticket = called.ticket("A001")
    assert (ticket.state, ticket.hold_reason, ticket.window) == (TicketState.HELD, "缺材料", W1)
    assert called.window("01").state is WindowState.IDLE


def test_a_transfer_to_an_item_keeps_the_number_and_begins_anew(serving: Rehearsal) -> None:
    serving.do(c.TransferTicket(W1, to_item=B1, reason="另一事项"))
    ticket = serving.ticket("A001")
    assert (ticket.number, ticket.item, ticket.queue) == ("A001", B1, "A")
    assert (ticket.ref_ms, ticket.weight, ticket.transferred) == (serving.at_ms, 3_952_847, True)
    serving.do(c.CallNext(W3))
    assert serving.window("03").ticket == A001


def test_a_transferred_priority_ticket_keeps_its_greater_weight(serving: Rehearsal) -> None:
    serving.do(c.FinishService(W1), c.TakeTicket(A1, serving.ticket("A001").klass.PRIORITY), c.CallNext(W1))
    serving.do(c.TransferTicket(W1, to_item=A2))
    assert serving.ticket("A002").weight == 5_524_272


def test_a_transfer_to_a_window_reserves_the_ticket_for_it(serving: Rehearsal) -> None:
    serving.do(c.TransferTicket(W1, to_window=W2))
    assert serving.code_of(c.CallNext(W1)) is RefusalCode.NOBODY_WAITS
    serving.do(c.CallNext(W2))
    assert serving.window("02").ticket == A001


def test_a_transfer_needs_a_known_target(serving: Rehearsal) -> None:
    assert serving.code_of(c.TransferTicket(W1)) is RefusalCode.NO_TRANSFER_TARGET
    assert serving.code_of(c.TransferTicket(W1, to_window=W1)) is RefusalCode.NO_TRANSFER_TARGET
    assert serving.code_of(c.TransferTicket(W1, to_item=ItemCode("X"))) is RefusalCode.UNKNOWN_ITEM
    assert serving.code_of(c.TransferTicket(W1, to_window=WindowNo("9"))) is RefusalCode.UNKNOWN_WINDOW
    serving.do(c.ChangeSkills(W3, (A1,), "轮岗"))
    assert serving.code_of(c.TransferTicket(W1, to_item=B1)) is RefusalCode.NO_WINDOW_FOR_ITEM


def test_nobody_is_sent_to_wait_for_a_window_where_nobody_works(serving: Rehearsal) -> None:
    serving.do(c.CloseWindow(W2))
    assert serving.code_of(c.TransferTicket(W1, to_window=W2)) is RefusalCode.WINDOW_CLOSED
    assert serving.ticket("A001").state is TicketState.SERVING


def test_who_fetches_a_copy_is_called_next_where_he_came_from(serving: Rehearsal) -> None:
    serving.do(c.TakeTicket(A1))
    serving.wait_s(600)
    serving.do(c.TransferTicket(W1, comes_back=True))
    assert serving.ticket("A001").reserved_until_ms == serving.at_ms + 600_000
    call = serving.do(c.CallNext(W1))[-1]
    assert isinstance(call, e.TicketCalled)
    assert (call.ticket, call.why.decided_by) == (A001, "reserved")


def test_at_most_one_who_comes_back_is_called_in_a_row(serving: Rehearsal) -> None:
    for _ in range(2):
        serving.do(c.TakeTicket(A1))
    serving.wait_s(600)
    serving.do(c.TransferTicket(W1, comes_back=True), c.CallNext(W1), c.TransferTicket(W1, comes_back=True))
    serving.do(c.CallNext(W1))
    assert serving.window("01").ticket == TicketId("20260302-A002")
    serving.do(c.FinishService(W1), c.CallNext(W1))
    assert serving.window("01").ticket == A001


def test_another_window_does_not_call_who_comes_back(serving: Rehearsal) -> None:
    serving.do(c.TransferTicket(W1, comes_back=True))
    assert serving.code_of(c.CallNext(W2)) is RefusalCode.NOBODY_WAITS


def test_after_ten_minutes_who_did_not_come_back_is_a_transferred_ticket(serving: Rehearsal) -> None:
    serving.do(c.TransferTicket(W1, comes_back=True))
    assert serving.wait_s(599.999, ticking=True) == ()
    assert serving.wait_s(0.001, ticking=True) == (e.ReservationLapsed(A001),)
    serving.do(c.CallNext(W2))
    assert serving.window("02").ticket == A001


def test_several_items_are_served_in_one_visit(serving: Rehearsal) -> None:
    assert serving.do(c.AddItem(W1, A2)) == (e.ItemAdded(A001, W1, A2, A1, 60_000),)
    serving.wait_s(30)
    (event,) = serving.do(c.FinishService(W1))
    assert isinstance(event, e.ServiceFinished)
    assert (event.item, event.served_ms) == (A2, 30_000)
    assert serving.ticket("A001").items_done == (A1, A2)


def test_another_item_is_one_the_window_serves_for_a_citizen_who_is_there(called: Rehearsal) -> None:
    assert called.code_of(c.AddItem(W1, A2)) is RefusalCode.NOT_SERVING
    called.do(c.StartService(W1))
    assert called.code_of(c.AddItem(W1, ItemCode("X"))) is RefusalCode.UNKNOWN_ITEM
    assert called.code_of(c.AddItem(W1, B1)) is RefusalCode.NOT_FOR_THIS_WINDOW


def test_misses_allowed_are_a_number_of_the_plan(called: Rehearsal) -> None:
    plan = called.hall.plan
    strict = Rehearsal(replace(plan, calling=replace(plan.calling, misses_max=1)))
    strict.staff("01")
    strict.do(c.TakeTicket(A1), c.CallNext(W1), c.MarkNoShow(W1))
    assert strict.ticket("A001").state is TicketState.CLOSED
