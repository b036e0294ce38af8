"""Stations of the textbooks, played by the study's simulator, and their figures with honest errors.

The run is cut into batches, which scatter by how busy each happened to be. What is known of a batch's load
(mean service, mean time between two citizens, their wait at one window as fast as all together, first come
first served, whose mean is known too) is taken out by regression: a short run says as much as a long one.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from queue_server.hall.lookup import WEIGHT_ONE
from queue_server.hall.plan import Dispatch
from queue_server.study.citizens import Citizen, Counter
from queue_server.study.facts import Called, Fact
from queue_server.study.simulator import Manners, Simulator
from queue_server.vocabulary import ItemCode, TicketClass

UNIT_MS = 60_000
"""One mean service."""
ITEM = ItemCode("A1")
BATCHES = 60
Floats = NDArray[np.float64]


class Figure(NamedTuple):
    mean: float
    error: float
    """Standard error of the mean."""

    def proves(self, truth: float, errors: float = 3.0, share_max: float = 0.05) -> bool:
        """Whether the truth lies within so many errors, and those are small beside it."""
        return abs(self.mean - truth) <= errors * self.error and self.error <= share_max * truth


class Played(NamedTuple):
    """Citizens of a station in the order of their coming; times in mean services."""

    waits: Floats
    classes: NDArray[np.intp]
    services: Floats
    between: Floats
    load: float
    windows: int

    def figure(self, of: NDArray[Any]) -> Figure:
        """Return the mean of a figure given citizen by citizen; NaN: it is not asked of this one."""
        rate = self.load * self.windows
        alone = first_come(self.services / self.windows, self.between)
        controls = (
            self._batches(self.services) - 1,
            self._batches(self.between) * rate - 1,
            self._batches(alone) * self.windows * (1 - self.load) / self.load - 1,
        )
        return regressed(self._batches(of), np.array(controls))

    def _batches(self, of: NDArray[Any]) -> Floats:
        whole = len(of) - len(of) % BATCHES
        return np.asarray(np.nanmean(of[:whole].reshape(BATCHES, -1), axis=1))

    def wait_of(self, which: int) -> Floats:
        return np.where(self.classes == which, self.waits, np.nan)


def regressed(batches: Floats, controls: Floats) -> Figure:
    """Return the mean that batches would have had with all controls at zero, and its error."""
    design = np.column_stack((np.ones(len(batches)), controls.T))
    found, rest, *_ = np.linalg.lstsq(design, batches, rcond=None)
    variance = float(rest[0]) / (len(batches) - design.shape[1])
    inverse = np.linalg.inv(design.T @ design)
    return Figure(float(found[0]), float(np.sqrt(variance * inverse[0, 0])))


def first_come(services: Floats, between: Floats) -> Floats:
    """Return the waits at one window first come first served: the deepest sum so far (Lindley)."""
    steps = np.concatenate(([0.0], services[:-1] - between[1:])).cumsum()
    return np.asarray(steps - np.minimum.accumulate(steps))


def play(
    windows: int,
    rates: tuple[float, ...],
    weights: tuple[float, ...] = (1.0,),
    policy: str = "accumulating",
    count: int = 90_000,
    seed: int = 1,
) -> Played:
    """Send ``count`` citizens of exponential services through one group of windows."""
    chance = np.random.Generator(np.random.PCG64(seed))
    total = sum(rates)
    between = chance.exponential(1 / total, count)
    services = chance.exponential(1.0, count)
    classes = chance.choice(len(rates), count, p=np.array(rates) / total)
    at_ms = (between.cumsum() * UNIT_MS).round().astype(int).tolist()
    kinds = [(klass, round(weight * WEIGHT_ONE)) for klass, weight in zip(TicketClass, weights, strict=False)]
    citizens = (
        Citizen(at, ITEM, round(service * UNIT_MS), *kinds[which])
        for at, service, which in zip(at_ms, services.tolist(), classes.tolist(), strict=True)
    )
    waits = np.full(count, np.nan)

    def hear(fact: Fact) -> None:
        if type(fact) is Called:
            place = int(fact.ticket)
            waits[place] = fact.at_ms - at_ms[place]

    counters = [Counter(f"{number:02}", (ITEM,)) for number in range(1, windows + 1)]
    Simulator(counters, Manners(Dispatch(policy=policy)), hear).run(citizens)
    return Played(waits / UNIT_MS, classes, services, between, total / windows, windows)
