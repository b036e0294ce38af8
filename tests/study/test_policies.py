"""Policies on the same days: the work is the same, only who goes first differs."""

import pytest

from queue_server.study.days import draw_days
from queue_server.study.facts import Called, Finished, Issued
from queue_server.study.hall_day import play_day
from queue_server.study.policies import POLICIES, PolicyScore, compare_policies
from queue_server.study.world import usual_world

DAYS = list(draw_days(usual_world(1.15), 3, 12))


@pytest.fixture(scope="module")
def scores() -> dict[tuple[str, str], PolicyScore]:
    return {(one.policy, one.klass): one for one in compare_policies(DAYS, list(POLICIES))}


def test_every_policy_meets_the_same_citizens() -> None:
    came = {
        name: [(one.at_ms, one.item, one.klass) for one in play_day(DAYS[0], rule) if isinstance(one, Issued)]
        for name, rule in POLICIES.items()
    }
    assert len({tuple(one) for one in came.values()}) == 1


def test_a_service_takes_the_same_at_every_window_of_the_same_speed() -> None:
    """What a ticket takes belongs to the citizen: by window it differs by the window's speed alone."""
    speeds = {one.number: one.speed for one in DAYS[0].counters}
    work: dict[str, set[float]] = {}
    for rule in POLICIES.values():
        calls = {}
        for fact in play_day(DAYS[0], rule):
            if isinstance(fact, Called):
                calls[fact.ticket] = fact
            elif isinstance(fact, Finished):
                call = calls[fact.ticket]
                citizen = DAYS[0].citizens[int(fact.ticket)]
                if not citizen.moves_to:
                    lasted = (fact.at_ms - call.at_ms - citizen.walk_ms) / speeds[call.window]
                    work.setdefault(fact.ticket, set()).add(round(lasted / 1000))
    assert max(max(one) - min(one) for one in work.values()) <= 1


def test_the_first_policy_is_the_measure_of_all(scores: dict[tuple[str, str], PolicyScore]) -> None:
    assert scores["p1.5", "all"].against.value == 0.0
    one = scores["p2", "priority"]
    assert one.against.value == pytest.approx(one.mean.value - scores["p1.5", "priority"].mean.value)


def test_a_stronger_power_is_kinder_to_priority(scores: dict[tuple[str, str], PolicyScore]) -> None:
    assert scores["p2", "priority"].against.high < 0
    assert scores["static", "priority"].mean.value < scores["p2", "priority"].mean.value


def test_first_come_first_served_knows_no_class(scores: dict[tuple[str, str], PolicyScore]) -> None:
    regular, priority = scores["fifo", "regular"].mean, scores["fifo", "priority"].mean
    assert regular.low < priority.value < regular.high


def test_the_share_in_time_goes_by_the_class_s_target(scores: dict[tuple[str, str], PolicyScore]) -> None:
    assert scores["p1.5", "all"].within is None
    for klass in ("regular", "priority", "appointment", "transferred"):
        within = scores["p1.5", klass].within
        assert within is not None
        assert 0.3 < within.value <= 1.0
