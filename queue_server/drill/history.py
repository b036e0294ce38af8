"""A past for a hall: ``python -m queue_server.drill.history CONFIG DAYS PER_DAY LIVED``.

The first two days and the last ``LIVED`` events are lived by the hall's real engine; only the clock is moved
by hand. The days between are the second one again, moved on day by day: other dates, times, announcements and
requests, in one chain and under one seal. The days end before today, so a server that opens on this journal
begins a new day as on any morning.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from queue_server.clock import ManualClock, SystemClock
from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.drill.hall import ITEM
from queue_server.drill.moved import moved, template_of
from queue_server.hall import commands as c
from queue_server.hall.lookup import DAY_MS, HOUR_MS, Hall
from queue_server.logbook import configure_logbook
from queue_server.runtime.codes import subkey
from queue_server.runtime.engine import Engine, Limits
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.secret import load_secret
from queue_server.store.chain import Head, Row, seal_of
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, RequestId, StaffId, WindowNo
from queue_server.wire.client import new_request_id
from queue_server.wire.from_server import Done

MORNING_MS = 9 * HOUR_MS
WAITS_MS = 1_000
"""Hall time of one cycle: a number issued, called, started and finished."""
TEMPLATE_DAYS = 2
"""The second day is the first that follows another."""
NO_SNAPSHOTS = 10**12


class Made(msgspec.Struct, frozen=True):
    """What is said of a past when it is written."""

    spent_s: float
    last_day: str
    """The newest day on which somebody worked, as ``queue-server report`` takes it."""


class Past:
    """One hall's past in the making."""

    def __init__(self, config: Config, engine: Engine, clock: ManualClock) -> None:
        self._engine, self._clock = engine, clock
        self._windows = tuple(window.number for window in config.plan.windows)

    async def live(self, days: int, per_day: int, first_day_ms: int) -> None:
        """Live so many days of so many events, from that one on."""
        for day in range(days):
            await self.wake(first_day_ms + day * DAY_MS)
            await self._day(per_day)

    async def wake(self, day_ms: int) -> None:
        """Let a morning come, and the hall notice that the day before is over."""
        self._clock.advance_ms(day_ms + MORNING_MS - self._clock.now_ms())
        await self._ask(c.Tick(), "clock")

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


@asynccontextmanager
async def _open_past(config: Config, path: Path, day_ms: int, snapshot_every: int) -> AsyncIterator[Past]:
    """Run the real engine on a journal, at the morning of a day."""
    clock = ManualClock(day_ms + MORNING_MS)
    journal = await SqliteJournal.open(path)
    try:
        limits = Limits(snapshot_every=snapshot_every)
        engine = Engine(
            journal,
            Hall(config.plan),
            clock,
            _secret(config),
            limits=limits,
            supervision=config.supervision,
        )
        await engine.start()
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(engine.run())
            yield Past(config, engine, clock)
            writer.cancel()
    finally:
        await journal.close()


def _secret(config: Config) -> bytes:
    return load_secret(Path(config.store.secret_file), may_make=True)


async def make(config: Config, days: int, per_day: int, lived: int) -> None:
    """Write the past into the configuration's journal."""
    # The last day is closed on the morning after it, which is to be a past one too.
    first_day_ms = _today_ms() - (days + 1) * DAY_MS
    lived_days = min(days, -(-lived // per_day)) if days > TEMPLATE_DAYS else days
    if lived_days < days:
        await _move(config, await _template(config, per_day, first_day_ms), days - lived_days)
    if lived_days:
        begins_ms = first_day_ms + (days - lived_days) * DAY_MS
        every = config.store.snapshot_every
        async with _open_past(config, Path(config.store.path), begins_ms, every) as past:
            await past.live(lived_days, per_day, begins_ms)


def _today_ms() -> int:
    return SystemClock().now_ms() // DAY_MS * DAY_MS


def _last_day() -> str:
    return datetime.fromtimestamp((_today_ms() - 2 * DAY_MS) / 1000, UTC).date().isoformat()


async def _template(config: Config, per_day: int, first_day_ms: int) -> tuple[Row, ...]:
    """Live the first two days in a journal of their own, until the third begins; return their rows."""
    with TemporaryDirectory(dir=Path(config.store.path).parent) as folder:
        path = Path(folder) / "template.db"
        async with _open_past(config, path, first_day_ms, NO_SNAPSHOTS) as past:
            await past.live(TEMPLATE_DAYS, per_day, first_day_ms)
            await past.wake(first_day_ms + TEMPLATE_DAYS * DAY_MS)
        journal = await SqliteJournal.open(path)
        try:
            return tuple([row async for rows in journal.read() for row in rows])
        finally:
            await journal.close()


async def _move(config: Config, rows: tuple[Row, ...], days: int) -> None:
    """Write so many days: the first as it was lived, the second, and the second again and again."""
    journal = await SqliteJournal.open(Path(config.store.path))
    key = subkey(_secret(config), "seal")
    try:
        for day in moved(template_of(rows), days):
            head = Head(day[-1].seq, day[-1].digest)
            await journal.append(Batch(rows=day, seal=seal_of(key, journal.hall, head)))
    finally:
        await journal.close()


def main() -> None:
    configure_logbook(level="ERROR")
    began_ns = time.perf_counter_ns()
    days, per_day, lived = map(int, sys.argv[2:5])
    asyncio.run(make(load_config(sys.argv[1]), days, per_day, lived))
    made = Made((time.perf_counter_ns() - began_ns) / 1e9, _last_day())
    sys.stdout.write(msgspec.json.encode(made).decode() + "\n")


if __name__ == "__main__":
    main()
