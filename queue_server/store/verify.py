"""Has anybody touched the journal? Reads a file, also one in use, and names every event not as written.

What it finds by itself: an event changed, missing, put in another place or added without the chain; a tail
cut off, since the sealed head is noted in the same file; a page that its disk has damaged. With the hall's
secret: a chain computed anew, since the seal cannot be. With a head noted elsewhere (logbook, a printed
report): the whole file put back to an older state. It shares no code with the engine but the chain's
definition, and changes nothing in the file.
"""

import hmac
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from queue_server.store import schema
from queue_server.store.chain import EMPTY, Head, Row, digest_after, noted_of, seal_of

PROBLEMS_MAX = 100
"""More than these are counted, not listed."""
READ_ROWS = 5_000
COLUMN_TYPES = (str, int, int, str, str, str, str, str, str, str)


class Problem(NamedTuple):
    """One thing wrong, at the event ``seq``; 0 where it is about no single event."""

    seq: int
    what: str


class Report(msgspec.Struct, frozen=True):
    """What was found. ``head`` is the end of the journal as it stands."""

    path: str
    events: int
    head: Head
    problems: tuple[Problem, ...]
    problems_count: int
    is_sealed: bool | None
    """Whether the seal under the head is the hall's; None when no secret was given."""

    @property
    def is_sound(self) -> bool:
        return self.problems_count == 0


class _Check:
    """The walk along the chain. A broken link is named once; the walk goes on from what stands there."""

    def __init__(self, noted: Head | None) -> None:
        self.head = EMPTY
        self.hall = ""
        self.events = 0
        self.problems: list[Problem] = []
        self.count = 0
        self._noted = noted
        self._at_ms = 0

    def wrong(self, seq: int, what: str) -> None:
        self.count += 1
        if len(self.problems) < PROBLEMS_MAX:
            self.problems.append(Problem(seq, what))

    def take(self, row: Row) -> None:
        """Compare one row with what must follow the one before."""
        expected = self.head.seq + 1
        if tuple(map(type, row)) != COLUMN_TYPES:
            self.wrong(expected, "its columns are damaged")
            return
        if row.seq < expected:
            self.wrong(row.seq, f"stands after event {self.head.seq}")
        elif row.seq > expected:
            last = row.seq - 1
            self.wrong(expected, f"missing up to {last}" if last > expected else "missing")
        elif row.digest != digest_after(self.head.digest, row[:-1]):
            self.wrong(row.seq, "changed, put in another place, or following a changed one")
        if row.at_ms < self._at_ms:
            self.wrong(row.seq, "earlier than the event before it")
        if self._noted is not None and row.seq == self._noted.seq and row.digest != self._noted.digest:
            self.wrong(row.seq, "not the event of the noted head: the journal was written anew")
        self.head = Head(row.seq, row.digest)
        self.hall = row.hall
        self._at_ms = max(self._at_ms, row.at_ms)
        self.events += 1


def verify(path: Path, *, seal_key: bytes | None = None, noted: Head | None = None) -> Report:
    """Check the journal in ``path``. ``seal_key`` is the subkey ``seal`` of the hall's secret.

    ``noted`` is a head that was written down elsewhere. Raises nothing: what cannot be read is a problem.
    """
    check = _Check(noted)
    is_sealed: bool | None = None
    try:
        with _opened(path) as db:
            for row in _rows(db):
                check.take(row)
            is_sealed = _check_head(db, check, seal_key)
            _check_pages(db, check)
    except (sqlite3.Error, OSError, UnicodeError) as error:
        check.wrong(check.head.seq + 1, f"unreadable from here on: {error}")
    if noted is not None and noted.seq > check.head.seq:
        check.wrong(check.head.seq + 1, f"missing up to the noted head {noted.seq}")
    return Report(str(path), check.events, check.head, tuple(check.problems), check.count, is_sealed)


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such journal")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        # One transaction, so that a server at work does not move the head while we read.
        db.isolation_level = None
        db.execute("BEGIN")
        yield db


def _rows(db: sqlite3.Connection) -> Iterator[Row]:
    """Yield every row in the order in which it was written: no sorting, and no trust in an index."""
    cursor = db.execute(f"SELECT {', '.join(Row._fields)} FROM journal ORDER BY rowid")  # noqa: S608 - our names
    while found := cursor.fetchmany(READ_ROWS):
        yield from map(Row._make, found)


def _check_head(db: sqlite3.Connection, check: _Check, seal_key: bytes | None) -> bool | None:
    head = _noted_in(db, "head")
    if head != noted_of(check.head):
        seq = head.partition(":")[0]
        if seq.isdecimal() and int(seq) > check.head.seq:
            check.wrong(check.head.seq + 1, f"missing up to {seq}: the tail was cut off")
        else:
            check.wrong(check.head.seq, f"not the noted head ({head or 'an empty journal'})")
    if seal_key is None:
        return None
    if check.head == EMPTY:
        # A hall writes its first event as it opens: with a secret there was one.
        check.wrong(0, "none is there, though the secret says that a hall was opened: all were taken away")
        return False
    seal = seal_of(seal_key, check.hall, check.head)
    is_sealed = hmac.compare_digest(seal.encode(), _noted_in(db, "seal").encode())
    if not is_sealed:
        check.wrong(check.head.seq, "the seal is not this hall's: the end, or the whole, was written anew")
    return is_sealed


def _check_pages(db: sqlite3.Connection, check: _Check) -> None:
    """Let SQLite look at every page: the events may be whole, and the index by which they are found not."""
    try:
        found = [str(row[0]) for row in db.execute(f"PRAGMA integrity_check({PROBLEMS_MAX})")]
    except sqlite3.Error as error:
        found = [str(error)]
    for line in found:
        if line != "ok":
            check.wrong(0, f"the file is damaged: {line}")


def _noted_in(db: sqlite3.Connection, name: str) -> str:
    found = db.execute(schema.SELECT_META, (name,)).fetchone()
    return str(found[0]) if found else ""
