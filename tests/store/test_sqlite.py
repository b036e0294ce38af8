"""What the SQLite journal promises beyond the contract: the lock, durability, faults that name the file."""

import sqlite3
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from queue_server.errors import StoreFault
from queue_server.store.chain import Head
from queue_server.store.journal import Batch
from queue_server.store.people import PersonRow
from queue_server.store.sqlite import TRANSACTION, JournalConnection, SqliteJournal
from queue_server.vocabulary import PersonRef
from tests.store.sample import sample_rows


async def test_a_second_server_is_told_who_holds_the_journal(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    first = await SqliteJournal.open(path)
    with pytest.raises(StoreFault, match=r"hall\.db: another server \(process \d+\) has this journal open"):
        await SqliteJournal.open(path)
    await first.close()
    again = await SqliteJournal.open(path)
    await again.close()


async def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    assert {stat.S_IMODE(path.stat().st_mode) for path in files_in(tmp_path)} == {0o600}
    await journal.close()


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def test_the_lock_is_found_through_another_name_of_the_file(tmp_path: Path) -> None:
    first = await SqliteJournal.open(tmp_path / "hall.db")
    (tmp_path / "alias.db").symlink_to(tmp_path / "hall.db")
    with pytest.raises(StoreFault, match="another server"):
        await SqliteJournal.open(tmp_path / "alias.db")
    await first.close()


async def test_everything_is_there_after_closing(tmp_path: Path) -> None:
    rows = sample_rows(3)
    journal = await SqliteJournal.open(tmp_path / "var" / "hall.db")
    await journal.append(Batch(rows, "seal", acks=(("board-A", 7),)))
    await journal.close()
    journal = await SqliteJournal.open(tmp_path / "var" / "hall.db")
    assert await journal.last() == Head(3, rows[-1].digest)
    assert await journal.acks() == {"board-A": 7}
    await journal.append(Batch(sample_rows(1, await journal.last())))
    await journal.close()


async def test_commits_are_flushed_and_the_wal_is_on(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    assert await journal._rows("PRAGMA synchronous", ()) == [(2,)]
    assert await journal._rows("PRAGMA journal_mode", ()) == [("wal",)]
    await journal.close()


async def test_a_batch_is_one_call_on_the_thread(tmp_path: Path) -> None:
    calls: list[str] = []

    class Counted(JournalConnection):
        def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
            calls.append(sql)
            return super().executemany(sql, parameters)

    journal = await SqliteJournal.open(tmp_path / "hall.db", factory=Counted)
    statements: list[str] = []
    await journal._db.set_trace_callback(statements.append)
    calls.clear()
    await journal.append(Batch(sample_rows(64), "seal"))
    assert calls == [TRANSACTION]
    assert [text for text in statements if not text.startswith(("INSERT", "UPDATE"))] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
    ]
    await journal.close()


async def test_a_file_that_is_no_database_is_a_fault_naming_it(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    path.write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(StoreFault, match=r"hall\.db: file is not a database; stop .*queue-server restore"):
        await SqliteJournal.open(path)


async def test_a_page_of_noise_is_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    await journal.append(Batch(sample_rows(200)))
    await journal.close()
    with (tmp_path / "hall.db").open("r+b") as file:
        file.seek((tmp_path / "hall.db").stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    with pytest.raises(StoreFault, match=r"hall\.db: .*malformed; stop .*queue-server restore"):
        assert [row async for rows in journal.read() for row in rows] == []
    await journal.close()


async def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in the way")
    with pytest.raises(StoreFault, match="var"):
        await SqliteJournal.open(tmp_path / "var" / "hall.db")


async def test_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    await journal.close()
    with sqlite3.connect(tmp_path / "hall.db") as db:
        db.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
    db.close()
    with pytest.raises(StoreFault, match="newer server"):
        await SqliteJournal.open(tmp_path / "hall.db")


async def test_a_full_database_stores_nothing_of_the_batch_and_works_again(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    rows = sample_rows(400)
    await journal.append(Batch(rows[:100]))
    pages = (await journal._rows("PRAGMA page_count", ()))[0][0]
    await journal._rows(f"PRAGMA max_page_count={pages}", ())
    with pytest.raises(StoreFault, match="full"):
        await journal.append(Batch(rows[100:]))
    assert (await journal.last()).seq == 100
    with pytest.raises(StoreFault, match="full"):
        await journal.probe()
    await journal._rows("PRAGMA max_page_count=100000", ())
    await journal.probe()
    await journal.append(Batch(rows[100:]))
    assert (await journal.last()).seq == 400
    await journal.close()


async def test_what_is_forgotten_of_a_person_is_overwritten(tmp_path: Path) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    digest = "5a" * 32
    await journal.append(Batch(people=(PersonRow(PersonRef("p1"), digest, "123X", 1, 10),)))
    await journal.append(Batch(purge_before_ms=10))
    await journal.close()
    assert digest.encode() not in (tmp_path / "hall.db").read_bytes()
