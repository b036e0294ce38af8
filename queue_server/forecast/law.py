"""The law of service of one item: its completed durations. Chance draws from them; no mean stands alone.

A duration runs from the call to the end of the service, since that is how long the window is taken. Source:
the replay method of this house, section on the wait: the last 8000 completed, those under 5 s dropped; 20
values around the configured duration before the hall has measured its own.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from statistics import NormalDist
from typing import Self

import numpy as np
from numpy.typing import NDArray

from queue_server.vocabulary import ItemCode

KEPT = 8000
SHORTEST_MS = 5_000
"""Anything shorter was a slip of the hand, not a service."""
PRIORS = 20
PRIOR_CV = 0.7
"""Spread of the values assumed around a configured duration: standard deviation over mean, lognormal."""
USUAL_MS = 360_000
"""Where nothing at all is known of an item: 6 minutes."""

MIXED_VALUES = 500

Floats = NDArray[np.float64]


class Law:
    """Sorted durations of one item in ms, at least one. Never changed."""

    __slots__ = ("_digest", "mean_ms", "sorted_ms")

    def __init__(self, sorted_ms: Floats) -> None:
        assert len(sorted_ms), "a law without durations"
        self.sorted_ms = sorted_ms
        self.mean_ms = float(sorted_ms.mean())
        self._digest = ""

    @classmethod
    def of(cls, durations_ms: Iterable[float] = (), usual_ms: float = 0) -> Self:
        """Return the law of durations in the order of their ends, the oldest first.

        With ``usual_ms`` (the configured duration) twenty values around it stand before them.
        """
        measured = np.asarray(list(durations_ms), dtype=np.float64)
        measured = measured[measured >= SHORTEST_MS]
        before = prior_ms(usual_ms) if usual_ms else np.empty(0)
        known = np.concatenate((before, measured))[-KEPT:]
        return cls(np.sort(known if len(known) else prior_ms(USUAL_MS)))

    @property
    def digest(self) -> str:
        """What tells this law from every other."""
        if not self._digest:
            self._digest = blake2b(self.sorted_ms.tobytes(), digest_size=16).hexdigest()
        return self._digest

    def draw(self, uniform: Floats) -> Floats:
        """Return a duration in ms for each number in [0, 1)."""
        places = (uniform * len(self.sorted_ms)).astype(np.intp)
        return self.sorted_ms.take(places)

    def residual(self, elapsed_ms: float, uniform: Floats, exponential: Floats, speed: float = 1.0) -> Floats:
        """Return what is left in ms of a service that runs for ``elapsed_ms``: of durations longer than that.

        When none is: e * 0.2 * Exp(1). ``speed`` is that of the window.
        """
        elapsed_ms = max(elapsed_ms, 0.0)
        first = int(np.searchsorted(self.sorted_ms, elapsed_ms / speed, side="right"))
        longer = self.sorted_ms[first:]
        if not len(longer):
            return elapsed_ms * 0.2 * exponential
        return longer.take((uniform * len(longer)).astype(np.intp)) * speed - elapsed_ms


def mixed(laws: Sequence[Law], shares: Floats) -> Law:
    """Return the law of a service that is of each law with the chance of its share; some 500 values of it."""
    if len(laws) == 1 or not shares.sum():
        return laws[0]
    counts = np.ceil(MIXED_VALUES * shares / shares.sum()).astype(int)
    values = [_spread(law.sorted_ms, count) for law, count in zip(laws, counts, strict=True) if count]
    return Law(np.concatenate(values))


def _spread(sorted_ms: Floats, count: int) -> Floats:
    """Return ``count`` values evenly spread over the sorted ones."""
    places = (np.arange(count) + 0.5) * (len(sorted_ms) / count)
    return sorted_ms.take(places.astype(np.intp))


def prior_ms(usual_ms: float) -> Floats:
    """Return the twenty values assumed around a configured duration: quantiles of a lognormal of its mean."""
    sigma = math.sqrt(math.log(1 + PRIOR_CV**2))
    z = np.array([NormalDist().inv_cdf((place + 0.5) / PRIORS) for place in range(PRIORS)])
    shape = np.exp(sigma * z)
    return np.asarray(usual_ms * shape / shape.mean(), dtype=np.float64)


Laws = Mapping[ItemCode, Law]
UNKNOWN = Law.of()
"""The law of an item of which nothing is known."""
