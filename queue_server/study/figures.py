"""Figures with their uncertainty: each with the ends between which it lies in 95 of 100 such studies.

Tickets of one day are alike, so days are drawn again, not tickets (bootstrap over days). Which days each draw
takes is the same for every figure, so that two policies or two methods are compared on the same days.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from queue_server.forecast.law import Floats

Sample = tuple[Floats, NDArray[np.intp]]
"""Values, and of which day each is."""
DRAWS = 400
ENDS = (0.025, 0.975)
DAYS_LEAST = 2


class Figure(msgspec.Struct, frozen=True):
    """A value and its 95 % ends; they are the value itself where one day alone speaks."""

    value: float
    low: float
    high: float


class Days:
    """The days of a study, drawn again and again."""

    def __init__(self, count: int, seed: int = 1) -> None:
        chance = np.random.Generator(np.random.PCG64(seed))
        self.count = count
        shares = np.full(count, 1 / count) if count else np.empty(0)
        drawn = chance.multinomial(count, shares, DRAWS) if count >= DAYS_LEAST else np.ones((1, count))
        self.times: Floats = drawn.astype(np.float64)

    def mean(self, values: Floats, days: NDArray[np.intp]) -> Figure:
        """Return the mean of the values; ``days`` says of which day each is."""
        return self.ratio(values, np.ones_like(values), days)

    def ratio(self, values: Floats, by: Floats, days: NDArray[np.intp]) -> Figure:
        """Return the sum of the values by the sum of others."""
        over: Floats = np.bincount(days, values, self.count).astype(np.float64)
        under: Floats = np.bincount(days, by, self.count).astype(np.float64)
        return self._figure(over.sum() / under.sum(), _shares(self.times @ over, self.times @ under))

    def difference(self, ours: Sample, theirs: Sample) -> Figure:
        """Return the mean of one sample less that of another, both on the same drawn days."""
        (value, drawn), (other, others) = self._means(*ours), self._means(*theirs)
        return self._figure(value - other, drawn - others)

    def _means(self, values: Floats, days: NDArray[np.intp]) -> tuple[float, Floats]:
        over, counts = np.bincount(days, values, self.count), np.bincount(days, minlength=self.count)
        return float(values.mean()), np.asarray((self.times @ over) / np.maximum(self.times @ counts, 1))

    def quantile(self, values: Floats, days: NDArray[np.intp], level: float) -> Figure:
        order = values.argsort()
        values, weights = values[order], self.times[:, days[order]].cumsum(axis=1)
        places = (weights < level * weights[:, -1:]).sum(axis=1)
        drawn = values[np.minimum(places, len(values) - 1)]
        value = float(np.quantile(values, level, method="inverted_cdf"))
        return self._figure(value, drawn)

    @staticmethod
    def _figure(value: float, drawn: Floats) -> Figure:
        low, high = np.quantile(drawn, ENDS)
        return Figure(float(value), float(low), float(high))


def _shares(over: Floats, under: Floats) -> Floats:
    """Return the shares of the draws that hold anybody at all."""
    return np.asarray(over[under > 0] / under[under > 0])
