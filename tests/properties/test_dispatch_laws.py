"""The rule of the next ticket against the closed forms of queueing theory: mean waits of a long run.

Accumulating priority has exact mean waits; a rule that is subtly wrong (a weight squared, a clock
that begins late) misses them by far more than the noise of the run.
"""

import random
from heapq import heappop, heappush

import pytest

from queue_server.hall.dispatch import choose
from queue_server.hall.lanes import Lane
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import TicketClass, TicketId

UNIT_MS = 100_000
"""One unit of the model's time, so that rounding to ms does not matter."""
CLASSES = tuple(TicketClass)


class Line:
    """Poisson arrivals of several classes at some equal windows with exponential service of mean 1."""

    def __init__(self, rates: tuple[float, ...], weights: tuple[int, ...], windows: int, policy: str) -> None:
        self.rates, self.windows = rates, windows
        self.lanes = [Lane(CLASSES[n], weight) for n, weight in enumerate(weights)]
        self.dispatch = Dispatch(policy=policy)
        self.chance = random.Random(7)
        self.waits: list[list[int]] = [[] for _ in rates]
        self.busy: list[int] = []

    def run(self, arrivals: int) -> list[float]:
        """Return the mean wait of each class in units of the mean service."""
        now_ms = 0.0
        for n in range(arrivals):
            now_ms += self.chance.expovariate(sum(self.rates)) * UNIT_MS
            self._serve_until(round(now_ms))
            klass = self.chance.choices(range(len(self.rates)), self.rates)[0]
            self.lanes[klass].line.add((round(now_ms), round(now_ms), n, TicketId(str(klass))))
            self._start(round(now_ms))
        return [sum(waits) / len(waits) / UNIT_MS for waits in self.waits]

    def _serve_until(self, now_ms: int) -> None:
        while self.busy and self.busy[0] <= now_ms:
            free_ms = heappop(self.busy)
            self._start(free_ms)

    def _start(self, at_ms: int) -> None:
        while len(self.busy) < self.windows:
            choice = choose([lane for lane in self.lanes if lane.line], at_ms, self.dispatch)
            if choice is None:
                return
            klass = int(choice.ticket)
            ref_ms = self.lanes[klass].line.pop(0)[0]
            self.waits[klass].append(at_ms - ref_ms)
            heappush(self.busy, at_ms + round(self.chance.expovariate(1) * UNIT_MS))


@pytest.mark.parametrize(
    ("line", "means", "noise"),
    [
        (Line((0.4, 0.4), (2, 1), 1, "accumulating"), (3.000, 5.000), 0.12),
        (Line((0.3, 0.3, 0.3), (6, 3, 1), 1, "accumulating"), (3.898, 6.738, 16.364), 0.12),
        (Line((1, 8), (2, 1), 10, "static"), (0.0743, 0.7430), 0.2),
    ],
    ids=["two classes", "three classes", "static"],
)
def test_mean_waits_are_those_of_the_closed_form(line: Line, means: tuple[float, ...], noise: float) -> None:
    assert line.run(60_000) == [pytest.approx(mean, rel=noise) for mean in means]
