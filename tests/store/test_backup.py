"""A backup is whole or not there; a restore deletes nothing, and what it does not finish no server opens."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from queue_server.errors import StoreFault
from queue_server.store.backup import back_up
from queue_server.store.chain import Head, Row, seal_of
from queue_server.store.journal import Batch
from queue_server.store.restore import Noted, leap_after, restore
from queue_server.store.rows import read_rows
from queue_server.store.sqlite import SqliteJournal
from queue_server.store.verify import verify
from queue_server.vocabulary import QueueCode
from tests.store.sample import sample_rows

KEY = b"k" * 32
COUNT = 20


def batch_of(rows: tuple[Row, ...]) -> Batch:
    return Batch(rows, seal_of(KEY, "hall", Head(rows[-1].seq, rows[-1].digest)))


async def write(path: Path, rows: tuple[Row, ...]) -> None:
    journal = await SqliteJournal.open(path)
    await journal.append(batch_of(rows))
    await journal.close()


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed journal of 20 sealed events."""
    await write(tmp_path / "hall.db", sample_rows(COUNT))
    return tmp_path / "hall.db"


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir() if not each.name.startswith("hall.db")}


async def test_a_journal_in_use_is_copied_as_of_one_moment_and_goes_on(tmp_path: Path) -> None:
    rows, target = sample_rows(COUNT), tmp_path / "copy.db"
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    await journal.append(batch_of(rows[:12]))
    report = back_up(tmp_path / "hall.db", target, seal_key=KEY)
    await journal.append(batch_of(rows[12:]))
    await journal.close()
    assert (report.is_sealed, report.head) == (True, Head(12, rows[11].digest))
    assert [row["seq"] for row in read_rows(target)] == list(range(1, 13))
    assert verify(tmp_path / "hall.db", seal_key=KEY).head.seq == COUNT


