"""``queue-server report day|week|month PERIOD``: from configuration and journal to tables, CSV or pages."""

import argparse
import io
import sys
from pathlib import Path

from rich.console import Console

from queue_server.clock import Clock, SystemClock
from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.errors import ConfigError
from queue_server.report_command.csv_file import csv_text
from queue_server.report_command.journal import compared, read_report
from queue_server.report_command.options import Form
from queue_server.report_command.pages import Pages, pages_of
from queue_server.report_command.speech import Speech, speech_of
from queue_server.report_command.terminal import print_pages
from queue_server.reports.fold import MINUTE_MS, Basis
from queue_server.reports.period import ReportKind, ReportPeriod, digits_of, read_report_period
from queue_server.vocabulary import Language

FILE_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""


def run_report(asked: argparse.Namespace, clock: Clock | None = None) -> int:
    """Print what was asked, or write it to the file; return the exit status. Raises ConfigError, Fault."""
    form, out = Form(asked.format), asked.out
    if form is Form.PDF and out is None:
        raise ConfigError(("--format pdf: pages cannot stand on a terminal; name a file with --out FILE",))
    config = load_config(asked.config)
    basis, speech = basis_of(config), speech_of(config, Language(asked.language))
    now_ms = (clock or SystemClock()).now_ms()
    period = _period(asked, basis.day_of(now_ms))
    report = read_report(asked.journal or Path(config.store.path), compared(period), basis, now_ms)
    pages = pages_of(report, speech, basis, now_ms)
    if form is Form.TABLE:
        _tables(pages, speech, out)
    elif form is Form.CSV:
        _give(csv_text(pages.sheets, speech).encode("utf-8-sig"), out)
    else:
        _print(pages, speech, out)
    return 0


def basis_of(config: Config) -> Basis:
    """Return what the formulas are told of the configuration."""
    plan = config.plan
    targets_ms = {klass: minutes * MINUTE_MS for klass, minutes in plan.dispatch.targets_min.items()}
    return Basis(targets_ms, plan.utc_offset_min, config.supervision.numbers.window_signs_count)


def _period(asked: argparse.Namespace, today: str) -> ReportPeriod:
    """Return the period asked for. Raises ConfigError for one that is none, or is still to come."""
    try:
        period = read_report_period(ReportKind(asked.kind), asked.period)
    except ValueError as error:
        raise ConfigError((str(error),)) from None
    if digits_of(period.first) > today:
        raise ConfigError((f"{period.text} is still to come; today is {today[:4]}-{today[4:6]}-{today[6:]}",))
    return period


def _tables(pages: Pages, speech: Speech, out: Path | None) -> None:
    if out is None:
        print_pages(
            Console(width=None if sys.stdout.isatty() else FILE_WIDTH, highlight=False), pages, speech
        )
        return
    text = io.StringIO()
    print_pages(Console(file=text, width=FILE_WIDTH, color_system=None, highlight=False), pages, speech)
    _give(text.getvalue().encode(), out)


def _print(pages: Pages, speech: Speech, out: Path) -> None:
    """Set the pages. The typesetter is loaded here and nowhere else: tables and CSV do without it."""
    from queue_server.report_command.paper import letters_unknown, pdf_of

    _give(pdf_of(pages, speech), out)
    letters = letters_unknown(pages, speech)
    if letters:
        sys.stderr.write(
            f"queue-server: the shipped fonts have no {letters}: taken from a font of this machine, "
            "or an empty box where it has none\n"
        )


def _give(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(content.decode())
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise ConfigError((f"{out}: cannot be written: {error}; give another file with --out",)) from error
