"""A citizen is a reference: written with the first event, forgotten in time, and never readable anywhere."""

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from queue_server.hall import commands as c
from queue_server.logbook import configure_logbook
from queue_server.runtime.identity import Identity
from queue_server.runtime.limits import Limits
from queue_server.runtime.people import DAY_MS, People
from queue_server.runtime.rehearsal import MORNING_MS, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, RefusalCode
from queue_server.wire.from_server import Done, Refused

CITIZEN = Identity("11010519491231002X")
OTHER = Identity("440524188001010014")


async def test_the_row_is_written_with_the_first_ticket(hall: Rehearsal, journal: MemoryJournal) -> None:
    await hall.take(person=CITIZEN)
    (person,) = await journal.people()
    assert (person.last4, person.created_ms, person.expires_ms) == (
        "002X",
        MORNING_MS,
        MORNING_MS + 30 * DAY_MS,
    )
    assert f'"person":"{person.ref}"' in journal.rows[-1].body


async def test_a_refused_command_leaves_nobody_behind(hall: Rehearsal, journal: MemoryJournal) -> None:
    await hall.take(person=CITIZEN, item=ItemCode("nothing"))
    assert await journal.people() == ()


async def test_one_identity_holds_one_open_ticket_in_a_queue(hall: Rehearsal) -> None:
    await hall.take(person=CITIZEN)
    second = await hall.take(person=CITIZEN)
    assert isinstance(second, Refused)
    assert second.code is RefusalCode.HAS_OPEN_TICKET
    assert isinstance(await hall.take(person=OTHER), Done)
    assert isinstance(await hall.take(person=CITIZEN, item=ItemCode("I2")), Done)


async def test_two_touches_in_one_batch_are_one_person(hall: Rehearsal, journal: MemoryJournal) -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(hall.take(person=CITIZEN))
        tasks.create_task(hall.take(person=CITIZEN, item=ItemCode("I2")))
    assert len(await journal.people()) == 1


async def test_the_person_is_known_again_after_a_restart(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal)) as hall:
        await hall.take(person=CITIZEN)
    async with running(Rehearsal(journal)) as again:
        assert isinstance(await again.take("another touch", person=CITIZEN), Refused)


async def test_a_failed_commit_leaves_no_half_person(hall: Rehearsal, journal: MemoryJournal) -> None:
    journal.fail_with = "disk full"
    await hall.take(person=CITIZEN)
    assert await journal.people() == ()


async def test_people_are_forgotten_when_their_time_has_ended(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal, limits=Limits(people_days=2))) as hall:
        await hall.take(person=CITIZEN)
        hall.clock.advance_ms(DAY_MS + DAY_MS // 2)
        await hall.take(person=OTHER)
        assert len(await journal.people()) == 2
        hall.clock.advance_ms(DAY_MS)
        await hall.ask(c.Tick(), "clock")
        assert [person.last4 for person in await journal.people()] == ["0014"]


def test_whoever_comes_again_is_kept_longer() -> None:
    people = People(b"key", keep_days=30)
    first = people.row_of(CITIZEN, 0)
    people.keep(first)
    assert people.take_unsaved() == (first,)
    assert people.row_of(CITIZEN, DAY_MS - 1) == first
    later = people.row_of(CITIZEN, 2 * DAY_MS)
    assert later == first._replace(expires_ms=32 * DAY_MS)


def test_whoever_was_forgotten_is_somebody_new() -> None:
    people = People(b"key", keep_days=1)
    first = people.row_of(CITIZEN, 0)
    people.keep(first)
    assert people.row_of(CITIZEN, DAY_MS).ref != first.ref
    people.forget(DAY_MS)
    assert people.row_of(CITIZEN, 5).ref != first.ref


def test_the_digest_depends_on_the_secret() -> None:
    assert People(b"a", 1).digest_of(CITIZEN) != People(b"b", 1).digest_of(CITIZEN)


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """Everything that is logged, however small."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    stream = io.StringIO()
    configure_logbook(stream, level="DEBUG")
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_no_number_is_in_the_files_or_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: io.StringIO
) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    async with running(Rehearsal(journal, limits=Limits(snapshot_every=1))) as hall:
        assert isinstance(await hall.take(person=CITIZEN), Done)
        await hall.take(person=CITIZEN)

        def explode(*_: object) -> None:
            raise ValueError(f"a bug about {CITIZEN.number}")

        monkeypatch.setattr("queue_server.hall.decide.decide", explode)
        await hall.take(person=OTHER)
        stored = bytes_in(tmp_path)
    await journal.close()
    logged = output.getvalue()
    assert "decide_failed" in logged
    assert b"p-" in stored
    for identity in (CITIZEN, OTHER):
        assert identity.number.encode() not in stored
        assert identity.number not in logged
