"""A past for a hall, made by its real engine: ``python -m queue_server.drill.history CONFIG EVENTS PER_DAY``.

Every event was decided, chained and written by the same code as in a hall; only the clock is moved by hand.
The days end before today, so a server that opens on this journal begins a new day as on any morning.
"""

import asyncio
import sys
import time
from pathlib import Path

import msgspec

from queue_server.clock import ManualClock, SystemClock
from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.drill.hall import ITEM
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.logbook import configure_logbook
from queue_server.runtime.engine import Engine, Limits
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.secret import load_secret
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, RequestId, StaffId, WindowNo
from queue_server.wire.client import new_request_id
from queue_server.wire.from_server import Done

DAY_MS = 86_400_000
MORNING_MS = 9 * 3_600_000
CYCLE_EVENTS = 4
"""A number issued, called, started and finished."""
WAITS_MS = 1_000
"""Hall time of one cycle."""


class Past:
    """One hall's past in the making."""

    def __init__(self, config: Config, engine: Engine, clock: ManualClock) -> None:
        self._engine, self._clock = engine, clock
        self._windows = tuple(window.number for window in config.plan.windows)

    async def live(self, events: int, per_day: int, first_day_ms: int) -> None:
        """Live day after day until so many events are written."""
        day = 0
        while self._engine.head.seq < events:
            self._clock.advance_ms(first_day_ms + day * DAY_MS + MORNING_MS - self._clock.now_ms())
            await self._day(min(events - self._engine.head.seq, per_day))
            day += 1

    async def _day(self, events: int) -> None:
        end = self._engine.head.seq + events
        async with asyncio.TaskGroup() as tasks:
            for window in self._windows:
                tasks.create_task(self._ask(c.SignIn(window, StaffId(f"S{window}")), f"window:{window}"))
        while self._engine.head.seq < end:
            async with asyncio.TaskGroup() as tasks:
                for window in self._windows:
                    tasks.create_task(self._cycle(window))
            self._clock.advance_ms(WAITS_MS)

    async def _cycle(self, window: WindowNo) -> None:
        await self._ask(c.TakeTicket(ItemCode(ITEM)), "kiosk:K1")
        for command in (c.CallNext(window), c.StartService(window), c.FinishService(window)):
            await self._ask(command, f"window:{window}")

    async def _ask(self, command: c.Command, actor: str) -> None:
        answer = await self._engine.submit(Envelope(RequestId(new_request_id()), actor, command))
        assert isinstance(answer, Done), f"{command} was answered {answer}"


async def make(config: Config, events: int, per_day: int) -> None:
    """Write the past into the configuration's journal."""
    today_ms = SystemClock().now_ms() // DAY_MS * DAY_MS
    first_day_ms = today_ms - (events // per_day + 2) * DAY_MS
    clock = ManualClock(first_day_ms + MORNING_MS)
    journal = await SqliteJournal.open(Path(config.store.path))
    try:
        secret = load_secret(Path(config.store.secret_file), may_make=True)
        limits = Limits(snapshot_every=config.store.snapshot_every)
        engine = Engine(
            journal, Hall(config.plan), clock, secret, limits=limits, supervision=config.supervision
        )
        await engine.start()
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(engine.run())
            await Past(config, engine, clock).live(events, per_day, first_day_ms)
            writer.cancel()
    finally:
        await journal.close()


def main() -> None:
    configure_logbook(level="ERROR")
    began_ns = time.perf_counter_ns()
    asyncio.run(make(load_config(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
    spent = {"spent_s": (time.perf_counter_ns() - began_ns) / 1e9}
    sys.stdout.write(msgspec.json.encode(spent).decode() + "\n")


if __name__ == "__main__":
    main()
