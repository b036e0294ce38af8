"""A report on paper: the data of ``report.typ``, and the PDF that typst makes of it; all it needs is shipped.

The letters come from ``fonts``: Latin, and every Chinese character of GBK. One that is in neither (a very
rare name) is taken from a font of the machine if it has one, else it is an empty box; ``letters_unknown``
names it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import typst

from queue_server.errors import Fault
from queue_server.report_command import fonts
from queue_server.report_command.charts import charts_of
from queue_server.report_command.pages import Pages
from queue_server.report_command.sheets import Column, Row, Sheet, cell_words, change_words, shown
from queue_server.report_command.speech import Speech
from queue_server.report_command.words import HEADINGS, NOTHING, PAGE_OF, SHEETS

MOODS = {1: "better", -1: "worse", 0: "neither"}
TEMPLATE = Path(__file__).with_name("report.typ")
Data = dict[str, Any]


def pdf_of(pages: Pages, speech: Speech) -> bytes:
    """Return the report as a PDF. Raises Fault when it cannot be set."""
    data = msgspec.json.encode(paper_data(pages, speech)).decode()
    try:
        return bytes(
            typst.compile(
                str(TEMPLATE),
                root=str(TEMPLATE.parent),
                font_paths=[str(fonts.FOLDER)],
                sys_inputs={"data": data},
            )
        )
    except typst.TypstError as error:
        raise Fault(f"the pages cannot be set: {error}; --format table and csv still work") from error


def paper_data(pages: Pages, speech: Speech) -> Data:
    """Return everything that stands on the pages; texts are pairs of the language and the one beside it."""
    return {
        "language": speech.language.value,
        "hall": speech.both(pages.hall),
        "title": speech.both(pages.title),
        "span": speech.both(pages.span),
        "notes": [speech.both(note) for note in pages.notes],
        "warning": speech.both(pages.warning) if pages.warning else None,
        "made": speech.say(pages.made),
        "page_of": speech.say(PAGE_OF),
        "nothing": speech.both(NOTHING),
        "tiles": [
            {
                "title": speech.both(tile.title),
                "value": tile.value,
                "note": speech.say(tile.note),
                "change": tile.change,
                "mood": MOODS[tile.mood],
            }
            for tile in pages.tiles
        ],
        "charts": charts_of(pages.report.now, speech),
        "sheets": [_sheet(shown(sheet), speech) for sheet in pages.sheets],
    }


def _sheet(sheet: Sheet, speech: Speech) -> Data:
    return {
        "title": speech.both(SHEETS[sheet.key]),
        "columns": [
            {
                "heading": _stacked(speech.both(HEADINGS[column.key])),
                "number": column.is_number,
                "wide": column.key == "name",
            }
            for column in sheet.columns
        ],
        "rows": [
            {
                "total": row.is_total,
                "cells": [_cell(column, row, n) for n, column in enumerate(sheet.columns)],
            }
            for row in sheet.rows
        ],
    }


def _stacked(heading: tuple[str, str]) -> tuple[str, str]:
    """Return a heading as narrow as it can be: English word below word."""
    return heading[0].replace(" ", "\n"), heading[1].replace(" ", "\n")


def _cell(column: Column, row: Row, n: int) -> tuple[str, str]:
    text = cell_words(row.cells[n], column.kind)
    is_changed = row.before and column.is_number
    return text, change_words(row.cells[n], row.before[n], column.kind) if is_changed else ""


def letters_unknown(pages: Pages, speech: Speech) -> str:
    """Return the letters that stand on the pages and not in the fonts that are shipped."""
    texts = set(_texts(paper_data(pages, speech)))
    letters = {letter for text in texts for letter in text if not letter.isspace()}
    return "".join(sorted(letter for letter in letters if not fonts.is_shipped(letter)))


def _texts(data: object) -> Iterable[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        yield from _texts(list(data.values()))
    elif isinstance(data, list | tuple):
        for each in data:
            yield from _texts(each)
