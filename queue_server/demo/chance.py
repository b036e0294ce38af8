"""The chances of a simulated hall, from one seeded source. Durations are in ms of the hall's time.

The numbers are those of an ordinary district hall on a busy morning; they are nobody's measurement.
"""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

from queue_server.vocabulary import TicketClass

Thing = TypeVar("Thing")

MINUTE_MS = 60_000

CLASS_SHARES = {
    TicketClass.REGULAR: 0.88,
    TicketClass.PRIORITY: 0.12,
}
"""As asked for at the door; the green channel is the item's, an appointment the book's."""

ARRIVALS_PER_WINDOW_PER_MIN = 0.135
"""A little under what a window serves: the hall is busy and keeps up."""
SERVICE_CV = 0.6
"""Service times vary like a lognormal law with this coefficient of variation."""
STARS = (1, 2, 3, 4, 5)
STARS_WEIGHTS = (1, 2, 7, 30, 60)


class Chance:
    """Every throw of the dice that the crowd needs."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a simulation, not a secret

    def happens(self, probability: float) -> bool:
        return self._dice.random() < probability

    def between_ms(self, low_s: float, high_s: float) -> int:
        return int(self._dice.uniform(low_s, high_s) * 1000)

    def gap_ms(self, windows: int) -> int:
        """Return the time to the next arrival of a hall with so many windows."""
        return int(self._dice.expovariate(ARRIVALS_PER_WINDOW_PER_MIN * windows) * MINUTE_MS)

    def service_ms(self, minutes: int) -> int:
        sigma2 = math.log1p(SERVICE_CV**2)
        return int(self._dice.lognormvariate(math.log(minutes) - sigma2 / 2, sigma2**0.5) * MINUTE_MS)

    def klass(self) -> TicketClass:
        return self._dice.choices(list(CLASS_SHARES), list(CLASS_SHARES.values()))[0]

    def stars(self) -> int:
        return self._dice.choices(STARS, STARS_WEIGHTS)[0]

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return self._dice.choice(things)

    def identity(self) -> str:
        """Return a well-formed identity number of nobody: born on 1 January 1900."""
        body = f"420607{19000101}{self._dice.randint(0, 999):03d}"
        return body + _check_character(body)


def _check_character(body: str) -> str:
    """GB 11643: weights 2^(17-i) mod 11 over the first 17 digits."""
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return "10X98765432"[total % 11]
