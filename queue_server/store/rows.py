"""The journal's rows as they lie there, for auditors: opened for reading only, no Struct, no rule."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

SELECT_FROM = "SELECT seq, at_ms, day, actor, request, kind, body FROM journal WHERE day >= ? ORDER BY seq"
COLUMNS = ("seq", "at_ms", "day", "actor", "request", "kind", "body")


def read_rows(path: Path, from_day: str = "") -> Iterator[dict[str, Any]]:
    """Yield each row of the journal at ``path`` from the local day on, in order; ``body`` is parsed JSON."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        for values in db.execute(SELECT_FROM, (from_day,)):
            row = dict(zip(COLUMNS, values, strict=True))
            row["body"] = json.loads(row["body"])
            yield row
