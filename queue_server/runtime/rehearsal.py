"""A small hall with its engine, ready to be tried: shipped, so tests, benchmarks and a drill share one.

No rule and no test stands here. Time moves only when the ManualClock is told to.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from queue_server.clock import ManualClock
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import Outlook
from queue_server.hall.plan import Area, HallPlan, Item, Name, Queue, Span, Window
from queue_server.runtime.engine import Engine
from queue_server.runtime.identity import Identity
from queue_server.runtime.inbox import AnyAnswer, Envelope
from queue_server.runtime.limits import USUAL, Limits
from queue_server.store.journal import Journal
from queue_server.supervision.plan import UNWATCHED, SupervisionPlan
from queue_server.vocabulary import ItemCode, QueueCode, RequestId, StaffId, WindowNo

MORNING_MS = 1_772_414_400_000
"""2026-03-02 09:20 in Xiangyang, a Monday."""
SECRET = b"s" * 32
"""Keys nothing but rehearsals."""
ITEM = ItemCode("I1")
STAFF = StaffId("S1")

PLAN = HallPlan(
    name=Name("大厅"),
    areas=(Area("L1", Name("一楼")),),
    queues=(Queue(QueueCode("A"), Name("综合"), "L1"), Queue(QueueCode("B"), Name("税务"), "L1")),
    items=(
        Item(ITEM, Name("户口"), "GA", QueueCode("A")),
        Item(ItemCode("I2"), Name("税"), "SW", QueueCode("B")),
    ),
    windows=(
        Window(WindowNo("01"), "L1", (ITEM,), may_pick=True),
        Window(WindowNo("02"), "L1", (ITEM, ItemCode("I2"))),
    ),
    hours=(Span(0, 1440),),
    closed_weekdays=(),
)


class Rehearsal:
    """An engine with one clock, one journal, and request ids by count."""

    def __init__(
        self,
        journal: Journal,
        clock: ManualClock | None = None,
        limits: Limits = USUAL,
        plan: HallPlan = PLAN,
        supervision: SupervisionPlan = UNWATCHED,
        outlook: Outlook | None = None,
    ) -> None:
        self.journal = journal
        self.clock = clock or ManualClock(MORNING_MS)
        self.hall = Hall(plan)
        self.engine = Engine(
            journal,
            self.hall,
            self.clock,
            SECRET,
            public_url="https://hall.example",
            limits=limits,
            supervision=supervision,
            outlook=outlook,
        )
        self._ids = count(1)

    def envelope(
        self,
        command: c.Command,
        actor: str = "kiosk:K1",
        request: str = "",
        person: Identity | None = None,
    ) -> Envelope:
        return Envelope(RequestId(request or f"q{next(self._ids)}"), actor, command, person)

    async def ask(
        self,
        command: c.AnyCommand,
        actor: str = "kiosk:K1",
        request: str = "",
        person: Identity | None = None,
    ) -> AnyAnswer:
        return await self.engine.submit(self.envelope(command, actor, request, person))

    async def take(
        self, request: str = "", person: Identity | None = None, item: ItemCode = ITEM
    ) -> AnyAnswer:
        return await self.ask(c.TakeTicket(item), request=request, person=person)

    async def sign_in(self, window: str = "01") -> AnyAnswer:
        return await self.ask(c.SignIn(WindowNo(window), STAFF), f"window:{window}")

    async def call(self, window: str = "01", request: str = "") -> AnyAnswer:
        return await self.ask(c.CallNext(WindowNo(window)), f"window:{window}", request)


@asynccontextmanager
async def running(rehearsal: Rehearsal) -> AsyncIterator[Rehearsal]:
    """Run the rehearsal's engine for the length of the block."""
    await rehearsal.engine.start()
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(rehearsal.engine.run())
        try:
            yield rehearsal
        finally:
            writer.cancel()
