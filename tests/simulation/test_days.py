"""Simulated days keep every promise; a few fixed ones, and a few nobody has seen before.

The seeds of the fresh ones stand in the name of each test, so they are printed with -v and at a failure; the
header of the run prints them always.
"""

import pytest

from tests.simulation.conftest import FRESH
from tests.simulation.day import play_day
from tests.simulation.shrink import story

FIXED = (1, 2, 3)


@pytest.mark.parametrize("seed", [*FIXED, *FRESH])
def test_a_hostile_day_keeps_every_promise(seed: int) -> None:
    outcome = play_day(seed)
    if outcome.broken:
        pytest.fail(story(outcome, "this source"), pytrace=False)
    assert outcome.events > 50, "hardly anything happened"


def test_a_day_is_a_function_of_its_seed() -> None:
    first, second = play_day(2), play_day(2)
    assert first == second
    assert first.digest != play_day(1).digest
