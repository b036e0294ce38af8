"""Whoever touches the journal is found out, and the event is named."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queue_server.store.chain import Head, Row, digest_after, seal_of
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from queue_server.store.verify import Report, verify
from queue_server.store.verify_command import verify_command
from tests.store.sample import sample_rows

KEY = b"k" * 32
COUNT = 20


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A closed journal of 20 sealed events."""
    await write(tmp_path / "hall.db", sample_rows(COUNT))
    return tmp_path / "hall.db"


async def write(path: Path, rows: tuple[Row, ...]) -> None:
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(rows, seal_of(KEY, "hall", Head(rows[-1].seq, rows[-1].digest))))
    await journal.close()


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def seqs(report: Report) -> list[int]:
    return [problem.seq for problem in report.problems]


def test_an_untouched_journal_is_sound(path: Path) -> None:
    report = verify(path, seal_key=KEY)
    assert report.is_sound
    assert (report.events, report.head.seq, report.is_sealed) == (COUNT, COUNT, True)
    assert verify(path).is_sealed is None


@pytest.mark.parametrize("column", [name for name in Row._fields if name not in ("seq", "digest")])
def test_a_change_in_any_column_names_its_event(path: Path, column: str) -> None:
    value = "at_ms + 1" if column == "at_ms" else f"{column} || 'x'"
    tamper(path, f"UPDATE journal SET {column} = {value} WHERE seq = 7")
    assert seqs(verify(path)) == [7]


def test_a_changed_digest_is_found(path: Path) -> None:
    tamper(path, "UPDATE journal SET digest = 'x' || substr(digest, 2) WHERE seq = 7")
    assert seqs(verify(path))[:1] == [7]


def test_a_missing_event_is_named(path: Path) -> None:
    tamper(path, "DELETE FROM journal WHERE seq = 7")
    assert seqs(verify(path)) == [7]


def test_a_missing_stretch_is_named_with_its_end(path: Path) -> None:
    tamper(path, "DELETE FROM journal WHERE seq BETWEEN 7 AND 9")
    (problem,) = verify(path).problems
    assert problem == (7, "missing up to 9")


def test_a_missing_event_whose_gap_was_closed_is_found(path: Path) -> None:
    tamper(
        path,
        "DELETE FROM journal WHERE seq = 7",
        "UPDATE journal SET seq = -(seq - 1) WHERE seq > 7",
        "UPDATE journal SET seq = -seq WHERE seq < 0",
    )
    assert seqs(verify(path))[0] == 7


def test_two_events_in_each_others_place_are_found(path: Path) -> None:
    tamper(
        path,
        "UPDATE journal SET seq = -1 WHERE seq = 7",
        "UPDATE journal SET seq = 7 WHERE seq = 12",
        "UPDATE journal SET seq = 12 WHERE seq = -1",
    )
    problems = verify(path).problems
    assert (7, "missing up to 11") in problems
    assert (7, "stands after event 11") in problems


def test_a_cut_tail_is_found(path: Path) -> None:
    tamper(path, "DELETE FROM journal WHERE seq > 15")
    (problem,) = verify(path).problems
    assert problem.seq == 16
    assert "tail was cut off" in problem.what


def test_an_emptied_journal_is_found(path: Path) -> None:
    tamper(path, "DELETE FROM journal")
    assert seqs(verify(path)) == [1]
    assert seqs(verify(path, seal_key=KEY)) == [1, 0]


def test_a_journal_emptied_together_with_its_head_is_found_by_the_secret(path: Path) -> None:
    tamper(path, "DELETE FROM journal")
    tamper(path, "UPDATE meta SET value = '' WHERE name IN ('head', 'seal')")
    assert seqs(verify(path, seal_key=KEY)) == [0]
    assert verify(path, seal_key=KEY).is_sealed is False


def cut_with_care(path: Path) -> None:
    """Cut the tail and note the new end as the head, as one would who knows the tables."""
    with closing(sqlite3.connect(path)) as db, db:
        digest = db.execute("SELECT digest FROM journal WHERE seq = 15").fetchone()[0]
        db.execute("DELETE FROM journal WHERE seq > 15")
        db.execute("UPDATE meta SET value = ? WHERE name = 'head'", (f"15:{digest}",))