def test_a_backup_is_one_file_for_its_owner_only(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db", seal_key=KEY)
    assert names(tmp_path) == {"copy.db"}
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_an_older_backup_stays_unless_told_otherwise(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("older")
    with pytest.raises(StoreFault, match="is there already"):
        back_up(path, target, seal_key=KEY)
    assert target.read_text() == "older"
    assert back_up(path, target, seal_key=KEY, may_replace=True).is_sound


def test_a_touched_journal_is_not_backed_up_over_a_sound_one(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    back_up(path, target, seal_key=KEY)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE journal SET actor = 'x' WHERE seq = 7")
    with pytest.raises(StoreFault, match="event 7"):
        back_up(path, target, seal_key=KEY, may_replace=True)
    assert verify(target, seal_key=KEY).is_sound


def test_a_folder_that_is_not_there_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="nowhere"):
        back_up(path, tmp_path / "nowhere" / "copy.db", seal_key=KEY)


def spoil(path: Path, harm: str) -> None:
    whole = path.read_bytes()
    match harm:
        case "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        case "garbage":
            path.write_bytes(os.urandom(len(whole)))
        case "missing":
            path.unlink()


@pytest.mark.parametrize("harm", ["none", "truncated", "garbage", "missing"])
async def test_whatever_became_of_the_journal_the_backup_takes_its_place(
    path: Path, tmp_path: Path, harm: str
) -> None:
    back_up(path, tmp_path / "copy.db", seal_key=KEY)
    spoil(path, harm)
    done = restore(path, tmp_path / "copy.db", seal_key=KEY, skip=100, stamp="now")
    assert verify(path, seal_key=KEY).is_sound
    assert done.leap.skip == 100
    assert harm == "missing" or done.set_aside == tmp_path / "hall.db.replaced-now"
    journal = await SqliteJournal.open(path)
    assert "restore-now" in await journal.restoration()
    await journal.end_restoration()
    assert await journal.restoration() == ""
    await journal.close()


def test_the_replaced_journal_lies_beside_it_unharmed(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db", seal_key=KEY)
    done = restore(path, tmp_path / "copy.db", seal_key=KEY, skip=0, stamp="now")
    assert done.set_aside == tmp_path / "hall.db.replaced-now"
    assert verify(done.set_aside, seal_key=KEY).is_sound


async def test_a_journal_that_a_server_holds_is_not_replaced(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db", seal_key=KEY)
    journal = await SqliteJournal.open(path)
    with pytest.raises(StoreFault, match="has this journal open"):
        restore(path, tmp_path / "copy.db", seal_key=KEY, skip=0, stamp="now")
    await journal.close()


def test_a_backup_of_another_hall_is_refused(path: Path, tmp_path: Path) -> None:
    back_up(path, tmp_path / "copy.db", seal_key=KEY)
    with pytest.raises(StoreFault, match="seal is not this hall's"):
        restore(path, tmp_path / "copy.db", seal_key=b"x" * 32, skip=0, stamp="now")
    assert verify(path, seal_key=KEY).is_sound


@pytest.mark.parametrize("step", ["rename", "replace"])
async def test_a_restore_cut_off_half_way_keeps_every_server_out_until_it_is_done(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy, seal_key=KEY)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, step, cut)
    with pytest.raises(KeyboardInterrupt):
        restore(path, copy, seal_key=KEY, skip=0, stamp="first")
    monkeypatch.undo()
    with pytest.raises(StoreFault, match="cut off half way"):
        await SqliteJournal.open(path)
    restore(path, copy, seal_key=KEY, skip=0, stamp="second")
    journal = await SqliteJournal.open(path)
    assert (await journal.last()).seq == COUNT
    await journal.close()
    assert verify(tmp_path / f"hall.db.replaced-{'second' if step == 'rename' else 'first'}").is_sound


def torn(path: Path) -> None:
    """Do to a journal what a dying disk does."""
    path.write_bytes(b"torn" * 1000)


def leaps(path: Path) -> tuple[dict[QueueCode, int], int]:
    """Return the numbers known of the day and how many journals left no word, of the note of a restore."""
    with closing(sqlite3.connect(path)) as db:
        (text,) = db.execute("SELECT value FROM meta WHERE name = 'restored'").fetchone()
    leap = msgspec.json.decode(text, type=Noted).leap
    return leap.ordinals, leap.losses


async def test_each_journal_lost_since_the_backup_counts(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(path, copy, seal_key=KEY)
    for stamp, losses in (("1", 1), ("2", 2), ("3", 3)):
        torn(path)
        restore(path, copy, seal_key=KEY, skip=100, stamp=stamp)
        assert leaps(path) == ({}, losses)
        with closing(sqlite3.connect(path)) as db, db:  # as its first start does
            db.execute("DELETE FROM meta WHERE name = 'restored'")


async def test_a_leap_that_nobody_made_yet_is_asked_for_again(path: Path, tmp_path: Path) -> None:
    await write_more(path, tmp_path / "copy.db")
    for stamp in ("1", "2"):
        restore(path, tmp_path / "copy.db", seal_key=KEY, skip=100, stamp=stamp)
        assert leaps(path) == ({"A": COUNT + 5}, 1)


async def write_more(path: Path, copy: Path) -> None:
    """Take a backup, and let the journal go on."""
    back_up(path, copy, seal_key=KEY)
    journal = await SqliteJournal.open(path)
    await journal.append(batch_of(sample_rows(5, await journal.last())))
    await journal.close()


def test_the_leap_starts_from_what_the_old_journal_still_tells(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE journal (seq, day, kind, body)")
        db.execute("CREATE TABLE meta (name, value)")
        db.execute("INSERT INTO meta VALUES ('head', '5:abc')")
        db.executemany(
            "INSERT INTO journal VALUES (?, ?, ?, ?)",
            [
                (1, "20260301", "ticket_issued", '{"queue": "A", "ordinal": 90}'),
                (2, "20260302", "ticket_issued", '{"queue": "A", "ordinal": 7}'),
                (3, "20260302", "ticket_called", '{"announcement": 41}'),
                (4, "20260302", "ticket_issued", '{"queue": "B", "ordinal": 3}'),
                (5, "20260302", "ticket_issued", '{"queue": "A", "ordinal": 2, "away": {}}'),
            ],
        )
    leap = leap_after(path, 10)
    assert (leap.day, leap.ordinals, leap.announced) == ("20260302", {"A": 7, "B": 3}, 41)
    assert (leap.skip, leap.replaced_head) == (10, "5:abc")
