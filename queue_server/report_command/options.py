"""The words of ``queue-server report``."""

import argparse
from enum import StrEnum
from pathlib import Path

from queue_server.reports.period import ReportKind
from queue_server.vocabulary import Language


class Form(StrEnum):
    """How a report is given out."""

    TABLE = "table"
    CSV = "csv"
    PDF = "pdf"


def report_words(command: argparse.ArgumentParser) -> None:
    """Add the words to the command."""
    command.add_argument("kind", choices=[each.value for each in ReportKind], help="day, week or month")
    command.add_argument("period", metavar="PERIOD", help="2026-03-02, 2026-W10 or 2026-03")
    command.add_argument("--config", metavar="FILE", required=True, help="the hall's configuration")
    command.add_argument("--journal", metavar="PATH", type=Path, help="default: the configuration's")
    command.add_argument("--format", choices=[each.value for each in Form], default=Form.TABLE.value)
    command.add_argument(
        "--out", metavar="FILE", type=Path, help="write here, not on the terminal; a PDF needs it"
    )
    command.add_argument("--language", choices=[one.value for one in Language], default="zh")
