"""The judge of planted defects: days are played until one breaks a promise; the right checker has to name it.

A planted defect is the smallest change of the product that breaks one promise and leaves the day running.
"""

from collections.abc import Callable

import pytest

from tests.simulation.day import Outcome, play_day

Planting = Callable[[pytest.MonkeyPatch], None]
SEED, DAYS = 2, 8


def first_to_break(scenario: str = "") -> Outcome:
    """Return the first of a few days that breaks a promise: not every day has what a defect needs."""
    outcome = play_day(SEED, scenario=scenario)
    for seed in range(SEED + 1, SEED + DAYS):
        if not outcome.broken:
            outcome = play_day(seed, scenario=scenario)
    return outcome


def assert_named(checker: str, plant: Planting, patch: pytest.MonkeyPatch, scenario: str = "") -> None:
    """Plant a defect, and have the checker of that promise name it."""
    plant(patch)
    outcome = first_to_break(scenario)
    assert outcome.checker == checker, outcome.broken or "no day noticed it"
