"""The disk fails: nothing unwritten is acknowledged, everybody is told, nothing is lost."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from queue_server.errors import BrokenJournal, StoreFault
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.chain import Head
from queue_server.store.journal import Batch
from queue_server.store.memory import MemoryJournal
from queue_server.store.sqlite import JournalConnection, SqliteJournal
from queue_server.store.verify import verify
from queue_server.wire.from_server import Done, Faulted


async def healed(hall: Rehearsal) -> None:
    """Let the hall's time run until the trouble is over."""
    for _ in range(10_000):
        if not hall.engine.trouble:
            return
        hall.clock.advance_ms(1_000)
        await asyncio.sleep(0.001)
    raise AssertionError(f"still in trouble: {hall.engine.trouble}")


@pytest.fixture
def told(hall: Rehearsal) -> list[str]:
    """What the listeners heard of trouble."""
    heard: list[str] = []
    hall.engine.on_trouble(heard.append)
    return heard


async def test_a_failed_commit_is_a_fault_for_everybody_who_waits(
    hall: Rehearsal, journal: MemoryJournal, told: list[str]
) -> None:
    await hall.take()
    journal.fail_with = "disk full"
    async with asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(hall.take()) for _ in range(5)]
    answers = [task.result() for task in asking]
    assert all(isinstance(answer, Faulted) and answer.detail == "disk full" for answer in answers)
    assert told == ["disk full"]
    assert len(journal.rows) == 2


