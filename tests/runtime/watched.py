"""A hall under supervision with its engine, its audience and its doors, to try the rim of monitoring.

Everything is the running server's own but the clock, which moves when told, and the sockets: there are none.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from argon2 import PasswordHasher

from queue_server.clock import ManualClock
from queue_server.config import Config
from queue_server.config_file.load import config_of_text
from queue_server.hall import commands as c
from queue_server.hall.events import Event, Recorded
from queue_server.hall.lookup import Hall
from queue_server.runtime.audience import Audience
from queue_server.runtime.documents import Sight, document
from queue_server.runtime.engine import CommittedBatch, Engine
from queue_server.runtime.inbox import AnyAnswer, Envelope
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.tokens import Admitted
from queue_server.runtime.translate import Asked, Translator
from queue_server.store.journal import Journal
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RequestId, Role, StaffId, WindowNo
from queue_server.wire.documents import AnyDoc

MORNING_MS = 1_772_410_800_500
"""2026-03-02 08:20 and half a second in Xiangyang, a Monday: before the shift, and on no rule's instant."""
MINUTE_MS = 60_000
HOUR_MS, DAY_MS = 60 * MINUTE_MS, 24 * 60 * MINUTE_MS
SECRET = b"s" * 32
FAST = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
PIN = "271828"
"""The manager's."""

WATCHED = f"""
[hall]
name = "厅"
hours = ["00:00-24:00"]
closed_weekdays = []
[listen]
port = 0
[lockout]
failures_max = 3
for_s = 60
[[areas]]
code = "L1"
name = "一楼"
[[departments]]
code = "GA"
name = "公安"
[[departments]]
code = "SW"
name = "税务"
[[queues]]
code = "A"
name = "户籍"
area = "L1"
[[queues]]
code = "B"
name = "税"
area = "L1"
[[items]]
code = "A1"
name = "户口"
department = "GA"
queue = "A"
[[items]]
code = "A2"
name = "证"
department = "GA"
queue = "A"
[[items]]
code = "B1"
name = "税"
department = "SW"
queue = "B"
[[windows]]
number = "01"
area = "L1"
items = ["A1", "A2"]
[[windows]]
number = "02"
area = "L1"
items = ["A1", "A2"]
[[windows]]
number = "03"
area = "L1"
items = ["A1", "B1"]
may_pick = true
[[staff]]
id = "S01"
name = "甲"
department = "GA"
badge = "0000000101"
substitutes = ["S02"]
[[staff]]
id = "S02"
name = "乙"
department = "GA"
badge = "0000000102"
is_chief = true
[[staff]]
id = "S03"
name = "丙"
department = "SW"
badge = "0000000103"
substitutes = ["S02"]
is_chief = true
[[staff]]
id = "S04"
name = "丁"
badge = "0000000104"
pin_hash = "{FAST.hash(PIN)}"
is_manager = true
shift = ""
[[staff]]
id = "S05"
name = "戊"
department = "SW"
pin_hash = "{FAST.hash("161803")}"
"""


class Watched:
    """The hall, one client's word after the other."""

    def __init__(self, journal: Journal | None = None, config: Config | None = None) -> None:
        self.config = config or config_of_text(WATCHED, "watched hall")
        self.clock = ManualClock(MORNING_MS)
        self.journal = journal or MemoryJournal()
        self.hall = Hall(self.config.plan)
        self.engine = Engine(self.journal, self.hall, self.clock, SECRET, supervision=self.config.supervision)
        self.doors = StaffDoors(self.config.staff, self.config.lockout, self.clock, hasher=FAST)
        self.translator = Translator(self.doors, lambda _: None)
        self.audience = Audience(self.engine, self.hall, self.clock)
        self.records: list[Recorded] = []
        self._ids = count(1)

    def hear(self, batch: CommittedBatch) -> None:
        self.records += batch.recorded

    @property
    def events(self) -> list[Event]:
        return [one.event for one in self.records]

    def id(self) -> RequestId:
        return RequestId(f"q{next(self._ids)}")

    async def ask(self, command: c.Command, actor: str = "kiosk:K1") -> AnyAnswer:
        """Ask the writer at once, as the field does."""
        return await self.engine.submit(Envelope(self.id(), actor, command))

    async def say(self, client: Admitted, said: Asked) -> AnyAnswer:
        """Say a message of the wire, as the listener hands it on."""
        return await self.engine.submit(await self.translator.envelope(client, said, self.engine.room))

    async def sign_in(self, window: str, staff: str) -> AnyAnswer:
        relieves = self.doors.may_relieve(StaffId(staff))
        command = c.SignIn(WindowNo(window), StaffId(staff), relieves=relieves)
        return await self.ask(command, f"window:{window}/{staff}")

    async def wait(self, duration_ms: int) -> None:
        """Let time pass, then let the clock's hand come by."""
        self.clock.advance_ms(duration_ms)
        await self.ask(c.Tick(), "clock")

    def fresh(self, key: str) -> AnyDoc | None:
        """Return a document computed anew from the rooms as they stand."""
        engine = self.engine
        sight = Sight(engine.room, self.hall, self.clock.now_ms(), rooms=engine.rooms, book=engine.book)
        return document(sight, key)


WALL = Admitted(Role.WALL, "W1")
MANAGER = Admitted(Role.MANAGER, "M1")


def terminal(window: str) -> Admitted:
    return Admitted(Role.WINDOW, window, window=WindowNo(window))


@asynccontextmanager
async def running(hall: Watched) -> AsyncIterator[Watched]:
    """Run the hall's engine for the length of the block, its day begun."""
    await hall.engine.start()
    hall.engine.on_committed(hall.hear)
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(hall.engine.run())
        try:
            await hall.ask(c.Tick(), "clock")
            await hall.engine.read(lambda _: hall.audience.begin())
            yield hall
        finally:
            writer.cancel()
