"""The only file of the server that reads the time. Rooms are handed instants; the rim is handed a Clock.

An instant is an int: milliseconds since the epoch, UTC. Waiting goes through the clock as well, so that a
simulated hall can run at 600 times and a test can run without waiting at all.
"""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the rim needs of time."""

    def now_ms(self) -> int:
        """Return the present instant in ms since the epoch, UTC."""
        ...

    async def sleep_ms(self, duration_ms: float) -> None:
        """Return when ``duration_ms`` of this clock's time have passed."""
        ...


class SystemClock:
    """The machine's clock, kept from running backwards by never giving less than it gave before."""

    def __init__(self) -> None:
        self._last_ms = 0

    def now_ms(self) -> int:
        """Return the machine's time; a clock set back stands still until it is caught up."""
        self._last_ms = max(self._last_ms, time.time_ns() // 1_000_000)
        return self._last_ms

    async def sleep_ms(self, duration_ms: float) -> None:
        await asyncio.sleep(duration_ms / 1000)


class ScaledClock:
    """A clock that begins at a given instant and runs ``speed`` times as fast as the machine's."""

    def __init__(self, start_ms: int, speed: float = 1.0) -> None:
        self._start_ms = start_ms
        self._speed = speed
        self._origin_ns = time.perf_counter_ns()

    def now_ms(self) -> int:
        passed_ns = time.perf_counter_ns() - self._origin_ns
        return self._start_ms + int(passed_ns * self._speed) // 1_000_000

    async def sleep_ms(self, duration_ms: float) -> None:
        await asyncio.sleep(self.real_s(duration_ms))

    def real_s(self, duration_ms: float) -> float:
        """Return how many seconds of the machine's time ``duration_ms`` of this clock take."""
        return duration_ms / 1000 / self._speed


class ManualClock:
    """A test's clock: it moves only when told, and wakes those whose time has come."""

    def __init__(self, start_ms: int = 0) -> None:
        self._now_ms = start_ms
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def now_ms(self) -> int:
        return self._now_ms

    def advance_ms(self, duration_ms: int) -> None:
        """Move on by ``duration_ms`` and wake every sleeper whose instant has passed."""
        self._now_ms += duration_ms
        due = [entry for entry in self._sleepers if entry[0] <= self._now_ms]
        self._sleepers = [entry for entry in self._sleepers if entry[0] > self._now_ms]
        for _, woken in due:
            woken.set()

    async def sleep_ms(self, duration_ms: float) -> None:
        if duration_ms <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.Event()
        self._sleepers.append((self._now_ms + duration_ms, woken))
        await woken.wait()
