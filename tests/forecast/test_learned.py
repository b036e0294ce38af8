"""What one event after the other teaches: durations, calls, scores."""

import msgspec
import pytest

from queue_server.forecast.conformal import bucket_of, score_of
from queue_server.forecast.habits import habits_of
from queue_server.forecast.learned_state import AtWork
from queue_server.hall import commands as c
from queue_server.hall.plan import Calling
from tests.forecast.school import (
    A1,
    A2,
    B1,
    FORECAST,
    MINUTE_MS,
    ONE,
    THREE,
    TWO,
    School,
    durations_min,
    scores_of,
    settled,
)

CALLING = Calling()


@pytest.fixture
def school() -> School:
    school = School()
    school.staff(ONE, TWO, THREE)
    return school


# --- services ----------------------------------------------------------------------------------------------


def test_a_duration_runs_from_the_call_to_the_finish(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE))
    school.wait(1)
    school.do(c.StartService(ONE))
    school.wait(4)
    school.do(c.FinishService(ONE))
    assert durations_min(school.state) == []  # it may be undone yet
    assert durations_min(settled(school)) == [5]
    school.serve(2)
    assert durations_min(school.state) == [5]


def test_a_slip_of_the_hand_is_no_service(school: School) -> None:
    school.serve(4.9 / 60)
    school.serve(5.0 / 60)
    assert durations_min(settled(school)) == [5 / 60]


def test_each_item_of_a_visit_has_its_own_duration(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.AddItem(ONE, A2))
    school.wait(7)
    school.do(c.FinishService(ONE))
    assert durations_min(settled(school)) == [3]
    assert durations_min(settled(school), A2) == [7]


def test_a_ticket_sent_on_has_taken_the_window_and_comes_to_the_other_item(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.TransferTicket(ONE, to_item=B1))
    school.do(c.CallNext(THREE), c.StartService(THREE))
    school.wait(2)
    school.do(c.FinishService(THREE))
    state = settled(school)
    assert durations_min(state) == [3]
    assert durations_min(state, B1) == [2]
    assert sum(state.arrivals.today[A1]) == 1
    assert sum(state.arrivals.today[B1]) == 1
    assert state.arrivals.today[B1][3 * 24 + 9] == 1  # regular, sent on, past nine


def test_a_held_ticket_counts_with_both_its_parts(school: School) -> None:
    ticket = school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.HoldTicket(ONE, "缺材料"))
    school.wait(20)
    school.do(c.ResumeTicket(ONE, ticket.id), c.StartService(ONE))
    school.wait(4)
    school.do(c.FinishService(ONE))
    assert durations_min(settled(school)) == [7]


def test_a_cancelled_service_has_no_duration(school: School) -> None:
    ticket = school.take()
    school.do(c.CallNext(ONE))
    school.wait(3)
    school.do(c.CancelTicket(ticket.id, "走了"))
    assert durations_min(settled(school)) == []
    assert school.state.windows[ONE] == AtWork()
    school.serve(2)
    assert durations_min(settled(school)) == [2]


# --- calls -------------------------------------------------------------------------------------------------


def test_no_shows_are_learned_with_what_they_cost(school: School) -> None:
    for _ in range(3):
        school.take()
        school.do(c.CallNext(ONE))
        school.wait(0.5)
        school.do(c.MarkNoShow(ONE))
    school.serve(5)
    state = settled(school)
    assert (state.comings.came, state.comings.missed, state.comings.recall_ms) == (1, 3, 90_000)
    habits = habits_of(state.comings, CALLING)
    assert habits.no_show == pytest.approx((100 * 0.07 + 3) / 104)
    assert habits.recall_ms == round((20 * 90_000 + 90_000) / 23)


def test_who_comes_back_after_a_miss_is_learned(school: School) -> None:
    back, away, late = (school.take() for _ in range(3))
    for _ in range(3):
        school.do(c.CallNext(ONE), c.MarkNoShow(ONE))
    school.do(c.ReturnTicket(back.id), c.CancelTicket(away.id, "走了"))
    school.wait(15.1)
    school.do(c.Tick())
    assert school.ticket(late.id).state == "closed"
    comings = settled(school).comings
    assert (comings.returned, comings.stayed_away) == (1, 2)
    assert habits_of(comings, CALLING).returns == pytest.approx(11 / 23)


