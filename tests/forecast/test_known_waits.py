"""Waits whose truth is known in closed form or by hand: the replay must find them."""

from statistics import NormalDist

import numpy as np
import pytest

from queue_server.forecast.conformal import rank_value
from queue_server.forecast.law import Law
from queue_server.forecast.outcome import forecast
from queue_server.forecast.present import Doing, Present, Probe, Waiter, WindowAt
from queue_server.forecast.replay import replay
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

MINUTE = 60_000
NOW = 1_772_413_200_000
ITEM = ItemCode("A1")
EVEN = (np.arange(8000) + 0.5) / 8000


def serving(number: int, minutes: float) -> WindowAt:
    since_ms = NOW - round(minutes * MINUTE)
    return WindowAt(WindowNo(f"{number:02}"), (ITEM,), Doing.SERVING, since_ms, ITEM)


def waiting(count: int) -> tuple[Waiter, ...]:
    return tuple(
        Waiter(TicketId(f"t{n}"), ITEM, NOW - 3_600_000 + n, issued_ms=NOW - 3_600_000 + n, seq=n)
        for n in range(count)
    )


def test_exponential_service_gives_the_gamma_of_the_calls_before() -> None:
    law = Law(-np.log(1 - EVEN) * 6 * MINUTE)
    present = Present(
        NOW, tuple(serving(n, n + 1) for n in range(5)), waiting=waiting(9), probes=(Probe(ITEM),)
    )
    wait = replay(present, {ITEM: law}, seed=1, replays=20_000).probes_ms["A1/regular"] / MINUTE
    assert wait.mean() == pytest.approx(12.00, abs=0.08)
    assert np.quantile(wait, (0.1, 0.5, 0.9)) == pytest.approx((7.466, 11.602, 17.047), abs=0.15)


def test_fixed_service_is_called_to_the_millisecond() -> None:
    present = Present(NOW, (serving(1, 2), serving(2, 4)), waiting=waiting(3), probes=(Probe(ITEM),))
    told = forecast(present, {ITEM: Law.of([5 * MINUTE])}, seed=7)
    assert [told.waits[one.ticket].mid_ms for one in present.waiting] == [1 * MINUTE, 3 * MINUTE, 6 * MINUTE]
    wait = told.probes["A1/regular"]
    assert (wait.low_ms, wait.mid_ms, wait.high_ms, wait.called) == (480_000, 480_000, 480_000, 1.0)


def test_what_is_left_of_a_running_lognormal_service() -> None:
    normal = np.array([NormalDist().inv_cdf(level) for level in EVEN])
    variance = np.log(1 + 0.7**2)
    law = Law(6 * MINUTE * np.exp(np.sqrt(variance) * normal - variance / 2))
    uniform = np.random.default_rng(3).random(200_000)
    left = law.residual(3 * MINUTE, uniform, uniform) / MINUTE
    assert left.mean() == pytest.approx(4.0605, abs=0.05)
    assert np.quantile(left, (0.1, 0.5, 0.9)) == pytest.approx((0.5004, 2.8498, 9.0251), abs=0.08)


def test_a_service_longer_than_all_known_ends_within_a_fifth_of_its_length() -> None:
    ones = np.ones(4)
    assert Law.of([5 * MINUTE]).residual(10 * MINUTE, ones * 0.5, ones) == pytest.approx(ones * 2 * MINUTE)


@pytest.mark.parametrize(("count", "value"), [(19, 18), (9, 9)])
def test_the_conformal_rank(count: int, value: int) -> None:
    assert rank_value(range(1, count + 1)) == value
