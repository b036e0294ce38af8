"""What is read: rounded outward, no nervous jumps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.forecast.conformal import Range
from queue_server.forecast.shown import Shown, rounded_down, rounded_up, settled, shown

MINUTE = 60_000


@pytest.mark.parametrize(
    ("wait", "down", "up"),
    [
        (0, 0, 0),
        (0.2, 0, 1),
        (7.0, 7, 7),
        (7.4, 7, 8),
        (9.9, 9, 10),
        (10.0, 10, 10),
        (10.1, 10, 15),
        (44.9, 40, 45),
    ],
)
def test_minutes_are_rounded_outward(wait: float, down: int, up: int) -> None:
    wait_ms = round(wait * MINUTE)
    assert (rounded_down(wait_ms), rounded_up(wait_ms)) == (down, up)


@given(st.integers(0, 10 * 3_600_000))
def test_rounding_never_leaves_the_truth_outside(wait_ms: int) -> None:
    assert rounded_down(wait_ms) * MINUTE <= wait_ms <= rounded_up(wait_ms) * MINUTE
    assert rounded_up(wait_ms) - rounded_down(wait_ms) <= 5


def test_next_is_said_only_when_all_of_it_is_near() -> None:
    assert shown(Range(0, 60_000, 119_000)) == Shown(0, 2)
    assert Shown(0, 2).is_next
    assert not Shown(0, 3).is_next
    assert not Shown(0, None).is_next


def test_not_today() -> None:
    assert shown(Range(None, None, None)) is None
    assert shown(Range(25 * MINUTE, 40 * MINUTE, None)) == Shown(25, None)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, (5, 8), (5, 8)),
        ((5, 8), (6, 10), (5, 8)),  # up by one and two: kept back
        ((5, 8), (8, 11), (8, 11)),  # up by three: shown
        ((5, 8), (4, 7), (4, 7)),  # down: at once
        ((5, 8), (7, 7), (5, 7)),
        ((5, 8), (9, 9), (8, 8)),  # an end that is kept back is never passed
        ((5, 8), (5, None), (5, None)),
        ((5, None), (5, 8), (5, 8)),
    ],
)
def test_small_rises_are_not_shown(
    before: tuple[int, int | None] | None, now: tuple[int, int | None], expected: tuple[int, int | None]
) -> None:
    assert settled(Shown(*before) if before else None, Shown(*now)) == Shown(*expected)


ends = st.tuples(st.integers(0, 90), st.integers(0, 60)).map(lambda pair: Shown(pair[0], pair[0] + pair[1]))


@given(ends, ends)
def test_what_is_shown_is_a_range_near_what_is_known(before: Shown, now: Shown) -> None:
    after = settled(before, now)
    assert after.high_min is not None
    assert now.high_min is not None
    assert 0 <= after.low_min <= after.high_min
    assert now.low_min - 3 < after.low_min <= max(now.low_min, 0)
    assert now.high_min - 3 < after.high_min <= now.high_min
