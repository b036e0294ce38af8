"""A journal of a million events from some lived days: whole days are written again as later ones.

Instants, dates and the numbers of announcements are moved, everything else stands as it was lived; the rows
are chained and sealed like the server's own. Snapshots are not copied: a start shows what it does without.
"""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from queue_server.runtime.codes import subkey
from queue_server.runtime.rehearsal import SECRET
from queue_server.store import schema
from queue_server.store.chain import EMPTY, Head, Row, digest_after, noted_of, seal_of

DAY_MS = 86_400_000
INSTANT = re.compile(r"(?<=[:\[,])1[78]\d{11}(?=[,}\]])")
DATE = re.compile(r'(?<=")20\d{6}(?=[-"])')
ANNOUNCEMENT = re.compile(r'(?<="announcement":)[1-9]\d*')


def lengthen(rows: list[Row], path: Path, events: int) -> int:
    """Write at ``path`` the rows of the first lived day, then those of the second day again and again.

    Return how many events stand there. ``rows`` must hold two whole days and the opening of a third.
    """
    opened = [n for n, row in enumerate(rows) if row.kind == "day_opened"]
    first, day = rows[: opened[1]], rows[opened[1] : opened[2]]
    announced = sum(ANNOUNCEMENT.search(row.body) is not None for row in day)
    head = EMPTY
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in ("PRAGMA synchronous=OFF", "PRAGMA journal_mode=WAL", *schema.TABLES, "BEGIN"):
            db.execute(statement)
        head = _append(db, head, first)
        later = 0
        while head.seq < events:
            head = _append(db, head, [_moved(row, later, later * announced) for row in day])
            later += 1
        seal = seal_of(subkey(SECRET, "seal"), "hall", head)
        values = (("schema", str(schema.VERSION)), ("head", noted_of(head)), ("seal", seal), ("probe", ""))
        db.executemany(schema.INSERT_META, values)
        db.execute("COMMIT")
    return head.seq


def _append(db: sqlite3.Connection, head: Head, rows: list[Row]) -> Head:
    chained = []
    for row in rows:
        columns = row._replace(seq=head.seq + 1)[:-1]
        head = Head(head.seq + 1, digest_after(head.digest, columns))
        chained.append((*columns, head.digest))
    db.executemany(schema.INSERT_ROW, chained)
    return head


def _moved(row: Row, days: int, announced: int) -> Row:
    """Return the row as it would stand so many days and announcements later."""

    body = DATE.sub(lambda found: _later(found[0], days), row.body)
    body = INSTANT.sub(lambda found: str(int(found[0]) + days * DAY_MS), body)
    body = ANNOUNCEMENT.sub(lambda found: str(int(found[0]) + announced), body)
    request = f"{days}-{row.request}" if row.request else ""
    return row._replace(
        at_ms=row.at_ms + days * DAY_MS, day=_later(row.day, days), request=request, body=body
    )


@cache
def _later(date: str, days: int) -> str:
    return (datetime.strptime(date, "%Y%m%d").replace(tzinfo=UTC) + timedelta(days)).strftime("%Y%m%d")