def rewrite_with_care(path: Path) -> None:
    """Change an event and compute the whole chain behind it anew."""
    with closing(sqlite3.connect(path)) as db, db:
        columns = ", ".join(Row._fields)
        rows = [Row._make(row) for row in db.execute(f"SELECT {columns} FROM journal ORDER BY seq")]
        before = rows[5].digest
        for row in rows[6:]:
            changed = row._replace(
                body=row.body.replace("kiosk", "K"), actor="window:01" if row.seq == 7 else row.actor
            )
            before = digest_after(before, changed[:-1])
            db.execute(
                "UPDATE journal SET actor = ?, body = ?, digest = ? WHERE seq = ?",
                (changed.actor, changed.body, before, row.seq),
            )
        db.execute("UPDATE meta SET value = ? WHERE name = 'head'", (f"{COUNT}:{before}",))


@pytest.mark.parametrize("forge", [cut_with_care, rewrite_with_care])
def test_a_careful_forgery_breaks_the_seal(path: Path, forge: Callable[[Path], None]) -> None:
    forge(path)
    assert verify(path).is_sound
    assert verify(path, seal_key=KEY).is_sealed is False
    assert not verify(path, seal_key=KEY).is_sound


@pytest.mark.parametrize("forge", [cut_with_care, rewrite_with_care])
def test_a_head_noted_elsewhere_finds_even_what_the_seal_does_not(
    path: Path, forge: Callable[[Path], None]
) -> None:
    noted = verify(path).head
    forge(path)
    assert not verify(path, noted=noted).is_sound


async def test_an_older_state_put_back_is_found_by_a_noted_head_alone(tmp_path: Path, path: Path) -> None:
    noted = verify(path).head
    older = tmp_path / "older.db"
    await write(older, sample_rows(12))
    assert verify(older, seal_key=KEY).is_sound
    assert seqs(verify(older, noted=noted)) == [13]


async def test_a_journal_in_use_can_be_verified(path: Path) -> None:
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(sample_rows(5, await journal.last())))
    assert verify(path).events == COUNT + 5
    await journal.append(Batch(sample_rows(1, await journal.last())))
    await journal.close()


def test_a_damaged_index_is_found_though_every_event_is_whole(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        of_index = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'journal'"
        (root,) = db.execute(of_index).fetchone()
        (page_bytes,) = db.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek(root * page_bytes - 64)
        file.write(b"\xff" * 64)
    report = verify(path, seal_key=KEY)
    assert (report.events, report.is_sealed) == (COUNT, True)
    assert {problem.seq for problem in report.problems} == {0}
    assert "the file is damaged" in report.problems[0].what


def test_what_is_no_journal_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert not verify(tmp_path / "absent.db").is_sound
    (tmp_path / "junk.db").write_bytes(b"junk" * 1000)
    assert not verify(tmp_path / "junk.db").is_sound


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_found_or_changes_no_event(path: Path, data: st.DataObject) -> None:
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as db:
        before = db.execute("SELECT * FROM journal ORDER BY seq").fetchall()
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= data.draw(st.integers(1, 255))
    copy = path.with_name("flipped.db")
    copy.write_bytes(flipped)
    if verify(copy, seal_key=KEY).is_sound:
        with closing(sqlite3.connect(copy)) as db:
            assert db.execute("SELECT * FROM journal ORDER BY seq").fetchall() == before


def test_the_command_says_what_it_found(path: Path) -> None:
    head = verify(path).head
    status, text = verify_command(str(path), KEY, f"{head.seq}:{head.digest}")
    assert status == 0
    assert "as written" in text
    status, text = verify_command(str(path))
    assert (status, "as written" in text, "unchecked" in text) == (0, False, True)
    tamper(path, "UPDATE journal SET body = '{}' WHERE seq = 7")
    status, text = verify_command(str(path))
    assert status == 1
    assert "event 7" in text
    assert verify_command(str(path), head="yesterday")[0] == 2


def test_many_problems_are_counted_and_not_all_listed(tmp_path: Path, path: Path) -> None:
    tamper(path, "UPDATE journal SET at_ms = -seq")
    report = verify(path)
    assert report.problems_count >= COUNT
