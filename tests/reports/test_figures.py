"""The formulas by plain calls: whole numbers, halves up, and nothing where there is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.reports.figures import Figures, Share, added, mean, quantile, rounded
from queue_server.reports.ranking import ranked
from tests.reports.same_figures import nearest_mean, ninetieth


@pytest.mark.parametrize(
    ("part", "whole", "nearest"), [(1, 2, 1), (1, 3, 0), (2, 3, 1), (0, 5, 0), (5, 0, None)]
)
def test_the_nearest_integer(part: int, whole: int, nearest: int | None) -> None:
    assert rounded(part, whole) == nearest


@given(st.lists(st.integers(0, 10_000_000), max_size=60))
def test_mean_and_p90_by_another_way(values: list[int]) -> None:
    assert mean(values) == nearest_mean(values)
    assert quantile(values, 90) == ninetieth(sorted(values))


@pytest.mark.parametrize(
    ("count", "p90"), [(1, 1), (2, 2), (9, 9), (10, 9), (11, 10), (19, 18), (20, 18), (100, 90)]
)
def test_the_p90_is_a_value_that_was_measured(count: int, p90: int) -> None:
    assert quantile(range(1, count + 1), 90) == p90


def test_silence_is_in_no_share() -> None:
    figures = Figures(served=10, stars=[1, 1, 1, 1, 2], silent=3)
    assert figures.satisfaction == Share(4, 6)
    assert figures.rating_rate == Share(6, 10)
    assert figures.satisfaction.permille == 667
    assert Figures().satisfaction.permille is None


def test_sides_are_added() -> None:
    one = Figures(issued=1, waits_ms=[5], services_ms=[1], stars=[1, 0, 0, 0, 0])
    other = Figures(issued=2, served=1, waits_ms=[7, 9], stars=[0, 0, 0, 0, 2], silent=1)
    both = added([one, other])
    assert both == Figures(
        issued=3, served=1, waits_ms=[5, 7, 9], services_ms=[1], stars=[1, 0, 0, 0, 2], silent=1
    )
    assert one.waits_ms == [5]


def test_equal_figures_share_a_place() -> None:
    pleased, displeased = [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]
    groups = {
        "01": Figures(served=3, stars=pleased),
        "02": Figures(served=3, stars=pleased),
        "03": Figures(served=3, stars=displeased),
        "04": Figures(served=9),
        "05": Figures(),
    }
    assert ranked(groups) == {"04": 1, "01": 2, "02": 2, "03": 4}
