"""A day of the journal moved on to later days: other dates, times, announcements and requests. Pure.

What a row says stays as the engine wrote it; its chain is computed anew, for the row stands elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from queue_server.hall.lookup import DAY_MS
from queue_server.store.chain import EMPTY, Head, Row, digest_after

OPENED = "day_opened"
MOVES = re.compile(r'(?<!\d)(20\d{6}|1\d{12})(?!\d)|(?<="announcement":)(\d+)')
"""In a body: a date, an instant in ms, the number of an announcement."""


class Moving(NamedTuple):
    """One row, cut where a day moves it: every second part is a date, an instant or an announcement."""

    row: Row
    parts: tuple[str, ...]


class Template(NamedTuple):
    """The first day as it was lived, and the day that follows it, ready to be moved."""

    first: tuple[Row, ...]
    second: tuple[Moving, ...]
    announcements: int
    """How many the second day makes."""


def template_of(rows: Sequence[Row]) -> Template:
    """Cut a journal at its openings. Raises ValueError when it has not two whole days."""
    starts = [n for n, row in enumerate(rows) if row.kind == OPENED]
    if len(starts) != 3 or starts[0] != 0:
        raise ValueError(f"a template has two whole days and the beginning of a third, not {len(starts)}")
    second = rows[starts[1] : starts[2]]
    calls = sum('"announcement":' in row.body for row in second)
    return Template(tuple(rows[: starts[1]]), tuple(Moving(row, _cut(row.body)) for row in second), calls)


def moved(template: Template, days: int) -> Iterator[tuple[Row, ...]]:
    """Yield day after day, chained."""
    yield template.first
    head = Head(template.first[-1].seq, template.first[-1].digest) if template.first else EMPTY
    for day in range(days - 1):
        rows = tuple(_day(template, day, head))
        head = Head(rows[-1].seq, rows[-1].digest)
        yield rows


def _cut(body: str) -> tuple[str, ...]:
    parts: list[str] = []
    end = 0
    for found in MOVES.finditer(body):
        parts += (body[end : found.start()], found[0])
        end = found.end()
    return (*parts, body[end:])


def _day(template: Template, later: int, head: Head) -> Iterator[Row]:
    shift_ms, dates = later * DAY_MS, dict[str, str]()
    for row, parts in template.second:
        texts = list(parts)
        for n in range(1, len(parts), 2):
            texts[n] = _later(parts[n], later, template.announcements, dates)
        day = _later(row.day, later, 0, dates)
        request = f"{row.request[:-4]}{later:04x}" if row.request else ""
        columns = (row.hall, head.seq + 1, row.at_ms + shift_ms, day, row.actor, request, row.asked, row.kind)
        whole = (*columns, "".join(texts))
        head = Head(head.seq + 1, digest_after(head.digest, whole))
        yield Row(*whole, head.digest)


def _later(text: str, days: int, announcements: int, dates: dict[str, str]) -> str:
    """Return a date, an instant or an announcement so many days later."""
    if len(text) == 13:
        return str(int(text) + days * DAY_MS)
    if len(text) == 8:
        if text not in dates:
            moved_on = date.fromisoformat(text) + timedelta(days)
            dates[text] = f"{moved_on:%Y%m%d}"
        return dates[text]
    return str(int(text) + days * announcements)
