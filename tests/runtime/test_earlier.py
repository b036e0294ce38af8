"""Requests of before the snapshot: known by name, answered as the first time, never done twice."""

import asyncio

import pytest

from queue_server.hall import commands as c
from queue_server.runtime import recovery
from queue_server.runtime.answers import Answerer
from queue_server.runtime.inbox import AnyAnswer
from queue_server.runtime.limits import Limits
from queue_server.runtime.rehearsal import ITEM, Rehearsal, running
from queue_server.runtime.requests import RequestMemory
from queue_server.store.chain import Head
from queue_server.store.journal import Journal
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import TicketId, WindowNo
from queue_server.wire.from_server import Faulted, Refused

FROM_THE_NEWEST = Limits(snapshot_every=5, replay_at_least=0)
"""Every snapshot is kept, since all requests are to be known; a start takes the newest."""
REPRINT = c.ReprintTicket(TicketId("20260302-A003"))


async def lived(journal: MemoryJournal) -> list[AnyAnswer]:
    """Live through a morning with several snapshots; return the answers to ``t0`` .. ``t11`` and ``r``."""
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as hall:
        answers = [await hall.take(request=f"t{n}") for n in range(12)]
        answers.append(await hall.ask(REPRINT, request="r"))
        await hall.sign_in()
        while not await hall_is_frozen_at_its_end(hall):
            await hall.call()
            await hall.ask(c.StartService(WindowNo("01")), "window:01")
    return answers


async def hall_is_frozen_at_its_end(hall: Rehearsal) -> bool:
    """Whether a snapshot stands at the very end, so that a start replays nothing."""
    for _ in range(20):
        await asyncio.sleep(0)
    return (await hall.journal.snapshots())[:1] == (hall.engine.head.seq,)


async def test_a_start_that_replays_nothing_gives_every_answer_as_the_first_time(
    journal: MemoryJournal,
) -> None:
    answers = await lived(journal)
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as again:
        head = again.engine.head
        assert len(again.engine._live.requests) == 0
        assert [await again.take(request=f"t{n}") for n in range(12)] == answers[:12]
        assert await again.ask(REPRINT, request="r") == answers[12]
        assert again.engine.head == head


async def test_the_answers_of_before_are_made_once_however_many_ask(
    journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lived(journal)
    made: list[int] = []
    remake = recovery._remake

    async def counted(
        journal: Journal, answerer: Answerer, known_from: int, until: Head, key: bytes
    ) -> RequestMemory:
        made.append(1)
        return await remake(journal, answerer, known_from, until, key)

    monkeypatch.setattr(recovery, "_remake", counted)
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as again:
        async with asyncio.TaskGroup() as tasks:
            for n in range(12):
                tasks.create_task(again.take(request=f"t{n}"))
        assert made == [1]


async def test_an_earlier_request_of_another_command_is_refused_without_a_look_at_the_past(
    journal: MemoryJournal,
) -> None:
    await lived(journal)
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as again:
        journal.rows[0] = journal.rows[0]._replace(body="not read")
        answer = await again.ask(c.TakeTicket(ITEM), "kiosk:K2", "t0")
        assert isinstance(answer, Refused)
        assert answer.facts == {"why": "request_id_used"}


async def test_a_changed_past_answers_nothing_and_does_nothing(journal: MemoryJournal) -> None:
    await lived(journal)
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as again:
        head = again.engine.head
        journal.rows[3] = journal.rows[3]._replace(at_ms=journal.rows[3].at_ms + 1)
        answer = await again.take(request="t0")
        assert isinstance(answer, Faulted)
        assert "digest is wrong" in answer.detail
        assert again.engine.head == head


async def test_a_new_request_does_not_wait_for_the_past(journal: MemoryJournal) -> None:
    await lived(journal)
    async with running(Rehearsal(journal, limits=FROM_THE_NEWEST)) as again:
        head = again.engine.head
        await again.take(request="new")
        assert again.engine.head.seq > head.seq
        assert again.engine._live.earlier._memory is None
