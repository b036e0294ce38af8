"""Forecasts without a replay: the figure that people know, to compare with, and one to fall back on."""

import numpy as np
from msgspec.structs import replace

from queue_server.forecast.law import UNKNOWN, Floats, Law, Laws
from queue_server.forecast.outcome import Forecast, Wait, forecast
from queue_server.forecast.present import Habits, Present, WindowAt
from queue_server.hall.outlook import FLUID
from queue_server.vocabulary import ItemCode

Z_TENTH = 1.2815515655446004
"""The normal quantile of nine in ten."""


class MeanLaw(Law):
    """A law that always gives its mean, and what is left on average of a running service."""

    def draw(self, uniform: Floats) -> Floats:
        return np.full(uniform.shape, self.mean_ms)

    def residual(self, elapsed_ms: float, uniform: Floats, exponential: Floats, speed: float = 1.0) -> Floats:
        even = (np.arange(200) + 0.5) / 200
        left = super().residual(elapsed_ms, even, np.ones_like(even), speed)
        return np.full(exponential.shape, left.mean()).reshape(uniform.shape)


def naive_ms(ahead: int, mean_ms: float, open_windows: int) -> int:
    """Return the figure people know: people ahead times the average service by the open windows."""
    return round(ahead * mean_ms / max(1, open_windows))


def fluid(present: Present, laws: Laws, seed: int = 0) -> Forecast:
    """Return one replay with mean times, nobody missing and nobody coming.

    Its ends are those of a sum of as many services as the wait holds, each window working by itself.
    """
    habits = replace(present.habits, no_show=0.0, gap_ms=_gap_ms(present.habits))
    calm = replace(present, habits=habits, flows=(), booked=())
    means = {item: MeanLaw(laws.get(item, UNKNOWN).sorted_ms) for item in _all_items(present)}
    told = forecast(calm, means, seed, replays=1)
    share = _spread_of(present, laws)
    return replace(
        told,
        method=FLUID,
        waits={ticket: _with_ends(wait, share) for ticket, wait in told.waits.items()},
        probes={key: _with_ends(wait, share) for key, wait in told.probes.items()},
    )


def _gap_ms(habits: Habits) -> int:
    """Return what a call costs on average beside its service."""
    return habits.gap_ms + round(habits.no_show * habits.recall_ms)


def _all_items(present: Present) -> set[ItemCode]:
    return {item for window in present.windows for item in window.items} | {
        window.item for window in present.windows
    }


def _spread_of(present: Present, laws: Laws) -> float:
    """Return the variance in ms that a wait gathers for each ms of its length."""
    known = [laws.get(item, UNKNOWN) for item in sorted(_all_items(present))] or [UNKNOWN]
    mean = np.mean([law.mean_ms for law in known])
    variance = np.mean([law.sorted_ms.var() for law in known])
    return float(variance / mean / max(1, _serving(present.windows)))


def _serving(windows: tuple[WindowAt, ...]) -> int:
    """Return how many windows a ticket can go to, on average."""
    items = {item for window in windows for item in window.items}
    pairs = sum(len(window.items) for window in windows)
    return round(pairs / len(items)) if items else 1


def _with_ends(wait: Wait, share: float) -> Wait:
    if wait.mid_ms is None:
        return wait
    reach = Z_TENTH * (share * wait.mid_ms) ** 0.5
    return wait._replace(low_ms=max(0, round(wait.mid_ms - reach)), high_ms=round(wait.mid_ms + reach))
