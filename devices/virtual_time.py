"""Run a program in virtual time: it never waits for a timer, it jumps to it. For tests and rehearsals.

Only for programs that live in memory: while a real socket or terminal is awaited, time would race ahead of
it. ``clock.SystemClock`` obeys the loop it runs in, so it needs no other clock.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class EverybodyWaits(AssertionError):
    """Every task waits for another one and no timer is set: a real loop would hang for ever here."""


class _JumpingSelector(selectors.SelectSelector):
    """Instead of waiting for the next timer, moves the loop's time to it."""

    def __init__(self) -> None:
        super().__init__()
        self.passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise EverybodyWaits("no timer is set and nothing is ready")
        if not ready and timeout is not None:
            self.passed_s += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose seconds pass at once, in order."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed_s


def run_virtually(program: Coroutine[Any, Any, None]) -> None:
    """Run ``program`` to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(program)
