"""What time does by itself, and that the deadline names the instant."""

from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.deadline import deadline_ms
from queue_server.hall.lookup import DAY_MS
from queue_server.hall.memory_hall import MONDAY_9_MS, Rehearsal, small_plan
from queue_server.vocabulary import CallKind, CloseReason, ItemCode, StaffId, TicketId, TicketState, WindowNo

A1, B1 = ItemCode("A1"), ItemCode("B1")
W1, W2 = WindowNo("01"), WindowNo("02")
A001 = TicketId("20260302-A001")
MIDNIGHT_MS = MONDAY_9_MS + 15 * 3_600_000


def due_in_s(hall: Rehearsal) -> float:
    return (deadline_ms(hall.room, hall.hall) - hall.at_ms) / 1000


def called_hall() -> Rehearsal:
    hall = Rehearsal()
    hall.staff("01", "02")
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    return hall


def test_before_the_first_day_a_tick_is_due_at_once(hall: Rehearsal) -> None:
    assert deadline_ms(hall.room, hall.hall) == 0
    assert hall.do(c.Tick()) == (e.DayOpened("20260302", MIDNIGHT_MS - DAY_MS),)


def test_with_nothing_to_do_the_next_tick_is_due_at_midnight(hall: Rehearsal) -> None:
    hall.do(c.Tick())
    assert deadline_ms(hall.room, hall.hall) == MIDNIGHT_MS
    assert hall.wait_s(1, ticking=True) == ()


def test_a_call_is_repeated_twice_and_then_missed() -> None:
    hall = called_hall()
    seen: list[tuple[float, str]] = []
    start_ms = hall.at_ms
    while hall.ticket("A001").state is TicketState.CALLED:
        hall.at_ms = deadline_ms(hall.room, hall.hall)
        seen += [((hall.at_ms - start_ms) / 1000, type(event).__name__) for event in hall.do(c.Tick())]
    assert seen == [(30, "TicketRecalled"), (75, "TicketRecalled"), (90, "TicketMissed")]
    assert [line.kind for line in hall.room.state.announcements] == [
        CallKind.NEXT,
        CallKind.REPEAT,
        CallKind.REPEAT,
    ]


def test_a_repeat_is_no_recall_of_the_staff() -> None:
    hall = called_hall()
    hall.wait_s(30, ticking=True)
    assert (hall.ticket("A001").recalls, hall.ticket("A001").repeats) == (0, 1)


def test_a_late_tick_repeats_once_and_not_twice() -> None:
    hall = called_hall()
    (event,) = hall.wait_s(80, ticking=True)
    assert isinstance(event, e.TicketRecalled)
    assert (event.count, due_in_s(hall)) == (2, 10)


def test_a_very_late_tick_misses_and_does_not_repeat() -> None:
    hall = called_hall()
    assert [type(event) for event in hall.wait_s(500, ticking=True)] == [e.TicketMissed]
    assert hall.ticket("A001").return_until_ms == hall.at_ms + 900_000


def test_two_repeats_of_one_tick_have_numbers_of_their_own() -> None:
    hall = called_hall()
    hall.do(c.TakeTicket(A1), c.CallNext(W2))
    events = hall.wait_s(30, ticking=True)
    assert [event.announcement for event in events if isinstance(event, e.TicketRecalled)] == [3, 4]


def test_where_the_plan_says_never_a_call_stands_for_ever() -> None:
    plan = small_plan()
    calling = replace(plan.calling, miss_at_s=0, repeat_at_s=())
    hall = Rehearsal(replace(plan, calling=calling))
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    assert hall.wait_s(3600, ticking=True) == ()
    assert deadline_ms(hall.room, hall.hall) == MIDNIGHT_MS


def test_a_missed_ticket_closes_when_its_time_is_over() -> None:
    hall = called_hall()
    hall.do(c.MarkNoShow(W1))
    assert hall.wait_s(900, ticking=True) == ()
    assert due_in_s(hall) == 0.001
    assert hall.wait_s(0.001, ticking=True) == (e.TicketClosed(A001, CloseReason.RETURN_TOO_LATE),)


def test_a_rating_is_due_after_fifteen_seconds() -> None:
    hall = called_hall()
    hall.do(c.FinishService(W1))
    assert due_in_s(hall) == 15.001


def test_a_reservation_is_due_after_ten_minutes() -> None:
    hall = called_hall()
    hall.do(c.TransferTicket(W1, comes_back=True))
    assert due_in_s(hall) == 600


def test_an_undone_no_show_gives_ten_seconds() -> None:
    hall = called_hall()
    hall.wait_s(76, ticking=True)
    hall.wait_s(13)
    hall.do(c.MarkNoShow(W1))
    hall.wait_s(5)
    hall.do(c.UndoStep(W1))
    assert due_in_s(hall) == 10


def test_at_midnight_everything_ends_and_begins_anew() -> None:
    hall = called_hall()
    for item in (A1, A1, B1):
        hall.do(c.TakeTicket(item))
    hall.do(c.StartService(W1), c.CallNext(W2), c.FinishService(W2))
    hall.at_ms = deadline_ms(hall.room, hall.hall)
    hall.do(c.Tick())
    hall.at_ms = MIDNIGHT_MS
    events = hall.do(c.Tick())
    assert [type(event).__name__ for event in events] == [
        *["TicketClosed"] * 3,
        *["WindowClosed"] * 2,
        *["StaffSignedOut"] * 2,
        "DayClosed",
        "DayOpened",
    ]
    reasons = {event.reason for event in events if isinstance(event, e.TicketClosed)}
    assert reasons == {CloseReason.DAY_ENDED}
    assert (hall.room.state.day, hall.room.state.tickets) == ("20260303", {})


def test_a_window_that_is_closed_already_only_loses_its_staff_at_midnight() -> None:
    hall = Rehearsal()
    hall.staff("01")
    hall.do(c.CloseWindow(W1), c.SignIn(W2, StaffId("S2")), c.SignOut(W2))
    hall.at_ms = MIDNIGHT_MS
    names = [type(event).__name__ for event in hall.do(c.Tick())]
    assert names == ["StaffSignedOut", "DayClosed", "DayOpened"]


def test_a_rating_still_asked_at_midnight_lapses() -> None:
    hall = called_hall()
    hall.do(c.FinishService(W1))
    hall.at_ms = MIDNIGHT_MS
    assert hall.do(c.Tick())[0] == e.RatingLapsed(A001, W1)
