"""A copy of the journal at one moment, taken while the hall works. It only reads the journal.

SQLite's own backup takes all pages in one read transaction: in WAL mode a reader holds up no writer. The copy
is made under another name, flushed, checked against its chain and its seal, and only then given its name: a
file of that name is always a whole backup. The hall's secret is not in it; without it no journal opens.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from queue_server.errors import StoreFault
from queue_server.store.verify import Report, verify


def back_up(journal: Path, target: Path, *, seal_key: bytes, may_replace: bool = False) -> Report:
    """Copy the journal to ``target``, readable by its owner only; return what the check of the copy found.

    ``StoreFault`` when the journal cannot be read, the target is there already, or the copy is not sound:
    then nothing stands at ``target`` that was not there before.
    """
    if not journal.is_file():
        raise StoreFault(f"{journal}: no such journal; is [store] path right, and the folder the server's?")
    if target.exists() and not may_replace:
        raise StoreFault(f"{target}: is there already; choose another name, or say --replace")
    with copying(journal, target) as draft:
        copy_database(journal, draft)
        report = verify(draft, seal_key=seal_key)
        if not report.is_sound:
            first = report.problems[0]
            raise StoreFault(
                f"{journal}: not backed up, since event {first.seq} is {first.what}; run queue-server verify"
            )
    return report


@contextmanager
def copying(source: Path, target: Path) -> Iterator[Path]:
    """Give a file beside ``target`` to write to; in the end it takes the target's place, whole, on disk."""
    draft: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        draft = Path(name)
        yield draft
        flush(draft)
        draft.replace(target)
        flush(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreFault(f"{source} to {target}: {error}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Copy every page as of one moment, into a file that needs no other beside it."""
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
        written.execute("PRAGMA journal_mode=DELETE")


def flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
