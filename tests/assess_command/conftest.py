"""What the command's tests share: a hall's files in a folder, and a journal written from a book of events."""

import json
from pathlib import Path

import msgspec
import pytest

from queue_server.assessment.evolve import day_of
from queue_server.demo.small_hall import SMALL_HALL
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import CardState, RuleCode
from tests.assessment.conftest import Book

STAFF = '\n[[staff]]\nid = "S1"\nbadge = "1"\n\n[[staff]]\nid = "S2"\nbadge = "2"\n'


def rows_of(book: Book) -> tuple[Row, ...]:
    """Return the book as the journal's rows, well chained."""
    head, rows = EMPTY, []
    for one in book.events:
        body = msgspec.json.encode(one.event).decode()
        columns = (
            "hall",
            one.seq,
            one.at_ms,
            day_of(book.record, one.at_ms),
            "clock",
            "",
            "",
            json.loads(body)["event"],
            body,
        )
        rows.append(Row(*columns, digest_after(head.digest, columns)))
        head = Head(one.seq, rows[-1].digest)
    return tuple(rows)


async def written(path: Path, book: Book) -> Path:
    """Write the book as a journal; return its path."""
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(rows_of(book)))
    await journal.close()
    return path


def march() -> Book:
    """Return a month: window 03 with S1, late once; window 04 with S2, whose red card stands."""
    book = Book()
    book.sign_in(2, "03", "S1")
    book.sign_in(2, "04", "S2")
    book.serve(2, 1)
    book.serve(2, 2, wait_min=40)
    book.serve(2, 3, window="04")
    book.card("20260303-K001", 3, rule=RuleCode.LATE, staff="S1")
    book.card(
        "20260304-K001", 4, "red", rule=RuleCode.OFF_POST, points=10.0, state=CardState.TOLD, staff="S2"
    )
    return book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with ``hall.toml``; its journal is ``hall.db`` beside it."""
    text = SMALL_HALL.replace("{port}", "sim://north")
    store = f'\n[store]\npath = "{tmp_path}/hall.db"\nsecret_file = "{tmp_path}/secret.key"\n'
    (tmp_path / "hall.toml").write_text(text + store + STAFF, encoding="utf-8")
    return tmp_path
