"""The arithmetic of a drill: percentiles are observed values, ratios and aims point the right way."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.drill.figures import Better, Figure, in_series, percentile

spans = st.lists(st.floats(0, 1e6), min_size=1, max_size=200)


@given(spans, st.floats(0, 100))
def test_a_percentile_is_one_of_the_values_and_covers_its_share(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= percent / 100 * len(values) - 1e-9
    assert sum(value < found for value in values) <= percent / 100 * len(values) + 1e-9


def test_the_99th_of_a_hundred_is_not_the_worst() -> None:
    assert percentile(list(range(1, 101)), 99) == 99
    assert percentile(list(range(1, 101)), 50) == 50


def test_there_is_no_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="of nothing"):
        percentile([], 50)


def test_two_things_in_series_are_slower_than_either() -> None:
    assert in_series(1000, 1000) == pytest.approx(500)
    assert in_series(11_000, 9_400) == pytest.approx(5_069, abs=1)


def _figure(value: float, better: Better, aim: float | None = None, aim_ratio: float | None = None) -> Figure:
    return Figure("tickets", "x", value, "u", better, floor=100.0, aim=aim, aim_ratio=aim_ratio)


@pytest.mark.parametrize(
    ("figure", "is_met"),
    [
        (_figure(50, Better.HIGHER), None),
        (_figure(50, Better.HIGHER, aim=50), True),
        (_figure(49, Better.HIGHER, aim=50), False),
        (_figure(50, Better.LOWER, aim=50), True),
        (_figure(51, Better.LOWER, aim=50), False),
        (_figure(70, Better.HIGHER, aim=50, aim_ratio=0.7), True),
        (_figure(69, Better.HIGHER, aim=50, aim_ratio=0.7), False),
    ],
)
def test_an_aim_is_met_only_when_all_of_it_is(figure: Figure, is_met: bool | None) -> None:
    assert figure.is_met is is_met


def test_what_came_to_nothing_meets_no_aim_and_comes_back_from_json() -> None:
    nothing = Figure("burst", "x", None, "ms", floor=1.0, aim=6.0)
    assert nothing.is_met is False
    assert nothing.ratio is None
    assert msgspec.json.decode(msgspec.json.encode(nothing), type=Figure) == nothing
    assert Figure("burst", "x", None, "ms").is_met is None


def test_a_ratio_needs_a_floor() -> None:
    assert _figure(50, Better.HIGHER).ratio == 0.5
    assert Figure("p", "x", 50, "u").ratio is None
