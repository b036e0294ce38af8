"""Tells the hall that time passed: at the instant at which something is due, and at least once a minute.

It holds no rule: ``deadline_ms`` says when a ``Tick`` has something to do, the hall decides what.
"""

import asyncio

from queue_server.clock import Clock
from queue_server.hall.commands import Tick
from queue_server.hall.deadline import deadline_ms
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.engine import CommittedBatch, Engine
from queue_server.runtime.inbox import Envelope
from queue_server.supervision.commands import ResumeWatch
from queue_server.vocabulary import RequestId
from queue_server.wire.from_server import Done

ACTOR = "clock"
AT_MOST_MS = 60_000
"""Also without a deadline the hall is told of time so often: the day turns, people are forgotten."""
AT_LEAST_MS = 250
"""Between two ticks, so that a deadline which a tick cannot move costs no more than this."""
AFTER_FAULT_MS = 1_000


class Ticker:
    """Submits ``Tick`` to the engine, whose journal is the only one that hears of it."""

    def __init__(self, engine: Engine, hall: Hall, clock: Clock) -> None:
        self._engine = engine
        self._hall = hall
        self._clock = clock
        self._due_ms = 0
        self._moved = asyncio.Event()
        engine.on_committed(self._notice)

    async def run(self) -> None:
        """Tick until cancelled; first of all say that the hall is watched again."""
        await self._engine.submit(Envelope(RequestId(""), ACTOR, ResumeWatch()))
        while True:
            started_ms = self._clock.now_ms()
            answer = await self._engine.submit(Envelope(RequestId(""), ACTOR, Tick()))
            if not isinstance(answer, Done):
                await self._clock.sleep_ms(AFTER_FAULT_MS)
                continue
            await self._wait_until_due(started_ms)

    async def _wait_until_due(self, started_ms: int) -> None:
        earliest_ms = started_ms + AT_LEAST_MS
        self._due_ms = started_ms + AT_MOST_MS
        deadline = await self._engine.read(self._deadline)
        self._due_ms = min(self._due_ms, max(earliest_ms, deadline))
        while (left_ms := self._due_ms - self._clock.now_ms()) > 0:
            self._moved.clear()
            await self._sleep_or_move(left_ms)

    async def _sleep_or_move(self, left_ms: int) -> None:
        """Return when the time has passed or an earlier instant became due."""
        async with asyncio.TaskGroup() as tasks:
            sleeper = tasks.create_task(self._clock.sleep_ms(left_ms))
            mover = tasks.create_task(self._moved.wait())
            await asyncio.wait({sleeper, mover}, return_when=asyncio.FIRST_COMPLETED)
            sleeper.cancel()
            mover.cancel()

    def _notice(self, batch: CommittedBatch) -> None:
        """After every commit: wake early when something became due earlier than we would wake."""
        due_ms = max(self._deadline(self._engine.room), batch.at_ms + AT_LEAST_MS)
        if due_ms < self._due_ms:
            self._due_ms = due_ms
            self._moved.set()

    def _deadline(self, room: HallRoom) -> int:
        return min(deadline_ms(room, self._hall), self._engine.rooms.supervision.timers.first_ms())
