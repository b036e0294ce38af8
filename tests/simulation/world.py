"""A day's heap of (time, order, action), and who looks on. Nothing sleeps; one action is one step.

Actors put actions into the heap. Checkers see the journal's new rows, what was answered and what was shown,
and say ``Broken``; they never act, and actors never judge.
"""

import asyncio
import heapq
import random
from collections.abc import Callable, Sequence
from itertools import count

import msgspec

from queue_server.runtime.rooms import decode_event
from queue_server.store.chain import Row
from queue_server.wire.from_server import Announced, Done, Refused
from tests.simulation.disk import Disk

Action = Callable[[], None]


class Broken(Exception):
    """A promise was broken: which checker says so, and what it saw."""

    def __init__(self, checker: str, what: str) -> None:
        super().__init__(f"{checker}: {what}")
        self.checker = checker


class Checker:
    """Looks after one promise. Each method is told of what happened and raises ``Broken``."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        """One more row is on disk."""

    def answered(self, who: str, said: msgspec.Struct, answer: Done | Refused) -> None:
        """A terminal has an answer in hands, the first or a repeated one."""

    def shown(self, board: str, announced: Announced) -> None:
        """A board shows and speaks."""

    def skipped(self, board: str, to: int) -> None:
        """A board was told that it missed announcements for good."""

    def step(self) -> None:
        """One more action is done."""

    def end(self) -> None:
        """The day is over, everything was calm for a while."""

    def wrong(self, what: str) -> Broken:
        return Broken(type(self).__name__, what)


class World:
    """Time, chance, disk and the eyes on them."""

    def __init__(self, chance: random.Random, checkers: Sequence[Checker], disk: Disk, steps: int) -> None:
        self.chance, self.checkers, self.disk = chance, checkers, disk
        self.steps, self._steps_max = 0, steps
        self.is_over = False
        self._heap: list[tuple[float, int, Action]] = []
        self._order, self._seen = count(), 0
        self._alarm: asyncio.Future[None] | None = None
        self._alarm_ms = 0.0

    def now_ms(self) -> float:
        return asyncio.get_running_loop().time() * 1000

    def later(self, delay_ms: float, action: Action) -> None:
        """Do something after so many ms."""
        at_ms = self.now_ms() + delay_ms
        heapq.heappush(self._heap, (at_ms, next(self._order), action))
        if self._alarm is not None and at_ms < self._alarm_ms and not self._alarm.done():
            self._alarm.set_result(None)

    async def play(self) -> None:
        """Do everything in the heap up to the end of the day, or to the bound of steps."""
        while self._heap and not self.is_over and self.steps < self._steps_max:
            await self._until(self._heap[0][0])
            if self._heap[0][0] <= self.now_ms() + 1e-6:
                self.steps += 1
                heapq.heappop(self._heap)[2]()
                self._look_on()

    async def _until(self, at_ms: float) -> None:
        """Let everybody else go on until then, or until something earlier is in the heap."""
        loop = asyncio.get_running_loop()
        if at_ms <= self.now_ms() + 1e-6:
            await asyncio.sleep(0)
            return
        self._alarm, self._alarm_ms = loop.create_future(), at_ms
        timer = loop.call_at(at_ms / 1000, _ring, self._alarm)
        await self._alarm
        timer.cancel()
        self._alarm = None

    # --- what the checkers see -----------------------------------------------------------------------------

    def read_on(self) -> None:
        """Hand the rows that are new on disk to the checkers."""
        rows = self.disk.kept.rows
        while self._seen < len(rows):
            row = rows[self._seen]
            self._seen += 1
            event = decode_event(row.body)
            for checker in self.checkers:
                checker.row(row, event)

    def answered(self, who: str, said: msgspec.Struct, answer: Done | Refused) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.answered(who, said, answer)

    def shown(self, board: str, announced: Announced) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.shown(board, announced)

    def skipped(self, board: str, to: int) -> None:
        for checker in self.checkers:
            checker.skipped(board, to)

    def _look_on(self) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.step()

    def end(self) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.end()


def _ring(alarm: asyncio.Future[None]) -> None:
    if not alarm.done():
        alarm.set_result(None)
