"""What is learned of a hall, by the rule's own numbers, and what it sees of a window that says nothing."""

import pytest

from queue_server.forecast.present import Doing
from queue_server.study import facts as f
from queue_server.study.days import start_of
from queue_server.study.past import Past
from queue_server.study.plan import PlannedWindow, StudyPlan
from queue_server.study.sight import Sight
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

MINUTE = 60_000
A, ONE = ItemCode("A1"), WindowNo("01")
PLAN = StudyPlan((PlannedWindow(ONE, (A,), ((510, 720), (780, 1020))),), {A: "A"}, {A: 6})
REGULAR, WEIGHT = TicketClass.REGULAR, 1_000_000


def begun(plan: StudyPlan = PLAN, number: int = 0) -> Past:
    past = Past(plan)
    past.begin_day(start_of(number))
    return past


def test_a_slow_window_is_slow_today_at_once_and_for_good_from_tomorrow() -> None:
    past = begun()
    mean_ms = past.law(A).mean_ms
    past.took(A, ONE, round(2 * mean_ms))
    assert past.speed(ONE) == pytest.approx((30 + 2) / 31)
    past.begin_day(start_of(1))
    assert past.speed(ONE) == pytest.approx((60 + 2) / 61)


def test_a_slip_of_the_hand_teaches_nothing() -> None:
    past = begun()
    past.took(A, ONE, 4_999)
    assert past.speed(ONE) == 1.0
    assert len(past.law(A).sorted_ms) == 20


def test_who_is_still_to_come_is_the_mean_of_the_same_weekday_else_of_all() -> None:
    past = begun()
    for minute in (540, 545, 550, 700):
        past.came(A, REGULAR, WEIGHT, start_of(0) + minute * MINUTE)
    past.begin_day(start_of(1))
    past.came(A, REGULAR, WEIGHT, start_of(1) + 540 * MINUTE)
    past.begin_day(start_of(2))
    assert [rate for _, _, rate in past.flows()[0].rates] == [2.0, 0.5]
    past.begin_day(start_of(5))
    assert [rate for _, _, rate in past.flows()[0].rates] == [3.0, 1.0]


def test_no_shows_begin_at_the_prior() -> None:
    habits = begun().habits()
    assert habits.no_show == pytest.approx(0.07)
    assert (habits.returns, habits.recall_ms) == (0.5, 90_000)


def test_a_pause_counts_as_a_gap_and_lunch_as_lateness() -> None:
    past, start_ms = begun(), start_of(0)
    sight = Sight(PLAN, past, start_ms)
    story: list[f.Fact] = [f.Opened(start_ms + 510 * MINUTE, ONE)]
    for ticket in ("a", "b", "c"):
        story.append(f.Issued(start_ms + 511 * MINUTE, TicketId(ticket), A, REGULAR, WEIGHT, start_ms))
    story += [
        f.Called(start_ms + 511 * MINUTE, TicketId("a"), ONE),
        f.Finished(start_ms + 520 * MINUTE, TicketId("a")),
        f.Shut(start_ms + 520 * MINUTE, ONE),
        f.Opened(start_ms + 526 * MINUTE, ONE),
        f.Called(start_ms + 526 * MINUTE, TicketId("b"), ONE),
        f.Finished(start_ms + 719 * MINUTE, TicketId("b")),
        f.Shut(start_ms + 720 * MINUTE, ONE),
        f.Opened(start_ms + 784 * MINUTE, ONE),
        f.Called(start_ms + 784 * MINUTE, TicketId("c"), ONE),
    ]
    for fact in story:
        sight.see(fact)
    assert past.gap.value == 6 * MINUTE
    assert past.late.value == pytest.approx(2 * MINUTE)


def test_a_window_that_lets_somebody_wait_five_minutes_is_taken_to_be_away() -> None:
    plan = StudyPlan(PLAN.windows, PLAN.queues, PLAN.usual_min, is_told=False)
    sight, start_ms = Sight(plan, begun(plan), start_of(0)), start_of(0)
    at_ms = start_ms + 540 * MINUTE
    assert sight.present(at_ms).windows[0].doing is Doing.IDLE
    sight.see(f.Issued(at_ms, TicketId("a"), A, REGULAR, WEIGHT, at_ms))
    assert sight.present(at_ms + 4 * MINUTE).windows[0].doing is Doing.IDLE
    assert sight.present(at_ms + 6 * MINUTE).windows[0].doing is Doing.AWAY
    assert sight.present(start_ms + 740 * MINUTE).windows[0].doing is Doing.AWAY
