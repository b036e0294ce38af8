"""The sheets of the forecasts: of all and by queue, by item, and by day of a longer period.

Each figure of the forecast stands beside that of the naive one, which every hall knows: people ahead times
the average service by the open windows.
"""

from collections.abc import Callable, Iterable, Mapping

from queue_server.report_command.sheets import Cell, Column, Kind, Row, Sheet
from queue_server.report_command.speech import Speech, day_words
from queue_server.report_command.words import SHEETS
from queue_server.reports.accuracy import Accuracy
from queue_server.reports.fold import Told
from queue_server.reports.period import ReportKind
from queue_server.reports.tally import EVERYTHING, Forecasts, Side

Label = Callable[[str], tuple[str, str]]

CELLS: Mapping[Column, Callable[[Accuracy], Cell]] = {
    Column("judged"): lambda one: one.judged,
    Column("forecast_error", Kind.SPAN): lambda one: one.error_ms,
    Column("naive_error", Kind.SPAN): lambda one: one.naive_error_ms,
    Column("error_share", Kind.SHARE): lambda one: one.error_share,
    Column("forecast_bias", Kind.OFFSET): lambda one: one.bias_ms,
    Column("naive_bias", Kind.OFFSET): lambda one: one.naive_bias_ms,
    Column("coverage", Kind.SHARE): lambda one: one.coverage,
    Column("width", Kind.SPAN): lambda one: one.width_ms,
    Column("foretold"): lambda one: one.foretold,
    Column("unforetold"): lambda one: one.unforetold,
    Column("fluid"): lambda one: one.fluid,
    Column("doubtful"): lambda one: one.doubtful,
    Column("doubtful_served"): lambda one: one.doubtful_served,
}
ID, NAME = Column("id", Kind.TEXT), Column("name", Kind.TEXT)
FILE_ID = Column("id", Kind.TEXT, is_for_files=True)
DAY = Column("day", Kind.TEXT)


def forecast_sheets(now: Told, then: Told | None, speech: Speech) -> tuple[Sheet, ...]:
    """Return the sheets; by day and item only where anything was foretold in the period."""
    found, before = now.tally.forecasts(), then.tally.forecasts() if then else None
    total = (speech.say(SHEETS["total"]), "")
    rows = [
        *_rows(Side.ALL, found, before, lambda _: total),
        *_rows(Side.QUEUE, found, before, lambda key: (key, speech.name(Side.QUEUE, key))),
    ]
    sheets = [_sheet("forecasts", (ID, NAME), rows)]
    if not found[Side.ALL][EVERYTHING].foretold:
        return tuple(sheets)
    if now.period.kind is not ReportKind.DAY:
        days = _rows(Side.DAY, found, None, lambda day: (day_words(day), ""))
        sheets.append(_sheet("forecast_days", (DAY, NAME), days))
    items = _rows(Side.ITEM, found, before, lambda key: (key, speech.name(Side.ITEM, key) or key))
    return (*sheets, _sheet("forecast_items", (FILE_ID, NAME), items))


def _sheet(key: str, names: tuple[Column, ...], rows: Iterable[Row]) -> Sheet:
    return Sheet(key, (*names, *CELLS), tuple(rows))


def _rows(side: Side, now: Forecasts, then: Forecasts | None, label: Label) -> list[Row]:
    """Return a row of each key; items most judged first."""
    groups, before = now[side], then[side] if then else None
    rows = []
    for key in sorted(groups, key=lambda key: (-groups[key].judged if side is Side.ITEM else 0, key)):
        names = label(key)
        past = () if before is None else (*names, *_cells(before.get(key, Accuracy())))
        rows.append(Row((*names, *_cells(groups[key])), past, is_total=side is Side.ALL))
    return rows


def _cells(one: Accuracy) -> tuple[Cell, ...]:
    return tuple(cell(one) for cell in CELLS.values())
