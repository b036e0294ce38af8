"""A backup takes the place of the journal. Nothing is deleted: what is replaced stays under a new name.

While it works a file ``….restoring`` stands beside the journal and no server opens it, so a restore that was
cut off half way cannot end in an empty or an older hall; running it again finishes it. What may have been
given out since the backup is noted in the new journal for its first start (``hall.decide_restore``).
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
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

_LAST_MS = "SELECT at_ms FROM journal ORDER BY seq DESC LIMIT 1"
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
        leap = leap_after(journal, skip, since_ms=_last_ms(backup))
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


class _Known:
    """What journals still tell of what was given out, the newest first."""

    def __init__(self) -> None:
        self.day = ""
        self.ordinals: dict[QueueCode, int] = {}
        self.announced = self.losses = 0

    def read(self, journal: Path) -> bool:
        """Take in what this one tells; return whether all of it could be read."""
        try:
            for body in _bodies(journal, _ANNOUNCING):
                self._take_announced(max(body.get("announced", 0), body.get("announcement", 0)))
            day = _last_day(journal)
            for body in _bodies(journal, _OF_DAY, day):
                self._take(day, _ordinals(body))
            self._take_note(journal)
        except (sqlite3.Error, OSError, ValueError):
            return False
        return journal.is_file()

    def _take_note(self, journal: Path) -> None:
        """Take in a leap that an earlier restore asked for and no start has made yet."""
        for (text,) in _rows(journal, schema.SELECT_META, "restored"):
            leap = msgspec.json.decode(text, type=Noted).leap
            self._take_announced(leap.announced)
            self._take(leap.day, leap.ordinals.items())
            self.losses += leap.losses

    def _take_announced(self, n: int) -> None:
        self.announced = max(self.announced, n)

    def _take(self, day: str, ordinals: Iterable[tuple[QueueCode, int]]) -> None:
        """Each day begins its numbers anew: only the newest day's count."""
        if day > self.day:
            self.day, self.ordinals = day, {}
        if day == self.day:
            for code, ordinal in ordinals:
                self.ordinals[code] = max(self.ordinals.get(code, 0), ordinal)


def leap_after(journal: Path, skip: int, since_ms: int = 0) -> GoOnAfterRestore:
    """Return how far the hall must leap: past what the old journal still tells, as far as it can be read.

    Where it cannot, those that earlier restores of a backup of ``since_ms`` set aside are asked in turn,
    until one can be read: it has leapt over all before it. Each that cannot may have given out as much.
    """
    known, unread = _Known(), 0
    for one in (journal, *_set_aside_before(journal, since_ms)):
        if known.read(one):
            break
        unread += 1
    losses = max(1, unread + known.losses)
    return GoOnAfterRestore(known.day, known.ordinals, known.announced, skip, losses, _noted_head(journal))


def _set_aside_before(journal: Path, since_ms: int) -> list[Path]:
    """Return the journals that were written to after ``since_ms`` and set aside, the newest first."""
    found = journal.parent.glob(f"{journal.name}.replaced-*")
    aside = [one for one in found if not one.name.endswith(BESIDE[1:])]
    return sorted((one for one in aside if _written_ms(one) > since_ms), key=_written_ms, reverse=True)


def _written_ms(path: Path) -> float:
    return path.stat().st_mtime * 1000


def _last_ms(backup: Path) -> int:
    return next((int(row[0]) for row in _rows(backup, _LAST_MS)), 0)


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
