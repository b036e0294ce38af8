"""Sheets on a terminal, in a text file, or as CSV that opens in a spreadsheet."""

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from queue_server.assess_command.sheets import Sheet
from queue_server.assess_command.words import Speech
from queue_server.errors import ConfigError

FILE_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""
FORMULA_SIGNS = ("=", "+", "@", "\t", "\r")
"""A spreadsheet would reckon with a cell that begins so. A minus is ours: points lost."""
NUMBERS = frozenset({"score", "staff", "duty", "public", "total", "rating", "services", "points", "full"})


def print_sheets(
    sheets: Sequence[Sheet], notes: Iterable[str], form: str, out: Path | None, speech: Speech
) -> None:
    """Write the sheets as ``table`` or ``csv``, to ``out`` or to the terminal. Raises ConfigError."""
    if form == "csv":
        _write(_csv(sheets, speech), out, encoding="utf-8-sig")
        return
    if out is None:
        console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
        _print(console, sheets, notes, speech)
        return
    text = io.StringIO()
    _print(Console(file=text, width=FILE_WIDTH, color_system=None), sheets, notes, speech)
    _write(text.getvalue(), out, encoding="utf-8")


def _print(console: Console, sheets: Iterable[Sheet], notes: Iterable[str], speech: Speech) -> None:
    for sheet in sheets:
        console.print(_table(sheet, speech))
        if sheet.foot:
            console.print(sheet.foot, markup=False, highlight=False)
    for note in notes:
        console.print(note, markup=False, highlight=False)


def _table(sheet: Sheet, speech: Speech) -> Table:
    """Return the sheet without the columns in which nothing stands."""
    used = [n for n in range(len(sheet.columns)) if not sheet.rows or any(row[n] for row in sheet.rows)]
    table = Table(title=sheet.title, title_justify="left")
    for key in (sheet.columns[n] for n in used):
        table.add_column(speech.heading(key), justify="right" if key in NUMBERS else "left")
    for row in sheet.rows:
        table.add_row(*(row[n] for n in used))
    return table


def _csv(sheets: Iterable[Sheet], speech: Speech) -> str:
    """Return all sheets below each other; the first column names the sheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns: tuple[str, ...] = ()
    for sheet in sheets:
        if sheet.columns != columns:
            columns = sheet.columns
            writer.writerow([speech.heading(key) for key in ("kind", *columns)])
        writer.writerows([_harmless(sheet.title), *map(_harmless, row)] for row in sheet.rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    is_number = cell[1:].replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) and not is_number else cell


def _write(text: str, out: Path | None, encoding: str) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding=encoding, newline="")
    except OSError as error:
        raise ConfigError((f"{out}: cannot be written: {error}; give another file with --out",)) from error