def test_a_second_miss_is_a_citizen_who_stays_away_and_is_undone_with_the_miss(school: School) -> None:
    ticket = school.take()
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE), c.ReturnTicket(ticket.id))
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE))
    assert school.ticket(ticket.id).state == "closed"
    assert settled(school).comings.stayed_away == 1
    school.do(c.UndoStep(ONE))
    assert settled(school).comings.stayed_away == 0
    assert ticket.id in settled(school).tickets


def test_a_miss_by_the_clock_stands_at_once(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE))
    school.wait(1.5)
    school.do(c.Tick())
    assert (school.state.comings.missed, school.state.comings.recall_ms) == (1, 90_000)


def test_who_is_missed_at_the_evening_has_neither_come_back_nor_stayed_away(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE), c.SignOut(ONE), c.SignOut(TWO), c.SignOut(THREE))
    school.night()
    assert school.state.comings.missed == 1
    assert (school.state.comings.returned, school.state.comings.stayed_away) == (0, 0)


def test_the_gap_counts_while_somebody_waited_already(school: School) -> None:
    school.take()
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.FinishService(ONE))
    school.wait(0.25)
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.FinishService(ONE))
    school.wait(9)
    school.take()
    school.do(c.CallNext(ONE))  # had not come yet: nobody kept a citizen waiting
    comings = settled(school).comings
    assert (comings.gaps, comings.gaps_ms) == (1, 15_000)
    assert habits_of(comings, CALLING).gap_ms == round((10 * 10_000 + 15_000) / 11)


def test_a_press_of_next_leaves_no_gap_and_a_pause_is_one(school: School) -> None:
    for _ in range(3):
        school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.CallNext(ONE))
    assert (settled(school).comings.gaps, settled(school).comings.gaps_ms) == (1, 0)
    school.do(c.StartService(ONE))
    school.wait(3)
    school.do(c.FinishService(ONE), c.PauseWindow(ONE, "休息"))
    school.wait(10)
    school.do(c.UnpauseWindow(ONE), c.CallNext(ONE))
    assert (settled(school).comings.gaps, settled(school).comings.gaps_ms) == (2, 600_000)


def test_a_break_is_no_gap(school: School) -> None:
    school.take()
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(1)
    school.do(c.FinishService(ONE))
    school.wait(40)
    school.do(c.CallNext(ONE))
    assert settled(school).comings.gaps == 0


# --- scores ------------------------------------------------------------------------------------------------


def test_a_first_call_scores_the_first_forecast(school: School) -> None:
    ticket = school.take()
    school.wait(20)
    school.do(c.CallNext(ONE))
    state = settled(school)
    bucket = state.scores.buckets[bucket_of(FORECAST.mid_ms or 0)]
    assert bucket == [score_of(ticket.id, 4 * MINUTE_MS, 13 * MINUTE_MS, 20 * MINUTE_MS)]
    assert bucket[0].hi == pytest.approx(0.7)


def test_a_no_show_scores_too_and_a_second_call_does_not(school: School) -> None:
    ticket, other = school.take(), school.take()
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE), c.ReturnTicket(ticket.id))
    school.do(c.CallNext(ONE), c.MarkNoShow(ONE))
    assert school.ticket(other.id).state == "missed"
    school.do(c.CallNext(ONE))
    assert sum(scores_of(settled(school))) == 2


def test_who_is_never_called_scores_nothing(school: School) -> None:
    gone = school.take()
    school.take()
    school.do(c.CancelTicket(gone.id, "走了"))
    school.do(c.CallNext(ONE), c.UndoStep(ONE), c.SignOut(ONE), c.SignOut(TWO), c.SignOut(THREE))
    school.night()
    assert sum(scores_of(school.state)) == 0
    assert school.state.tickets == {}


def test_without_a_forecast_or_without_an_end_of_it_there_is_no_score() -> None:
    for forecast in (None, msgspec.structs.replace(FORECAST, high_ms=None)):
        school = School(forecast=forecast)
        school.staff(ONE)
        school.take()
        school.do(c.CallNext(ONE))
        assert sum(scores_of(settled(school))) == 0
