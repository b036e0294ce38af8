"""Sheets as CSV that opens in a spreadsheet: UTF-8 with a byte order mark, plain numbers with their unit.

All sheets stand below each other; the first column names the sheet, and a header stands before each.
"""

import csv
import io
from collections.abc import Iterable

from queue_server.report_command.sheets import (
    Column,
    Kind,
    Row,
    Sheet,
    cell_for_file,
    change_for_file,
)
from queue_server.report_command.speech import Speech
from queue_server.report_command.words import CHANGE, HEADINGS, SECONDS, SHEETS, SOFT_HYPHEN

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would reckon with a text that begins so."""
PLACES = {Kind.SPAN: SECONDS, Kind.OFFSET: SECONDS, Kind.SHARE: ("%", "%")}


def csv_text(sheets: Iterable[Sheet], speech: Speech) -> str:
    """Return all sheets; what is to be a file is encoded as ``utf-8-sig``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for sheet in sheets:
        title, is_compared = speech.say(SHEETS[sheet.key]), sheet.is_compared
        writer.writerow([speech.say(HEADINGS["sheet"]), *_headings(sheet.columns, is_compared, speech)])
        for row in sheet.rows:
            writer.writerow([title, *_cells(sheet.columns, row, is_compared)])
    return text.getvalue()


def _headings(columns: Iterable[Column], is_compared: bool, speech: Speech) -> Iterable[str]:
    for column in columns:
        unit = f" ({speech.say(PLACES[column.kind])})" if column.kind in PLACES else ""
        heading = speech.say(HEADINGS[column.key]).replace(SOFT_HYPHEN, "")
        yield heading + unit
        if is_compared and column.is_number:
            yield f"{heading} {speech.say(CHANGE)}{unit}"


def _cells(columns: Iterable[Column], row: Row, is_compared: bool) -> Iterable[str]:
    for n, column in enumerate(columns):
        text = cell_for_file(row.cells[n], column.kind)
        yield text if column.is_number else harmless(text)
        if is_compared and column.is_number:
            yield change_for_file(row.cells[n], row.before[n], column.kind) if row.before else ""


def harmless(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
