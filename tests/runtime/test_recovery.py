"""From disk to memory: the same state, the same answers, whatever happened to the snapshots."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.errors import BrokenJournal
from queue_server.hall import commands as c
from queue_server.hall.state import HallState
from queue_server.runtime.answers import Answerer
from queue_server.runtime.inbox import AnyAnswer, Envelope
from queue_server.runtime.limits import Limits
from queue_server.runtime.rehearsal import ITEM, PLAN, STAFF, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, RequestId, TicketClass, TicketId, WindowNo

OFTEN = Limits(snapshot_every=5, replay_at_least=0, requests_from=0)


def state_of(hall: Rehearsal) -> HallState:
    return hall.engine.room.state


async def restarted(journal: MemoryJournal, limits: Limits = OFTEN) -> Rehearsal:
    again = Rehearsal(journal, limits=limits)
    await again.engine.start()
    return again


async def a_busy_morning(hall: Rehearsal) -> list[AnyAnswer]:
    """Twelve tickets, two windows, some calls."""
    answers = [await hall.take(request=f"t{n}") for n in range(12)]
    for window in ("01", "02"):
        await hall.sign_in(window)
        answers.append(await hall.call(window, request=f"c{window}"))
    return answers


async def test_a_restart_has_the_same_state_and_the_same_answers(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        answers = await a_busy_morning(hall)
    async with running(Rehearsal(journal)) as again:
        assert state_of(again) == state_of(hall)
        assert again.engine.head == hall.engine.head
        assert [await again.take(request=f"t{n}") for n in range(12)] == answers[:12]
        assert [await again.call(f"0{n}", request=f"c0{n}") for n in (1, 2)] == answers[12:]


async def test_a_reprint_is_answered_the_same_although_the_hall_moved_on(journal: MemoryJournal) -> None:
    reprint = c.ReprintTicket(TicketId("20260302-A003"))
    async with running(Rehearsal(journal)) as hall:
        await a_busy_morning(hall)
        first = await hall.ask(reprint, request="r")
        await hall.call("01")
        await hall.take()
    async with running(Rehearsal(journal)) as again:
        assert await again.ask(reprint, request="r") == first


async def test_a_request_of_before_the_restart_is_not_given_to_another(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        first = await hall.take(request="q")
    async with running(Rehearsal(journal)) as again:
        assert await again.ask(c.TakeTicket(ITEM), "kiosk:K2", "q") != first


async def with_snapshots(journal: MemoryJournal) -> Rehearsal:
    async with running(Rehearsal(journal, limits=OFTEN)) as hall:
        await a_busy_morning(hall)
        await snapshot_written(journal)
    return hall


async def snapshot_written(journal: MemoryJournal) -> None:
    for _ in range(1_000):
        if await journal.snapshots():
            return
        await asyncio.sleep(0)
    raise AssertionError("no snapshot was written")


async def test_a_snapshot_and_the_rest_make_the_same_state(journal: MemoryJournal) -> None:
    hall = await with_snapshots(journal)
    journal.rows[0] = journal.rows[0]._replace(body="not read any more")
    again = await restarted(journal)
    assert state_of(again) == state_of(hall)
    assert again.engine.room.lanes.__dict__.keys() == hall.engine.room.lanes.__dict__.keys()


@pytest.mark.parametrize("harm", ["body", "digest", "missing", "junk"])
async def test_a_harmed_snapshot_is_passed_over(journal: MemoryJournal, harm: str) -> None:
    hall = await with_snapshots(journal)
    for seq, parts in journal._snapshots.items():
        part = parts[0]
        if harm == "body":
            parts[0] = part._replace(body=part.body[:-1] + bytes([part.body[-1] ^ 1]))
        elif harm == "digest":
            parts[0] = part._replace(digest="f" * 64)
        elif harm == "missing":
            del parts[max(parts)]
        else:
            journal._snapshots[seq] = {0: part._replace(body=b"\xc1", parts=1)}
    assert state_of(await restarted(journal)) == state_of(hall)


async def test_a_snapshot_of_another_history_is_passed_over(journal: MemoryJournal) -> None:
    await with_snapshots(journal)
    other = MemoryJournal()
    async with running(Rehearsal(other)) as hall:
        await hall.sign_in("01")
        for _ in range(12):
            await hall.take()
    other._snapshots = journal._snapshots
    assert state_of(await restarted(other)) == state_of(hall)


async def test_requests_of_before_the_snapshot_are_remembered(journal: MemoryJournal) -> None:
    hall = await with_snapshots(journal)
    async with running(Rehearsal(journal, limits=Limits(snapshot_every=5, replay_at_least=0))) as again:
        first = await again.take(request="t0")
        assert state_of(again) == state_of(hall)
        assert first.request == "t0"


async def test_a_plan_without_yesterdays_items_stops_no_start(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        await a_busy_morning(hall)
        await hall.ask(c.ReprintTicket(TicketId("20260302-A009")), request="r")
    emptied = msgspec.structs.replace(PLAN, items=(), queues=(), windows=())
    again = Rehearsal(journal, plan=emptied)
    await again.engine.start()
    assert state_of(again) == state_of(hall)


async def test_an_answer_that_cannot_be_given_any_more_is_forgotten(
    journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(Rehearsal(journal)) as hall:
        await a_busy_morning(hall)

    def unanswerable(*_: object) -> None:
        raise KeyError("I1")

    again = Rehearsal(journal)
    monkeypatch.setattr(Answerer, "answer", unanswerable)
    await again.engine.start()
    assert state_of(again) == state_of(hall)


async def test_a_missing_event_stops_the_start(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        await a_busy_morning(hall)
    del journal.rows[4]
    with pytest.raises(BrokenJournal, match="event 5: missing"):
        await restarted(journal)


async def test_an_event_of_a_newer_server_is_named(journal: MemoryJournal) -> None:
    from queue_server.store.chain import digest_after

    async with running(Rehearsal(journal)) as hall:
        await hall.take()
    row = journal.rows[-1]._replace(body='{"event":"ticket_flown"}')
    journal.rows[-1] = row._replace(digest=digest_after(journal.rows[-2].digest, row[:-1]))
    with pytest.raises(BrokenJournal, match="event 2: this server does not know"):
        await restarted(journal)


WINDOWS = st.sampled_from([WindowNo("01"), WindowNo("02")])
COMMANDS = st.one_of(
    st.builds(
        c.TakeTicket,
        item=st.sampled_from([ITEM, ItemCode("I2"), ItemCode("nothing")]),
        klass=st.sampled_from(TicketClass),
    ),
    st.builds(c.SignIn, window=WINDOWS, staff=st.just(STAFF)),
    *(
        st.builds(kind, window=WINDOWS)
        for kind in (c.CallNext, c.RecallTicket, c.StartService, c.FinishService, c.MarkNoShow, c.UndoStep)
    ),
    st.builds(c.HoldTicket, window=WINDOWS, reason=st.just("取材料")),
    st.builds(c.TransferTicket, window=WINDOWS, to_window=WINDOWS),
    st.builds(c.RateService, window=WINDOWS, stars=st.integers(1, 5)),
    st.builds(c.Tick),
)
STEPS = st.lists(st.tuples(COMMANDS, st.integers(0, 40_000)), max_size=30)


STARTS = st.sampled_from([Limits(), Limits(snapshot_every=5, replay_at_least=0), Limits(replay_at_least=7)])


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, limits=STARTS)
def test_any_day_is_the_same_after_a_restart(steps: list[tuple[c.AnyCommand, int]], limits: Limits) -> None:
    asyncio.run(live_and_restart(steps, limits))


async def live_and_restart(steps: list[tuple[c.AnyCommand, int]], limits: Limits) -> None:
    """Live through the steps, restart, ask everything again: same state, same answers, no new event."""
    journal = MemoryJournal()
    envelopes = [
        Envelope(RequestId(f"q{n}"), f"place:{n % 3}", command) for n, (command, _) in enumerate(steps)
    ]
    async with running(Rehearsal(journal, limits=limits._replace(snapshot_every=5))) as hall:
        answers = []
        for envelope, (_, pause_ms) in zip(envelopes, steps, strict=True):
            hall.clock.advance_ms(pause_ms)
            answers.append(await hall.engine.submit(envelope))
    recorded = {row.request for row in journal.rows}
    async with running(Rehearsal(journal, hall.clock, limits)) as again:
        assert again.engine.rooms.states == hall.engine.rooms.states
        for envelope, answer in zip(envelopes, answers, strict=True):
            if envelope.request in recorded:
                assert await again.engine.submit(envelope) == answer
        assert again.engine.head == hall.engine.head
    assert state_of(await restarted(journal)) == state_of(hall)


async def test_sqlite_gives_the_same_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal, limits=OFTEN)) as hall:
        answers = await a_busy_morning(hall)
    await journal.close()
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal)) as again:
        assert state_of(again) == state_of(hall)
        assert [await again.take(request=f"t{n}") for n in range(12)] == answers[:12]
    await journal.close()


async def a_morning_on_disk(path: Path) -> None:
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal)) as hall:
        await a_busy_morning(hall)
    await journal.close()


TOUCHES = {
    "tail cut off": "DELETE FROM journal WHERE seq > 9",
    "tail and noted head": "DELETE FROM journal WHERE seq > 9; UPDATE meta SET value = "
    "(SELECT seq || ':' || digest FROM journal WHERE seq = 9) WHERE name = 'head'",
    "seal taken away": "UPDATE meta SET value = '' WHERE name = 'seal'",
    "emptied": "DELETE FROM journal",
}


@pytest.mark.parametrize("statements", TOUCHES.values(), ids=TOUCHES)
async def test_a_touched_end_stops_the_start_and_is_not_sealed_anew(tmp_path: Path, statements: str) -> None:
    path = tmp_path / "hall.db"
    await a_morning_on_disk(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.executescript(statements)
    journal = await SqliteJournal.open(path)
    try:
        with pytest.raises(BrokenJournal, match="put back journal and secret"):
            await Rehearsal(journal).engine.start()
    finally:
        await journal.close()
