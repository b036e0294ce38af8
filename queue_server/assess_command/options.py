"""The words of ``queue-server assess``."""

import argparse
from pathlib import Path

from queue_server.vocabulary import Language


def assess_words(command: argparse.ArgumentParser) -> None:
    """Add the words to the command."""
    command.add_argument("period", metavar="PERIOD", help="2026-02, 2026-Q1 or 2026")
    command.add_argument("--config", metavar="FILE", required=True, help="the hall's configuration")
    command.add_argument("--journal", metavar="PATH", type=Path, help="default: the configuration's")
    command.add_argument("--votes", metavar="FILE", type=Path, help="CSV: voters,window,staff,points,count")
    command.add_argument(
        "--complaints", metavar="FILE", type=Path, help="CSV: date,window,staff,reference,upheld"
    )
    command.add_argument("--format", choices=("table", "csv"), default="table")
    command.add_argument("--out", metavar="FILE", type=Path, help="write here, not on the terminal")
    command.add_argument("--language", choices=[one.value for one in Language], default="zh")
    command.add_argument(
        "--explain", metavar="WINDOW_OR_STAFF", default="", help="every deduction and bonus with its fact"
    )
    command.add_argument("--publish", action="store_true", help="show the selection on the hall's boards")
    command.add_argument("--server", default="ws://127.0.0.1:8765", metavar="URL")
    command.add_argument("--name", default="manager", help="who we are, as the server's token names it")
    command.add_argument("--token-file", metavar="FILE")
    command.add_argument("--ca-file", metavar="FILE", help="PEM certificate to trust for wss://")
