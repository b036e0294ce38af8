"""Laws of service: what counts, what stands in at first, what is left of a running one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.forecast.law import KEPT, PRIORS, Law, mixed, prior_ms

MINUTE = 60_000


def test_slips_of_the_hand_are_dropped_and_only_the_newest_kept() -> None:
    law = Law.of([100, 4_999, *range(10_000, 10_000 + KEPT + 5)])
    assert len(law.sorted_ms) == KEPT
    assert law.sorted_ms[0] == 10_005


def test_a_new_item_has_twenty_values_of_its_configured_mean() -> None:
    law = Law.of(usual_ms=6 * MINUTE)
    assert len(law.sorted_ms) == PRIORS
    assert law.mean_ms == pytest.approx(6 * MINUTE)
    assert law.sorted_ms.std() / law.mean_ms == pytest.approx(0.65, abs=0.05)


def test_what_is_measured_stands_beside_the_twenty() -> None:
    law = Law.of([9 * MINUTE] * 20, usual_ms=3 * MINUTE)
    assert law.mean_ms == pytest.approx(6 * MINUTE)


def test_nothing_known_at_all_is_six_minutes() -> None:
    assert Law.of().mean_ms == pytest.approx(6 * MINUTE)


@given(st.lists(st.floats(5_000, 3_600_000), min_size=1, max_size=50), st.floats(0, 0.999999))
def test_draws_are_durations_that_were_seen(durations: list[float], uniform: float) -> None:
    assert Law.of(durations).draw(np.array([uniform]))[0] in durations


@given(
    st.lists(st.floats(5_000, 3_600_000), min_size=1, max_size=50),
    st.floats(0, 4_000_000),
    st.floats(0, 0.999999),
    st.sampled_from((0.5, 1.0, 1.3)),
)
def test_what_is_left_is_never_negative_and_ends_a_duration_that_was_seen(
    durations: list[float], elapsed: float, uniform: float, speed: float
) -> None:
    law = Law.of(durations)
    left = law.residual(elapsed, np.array([uniform]), np.array([0.7]), speed)[0]
    assert left >= 0
    if elapsed < max(durations) * speed * 0.999:
        assert np.min(np.abs(np.array(durations) * speed - elapsed - left)) < 1e-3
    elif elapsed > max(durations) * speed * 1.001:
        assert left == pytest.approx(elapsed * 0.2 * 0.7)


def test_a_mixture_has_the_mean_of_its_shares() -> None:
    mixture = mixed([Law.of([6 * MINUTE]), Law.of([12 * MINUTE])], np.array([3.0, 1.0]))
    assert mixture.mean_ms == pytest.approx(7.5 * MINUTE, rel=0.01)
    assert mixed([Law.of([6 * MINUTE])], np.array([0.0])).mean_ms == 6 * MINUTE


def test_the_digest_tells_two_laws_apart() -> None:
    assert Law.of([MINUTE]).digest == Law.of([MINUTE]).digest
    assert Law.of([MINUTE]).digest != Law.of([MINUTE + 1]).digest
    assert prior_ms(MINUTE).mean() == pytest.approx(MINUTE)
