"""Time is told when something is due, at least once a minute, and at once when it falls due earlier."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.runtime.rehearsal import PLAN, Rehearsal
from queue_server.runtime.ticker import Ticker
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import WindowNo


@asynccontextmanager
async def ticking(hall: Rehearsal) -> AsyncIterator[Ticker]:
    ticker = Ticker(hall.engine, Hall(PLAN), hall.clock)
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(ticker.run())
        await settle()
        yield ticker
        task.cancel()


async def settle() -> None:
    """Let everything that can happen without time happen."""
    for _ in range(50):
        await asyncio.sleep(0)


def kinds(journal: MemoryJournal) -> list[str]:
    return [row.kind for row in journal.rows]


async def test_the_first_tick_opens_the_day(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        assert kinds(journal) == ["day_opened"]


async def test_a_tick_with_nothing_due_leaves_no_event(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        for _ in range(10):
            hall.clock.advance_ms(60_000)
            await settle()
        assert kinds(journal) == ["day_opened"]


async def test_an_earlier_deadline_wakes_the_ticker(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        await hall.take()
        await hall.sign_in()
        await hall.call()
        await settle()
        called_ms = journal.rows[-1].at_ms
        hall.clock.advance_ms(29_999)
        await settle()
        assert kinds(journal)[-1] == "ticket_called"
        hall.clock.advance_ms(1)
        await settle()
        assert (kinds(journal)[-1], journal.rows[-1].at_ms) == ("ticket_recalled", called_ms + 30_000)


async def test_a_call_is_repeated_and_missed_by_itself(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        await hall.take()
        await hall.sign_in()
        await hall.call()
        for _ in range(95):
            hall.clock.advance_ms(1_000)
            await settle()
    assert kinds(journal)[-3:] == ["ticket_recalled", "ticket_recalled", "ticket_missed"]


async def test_midnight_turns_the_day(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        hall.clock.advance_ms(15 * 3_600_000)
        await settle()
    assert kinds(journal) == ["day_opened", "day_closed", "day_opened"]


async def test_it_goes_on_after_trouble(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with ticking(hall):
        journal.fail_with = "disk full"
        await hall.ask(c.OpenWindow(WindowNo("01")))
        for _ in range(3):
            hall.clock.advance_ms(60_000)
            await settle()
        journal.fail_with = ""
        for _ in range(20):
            hall.clock.advance_ms(3_600_000)
            await settle()
    assert "day_closed" in kinds(journal)
