"""A store that was filled at one hall and meets another journal: a fresh one, or one of other marks.

A kiosk cannot tell a new hall from a restored one, so it hands in its day as after a restore. Nothing of it
is lost or doubled, the kiosk goes on, and what is refused is told with its number.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.hand_in import HandIn
from kiosk.citizen.away.records import HandedIn, Issued, Leased
from queue_server.hall.plan import AwayPlan
from queue_server.runtime.doorstep import Doorstep, at_work, doorstep, until
from queue_server.runtime.rehearsal import ITEM, MORNING_MS, PLAN, Rehearsal
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import QueueCode, Role
from queue_server.wire.client import new_request_id
from tests.kiosk_citizen.away.hall import DAY, Log, store_at

ELSEWHERE = "another hall's run"
YESTERDAY, TOMORROW = "20260301", "20260303"


class Stale:
    """A kiosk's store with another hall's numbers: two of today, handed in there; one of each day around."""

    def __init__(self, path: Path) -> None:
        self.log, self.journal = Log(), MemoryJournal()
        self.store = store_at(path, self.log)
        self.store.append(Leased("Z", 41, 80, "ab" * 32))
        for ordinal, day in ((41, DAY), (42, DAY), (43, YESTERDAY), (44, TOMORROW)):
            self.store.append(self.issued(ordinal, day))
        for one in self.store.kept.issued[:2]:
            self.store.append(HandedIn(one.ticket, ELSEWHERE))

    def issued(self, ordinal: int, day: str) -> Issued:
        number, at_ms = f"AZ{ordinal:03d}", MORNING_MS - 60_000 + ordinal
        return Issued(self.store.kept.holder, number, day, QueueCode("A"), ordinal, ITEM, at_ms, 20)


@pytest.fixture
def stale(tmp_path: Path) -> Stale:
    return Stale(tmp_path / "k.away")


@asynccontextmanager
async def settled(stale: Stale, marks: dict[str, str]) -> AsyncIterator[Doorstep]:
    """Open a fresh hall, and let the kiosk settle with it."""
    rehearsal = Rehearsal(stale.journal, plan=replace(PLAN, away=AwayPlan(marks, 40)))
    async with doorstep(rehearsal=rehearsal) as door, at_work(door.link(Role.KIOSK, "K1")) as link:
        await until(lambda: link.is_connected)
        desk = AwayDesk(stale.store, rehearsal.clock, stale.log)
        worker = HandIn(link, desk, rehearsal.clock, new_request_id, lambda: None)
        async with asyncio.TaskGroup() as tasks:
            settling = tasks.create_task(worker.run())
            await until(lambda: worker.is_settled)
            settling.cancel()
        yield door


async def test_a_fresh_hall_takes_in_the_day_once_and_believes_the_block(stale: Stale) -> None:
    async with settled(stale, {"K1": "Z"}) as door:
        state = door.rehearsal.engine.room.state
        assert sorted(state.tickets) == [f"{DAY}-AZ041", f"{DAY}-AZ042"]
        assert [(one.holder, one.first, one.last) for one in state.leases["K1"]] == [
            (stale.store.kept.holder, 41, 80)
        ]
    rows = [row async for rows in stale.journal.read() for row in rows if row.kind == "away_number_lapsed"]
    assert ['"number":"AZ043"' in row.body for row in rows] == [True]
    assert [said for level, said in stale.log.said if level == "error" and "AZ044" in said]
    assert len(stale.store.kept.issued) == 4
    assert stale.store.kept.next_ordinal(DAY, QueueCode("A")) == 43


async def test_what_comes_from_a_day_ahead_is_kept_and_taken_in_on_its_day(stale: Stale) -> None:
    async with settled(stale, {"K1": "Z"}):
        pass
    due = stale.store.kept.due("the next run", TOMORROW)
    assert due is not None
    assert due.number == "AZ044"


async def test_a_hall_with_another_mark_refuses_its_numbers_by_name_and_leases_a_block(stale: Stale) -> None:
    async with settled(stale, {"K1": "V"}) as door:
        assert not door.rehearsal.engine.room.state.tickets
    refused = [said for level, said in stale.log.said if level == "error"]
    assert all(any(number in said for said in refused) for number in ("AZ041", "AZ042", "AZ043", "AZ044"))
    assert stale.store.kept.lease.mark == "V"
    assert len(stale.store.kept.issued) == 4
