"""A day moved on is a day of the same hall: one chain, other dates, and no request twice."""

import asyncio
from pathlib import Path

from queue_server.config_file import load_config
from queue_server.drill.hall import JOURNAL, write_hall
from queue_server.drill.history import make
from queue_server.store.chain import EMPTY, Row, follows
from queue_server.store.past import opened_past

DAYS, PER_DAY = 5, 24


def _rows(folder: Path, lived: int) -> tuple[Row, ...]:
    asyncio.run(make(load_config(str(write_hall(folder, 2))), DAYS, PER_DAY, lived))
    with opened_past(folder / JOURNAL) as past:
        return tuple(past.read(1, past.last_seq))


def test_the_real_engine_goes_on_where_moved_days_end(tmp_path: Path) -> None:
    rows = _rows(tmp_path, PER_DAY)
    assert follows(EMPTY, rows)
    opened = [row.body for row in rows if row.kind == "day_opened"]
    assert len(opened) == len(set(opened)) == DAYS
    issued = [row for row in rows if row.kind == "ticket_issued"]
    assert len({row.request for row in issued}) == len(issued)
    tickets = [row.body.partition('"ticket":"')[2][:15] for row in issued]
    assert len(set(tickets)) == len(tickets)
    called = [row.body for row in rows if '"announcement":' in row.body]
    numbers = [int(body.partition('"announcement":')[2].partition(",")[0]) for body in called]
    assert numbers == list(range(1, len(numbers) + 1))
