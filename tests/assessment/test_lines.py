"""Hundredths add up: shares make their total, and a limit cuts lines without losing one."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from queue_server.assessment.lines import (
    Fact,
    Part,
    Why,
    apportioned,
    deduction,
    held_to,
    hundredths,
    total_of,
)

POINTS = st.decimals(0, 200, places=2)


@given(POINTS, st.lists(st.integers(1, 50), min_size=1, max_size=40))
def test_shares_make_up_their_total(total: Decimal, shares: list[int]) -> None:
    parts = apportioned(total / 3, [Decimal(share) for share in shares])
    assert sum(parts) == hundredths(total / 3)
    assert all(part >= 0 for part in parts)


def test_shares_that_are_smaller_than_a_hundredth_take_turns() -> None:
    assert apportioned(Decimal("0.02"), [Decimal(1)] * 4) == tuple(
        map(Decimal, ("0.01", "0.00", "0.01", "0.00"))
    )


@given(st.lists(POINTS, max_size=20), POINTS)
def test_no_more_than_the_limit_counts_and_no_line_is_lost(points: list[Decimal], limit: Decimal) -> None:
    lines = [deduction(Part.PRESENCE, Why.LATE, one, Fact("20260302", seq=n)) for n, one in enumerate(points)]
    held = held_to(lines, limit)
    assert [line.full for line in held] == points
    assert total_of(held) == min(limit, sum(points, Decimal(0)))
    assert all(0 <= line.points <= line.full for line in held)
