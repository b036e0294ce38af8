"""A backup takes the place of the journal. Nothing is deleted: what is replaced stays under a new name.

While it works a file ``….restoring`` stands beside the journal and no server opens it, so a restore that was
cut off half way cannot end in an empty or an older hall; running it again finishes it. What may have been
given out since the backup is noted in the new journal for its first start (``hall.decide_restore``).
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from queue_server.errors import StoreFault
from queue_server.hall.commands import GoOnAfterRestore
from queue_server.store import schema
from queue_server.store.backup import copy_database, copying, flush
from queue_server.store.lock import JournalLock, restoring_mark
from queue_server.store.verify import Report, verify
from queue_server.vocabulary import QueueCode

BESIDE = ("", "-wal", "-shm")
"""The files of a journal by the ends of their names."""

_LAST_DAY = "SELECT day FROM journal ORDER BY seq DESC LIMIT 1"
_OF_DAY = "SELECT body FROM journal WHERE day = ? AND kind IN ('ticket_issued', 'journal_restored')"
_ANNOUNCING = (
    "SELECT body FROM journal WHERE kind IN ('ticket_called', 'ticket_recalled', 'step_undone',"
    " 'journal_restored') ORDER BY seq DESC LIMIT 1000"
)


class Restored(NamedTuple):
    """What a restore did."""

    report: Report
    """Of the backup."""
    leap: GoOnAfterRestore
    """What the first start will do."""
    set_aside: Path | None
    """Where the replaced journal lies now; None: there was none."""


class Noted(msgspec.Struct, frozen=True):
    """What a restore leaves for the first start."""

    id: str
    leap: GoOnAfterRestore


def restore(journal: Path, backup: Path, *, seal_key: bytes, skip: int, stamp: str) -> Restored:
    """Put ``backup`` in the place of ``journal``, which may be damaged or missing.

    ``skip``: numbers of each queue to leave out beyond those known; ``stamp`` names what is set aside.
    ``StoreFault`` when a server has the journal open, or the backup is not a sound one of this hall.
    """
    report = verify(backup, seal_key=seal_key)
    if not report.is_sound:
        first = report.problems[0]
        raise StoreFault(f"{backup}: not restored: event {first.seq} is {first.what}")
    journal.parent.mkdir(parents=True, exist_ok=True)
    lock = JournalLock(journal)
    try:
        leap = leap_after(journal, skip)
        with copying(backup, journal) as draft:
            copy_database(backup, draft)
            _note(draft, Noted(f"restore-{stamp}", leap))
            flush(draft)
            restoring_mark(journal).touch(mode=0o600)
            flush(journal.parent)
            set_aside = _set_aside(journal, stamp)
        restoring_mark(journal).unlink()
        flush(journal.parent)
    finally:
        lock.release()
    return Restored(report, leap, set_aside)


def leap_after(journal: Path, skip: int) -> GoOnAfterRestore:
    """Return how far the hall must leap: past what the old journal still tells, as far as it can be read."""
    day, ordinals, announced = "", dict[QueueCode, int](), 0
    with suppress(sqlite3.Error, OSError, ValueError):
        for body in _bodies(journal, _ANNOUNCING):
            announced = max(announced, body.get("announced", 0), body.get("announcement", 0))
        day = _last_day(journal)
        for body in _bodies(journal, _OF_DAY, day):
            for code, ordinal in _ordinals(body):
                ordinals[code] = max(ordinals.get(code, 0), ordinal)
    return GoOnAfterRestore(day, ordinals, announced, skip, _noted_head(journal))


def _ordinals(body: dict[str, Any]) -> Iterator[tuple[QueueCode, int]]:
    if "ordinals" in body:
        yield from body["ordinals"].items()
    elif body.get("away") is None:
        yield body["queue"], body["ordinal"]


def _last_day(journal: Path) -> str:
    return next((str(row[0]) for row in _rows(journal, _LAST_DAY)), "")


def _bodies(journal: Path, sql: str, *parameters: str) -> Iterator[dict[str, Any]]:
    for (body,) in _rows(journal, sql, *parameters):
        yield json.loads(body)


def _rows(journal: Path, sql: str, *parameters: str) -> Iterator[tuple[Any, ...]]:
    if not journal.is_file():
        return
    # Not read-only: after a crash the last commits lie in the WAL, which only a writer may take up.
    with closing(sqlite3.connect(f"{journal.resolve().as_uri()}?mode=rw", uri=True)) as db:
        yield from db.execute(sql, parameters)


def _noted_head(journal: Path) -> str:
    with suppress(sqlite3.Error, OSError):
        return next((str(row[0]) for row in _rows(journal, schema.SELECT_META, "head")), "")
    return ""


def _note(draft: Path, noted: Noted) -> None:
    with closing(sqlite3.connect(draft)) as db, db:
        db.execute(schema.DELETE_META, ("restored",))
        db.execute(schema.INSERT_META, ("restored", msgspec.json.encode(noted).decode()))


def _set_aside(journal: Path, stamp: str) -> Path | None:
    """Give the old journal's files another name, its WAL's too: the new journal must not take that up."""
    aside = journal.with_name(f"{journal.name}.replaced-{stamp}")
    found = [end for end in BESIDE if Path(f"{journal}{end}").exists()]
    for end in found:
        Path(f"{journal}{end}").rename(f"{aside}{end}")
    return aside if found else None
