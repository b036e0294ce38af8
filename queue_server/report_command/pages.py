"""A whole report ready to be shown: cover, key figures, charts, sheets. Pure; renderers only draw it."""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from queue_server.report_command.figure_sheets import figure_sheets
from queue_server.report_command.forecast_sheets import forecast_sheets
from queue_server.report_command.journal import Report
from queue_server.report_command.people_sheets import people_sheets
from queue_server.report_command.sheets import Sheet
from queue_server.report_command.speech import Speech
from queue_server.report_command.tiles import Tile, tiles_of
from queue_server.report_command.words import (
    AGAINST,
    DAYS_OPEN,
    MADE_AT,
    NOTHING_BEFORE,
    TITLES,
    UNFINISHED_LONG,
    Pair,
)
from queue_server.reports.fold import Basis, Told
from queue_server.reports.period import ReportKind

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS_ZH = "一二三四五六日"


class Pages(msgspec.Struct, frozen=True):
    """What a renderer is handed. Pairs stand beside each other, or in English alone."""

    hall: Pair
    title: Pair
    span: Pair
    notes: tuple[Pair, ...]
    warning: Pair | None
    made: Pair
    tiles: tuple[Tile, ...]
    sheets: tuple[Sheet, ...]
    report: Report
    is_compared: bool


def pages_of(report: Report, speech: Speech, basis: Basis, now_ms: int) -> Pages:
    """Return the report as it is shown."""
    now, before = report
    period = now.period

    def clock(at_ms: int) -> str:
        return _local(at_ms, basis).strftime("%H:%M")

    return Pages(
        hall=(speech.hall.zh, speech.hall.en),
        title=TITLES[period.kind],
        span=_span(now),
        notes=tuple(_notes(now, before)),
        warning=None if now.is_finished else _filled(UNFINISHED_LONG, at=_written(now.until_ms, basis)),
        made=_filled(MADE_AT, at=_written(now_ms, basis)),
        tiles=tiles_of(now, before, speech),
        sheets=(
            *figure_sheets(now, before, speech),
            *forecast_sheets(now, before, speech),
            *people_sheets(now, before, speech, clock),
        ),
        report=report,
        is_compared=before is not None,
    )


def _local(at_ms: int, basis: Basis) -> datetime:
    return datetime.fromtimestamp((at_ms + basis.offset_ms) / 1000, UTC)


def _written(at_ms: int, basis: Basis) -> str:
    return _local(at_ms, basis).strftime("%Y-%m-%d %H:%M")


def _filled(pair: Pair, **facts: object) -> Pair:
    return pair[0].format(**facts), pair[1].format(**facts)


def _span(now: Told) -> Pair:
    """Return the days: with the weekday of a day, from and until of a week or month."""
    first, last = now.period.first, now.period.last
    if now.period.kind is ReportKind.DAY:
        day = first.weekday()
        return f"{first} 星期{WEEKDAYS_ZH[day]}", f"{first} {WEEKDAYS[day]}"
    text = f"{now.period.text}（{first:%m-%d} 至 {last:%m-%d}）"
    return text, f"{now.period.text} ({first:%m-%d} to {last:%m-%d})"


def _notes(now: Told, before: Told | None) -> Iterable[Pair]:
    if now.period.kind is not ReportKind.DAY:
        yield DAYS_OPEN[0].format(len(now.days)), DAYS_OPEN[1].format(len(now.days))
        yield AGAINST[now.period.kind] if before else NOTHING_BEFORE[now.period.kind]
