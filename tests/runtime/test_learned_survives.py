"""What the hall has learned stands in snapshots and comes out of the journal the same, on a real disk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from queue_server.forecast.conformal import bucket_of
from queue_server.hall import commands as c
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.limits import USUAL, Limits
from queue_server.runtime.rehearsal import ITEM, Rehearsal, running
from queue_server.runtime.snapshots import Frozen, checksum_of, thaw
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo
from queue_server.wire.from_server import Done

OFTEN = Limits(snapshot_every=5, replay_at_least=0, requests_from=0)
MINUTE_MS = 60_000
ONE = WindowNo("01")


class EightMinutes:
    """An outlook that always says the same."""

    def of_new(self, item: ItemCode, klass: TicketClass, ahead: int, at_ms: int) -> FirstForecast:
        del item, klass, ahead
        low, mid, high = (minutes * MINUTE_MS for minutes in (4, 8, 13))
        return FirstForecast(1, at_ms, 7, "d", low, mid, high, 4, 15)


async def a_day(hall: Rehearsal) -> None:
    """Serve four, miss one, serve a sixth until the day ends, a seventh called and taken back."""
    await hall.sign_in()
    for _ in range(7):
        await hall.take()
    for n in range(6):
        await hall.call()
        hall.clock.advance_ms(20_000)
        act = c.MarkNoShow(ONE) if n == 3 else c.StartService(ONE)
        await hall.ask(act, "window:01")
        hall.clock.advance_ms(5 * MINUTE_MS)
    assert isinstance(await hall.call(), Done)
    assert isinstance(await hall.ask(c.UndoStep(ONE), "window:01"), Done)
    hall.clock.advance_ms(24 * 60 * MINUTE_MS)
    await hall.ask(c.Tick(), "clock")


@asynccontextmanager
async def at_work(path: Path, limits: Limits = USUAL) -> AsyncIterator[Rehearsal]:
    """A hall on a journal on disk, whose every number has a forecast."""
    journal = await SqliteJournal.open(path)
    try:
        async with running(Rehearsal(journal, limits=limits, outlook=EightMinutes())) as hall:
            yield hall
    finally:
        await journal.close()


@pytest.mark.parametrize("limits", [OFTEN, USUAL], ids=["from a snapshot", "from the journal alone"])
async def test_scores_durations_and_arrivals_survive_a_restart(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "hall.db"
    async with at_work(path, limits) as hall:
        await a_day(hall)
        learned = hall.engine.rooms.states.learned
    assert len(learned.scores.buckets[bucket_of(8 * MINUTE_MS)]) == 6
    assert len(learned.services[ITEM].kept) == 4 * 4
    assert (learned.comings.came, learned.comings.missed) == (5, 1)
    assert (sum(learned.arrivals.days), learned.tickets, learned.steps) == (1, {}, {})
    async with at_work(path, limits) as again:
        assert again.engine.rooms.states.learned == learned


async def test_a_snapshot_of_before_the_hall_learned_is_passed_over(tmp_path: Path) -> None:
    key = b"k" * 32
    async with at_work(tmp_path / "hall.db") as hall:
        await a_day(hall)
        head, states = hall.engine.head, hall.engine.rooms.states
        frozen = Frozen(head, states, key)
        part, *slices = (frozen.part(number) for number in range(frozen.parts))
    assert slices, "what was learned stands in parts of its own"
    assert thaw((part, *slices), key) == (head, states)
    former = msgspec.msgpack.decode(part.body)
    del former["learned"]
    body = msgspec.msgpack.encode(former)
    older = part._replace(body=body, checksum=checksum_of(key, part.digest, body))
    assert thaw((older, *slices), key) is None
