"""Reading a journal leaves no trace: no lock, no file, no byte, whether a server has it open or not."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from queue_server.errors import StoreFault
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.past import PastJournal, opened_past
from queue_server.store.sqlite import SqliteJournal

DAYS = ("20260227", "20260302", "20260302", "20260302", "20260303")


def rows_of(days: tuple[str, ...]) -> tuple[Row, ...]:
    rows: list[Row] = []
    head = EMPTY
    for seq, day in enumerate(days, start=1):
        kind = "day_opened" if seq == 1 or day != days[seq - 2] else "other"
        columns = ("hall", seq, 1_000 * seq, day, "clock", "", "", kind, "{}")
        head = Head(seq, digest_after(head.digest, columns))
        rows.append(Row(*columns, head.digest))
    return tuple(rows)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hall.db"


@pytest.fixture
async def journal(path: Path) -> AsyncIterator[SqliteJournal]:
    """A journal in use."""
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(rows_of(DAYS), seal="x"))
    yield journal
    await journal.close()


@pytest.fixture
async def still(path: Path) -> Path:
    """The same journal after its server has stopped."""
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(rows_of(DAYS), seal="x"))
    await journal.close()
    return path


def trace(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


def seqs(past: PastJournal, *kinds: str) -> list[int]:
    return [row.seq for row in past.read(1, past.last_seq, kinds)]


async def test_a_journal_in_use_is_read_beside_its_server(journal: SqliteJournal, path: Path) -> None:
    before = set(trace(path))
    with opened_past(path) as past:
        assert seqs(past) == [1, 2, 3, 4, 5]
        await journal.append(Batch())
    assert set(trace(path)) == before
    assert (await journal.last()).seq == 5


async def test_a_journal_that_lies_still_is_left_as_it_was(still: Path) -> None:
    path, before = still, trace(still)
    assert "hall.db-wal" not in before
    with opened_past(path) as past:
        assert seqs(past) == [1, 2, 3, 4, 5]
        assert trace(path) == before
    assert trace(path) == before


async def test_a_copy_without_its_shm_is_read_whole(
    journal: SqliteJournal, path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("hall.db", "hall.db-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    before = trace(copy / "hall.db")
    with opened_past(copy / "hall.db") as past:
        assert seqs(past) == [1, 2, 3, 4, 5]
    assert trace(copy / "hall.db") == before


async def test_a_server_that_comes_meanwhile_is_noticed(still: Path) -> None:
    with ExitStack() as reading:
        reading.enter_context(opened_past(still))
        server = await SqliteJournal.open(still)
        with pytest.raises(StoreFault, match="ask again"):
            reading.close()
    await server.close()


async def test_days_are_found_by_bisection(journal: SqliteJournal, path: Path) -> None:
    with opened_past(path) as past:
        assert past.days() == ("20260227", "20260302", "20260303")
        assert [past.first_after(day) for day in ("20260101", "20260227", "20260302", "20260303")] == [
            1,
            2,
            5,
            6,
        ]


async def test_rows_are_found_by_kind_forwards_and_back(journal: SqliteJournal, path: Path) -> None:
    with opened_past(path) as past:
        assert seqs(past, "day_opened") == [1, 2, 5]
        assert [row.seq for row in past.read_back(4, ("day_opened", "other"))] == [4, 3, 2, 1]


def test_what_is_no_journal_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="no such file"), opened_past(tmp_path / "away.db"):
        pass
    (tmp_path / "text.db").write_text("not a database at all " * 100)
    with pytest.raises(StoreFault, match=r"text\.db"), opened_past(tmp_path / "text.db"):
        pass


async def test_a_missing_row_is_named(still: Path) -> None:
    with closing(sqlite3.connect(still)) as db, db:
        db.execute("DELETE FROM journal WHERE seq = 3")
    with opened_past(still) as past, pytest.raises(StoreFault, match="event 3 is missing"):
        past.first_after("20260302")
