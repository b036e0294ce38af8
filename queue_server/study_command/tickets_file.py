"""Past tickets in a CSV file: read with every wrong row named, and written in the same form.

The columns are queue, window, class, issued, called, finished, in any order and case. Instants are ISO 8601
or ``2026-03-02 08:31:05``; without an offset they are the hall's local time. A ticket that was never called
has no window, called and finished; a missed one no finished.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from queue_server.errors import ConfigError
from queue_server.hall.lookup import DAY_MS, MINUTE_MS
from queue_server.study.tickets import Row
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo

COLUMNS = ("queue", "window", "class", "issued", "called", "finished")
NEEDED = ("queue", "window", "issued", "called", "finished")
CLASSES = {
    **{klass.value: klass for klass in TicketClass},
    "": TicketClass.REGULAR,
    "普通": TicketClass.REGULAR,
    "优先": TicketClass.PRIORITY,
    "预约": TicketClass.APPOINTMENT,
    "绿色通道": TicketClass.GREEN,
}
SHOWN = 10
"""So many wrong rows are told one by one."""
Line = dict[str, str]


def read_tickets(path: Path, offset_min: int) -> list[Row]:
    """Return the tickets. Raises ConfigError that names the wrong rows with their line and reason."""
    rows: list[Row] = []
    mistakes: list[str] = []
    zone = timezone(timedelta(minutes=offset_min))
    for number, line in _lines(path):
        try:
            rows.append(_row(line, zone))
        except ValueError as error:
            mistakes.append(f"{path.name}, line {number}: {error}")
    if mistakes:
        rest = len(mistakes) - SHOWN
        more = (f"and {rest} more wrong rows of {len(rows) + len(mistakes)}",) if rest > 0 else ()
        raise ConfigError((*mistakes[:SHOWN], *more))
    if not rows:
        raise ConfigError((f"{path.name}: there is no ticket in it",))
    return rows


def _lines(path: Path) -> Iterator[tuple[int, Line]]:
    """Yield each row with the line it ends on, the header being line 1."""
    try:
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
        names = [name.strip().lower() for name in next(reader, [])]
        missing = [column for column in NEEDED if column not in names]
        if missing:
            raise ConfigError((f"{path.name}, line 1: the column {', '.join(missing)} is missing",))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                filled = [*cells, *[""] * (len(names) - len(cells))]
                yield reader.line_num, {name: cell.strip() for name, cell in zip(names, filled, strict=False)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError((f"{path}: cannot be read: {error}; save it as CSV in UTF-8",)) from error


def _row(line: Line, zone: timezone) -> Row:
    """Return a ticket. Raises ValueError with the reason in the words of who made the list."""
    if not line["queue"]:
        raise ValueError("queue is empty")
    klass = CLASSES.get(line.get("class", "").lower())
    if klass is None:
        known = ", ".join(klass.value for klass in TicketClass)
        raise ValueError(f'class "{line["class"]}" is not known; write {known}, or nothing')
    issued_ms = _instant(line, "issued", zone)
    called_ms, finished_ms = _instant(line, "called", zone), _instant(line, "finished", zone)
    if issued_ms is None:
        raise ValueError("issued is empty")
    if called_ms is not None and not line["window"]:
        raise ValueError("it was called, and window is empty")
    if called_ms is None and finished_ms is not None:
        raise ValueError("it was finished and never called")
    _refuse_disorder(issued_ms, called_ms, finished_ms, zone)
    return Row(ItemCode(line["queue"]), WindowNo(line["window"]), klass, issued_ms, called_ms, finished_ms)


def _instant(line: Line, column: str, zone: timezone) -> int | None:
    text = line[column]
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f'{column} "{text}" is not a time; write it as 2026-03-02 08:31:05') from None
    return round((at if at.tzinfo else at.replace(tzinfo=zone)).timestamp() * 1000)


def _refuse_disorder(issued_ms: int, called_ms: int | None, finished_ms: int | None, zone: timezone) -> None:
    if called_ms is not None and called_ms < issued_ms:
        raise ValueError("called is before issued")
    if called_ms is not None and finished_ms is not None and finished_ms < called_ms:
        raise ValueError("finished is before called")
    last_ms = finished_ms or called_ms or issued_ms
    if _day(issued_ms, zone) != _day(last_ms, zone):
        raise ValueError("it begins on one day and ends on another")


def _day(at_ms: int, zone: timezone) -> int:
    offset = zone.utcoffset(None)
    return (at_ms + round(offset.total_seconds()) * 1000) // DAY_MS


def tickets_text(rows: Iterable[Row], offset_min: int) -> str:
    """Return tickets in the form that is read, times as the hall's clocks showed them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        instants = (row.issued_ms, row.called_ms, row.finished_ms)
        writer.writerow(
            [row.queue, row.window, row.klass.value, *(_face(at_ms, offset_min) for at_ms in instants)]
        )
    return text.getvalue()


def _face(at_ms: int | None, offset_min: int) -> str:
    if at_ms is None:
        return ""
    local_ms = at_ms + offset_min * MINUTE_MS
    return datetime.fromtimestamp(local_ms // 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
