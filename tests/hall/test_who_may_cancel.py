"""A window terminal ends or takes back a ticket only for somebody who can be named, and says why."""

from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import RefusalCode, StaffId, TicketId, WindowNo

W1, W2 = WindowNo("01"), WindowNo("02")
TICKET = TicketId("20260302-A001")


def refusal(hall: Rehearsal, command: c.AnyCommand, actor: str) -> RefusalCode | None:
    answer = hall.ask(command, actor)
    return None if isinstance(answer, tuple) else answer.code


def hall_with_a_call() -> Rehearsal:
    hall = Rehearsal()
    item = hall.hall.plan.windows[0].items[0]
    hall.do(c.SignIn(W1, StaffId("S1")), c.TakeTicket(item), c.CallNext(W1))
    return hall


def test_a_terminal_where_nobody_is_signed_in_cancels_and_returns_nothing() -> None:
    hall = hall_with_a_call()
    assert refusal(hall, c.CancelTicket(TICKET, "取错号"), "window:02") is RefusalCode.NOT_SIGNED_IN
    assert refusal(hall, c.ReturnTicket(TICKET), "window:02") is RefusalCode.NOT_SIGNED_IN


def test_a_window_does_not_cancel_what_is_called_to_another_one() -> None:
    hall = hall_with_a_call()
    assert refusal(hall, c.CancelTicket(TICKET, "取错号"), "window:02/S2") is RefusalCode.NOT_FOR_THIS_WINDOW
    assert refusal(hall, c.CancelTicket(TICKET, "取错号"), "window:01/S1") is None


def test_staff_and_managers_say_why_and_a_citizen_need_not() -> None:
    hall = hall_with_a_call()
    for actor in ("window:01/S1", "manager:M1"):
        assert refusal(hall, c.CancelTicket(TICKET, " "), actor) is RefusalCode.REASON_NEEDED
    assert refusal(hall, c.CancelTicket(TICKET), "kiosk:K1") is None
