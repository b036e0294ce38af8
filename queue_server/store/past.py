"""A journal read beside a server at work, or after it: nothing is locked, changed, made or left behind.

SQLite makes two files beside a journal in WAL mode even for a reader, unless it is told that nobody writes.
So a journal that lies still is opened as immutable, one in use as read-only, and one whose ``-shm`` was lost
(a copy, a crash) is read from a copy. Plain rows; whoever asks says which kinds.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from queue_server.errors import StoreFault
from queue_server.store.chain import Row

_COLUMNS = ", ".join(Row._fields)
_SELECT = f"SELECT {_COLUMNS} FROM journal WHERE hall = ?"  # noqa: S608 - our names
_SELECT_BODIES = "SELECT seq, at_ms, actor, body FROM journal WHERE hall = ?"
IN_USE = "a server opened this journal while it was read; ask again"


class PastJournal:
    """The rows of one journal as they stood when it was opened; made by ``opened_past``."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        found = db.execute("SELECT hall, seq FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
        self._hall, self.last_seq = (str(found[0]), int(found[1])) if found else ("", 0)

    def days(self) -> tuple[str, ...]:
        """Return every local day on which something was written, oldest first: ``20260302``."""
        days: list[str] = []
        seq = 1
        while seq <= self.last_seq:
            days.append(self._day_at(seq))
            seq = self.first_after(days[-1])
        return tuple(days)

    def first_after(self, day: str) -> int:
        """Return the number of the first row written after ``day``; one more than the last when none was.

        By bisection: numbers have no gap, days never go back, and years of rows need no index for it.
        """
        low, high = 1, self.last_seq + 1
        while low < high:
            middle = (low + high) // 2
            if self._day_at(middle) > day:
                high = middle
            else:
                low = middle + 1
        return low

    def _day_at(self, seq: int) -> str:
        found = self._db.execute(
            "SELECT day FROM journal WHERE hall = ? AND seq = ?", (self._hall, seq)
        ).fetchone()
        if found is None:
            raise StoreFault(f"journal event {seq} is missing; run queue-server verify")
        return str(found[0])

    def read(self, first: int, last: int, kinds: tuple[str, ...] = ()) -> Iterator[Row]:
        """Yield the rows ``first`` to ``last``, both included; with ``kinds`` only those."""
        yield from self._rows(
            f"{_SELECT} AND seq >= ? AND seq <= ?{_of(kinds)} ORDER BY seq", first, last, kinds
        )

    def read_back(self, last: int, kinds: tuple[str, ...]) -> Iterator[Row]:
        """Yield the rows of these kinds from ``last`` back to the first."""
        sql = f"{_SELECT} AND seq >= ? AND seq <= ?{_of(kinds)} ORDER BY seq DESC"
        yield from self._rows(sql, 1, last, kinds)

    def read_bodies(
        self, first: int, last: int, kinds: tuple[str, ...]
    ) -> Iterator[tuple[int, int, str, str]]:
        """Yield number, instant, actor and body of the rows of these kinds: what a fold over months reads."""
        sql = f"{_SELECT_BODIES} AND seq >= ? AND seq <= ?{_of(kinds)} ORDER BY seq"
        yield from self._db.execute(sql, (self._hall, first, last, *kinds))

    def _rows(self, sql: str, first: int, last: int, kinds: tuple[str, ...]) -> Iterator[Row]:
        yield from map(Row._make, self._db.execute(sql, (self._hall, first, last, *kinds)))


def _of(kinds: tuple[str, ...]) -> str:
    return f" AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""


@contextmanager
def opened_past(path: Path) -> Iterator[PastJournal]:
    """Open the journal at ``path`` to read it for the length of the block. ``StoreFault`` names the file."""
    if not path.is_file():
        raise StoreFault(f"{path}: there is no such file; give the path of a journal")
    path = path.resolve()
    wal = _beside(path, "-wal")
    lies_still = not wal.exists()
    try:
        with ExitStack() as stack:
            db = stack.enter_context(closing(_connected(path, lies_still, stack)))
            yield PastJournal(db)
    except sqlite3.Error as error:
        raise StoreFault(f"{path}: cannot be read as a journal: {error}") from error
    if lies_still and wal.exists():
        raise StoreFault(f"{path}: {IN_USE}")


def _connected(path: Path, lies_still: bool, stack: ExitStack) -> sqlite3.Connection:
    if lies_still:
        return sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    if not _beside(path, "-shm").exists():
        path = _copied(path, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="journal-"))))
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)
    # One transaction, so that a server at work does not move the end while we read.
    db.execute("BEGIN")
    return db


def _copied(path: Path, folder: Path) -> Path:
    for source in (path, _beside(path, "-wal")):
        shutil.copyfile(source, folder / source.name)
    return folder / path.name


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
