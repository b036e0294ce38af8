"""Figures with their ends: they hold the truth as often as they say, and draw the same days for all."""

import numpy as np
import pytest

from queue_server.study.figures import Days, Figure
from queue_server.study.measure import compare
from queue_server.study.told import Ends, Guess, Method, Told
from queue_server.vocabulary import ItemCode, TicketClass

MINUTE = 60_000


def test_the_ends_hold_the_truth_nearly_as_often_as_they_say() -> None:
    chance = np.random.Generator(np.random.PCG64(4))
    held = 0
    for study in range(200):
        moods = chance.normal(0.0, 1.0, 20)
        days = np.repeat(np.arange(20), 30)
        figure = Days(20, seed=study).mean(5.0 + moods[days] + chance.normal(0.0, 1.0, 600), days)
        held += figure.low <= 5.0 <= figure.high
    assert 0.88 <= held / 200 <= 0.98


def test_two_samples_on_the_same_days_are_compared_day_by_day() -> None:
    days = np.arange(20)
    hard = np.random.Generator(np.random.PCG64(1)).normal(10.0, 5.0, 20)
    difference = Days(20).difference((hard + 1.0, days), (hard, days))
    assert (difference.low, difference.high) == pytest.approx((1.0, 1.0))


def test_one_day_alone_has_no_ends() -> None:
    values, days = np.array([1.0, 2.0, 6.0]), np.zeros(3, dtype=np.intp)
    assert Days(1).mean(values, days) == Figure(3.0, 3.0, 3.0)
    assert Days(1).quantile(values, days, 0.9) == Figure(6.0, 6.0, 6.0)


def told(day: int, wait_min: int | None, replay_min: int | None, naive_min: int, every: int = 0) -> Told:
    """Return a ticket whose range reached two minutes to each side, one minute as it came out."""
    ranged = Guess(None)
    if replay_min is not None:
        mid = replay_min * MINUTE
        raw, kept = (Ends(mid - reach * MINUTE, mid, mid + reach * MINUTE) for reach in (1, 2))
        ranged = Guess(mid, raw, kept)
    guesses = {
        Method.REPLAY: ranged,
        Method.NAIVE: Guess(naive_min * MINUTE),
        Method.POOLED: Guess(naive_min * MINUTE),
    }
    wait_ms = None if wait_min is None else wait_min * MINUTE
    return Told(day, every, ItemCode("A1"), TicketClass.REGULAR, guesses, wait_ms)


def test_forecasts_are_measured_by_method_and_bucket() -> None:
    tickets = [told(0, 50, 1, 1), told(1, 6, 5, 2), told(1, 12, 15, 6), told(2, 4, 4, 8), told(2, 5, None, 5)]
    found = compare([*tickets, told(2, None, 9, 9)], from_day=1, days=3)
    scores = {(one.method, one.bucket): one for one in found.scores}
    whole = scores[Method.REPLAY, "all"]
    assert (found.tickets, found.never, found.not_today, whole.tickets) == (4, 1, 1, 3)
    assert whole.error.value == pytest.approx(4 / 3)
    assert whole.bias.value == pytest.approx(2 / 3)
    assert whole.raw is not None
    assert whole.kept is not None
    assert whole.width is not None
    assert (whole.raw.value, whole.kept.value) == pytest.approx((2 / 3, 2 / 3))
    assert whole.width.value == pytest.approx(4.0)
    assert scores[Method.NAIVE, "10-20"].bias.value == pytest.approx(-6.0)
    assert found.against_naive is not None
    assert found.against_naive.value == pytest.approx(4 / 14)
