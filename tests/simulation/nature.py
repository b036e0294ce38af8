"""What a day takes from outside of the program - the time and what is drawn - out of one seed instead.

While ``nature`` holds, the product's own ``SystemClock`` reads a machine's clock that can be set, and its
secrets come from the day's chance. Nothing else of the product is replaced here.
"""

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from queue_server.runtime.rehearsal import MORNING_MS


class MachineTime:
    """Stands for the module ``time``: it runs with the loop, and somebody may set the wall clock."""

    def __init__(self) -> None:
        self.set_by_ms = 0

    def _ms(self) -> float:
        return asyncio.get_running_loop().time() * 1000

    def monotonic_ns(self) -> int:
        return int(self._ms() * 1e6)

    def time_ns(self) -> int:
        return (MORNING_MS + int(self._ms()) + self.set_by_ms) * 1_000_000


class Drawn:
    """Stands for the module ``secrets``."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def token_hex(self, nbytes: int) -> str:
        return f"{self._chance.getrandbits(8 * nbytes):0{2 * nbytes}x}"


class DrawnIds:
    """Stands for the module ``uuid``."""

    def __init__(self, drawn: Drawn) -> None:
        self._drawn = drawn

    def uuid4(self) -> "DrawnIds":
        return self

    @property
    def hex(self) -> str:
        return self._drawn.token_hex(16)


@contextmanager
def nature(chance: random.Random) -> Iterator[MachineTime]:
    """Hold time and secrets for the length of the block."""
    time, drawn = MachineTime(), Drawn(chance)
    with ExitStack() as stack:
        stack.enter_context(patch("queue_server.clock.time", time))
        stack.enter_context(patch("queue_server.runtime.people.secrets", drawn))
        stack.enter_context(patch("queue_server.runtime.audience.secrets", drawn))
        stack.enter_context(patch("queue_server.runtime.field.field.uuid", DrawnIds(drawn)))
        yield time
