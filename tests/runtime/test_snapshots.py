"""Snapshots: whole or not at all, in small parts, as many as recovery needs."""

import asyncio

import msgspec

from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.runtime.rehearsal import PLAN, Rehearsal, running
from queue_server.runtime.snapshots import TICKETS_PER_PART, Frozen, Snapshotter, checksum_of, thaw
from queue_server.store.chain import Head
from queue_server.store.journal import SnapshotPart
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import ItemCode, WindowNo

KEY = b"k" * 32
HEAD = Head(7, "d" * 64)


async def test_a_big_state_is_frozen_in_parts_and_thawed_whole(hall: Rehearsal) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(TICKETS_PER_PART * 2 + 1):
            tasks.create_task(hall.take())
    states = hall.engine.rooms.states
    frozen = Frozen(HEAD, states, KEY)
    assert frozen.parts == 1 + 3 + 2, "tickets by 500, notes of them by 1,000"
    parts = tuple(frozen.part(number) for number in range(frozen.parts))
    assert thaw(parts, KEY) == (HEAD, states)
    assert thaw(parts[:-1], KEY) is None
    assert thaw(parts[1:], KEY) is None
    assert thaw((), KEY) is None
    assert thaw(parts, b"another") is None


def test_a_state_of_another_server_is_not_thawed() -> None:
    body = msgspec.msgpack.encode({"day": 5})
    part = SnapshotPart(7, HEAD.digest, 0, 1, body, checksum_of(KEY, HEAD.digest, body))
    assert thaw((part,), KEY) is None


async def test_a_frozen_state_stands_still_while_the_hall_goes_on(hall: Rehearsal) -> None:
    await hall.take()
    await hall.sign_in()
    await hall.call()
    states = hall.engine.rooms.states
    frozen = Frozen(HEAD, states, KEY)
    before = msgspec.json.encode(states)
    await hall.ask(c.StartService(WindowNo("01")), "window:01")
    hall.clock.advance_ms(60_000)
    await hall.ask(c.FinishService(WindowNo("01")), "window:01")
    await hall.take()
    await hall.call()
    await hall.ask(c.ChangeSkills(Hall(PLAN).plan.windows[0].number, (ItemCode("I2"),), "借调"))
    thawed = thaw(tuple(frozen.part(number) for number in range(frozen.parts)), KEY)
    assert thawed is not None
    assert len(thawed[1].hall.tickets) == 1
    assert thawed[1].hall.queues["A"].issued == 1  # type: ignore[index]  # a NewType
    assert thawed[1].hall.skills == {}
    assert msgspec.json.encode(thawed[1]) == before


async def test_only_the_snapshots_that_recovery_needs_are_kept(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    await hall.take()
    snapshotter = Snapshotter(journal, every=10, keep_events=25, key=KEY)
    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(snapshotter.run())
        for seq in range(1, 101):
            snapshotter.offer(Head(seq, "d"), hall.engine.rooms)
            for _ in range(10):
                await asyncio.sleep(0)
        writing.cancel()
    assert await journal.snapshots() == (100, 90, 80, 70, 60)


async def test_a_disk_in_trouble_costs_a_snapshot_and_nothing_else(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        await hall.take()
        snapshotter = Snapshotter(journal, every=1, keep_events=0, key=KEY)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(snapshotter.run())
            journal.fail_with = "disk full"
            for seq in (1, 2):
                snapshotter.offer(Head(seq, "d"), hall.engine.rooms)
                for _ in range(10):
                    await asyncio.sleep(0)
                journal.fail_with = ""
            writing.cancel()
    assert await journal.snapshots() == (2,)
