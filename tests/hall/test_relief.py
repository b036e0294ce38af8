"""AB岗: the named substitute takes the window over by signing in; nobody else does."""

import pytest

from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal
from queue_server.hall.views import held_at
from queue_server.vocabulary import ItemCode, RefusalCode, StaffId, WindowNo, WindowState

A1, B1 = ItemCode("A1"), ItemCode("B1")
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
S1, S2, S3 = StaffId("S1"), StaffId("S2"), StaffId("S3")


def test_the_substitute_takes_over_an_open_window(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1))
    assert hall.do(c.SignIn(W1, S2, relieves=(S3, S1))) == (
        e.WindowClosed(W1),
        e.StaffSignedOut(W1, S1, relieved_by=S2),
        e.StaffSignedIn(W1, S2),
        e.WindowOpened(W1),
    )
    assert (hall.window("01").staff, hall.window("01").state) == (S2, WindowState.IDLE)


def test_a_paused_window_is_open_for_its_substitute(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.PauseWindow(W1, "午休"), c.SignIn(W1, S2, relieves=(S1,)))
    assert (hall.window("01").state, hall.window("01").pause_reason) == (WindowState.IDLE, "")


def test_a_closed_window_is_handed_over_closed_if_so_wished(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.CloseWindow(W1))
    taken = hall.do(c.SignIn(W1, S2, opens=False, relieves=(S1,)))
    assert taken == (e.StaffSignedOut(W1, S1, relieved_by=S2), e.StaffSignedIn(W1, S2))
    assert hall.window("01").state is WindowState.CLOSED


@pytest.mark.parametrize("relieves", [(), (S3,), (S2,)])
def test_nobody_else_takes_a_window_that_has_somebody(hall: Rehearsal, relieves: tuple[StaffId, ...]) -> None:
    hall.do(c.SignIn(W1, S1))
    refusal = hall.refused(c.SignIn(W1, S2, relieves=relieves))
    assert refusal.code is RefusalCode.ALREADY_SIGNED_IN
    assert refusal.facts == {"window": "01", "staff": "S1"}
    assert hall.window("01").staff == S1


def test_a_citizen_at_the_window_is_served_to_the_end_first(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.TakeTicket(A1), c.CallNext(W1))
    refusal = hall.refused(c.SignIn(W1, S2, relieves=(S1,)))
    assert (refusal.code, refusal.facts["number"]) == (RefusalCode.WINDOW_BUSY, "A001")
    hall.do(c.StartService(W1), c.FinishService(W1), c.SignIn(W1, S2, relieves=(S1,)))


def test_a_substitute_leaves_their_own_window_first(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.SignIn(W2, S2))
    refusal = hall.refused(c.SignIn(W1, S2, relieves=(S1,)))
    assert (refusal.code, refusal.facts) == (
        RefusalCode.ALREADY_SIGNED_IN,
        {"window": "02", "staff": "S2"},
    )
    hall.do(c.SignOut(W2), c.SignIn(W1, S2, relieves=(S1,)))


def test_who_was_relieved_is_free_to_sit_elsewhere_and_needs_a_substitute_of_their_own(
    hall: Rehearsal,
) -> None:
    hall.do(c.SignIn(W1, S1), c.SignIn(W1, S2, relieves=(S1,)))
    assert hall.code_of(c.SignIn(W1, S1)) is RefusalCode.ALREADY_SIGNED_IN
    hall.do(c.SignIn(W3, S1))


def test_what_was_sent_to_the_window_and_held_there_waits_for_the_substitute(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.SignIn(W3, S3), c.TakeTicket(A1), c.TakeTicket(A1))
    hall.do(c.CallNext(W3), c.StartService(W3), c.TransferTicket(W3, to_window=W1))
    hall.do(c.CallNext(W1), c.StartService(W1), c.HoldTicket(W1, "补材料"))
    held = [ticket.number for ticket in held_at(hall.room, W1)]
    hall.do(c.SignIn(W1, S2, relieves=(S1,)))
    assert [ticket.number for ticket in held_at(hall.room, W1)] == held == ["A001"]
    assert isinstance(hall.do(c.CallNext(W1))[0], e.TicketCalled)


def test_a_reservation_stays_with_the_window_not_with_the_person(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.SignIn(W3, S3), c.TakeTicket(A1))
    hall.do(c.CallNext(W3), c.StartService(W3), c.TransferTicket(W3, to_window=W1))
    assert hall.ticket("A001").reserved_for == W1
    hall.do(c.SignIn(W1, S2, relieves=(S1,)))
    assert hall.ticket("A001").reserved_for == W1
    (called,) = [one for one in hall.do(c.CallNext(W1)) if isinstance(one, e.TicketCalled)]
    assert called.ticket.endswith("A001")


def test_the_record_played_back_gives_the_same_window(hall: Rehearsal) -> None:
    hall.do(c.SignIn(W1, S1), c.SignIn(W1, S2, relieves=(S1,)))
    assert hall.replayed().window(W1) == hall.room.window(W1)
