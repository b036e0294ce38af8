"""What is printed, as sheets of typed cells: one shape for terminal, spreadsheet and page. Pure."""

from collections.abc import Sequence
from enum import Enum, auto

import msgspec

from queue_server.report_command.speech import MS, permille_words, span_words
from queue_server.reports.figures import Share

Cell = str | int | Share | None
"""A text, a count or milliseconds, a share; None: there is nothing to say."""
MINUS = "-"
NO_CHANGE = "0"
TENTH = 10


class Kind(Enum):
    """What stands in a column."""

    TEXT = auto()
    COUNT = auto()
    SPAN = auto()
    """Milliseconds."""
    OFFSET = auto()
    """Milliseconds too many or too few: always with their sign."""
    SHARE = auto()
    RANK = auto()
    """A place from 1: less is better, and a change is told in places."""


SPANS = frozenset({Kind.SPAN, Kind.OFFSET})


class Column(msgspec.Struct, frozen=True):
    """A column by the key of its heading."""

    key: str
    kind: Kind = Kind.COUNT
    is_for_files: bool = False
    """Only a spreadsheet has it: a long code that people read no better for."""

    @property
    def is_number(self) -> bool:
        return self.kind is not Kind.TEXT


class Row(msgspec.Struct, frozen=True):
    """A row, and the same of the period before where there is one to compare with."""

    cells: tuple[Cell, ...]
    before: tuple[Cell, ...] = ()
    is_total: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """A title's key, columns, and rows of as many cells."""

    key: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def is_compared(self) -> bool:
        return any(row.before for row in self.rows)


def shown(sheet: Sheet) -> Sheet:
    """Return the sheet as people read it: without codes for files and columns in which nothing stands."""
    kept = [
        n
        for n, column in enumerate(sheet.columns)
        if not column.is_for_files and any(_says(row.cells[n]) for row in sheet.rows)
    ]
    rows = tuple(
        Row(_only(row.cells, kept), _only(row.before, kept) if row.before else (), row.is_total)
        for row in sheet.rows
    )
    return Sheet(sheet.key, tuple(sheet.columns[n] for n in kept), rows)


def _says(cell: Cell) -> bool:
    return bool(cell.whole) if isinstance(cell, Share) else cell not in ("", None)


def _only(cells: Sequence[Cell], places: Sequence[int]) -> tuple[Cell, ...]:
    return tuple(cells[n] for n in places)


def cell_words(cell: Cell, kind: Kind) -> str:
    """Return a cell as people read it."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, Share):
        return permille_words(cell.permille)
    if kind is Kind.OFFSET:
        return offset_words(cell)
    return span_words(cell) if kind is Kind.SPAN else str(cell)


def offset_words(offset_ms: int) -> str:
    """Return milliseconds with their sign, +0:30; of less than half a second none is told."""
    if abs(offset_ms) < MS // 2:
        return span_words(0)
    return f"{'+' if offset_ms > 0 else MINUS}{span_words(abs(offset_ms))}"


def change_words(now: Cell, then: Cell, kind: Kind) -> str:
    """Return the change with its sign: +12, -1:05, +2.3 (points of percent); empty for none."""
    change = change_of(now, then, kind)
    if change is None:
        return ""
    if not change:
        return NO_CHANGE
    size, sign = abs(change), "+" if change > 0 else MINUS
    if kind in SPANS:
        return f"{sign}{span_words(size)}" if size >= MS // 2 else NO_CHANGE
    return f"{sign}{size // TENTH}.{size % TENTH}" if kind is Kind.SHARE else f"{sign}{size}"


def change_of(now: Cell, then: Cell, kind: Kind) -> int | None:
    """Return the change in counts, milliseconds, tenths of a percent, or places gained."""
    if isinstance(now, Share) and isinstance(then, Share):
        after, before = now.permille, then.permille
        return None if after is None or before is None else after - before
    if not isinstance(now, int) or not isinstance(then, int):
        return None
    return then - now if kind is Kind.RANK else now - then


def cell_for_file(cell: Cell, kind: Kind) -> str:
    """Return a cell as a spreadsheet reckons with it: seconds, percent, plain numbers."""
    if isinstance(cell, Share):
        return "" if cell.permille is None else f"{cell.permille / TENTH:.1f}"
    if isinstance(cell, int) and kind in SPANS:
        return f"{cell / MS:.3f}"
    return "" if cell is None else str(cell)


def change_for_file(now: Cell, then: Cell, kind: Kind) -> str:
    """Return the change as a spreadsheet reckons with it."""
    change = change_of(now, then, kind)
    if change is None:
        return ""
    if kind is Kind.SHARE:
        return f"{change / TENTH:.1f}"
    return f"{change / MS:.3f}" if kind in SPANS else str(change)
