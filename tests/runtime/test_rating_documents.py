"""What the rating screen of a window is sent: whom it serves, whom it asks, and nothing of the one before."""

import pytest

from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.runtime.documents import Sight, document
from queue_server.vocabulary import Device, ItemCode, Language, RatingState, TicketId, WindowNo
from queue_server.wire.documents import RatingDoc

W1, A1 = WindowNo("01"), ItemCode("A1")
A001, A002 = TicketId("20260302-A001"), TicketId("20260302-A002")


@pytest.fixture
def hall() -> Rehearsal:
    """A hall where two wait for window 01, the second of whom reads English."""
    hall = Rehearsal()
    hall.staff("01")
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1, language=Language.ENGLISH))
    return hall


def shown(hall: Rehearsal) -> RatingDoc:
    doc = document(Sight(hall.room, hall.hall, hall.at_ms), "rating/01")
    assert isinstance(doc, RatingDoc)
    return doc


def test_it_is_idle_until_a_service_begins(hall: Rehearsal) -> None:
    assert shown(hall) == RatingDoc("rating/01", W1, shown(hall).name)
    hall.do(c.CallNext(W1))
    assert (shown(hall).state, shown(hall).ticket) == (RatingState.IDLE, "")
    hall.do(c.StartService(W1))
    assert (shown(hall).state, shown(hall).number) == (RatingState.SERVING, "A001")


def test_it_asks_when_the_service_is_finished_for_as_long_as_the_hall_says(hall: Rehearsal) -> None:
    hall.do(c.CallNext(W1), c.StartService(W1), c.FinishService(W1))
    asked = shown(hall)
    assert (asked.state, asked.ticket, asked.number) == (RatingState.ASKED, A001, "A001")
    assert (asked.asked_ms, asked.until_ms) == (hall.at_ms, hall.at_ms + 15_000)
    hall.wait_s(16)
    hall.do(c.Tick())
    assert shown(hall).state is RatingState.IDLE


def test_a_rating_ends_the_asking_whichever_device_it_came_from(hall: Rehearsal) -> None:
    for source in (Device.SCREEN, Device.EVALUATOR):
        hall.do(c.CallNext(W1), c.StartService(W1), c.FinishService(W1), c.RateService(W1, 5, source))
        assert (shown(hall).state, shown(hall).number) == (RatingState.IDLE, "")


def test_who_is_served_next_sees_nothing_of_the_one_before(hall: Rehearsal) -> None:
    hall.do(c.CallNext(W1), c.FinishService(W1), c.CallNext(W1))
    assert shown(hall).ticket == A001  # still before the window, while the next one is on the way
    hall.do(c.StartService(W1))
    served = shown(hall)
    assert (served.state, served.ticket, served.until_ms) == (RatingState.SERVING, A002, 0)
    assert served.language is Language.ENGLISH


def test_an_undone_finish_asks_no_more(hall: Rehearsal) -> None:
    hall.do(c.CallNext(W1), c.StartService(W1), c.FinishService(W1), c.UndoStep(W1))
    assert (shown(hall).state, shown(hall).ticket) == (RatingState.SERVING, A001)


def test_there_is_none_of_a_window_that_is_not_there(hall: Rehearsal) -> None:
    assert document(Sight(hall.room, hall.hall, hall.at_ms), "rating/99") is None
