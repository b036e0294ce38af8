"""The rounds by a clock that moves when told: their pace, no answer from anybody, and what grows old."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from queue_server.clock import ManualClock
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.replay import digest_of
from queue_server.hall import commands as c
from queue_server.hall.events import TicketIssued
from queue_server.hall.room import HallRoom
from queue_server.runtime.engine import CommittedBatch
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.glance import FRESH_MS, Glance
from queue_server.runtime.foresight.pacing import IDLE_MS
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.foresight.remote import Remote
from queue_server.runtime.foresight.rounds import Foresight
from queue_server.runtime.rehearsal import ITEM, MORNING_MS, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.wire.from_server import Done

PACE = ForecastPlan(refresh_s=5, after_event_ms=1000)
NOBODY = (sys.executable, "-c", "pass")
"""A forecaster that ends at once: every forecast is the stand-in's."""


class Foreseen:
    """A rehearsed hall that is foreseen by its stand-in alone, look by look."""

    def __init__(self) -> None:
        self.prospect = Prospect()
        self.hall = Rehearsal(MemoryJournal(), ManualClock(MORNING_MS), outlook=self.prospect)
        self.eye = Eye(self.hall.engine, self.hall.hall, PACE)
        self.expectations = Expectations(self.hall.hall)
        self.looks: list[int] = []
        self.glances: list[Glance] = []
        self.made: list[Forecast] = []
        self.told: list[set[str]] = []
        self.issued: list[TicketIssued] = []
        self.is_broken = False
        self.foresight: Foresight

    def look(self, room: HallRoom, at_ms: int) -> Glance:
        self.looks.append(at_ms - MORNING_MS)
        if self.is_broken:
            raise ValueError("a bug in a look")
        self.glances.append(self.eye.look(room, at_ms))
        return self.glances[-1]

    def hear(self, batch: CommittedBatch) -> None:
        self.issued += [one.event for one in batch.recorded if isinstance(one.event, TicketIssued)]

    async def wait(self, duration_ms: int) -> None:
        """Let time pass in steps of half a second, with everything that follows from each."""
        for _ in range(duration_ms // 500):
            await self.settle()
            self.hall.clock.advance_ms(500)
        await self.settle()

    async def settle(self) -> None:
        """Return when nothing moves any more without the clock."""
        await turns()
        await until(lambda: not self.foresight._is_at_it)
        await turns()

    async def sign_in(self) -> None:
        await self.hall.sign_in("01")


async def turns(count: int = 30) -> None:
    """Let the loop turn so often: whatever is ready happens."""
    for _ in range(count):
        await asyncio.sleep(0)


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(45):
        while not holds():  # noqa: ASYNC110 - a thread sets no event of ours
            await asyncio.sleep(0.002)


@asynccontextmanager
async def foreseen() -> AsyncIterator[Foreseen]:
    """Run the hall and its rounds for the length of the block, the first one made."""
    here = Foreseen()
    async with running(here.hall) as hall:
        await hall.ask(c.Tick(), "clock")
        here.foresight = foresight = Foresight(
            hall.engine,
            here.look,
            hall.clock,
            here.prospect,
            here.expectations,
            plan=PACE,
            remote=lambda on_ready: Remote(on_ready, command=NOBODY),
        )
        foresight.on_made(lambda forecast, _: here.made.append(forecast))
        foresight.on_told(here.told.append)
        hall.engine.on_committed(here.hear)
        async with asyncio.TaskGroup() as tasks:
            rounds = tasks.create_task(foresight.run())
            await until(lambda: here.told)
            try:
                yield here
            finally:
                rounds.cancel()


async def test_one_round_a_second_after_all_that_happened_and_every_refresh_while_somebody_waits() -> None:
    async with foreseen() as here:
        await here.sign_in()
        await here.hall.take()
        await here.hall.take()
        await here.wait(12_000)
    assert here.looks == [0, 1_000, 6_000, 11_000]


async def test_an_empty_hall_is_looked_at_seldom_and_never_while_nobody_is_at_work() -> None:
    async with foreseen() as here:
        await here.wait(70_000)
        assert here.looks == [0]
        await here.sign_in()
        await here.wait(32_000)
    assert here.looks == [0, 71_000, 71_000 + IDLE_MS]


async def test_what_is_on_paper_and_pads_moves_nobody_s_wait() -> None:
    async with foreseen() as here:
        await here.hall.ask(c.PostNotice("通知"), "manager:M1")
        await here.wait(3_000)
    assert here.looks == [0]


async def test_without_a_forecaster_everything_is_told_all_the_same() -> None:
    async with foreseen() as here:
        await here.sign_in()
        await here.wait(1_500)
        answer = await here.hall.take()
        assert isinstance(answer, Done)
        assert answer.slip is not None
        assert answer.slip.expected is not None
        await until(lambda: here.issued)
    assert here.issued[0].wait is not None
    assert here.issued[0].wait.method == "fluid"


async def test_what_is_told_can_be_computed_again_from_the_journal_s_number() -> None:
    async with foreseen() as here:
        await here.sign_in()
        await here.hall.take()
        await here.wait(1_500)
        head = here.hall.engine.head.seq
    made, glance = here.made[-1], here.glances[-1]
    assert (made.seq, made.seed) == (head, head)
    assert len(made.digest) == len(digest_of(glance.present, glance.laws)) == 32


async def test_a_look_that_fails_stops_nobody_and_what_was_known_grows_old() -> None:
    async with foreseen() as here:
        await here.sign_in()
        await here.hall.take()
        await here.wait(1_500)
        assert here.expectations.of_item(ITEM, here.hall.clock.now_ms()) is not None
        here.is_broken, told = True, len(here.told)
        await here.wait(FRESH_MS + 6_000)
        assert here.expectations.of_item(ITEM, here.hall.clock.now_ms()) is None
        lapsed = set().union(*here.told[told:])
        assert {f"wait/{ITEM}", "queue/A", "desk/01"} <= lapsed
        answer = await here.hall.take()
        assert isinstance(answer, Done)
        assert answer.slip is not None
        assert answer.slip.expected is None
        here.is_broken = False
        await here.wait(1_500)
        assert here.expectations.of_item(ITEM, here.hall.clock.now_ms()) is not None
