"""The window itself: sign in and out, open and close, pause."""

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, RefusalCode, StaffId, TicketId, WindowNo, WindowState

A1, B1 = ItemCode("A1"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
S1, S2 = StaffId("S1"), StaffId("S2")


def test_signing_in_opens_the_window(hall: Rehearsal) -> None:
    assert hall.do(c.SignIn(W1, S1))[-2:] == (e.StaffSignedIn(W1, S1), e.WindowOpened(W1))
    assert (hall.window("01").state, hall.window("01").staff) == (WindowState.IDLE, S1)


def test_a_window_may_stay_closed_at_sign_in(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1, opens=False))
    assert hall.window("01").state is WindowState.CLOSED
    hall.do(c.OpenWindow(W1))
    assert hall.code_of(c.OpenWindow(W1)) is RefusalCode.WINDOW_OPEN


def test_one_window_has_one_person_and_one_person_one_window(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1))
    assert hall.refused(c.SignIn(W1, S2)).facts == {"window": "01", "staff": "S1"}
    refusal = hall.refused(c.SignIn(W2, S1))
    assert (refusal.code, refusal.facts["window"]) == (RefusalCode.ALREADY_SIGNED_IN, "01")


def test_a_sign_in_names_a_window_and_a_person(hall: Rehearsal) -> None:
    assert hall.code_of(c.SignIn(WindowNo("99"), S1)) is RefusalCode.UNKNOWN_WINDOW
    assert hall.code_of(c.SignIn(W1, StaffId(""))) is RefusalCode.UNKNOWN_STAFF


def test_signing_out_closes_the_window_and_frees_the_person(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1))
    assert hall.do(c.SignOut(W1)) == (e.WindowClosed(W1), e.StaffSignedOut(W1, S1))
    hall.do(c.SignIn(W2, S1))


def test_signing_out_of_a_closed_window_only_signs_out(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.CloseWindow(W1))
    assert hall.do(c.SignOut(W1)) == (e.StaffSignedOut(W1, S1),)


def test_nobody_leaves_while_a_ticket_is_called_or_served(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.TakeTicket(A1), c.CallNext(W1))
    for command in (c.SignOut(W1), c.CloseWindow(W1), c.PauseWindow(W1, "休息")):
        refusal = hall.refused(command)
        assert (refusal.code, refusal.facts["number"]) == (RefusalCode.WINDOW_BUSY, "A001")


def test_only_who_is_there_can_leave_open_close_or_pause(hall: Rehearsal) -> None:
    for command in (c.SignOut(W1), c.OpenWindow(W1), c.CloseWindow(W1), c.PauseWindow(W1, "休息")):
        assert hall.code_of(command) is RefusalCode.NOT_SIGNED_IN
    for unknown in (c.SignOut(WindowNo("99")), c.OpenWindow(WindowNo("99"))):
        assert hall.code_of(unknown) is RefusalCode.UNKNOWN_WINDOW


def test_a_pause_has_a_reason_and_an_end(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1))
    assert hall.code_of(c.UnpauseWindow(W1)) is RefusalCode.WINDOW_NOT_PAUSED
    assert hall.code_of(c.PauseWindow(W1, "")) is RefusalCode.REASON_NEEDED
    hall.do(c.PauseWindow(W1, "休息"))
    assert (hall.window("01").state, hall.window("01").pause_reason) == (WindowState.PAUSED, "休息")
    assert hall.refused(c.PauseWindow(W1, "休息")).facts == {"window": "01", "reason": "休息"}
    hall.do(c.UnpauseWindow(W1))
    assert (hall.window("01").state, hall.window("01").pause_reason) == (WindowState.IDLE, "")


def test_a_closed_window_is_not_paused(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1, opens=False))
    assert hall.code_of(c.PauseWindow(W1, "休息")) is RefusalCode.WINDOW_CLOSED
    assert hall.code_of(c.UnpauseWindow(W1)) is RefusalCode.WINDOW_CLOSED


def reserved_hall(hall: Rehearsal, item: ItemCode) -> TicketId:
    """Let a ticket wait for window 03 alone."""
    hall.staff("01", "02", "03")
    hall.do(c.TakeTicket(A1), c.CallNext(W1))
    hall.do(c.TransferTicket(W1, to_item=item, to_window=W3))
    return TicketId("20260302-A001")


def test_who_waits_for_a_window_that_closes_is_free_for_another_that_is_open(hall: Rehearsal) -> None:
    ticket = reserved_hall(hall, A1)
    assert hall.do(c.SignOut(W3))[-1] == e.ReservationLapsed(ticket)
    hall.do(c.CallNext(W2))
    assert hall.window("02").ticket == ticket


def test_who_can_be_served_nowhere_else_keeps_waiting_for_the_closed_window(hall: Rehearsal) -> None:
    ticket = reserved_hall(hall, B1)
    assert hall.do(c.CloseWindow(W3)) == (e.WindowClosed(W3),)
    hall.do(c.OpenWindow(W3), c.CallNext(W3))
    assert hall.window("03").ticket == ticket


def test_who_was_left_at_a_closed_window_is_free_for_the_next_that_opens(hall: Rehearsal) -> None:
    ticket = reserved_hall(hall, A1)
    hall.do(c.SignOut(W1), c.SignOut(W2), c.SignOut(W3))
    assert hall.ticket("A001").reserved_for == W3
    assert hall.do(c.SignIn(W2, S2))[-1] == e.ReservationLapsed(ticket)
    hall.do(c.CallNext(W2))
    assert hall.window("02").ticket == ticket
