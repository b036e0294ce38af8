"""Forecasts in a hall: true where the hall is what they assume, and never by what they cannot know yet."""

from collections.abc import Sequence

import numpy as np
import pytest

from queue_server.hall.plan import Dispatch
from queue_server.study.days import draw_days
from queue_server.study.facts import Fact
from queue_server.study.hall_day import play_day
from queue_server.study.measure import Score, compare
from queue_server.study.told import Method, Told
from queue_server.study.trial import Trial
from queue_server.study.world import World, usual_world
from queue_server.study.world_plan import plan_of
from tests.study.small import morning

MINUTE = 60_000


def played(world: World, seed: int, days: int, every: int = 1, replays: int = 100) -> Trial:
    trial = Trial(plan_of(world, Dispatch()), seed, replays, every)
    for day in draw_days(world, seed, days):
        trial.play(day.start_ms, play_day(day, Dispatch()))
    return trial


def raw_coverage(told: Sequence[Told], from_day: int) -> tuple[float, int]:
    """Return how often the raw range held of forecasts over three minutes, and of how many."""
    held = [
        guess.raw.low_ms <= one.wait_ms <= guess.raw.high_ms
        for one in told
        if one.wait_ms is not None and one.day >= from_day
        if (guess := one.guesses.get(Method.REPLAY)) is not None
        if guess.raw is not None and guess.raw.mid_ms > 3 * MINUTE
    ]
    return float(np.mean(held)), len(held)


def test_where_the_truth_is_the_model_the_raw_range_holds_as_often_as_it_says() -> None:
    coverage, count = raw_coverage(played(morning(), seed=1, days=90, every=6).told, from_day=10)
    assert count > 400
    assert 0.75 <= coverage <= 0.83


@pytest.fixture(scope="module")
def week() -> Trial:
    """A hall that its forecaster does not know, a few days of it."""
    return played(usual_world(1.15), seed=1, days=5, every=4)


def all_of(trial: Trial) -> dict[Method, Score]:
    found = compare(trial.told, 2, 5)
    return {one.method: one for one in found.scores if one.bucket == "all"}


def test_the_replay_is_nearer_than_what_people_know(week: Trial) -> None:
    scores = all_of(week)
    error = scores[Method.REPLAY].error.value
    assert error < 0.6 * scores[Method.POOLED].error.value
    assert error < 0.6 * scores[Method.NAIVE].error.value
    assert error < 0.6 * scores[Method.LAST].error.value


def test_the_correction_brings_the_range_to_what_it_promises(week: Trial) -> None:
    score = all_of(week)[Method.REPLAY]
    assert score.raw is not None
    assert score.kept is not None
    assert score.raw.value < 0.72
    assert 0.74 < score.kept.value < 0.9


def test_what_comes_later_changes_no_forecast() -> None:
    """Cut a day anywhere: whatever was told before is told the same."""
    world = usual_world(1.15)
    days = [(day.start_ms, play_day(day, Dispatch())) for day in draw_days(world, 2, 2)]
    (first_ms, first), (second_ms, second) = days

    def told(facts: list[Fact]) -> list[Told]:
        trial = Trial(plan_of(world, Dispatch()), 1, replays=20, every=12)
        trial.play(first_ms, first)
        trial.play(second_ms, facts)
        return sorted((one for one in trial.told if one.day == 1), key=lambda one: one.issued_ms)

    whole, part = told(second), told(second[: len(second) // 2])
    assert len(part) > 50
    assert [one.guesses for one in part] == [one.guesses for one in whole[: len(part)]]


def test_every_ticket_is_told_and_held_to_once(week: Trial) -> None:
    tickets = [(one.day, one.issued_ms, one.item, one.klass) for one in week.told]
    assert len(tickets) == sum(len(day.citizens) for day in draw_days(usual_world(1.15), 1, 5))
    assert sum(bool(one.guesses) for one in week.told) == pytest.approx(len(tickets) / 4, rel=0.05)
