"""The correction makes a range true: ranks, buckets, and the promise on streams of any shape."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.forecast.conformal import (
    KEPT,
    LEAST,
    WITHOUT,
    Offsets,
    Score,
    Scores,
    bucket_of,
    corrected,
    offsets,
    rank_value,
    remember,
    score_of,
)
from queue_server.forecast.outcome import Wait
from queue_server.vocabulary import TicketId

MINUTE = 60_000


def wait(low: float | None, mid: float | None, high: float | None) -> Wait:
    low_ms, mid_ms, high_ms = (None if one is None else round(one * MINUTE) for one in (low, mid, high))
    return Wait(low_ms, mid_ms, high_ms, mid_ms, 1.0)


@pytest.mark.parametrize(
    ("minutes", "bucket"),
    [(0, 0), (2.99, 0), (3, 1), (9.99, 1), (10, 2), (20, 3), (39.9, 3), (40, 4), (300, 4)],
)
def test_buckets_are_by_the_median(minutes: float, bucket: int) -> None:
    assert bucket_of(round(minutes * MINUTE)) == bucket


def test_a_score_counts_widths_of_the_range() -> None:
    score = score_of(TicketId("t"), 10 * MINUTE, 19 * MINUTE, 24 * MINUTE)
    assert (score.lo, score.hi) == (-1.4, 0.5)


@given(st.lists(st.floats(-5, 5), min_size=9, max_size=300))
def test_so_many_scores_are_at_or_below_the_rank(scores: list[float]) -> None:
    value = rank_value(scores)
    need = -(-(len(scores) + 1) * 9 // 10)
    assert sum(score <= value for score in scores) >= min(need, len(scores))
    assert sum(score < value for score in scores) < need


def filled(bucket_minutes: float, scores: list[tuple[float, float]], into: Scores | None = None) -> Scores:
    kept = into or Scores()
    for number, (lo, hi) in enumerate(scores):
        remember(kept, round(bucket_minutes * MINUTE), Score(TicketId(f"{bucket_minutes}-{number}"), lo, hi))
    return kept


def test_with_few_scores_a_tenth_is_added() -> None:
    kept = filled(5, [(3.0, 3.0)] * (LEAST - 1))
    assert set(offsets(kept)) == {Offsets(WITHOUT, WITHOUT)}
    assert corrected(wait(4, 6, 8), offsets(kept)) == (210_000, 360_000, 510_000)


def test_a_thin_bucket_takes_all_together() -> None:
    kept = filled(5, [(1.0, 2.0)] * 40)
    filled(15, [(9.0, 9.0)] * 3, kept)
    by_bucket = offsets(kept)
    assert by_bucket[1] == Offsets(1.0, 2.0)
    assert by_bucket[2] == by_bucket[0] == by_bucket[4]


def test_the_newest_are_kept() -> None:
    kept = filled(5, [(float(n), 0.0) for n in range(KEPT + 10)])
    assert [kept.buckets[1][0].lo, len(kept.buckets[1])] == [10.0, KEPT]


def test_negative_scores_make_the_range_narrower() -> None:
    by = (Offsets(-0.2, -0.2),) * 5
    assert corrected(wait(10, 20, 29), by) == (14 * MINUTE, 20 * MINUTE, 25 * MINUTE)
    assert corrected(wait(10, 11, 29), by) == (14 * MINUTE, 11 * MINUTE, 25 * MINUTE)
    passed = corrected(wait(10, 20, 29), (Offsets(-0.6, -0.6),) * 5)
    assert passed == (17 * MINUTE, 20 * MINUTE, 22 * MINUTE)


def test_no_range_goes_below_zero_and_not_today_stays_so() -> None:
    by = (Offsets(3.0, 0.0),) * 5
    assert corrected(wait(1, 2, 4), by).low_ms == 0
    assert corrected(wait(5, 9, None), by) == (5 * MINUTE, 9 * MINUTE, None)
    assert corrected(wait(None, None, None), by) == (None, None, None)


@pytest.mark.parametrize(("shift", "scale"), [(0.0, 1.0), (6.0, 1.0), (0.0, 3.0), (-5.0, 0.4)])
def test_the_range_comes_true_four_times_in_five_however_wrong_the_model(shift: float, scale: float) -> None:
    chance = random.Random(17)
    kept, inside, told = Scores(), 0, 0
    for number in range(3000):
        forecast = wait(76, 85, 94)
        truth_ms = round(chance.gauss(85 + shift, 7 * scale) * MINUTE)
        shown = corrected(forecast, offsets(kept))
        if number >= 400:
            told += 1
            assert shown.low_ms is not None
            assert shown.high_ms is not None
            inside += shown.low_ms <= truth_ms <= shown.high_ms
        remember(kept, 85 * MINUTE, score_of(TicketId(str(number)), 76 * MINUTE, 94 * MINUTE, truth_ms))
    assert inside / told == pytest.approx(0.80, abs=0.03)
