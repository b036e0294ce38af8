"""The only file of the server that reads the time. Rooms are handed instants; the rim is handed a Clock.

An instant is an int: milliseconds since the epoch, UTC. Waiting goes through the clock as well, so that a
simulated hall can run at 600 times and a test can run without waiting at all.
"""

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

Thing = TypeVar("Thing")

STEP_MS = 1_000.0
"""The most a patient clock moves on at once."""
BUSY_STEP_MS = 200.0
"""The same while something is under way."""
SHORTEST_STEP_S, LONGEST_STEP_S = 0.001, 0.02
"""How often a patient clock moves, in the machine's time."""


class Clock(Protocol):
    """What the rim needs of time."""

    def now_ms(self) -> int:
        """Return the present instant in ms since the epoch, UTC."""
        ...

    async def sleep_ms(self, duration_ms: float) -> None:
        """Return when ``duration_ms`` of this clock's time have passed."""
        ...


class SystemClock:
    """The machine's clock, kept from running backwards.

    A clock set back is not followed back: time goes on at half its pace until the machine has caught up, so
    that calls are still repeated and missed, and undo still ends.
    """

    def __init__(self) -> None:
        self._last_ms = 0.0
        self._steady_ms = 0.0

    def now_ms(self) -> int:
        """Return the machine's time, or while it is behind what was given before, a slower one."""
        steady_ms, wall_ms = time.monotonic_ns() / 1e6, time.time_ns() // 1_000_000
        slower_ms = self._last_ms + (steady_ms - self._steady_ms) / 2
        self._last_ms = wall_ms if wall_ms >= self._last_ms else slower_ms
        self._steady_ms = steady_ms
        return int(self._last_ms)

    def not_before(self, at_ms: int) -> None:
        """Go on from ``at_ms`` if the machine's clock is behind it: a restart after it was set back."""
        self.now_ms()
        self._last_ms = max(self._last_ms, float(at_ms))

    async def sleep_ms(self, duration_ms: float) -> None:
        await asyncio.sleep(duration_ms / 1000)


class PatientClock:
    """A clock that begins at a given instant and runs up to ``speed`` times as fast as the machine's.

    It waits for the hall: in one step it never moves on by more than ``STEP_MS``, it hardly moves while
    ``is_busy`` says that something is under way, and it stands while ``is_held`` says so. So a hall run at
    600 times on a slow machine takes longer, and is not a hall in which every key takes a minute. ``run``
    moves it.
    """

    def __init__(self, start_ms: int, speed: float = 1.0) -> None:
        self._now_ms = float(start_ms)
        self._speed = speed
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = 0
        self.is_busy: Callable[[], bool] = lambda: False
        self.is_held: Callable[[], bool] = lambda: False
        """While it says so the clock stands. It must be something that ends without this clock."""
        self.step_s = min(LONGEST_STEP_S, max(SHORTEST_STEP_S, STEP_MS / 2 / 1000 / speed))

    @property
    def speed(self) -> float:
        """How many times as fast as the machine's clock it runs at most."""
        return self._speed

    def now_ms(self) -> int:
        return int(self._now_ms)

    async def sleep_ms(self, duration_ms: float) -> None:
        if duration_ms <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._order += 1
        heapq.heappush(self._sleepers, (self._now_ms + duration_ms, self._order, woken))
        await woken

    async def within(self, duration_ms: float, work: Awaitable[Thing]) -> Thing | None:
        """Return what ``work`` gives, or None when this clock's ``duration_ms`` pass before."""
        async with asyncio.TaskGroup() as tasks:
            worker = tasks.create_task(_awaited(work))
            timer = tasks.create_task(self.sleep_ms(duration_ms))
            await asyncio.wait((worker, timer), return_when=asyncio.FIRST_COMPLETED)
            timer.cancel()
            worker.cancel()
        return None if worker.cancelled() else worker.result()

    async def run(self) -> None:
        """Move on until cancelled."""
        before_s = time.perf_counter()
        while True:
            await asyncio.sleep(self.step_s)
            now_s = time.perf_counter()
            passed_ms = (now_s - before_s) * 1000 * self._speed
            if not self.is_held():
                self._move(min(passed_ms, BUSY_STEP_MS if self.is_busy() else STEP_MS))
            before_s = now_s

    def _move(self, passed_ms: float) -> None:
        """Move on, and wake the sleepers in the order of their instants."""
        self._now_ms += passed_ms
        while self._sleepers and self._sleepers[0][0] <= self._now_ms:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)


async def _awaited(work: Awaitable[Thing]) -> Thing:
    return await work


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
