"""A past day read from a journal is the day that was lived, its midnight closing and its clock included."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from queue_server.errors import BrokenJournal, StoreFault
from queue_server.hall import commands as c
from queue_server.hall.events import DayOpened, TicketClosed
from queue_server.hall.evolve import evolve
from queue_server.runtime.past import NoSuchDay, read_past_day, recorded_in, written
from queue_server.runtime.rehearsal import ITEM, MORNING_MS, Rehearsal, running
from queue_server.store.chain import Row
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import WindowNo

DAY_MS = 86_400_000
W1 = WindowNo("01")


async def two_days(path: Path) -> Rehearsal:
    """Monday: three numbers, one called and left open over midnight. Tuesday: one number, called."""
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal)) as hall:
        for _ in range(3):
            await hall.take()
        await hall.sign_in()
        await hall.call()
        await hall.ask(c.PostNotice("停电", ""), "manager:M1")
        hall.clock.advance_ms(DAY_MS)
        await hall.take()
        await hall.sign_in()
        await hall.call()
    await journal.close()
    return hall


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    path = tmp_path / "hall.db"
    await two_days(path)
    return path


def test_a_day_goes_from_its_opening_to_the_next_one(path: Path) -> None:
    monday = read_past_day(path, "20260302")
    assert isinstance(monday.recorded[0].event, DayOpened)
    closed = [each for each in monday.recorded if isinstance(each.event, TicketClosed)]
    assert len(closed) == 3
    assert not set(closed) & set(monday.within_its_date())
    assert (monday.utc_offset_min, monday.passed_over) == (480, 0)
    assert monday.midnight_ms == MORNING_MS - (9 * 60 + 20) * 60_000


async def test_the_second_day_ends_in_the_state_of_the_hall(tmp_path: Path) -> None:
    hall = await two_days(tmp_path / "hall.db")
    tuesday = read_past_day(tmp_path / "hall.db", "20260303")
    assert tuesday.room.state.announced == 1
    assert tuesday.room.state.notice_zh == "停电"
    for recorded in tuesday.recorded:
        evolve(tuesday.room, recorded)
    lived, played = hall.engine.room.state, tuesday.room.state
    assert played.announced == lived.announced == 2
    lived.announcements = lived.announcements[1:]  # Monday's: no board shows them on Tuesday
    assert played == lived


def test_without_a_day_the_last_one_is_read(path: Path) -> None:
    assert read_past_day(path).day == "20260303"


def test_a_day_that_is_not_there_names_those_that_are(path: Path) -> None:
    with pytest.raises(NoSuchDay, match="2026-03-02 to 2026-03-03") as caught:
        read_past_day(path, "20260401")
    assert caught.value.days == ("20260302", "20260303")


async def test_an_empty_journal_has_no_day(tmp_path: Path) -> None:
    await (await SqliteJournal.open(tmp_path / "new.db")).close()
    with pytest.raises(NoSuchDay, match="empty"):
        read_past_day(tmp_path / "new.db")


def test_a_journal_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=r"away\.db"):
        read_past_day(tmp_path / "away.db", "20260302")


async def test_a_day_that_was_touched_is_not_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE journal SET actor = 'kiosk:K9' WHERE seq = 3")
    with pytest.raises(BrokenJournal, match=r"event 3: .*run queue-server verify"):
        read_past_day(path, "20260302")
    assert read_past_day(path, "20260303").day == "20260303"


def row(kind: str, body: str) -> Row:
    return Row("hall", 7, MORNING_MS, "20260302", "clock", "", "", kind, body, "")


def test_kinds_of_other_rooms_are_passed_over_and_a_spoilt_event_is_not() -> None:
    strange = row("card_shown", '{"event":"card_shown","staff":"S1"}')
    right = row("day_opened", '{"event":"day_opened","day":"20260302"}')
    spoilt = row("ticket_called", '{"event":"ticket_called"}')
    assert [each.event for each in recorded_in((strange, right))] == [DayOpened("20260302")]
    with pytest.raises(BrokenJournal, match="event 7"):
        list(recorded_in((spoilt,)))


async def test_a_number_is_read_while_the_hall_goes_on(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    async with running(Rehearsal(journal)) as hall:
        await hall.take(item=ITEM)
        past = read_past_day(tmp_path / "hall.db")
        await hall.take(item=ITEM)
    await journal.close()
    assert len(past.recorded) == 2
    assert written(past.day) == "2026-03-02"
