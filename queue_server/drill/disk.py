"""The floors of the disk: how fast bare SQLite makes the very rows of this run durable; what a flush costs.

No statement of its own: tables, settings and the insertion are the journal's.
"""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from queue_server.drill.figures import percentile
from queue_server.store.chain import Row
from queue_server.store.past import opened_past
from queue_server.store.schema import INSERT_ROW, TABLES
from queue_server.store.sqlite import PRAGMAS, TRANSACTION, JournalConnection

ROWS_MAX = 20_000
FLUSHES = 100
FLUSHED = b"x" * 4096
MOUNTS = Path("/proc/mounts")


def rows_of(journal: Path) -> tuple[Row, ...]:
    """Return the first rows that a hall wrote, while it is still at work or after."""
    with opened_past(journal) as past:
        return tuple(past.read(1, min(past.last_seq, ROWS_MAX)))


def commits_per_s(path: Path, rows: tuple[Row, ...], batch: int, seconds: float) -> float:
    """Return rows a second, each batch one flushed transaction; making the rows is not counted."""
    with closing(sqlite3.connect(path, isolation_level=None, factory=JournalConnection)) as db:
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        db.executemany(TRANSACTION, [(table, [()]) for table in TABLES])
        spent_ns, done = 0, 0
        for part in _batches(rows, batch):
            began_ns = time.perf_counter_ns()
            db.executemany(TRANSACTION, [(INSERT_ROW, part)])
            spent_ns += time.perf_counter_ns() - began_ns
            done += len(part)
            if spent_ns >= seconds * 1e9:
                break
    return done / spent_ns * 1e9


def _batches(rows: tuple[Row, ...], batch: int) -> Iterator[list[Row]]:
    """Yield the rows in batches for ever, each time round as another hall's."""
    for lap in count():
        for start in range(0, max(1, len(rows) - batch + 1), batch):
            yield [row._replace(hall=f"hall {lap}") for row in rows[start : start + batch]]


def flush_ms(folder: Path) -> float:
    """Return the middle time of writing 4 KiB and waiting until they are on the disk."""
    spent = []
    with (folder / "flush").open("wb", buffering=0) as file:
        for _ in range(FLUSHES):
            file.write(FLUSHED)
            began_ns = time.perf_counter_ns()
            os.fdatasync(file.fileno())
            spent.append((time.perf_counter_ns() - began_ns) / 1e6)
    (folder / "flush").unlink()
    return percentile(spent, 50)


def file_system_of(folder: Path) -> str:
    """Return the kind of file system ``folder`` lies on: ``ext4``; ``tmpfs`` is no disk at all."""
    best, kind = "", "unknown"
    for line in MOUNTS.read_text(encoding="utf-8").splitlines():
        _, point, name, *_ = line.split()
        if len(point) >= len(best) and folder.resolve().is_relative_to(point):
            best, kind = point, name
    return kind