async def test_in_trouble_nothing_is_accepted_but_old_answers_are_repeated(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    first = await hall.take(request="q")
    journal.fail_with = "disk full"
    await hall.take()
    assert isinstance(await hall.take(), Faulted)
    assert await hall.take(request="q") == first


async def test_when_space_is_back_the_hall_goes_on_where_the_disk_is(
    hall: Rehearsal, journal: MemoryJournal, told: list[str]
) -> None:
    await hall.take()
    journal.fail_with = "disk full"
    assert isinstance(await hall.take(request="again"), Faulted)
    journal.fail_with = ""
    await healed(hall)
    assert told == ["disk full", ""]
    answer = await hall.take(request="again")
    assert isinstance(answer, Done)
    assert answer.number == "A002"
    assert [row.seq for row in journal.rows] == [1, 2, 3]


async def test_the_room_agrees_with_the_disk_while_in_trouble(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    await hall.take()
    journal.fail_with = "disk full"
    await hall.take()
    assert await hall.engine.read(lambda room: list(room.state.tickets)) == ["20260302-A001"]


async def test_a_commit_that_lost_only_its_answer_counts(hall: Rehearsal, journal: MemoryJournal) -> None:
    await hall.take()
    journal.fail_with, journal.fail_after_write = "I/O error", True
    answer = await hall.take(request="q")
    assert isinstance(answer, Done)
    assert answer.number == "A002"
    journal.fail_with = ""
    assert await hall.take(request="q") == answer
    assert len(journal.rows) == 3


async def test_acknowledgements_of_boards_survive_the_trouble(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    await hall.take()
    journal.fail_with = "disk full"
    hall.engine.heard("board-A", 3)
    await hall.take()
    journal.fail_with = ""
    await healed(hall)
    await hall.take()
    assert await journal.acks() == {"board-A": 3}


async def test_an_impossible_event_spoils_memory_which_is_read_anew(
    hall: Rehearsal, journal: MemoryJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hall.take()

    def explode(*_: object) -> None:
        raise AssertionError("an event that cannot happen")

    with monkeypatch.context() as patch:
        patch.setattr("queue_server.runtime.work.Work._happen", explode)
        assert isinstance(await hall.take(), Faulted)
    await healed(hall)
    answer = await hall.take()
    assert isinstance(answer, Done)
    assert answer.number == "A002"


async def test_a_journal_changed_behind_its_back_stops_the_writer(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        await hall.take()
    journal.rows[1] = journal.rows[1]._replace(body=journal.rows[1].body.replace("A001", "A009"))
    with pytest.raises(BrokenJournal, match="event 2"):
        await Rehearsal(journal).engine.start()


@asynccontextmanager
async def on_disk(path: Path) -> AsyncIterator[tuple[Rehearsal, SqliteJournal]]:
    """A hall at work on a real file."""
    journal = await SqliteJournal.open(path)
    try:
        async with running(Rehearsal(journal)) as hall:
            yield hall, journal
    finally:
        await journal.close()


async def test_a_full_database_file_heals_without_loss(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    async with on_disk(path) as (hall, journal):
        await hall.take()
        pages = (await journal._rows("PRAGMA page_count", ()))[0][0]
        await journal._rows(f"PRAGMA max_page_count={pages}", ())
        acknowledged = await take_until_full(hall)
        await journal._rows("PRAGMA max_page_count=1000000", ())
        await healed(hall)
        answer = await hall.take()
        assert isinstance(answer, Done)
        assert answer.number == f"A{len(acknowledged) + 2:03}"
    assert verify(path).is_sound


async def take_until_full(hall: Rehearsal) -> list[str]:
    """Return the numbers given out before the first fault."""
    numbers: list[str] = []
    while isinstance(answer := await hall.take(), Done):
        numbers.append(answer.number)
    assert isinstance(answer, Faulted)
    assert "full" in answer.detail
    return numbers


class BlindJournal(MemoryJournal):
    """While it fails, it cannot even be read."""

    async def last(self) -> Head:
        if self.fail_with:
            raise StoreFault(self.fail_with)
        return await super().last()


async def test_a_disk_that_cannot_even_be_read_is_waited_for() -> None:
    journal = BlindJournal()
    async with running(Rehearsal(journal)) as hall:
        await hall.take()
        journal.fail_with = "I/O error"
        asking = [await hall.take(request="q"), await hall.take(request="q")]
        assert all(isinstance(answer, Faulted) for answer in asking)
        journal.fail_with = ""
        await healed(hall)
        answer = await hall.take(request="q")
        assert isinstance(answer, Done)
        assert answer.number == "A002"


class DumbJournal(MemoryJournal):
    """It keeps what it is given and then can be neither asked nor read."""

    is_failing = is_dumb = False

    async def append(self, batch: Batch) -> None:
        await super().append(batch)
        if self.is_failing:
            self.is_dumb = True
            raise StoreFault("I/O error")

    async def last(self) -> Head:
        if self.is_dumb:
            raise StoreFault("I/O error")
        return await super().last()


async def test_what_the_disk_kept_without_saying_so_is_told_when_it_speaks_again() -> None:
    journal = DumbJournal()
    async with running(Rehearsal(journal)) as hall:
        await hall.take()
        told: list[int] = []
        hall.engine.on_committed(lambda batch: told.extend(one.seq for one in batch.recorded))
        journal.is_failing = True
        assert isinstance(await hall.take(request="q"), Faulted)
        journal.is_failing = journal.is_dumb = False
        await healed(hall)
        assert told == [3]
        assert isinstance(await hall.take(request="q"), Done)
        assert told == [3]


async def test_the_writer_starts_by_itself_when_nobody_started_it(journal: MemoryJournal) -> None:
    hall = Rehearsal(journal)
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(hall.engine.run())
        await healed(hall)
        assert isinstance(await hall.take(), Done)
        writer.cancel()


class LostAnswer(JournalConnection):
    """A connection that commits and then, once, fails."""

    fails = False

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        cursor = super().executemany(sql, parameters)
        if type(self).fails:
            type(self).fails = False
            raise sqlite3.OperationalError("disk I/O error")
        return cursor


async def test_sqlite_is_asked_whether_a_failed_commit_is_on_disk(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db", factory=LostAnswer)
    async with running(Rehearsal(journal)) as hall:
        await hall.take()
        LostAnswer.fails = True
        answer = await hall.take(request="q")
        assert isinstance(answer, Done)
        assert answer.number == "A002"
        assert not LostAnswer.fails
        assert not hall.engine.trouble
    await journal.close()


@contextmanager
def tmpfs(folder: Path, size_kib: int) -> Iterator[None]:
    """A file system of so many KiB at ``folder``; skips where mounting is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small tmpfs needs root and a system that allows mounts")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


async def test_a_full_file_system_heals_without_loss(tmp_path: Path) -> None:
    with tmpfs(tmp_path, 1024):
        path = tmp_path / "hall.db"
        async with on_disk(path) as (hall, journal):
            (tmp_path / "ballast").write_bytes(b"." * 600_000)
            await hall.take()
            numbers = ["A001", *(await take_until_full(hall))]
            (tmp_path / "ballast").unlink()
            await healed(hall)
            answer = await hall.take()
            assert isinstance(answer, Done)
            on_disk_numbers = [
                row.body.split('"number":"')[1][:4].rstrip('"')
                async for rows in journal.read()
                for row in rows
                if row.kind == "ticket_issued"
            ]
        assert on_disk_numbers == [*numbers, answer.number]
        assert verify(path).is_sound
