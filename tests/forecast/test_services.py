"""Durations in a ring of bytes, the speed of windows, and the laws made of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.forecast import services
from queue_server.forecast.law import KEPT, PRIORS, USUAL_MS
from queue_server.forecast.learned_state import Durations, LearnedState
from queue_server.forecast.services import (
    TELLING,
    KnownLaws,
    begin_day,
    keep,
    kept_ms,
    laws_of,
    learn_service,
    mean_ms,
    speed_of,
)
from queue_server.hall.lookup import DAY_MS, Hall
from queue_server.hall.memory_hall import small_plan
from queue_server.vocabulary import ItemCode
from tests.forecast.school import A1, A2, B1, MINUTE_MS, ONE, TWO

HALL = Hall(small_plan())


def kept(values: list[int]) -> Durations:
    durations = Durations()
    for value in values:
        keep(durations, value)
    return durations


@given(st.lists(st.integers(5_000, 2 * DAY_MS), max_size=40))
def test_a_full_ring_keeps_the_newest_in_order(values: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "KEPT", 8)
        durations = kept(values)
        newest = [min(value, DAY_MS) for value in values[-8:]]
        assert kept_ms(durations).tolist() == newest
        assert durations.sum_ms == sum(newest)
        assert durations.count == len(values)


def test_a_ring_never_grows_beyond_what_a_law_takes() -> None:
    durations = kept([5_000 + n for n in range(KEPT + 3)])
    assert len(durations.kept) == 4 * KEPT
    assert kept_ms(durations)[[0, -1]].tolist() == [5_003, 5_000 + KEPT + 2]


def test_the_mean_is_of_what_is_kept_once_it_can_be_told() -> None:
    assert mean_ms(kept([7_000 + n for n in range(TELLING - 1)])) == 0.0
    assert mean_ms(kept([7_000 + 2 * n for n in range(TELLING)])) == 7_000 + TELLING - 1
    count = KEPT + 5
    assert mean_ms(kept([7_000 + 2 * n for n in range(count)])) == 7_000 + 10 + KEPT - 1


def test_a_slow_window_is_slow_by_the_items_own_mean() -> None:
    state = LearnedState()
    for _ in range(200):
        learn_service(state, ONE, A1, 9 * MINUTE_MS)
        for _ in range(2):
            learn_service(state, TWO, A1, 6 * MINUTE_MS)
    assert speed_of(state, ONE) > 1.15
    assert speed_of(state, TWO) == pytest.approx(1, abs=0.15)
    assert speed_of(state, ONE) / speed_of(state, TWO) == pytest.approx(1.5, rel=0.1)


def test_the_speed_is_shrunk_over_all_days_and_again_over_today() -> None:
    state = LearnedState()
    for _ in range(TELLING):
        learn_service(state, TWO, A1, 6 * MINUTE_MS)
    assert state.paces == {}  # nothing to measure by yet
    learn_service(state, ONE, A1, 12 * MINUTE_MS)
    usual = (60 + 2) / 61
    assert speed_of(state, ONE) == pytest.approx(usual * (30 + 2 / usual) / 31)
    begin_day(state)
    assert speed_of(state, ONE) == pytest.approx(usual)
    assert speed_of(state, TWO) == 1.0


def test_laws_stand_around_the_configured_duration_until_more_is_known() -> None:
    state = LearnedState()
    law = laws_of(state, HALL, [A1])[A1]
    assert len(law.sorted_ms) == PRIORS
    assert law.mean_ms == pytest.approx(360_000)
    for _ in range(3):
        learn_service(state, ONE, A1, MINUTE_MS)
    assert np.count_nonzero(laws_of(state, HALL, [A1])[A1].sorted_ms == MINUTE_MS) == 3
    unknown = ItemCode("gone")
    assert laws_of(state, HALL, [unknown])[unknown].mean_ms == pytest.approx(USUAL_MS)


def test_a_law_is_made_anew_only_when_something_was_learned_of_its_item() -> None:
    state, known = LearnedState(), KnownLaws()
    before = laws_of(state, HALL, HALL.items, known)
    learn_service(state, ONE, A2, MINUTE_MS)
    after = laws_of(state, HALL, iter(HALL.items), known)
    assert set(after) == {A1, A2, B1}
    assert after[A1] is before[A1]
    assert after[A2] is not before[A2]
    assert after[A2].digest == laws_of(state, HALL, [A2])[A2].digest
    other = LearnedState()  # memory was thrown away and read anew: as many durations, but others
    learn_service(other, ONE, A2, 2 * MINUTE_MS)
    assert laws_of(other, HALL, [A2], known)[A2].digest == laws_of(other, HALL, [A2])[A2].digest
