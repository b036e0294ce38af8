"""Which ticket an answer is about."""

from queue_server.hall import commands as c
from queue_server.hall.answer import ticket_of
from queue_server.hall.memory_hall import Rehearsal
from queue_server.vocabulary import ItemCode, StaffId, WindowNo

A1 = ItemCode("A1")
W1 = WindowNo("01")


def test_an_answer_is_about_the_ticket_acted_on_last(hall: Rehearsal) -> None:
    assert ticket_of(hall.do(c.TakeTicket(A1))) == "20260302-A001"
    hall.do(c.TakeTicket(A1))
    hall.staff("01")
    hall.do(c.CallNext(W1), c.StartService(W1))
    assert ticket_of(hall.do(c.CallNext(W1))) == "20260302-A002"
    assert ticket_of(hall.do(c.UndoStep(W1))) == "20260302-A002"


def test_an_answer_about_no_ticket_names_none(hall: Rehearsal) -> None:
    assert ticket_of(hall.do(c.SignIn(W1, StaffId("S1")))) == ""
    assert ticket_of(hall.do(c.PauseWindow(W1, "休息"))) == ""
    assert ticket_of(()) == ""
