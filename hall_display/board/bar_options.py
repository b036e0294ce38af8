"""``hall-display bar``: its command line, and the program put together from it. No rule and no widget."""

from argparse import ArgumentParser, Namespace

from hall_display.board.bar_app import BarApp
from hall_display.board.display_options import add_display_arguments, board_link
from hall_display.board.view import BoardLanguage
from kiosk.screenkit.web import run_or_serve
from queue_server.vocabulary import WindowNo

COLUMNS, ROWS = 128, 16
"""The grid served to a browser."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a bar is told."""
    parser.add_argument("--window", required=True, metavar="NUMBER", help="the window's number: 03")
    add_display_arguments(parser, None, COLUMNS, ROWS)


def run(args: Namespace) -> None:
    """Show the bar here, or serve it to browsers."""
    run_or_serve(args, lambda: bar_app(args), args.columns, args.rows)


def bar_app(args: Namespace) -> BarApp:
    """Put the bar together; its name is its window's where none was given."""
    window = WindowNo(str(args.window).zfill(2))
    link = board_link(args, args.name or f"bar-{window}")
    return BarApp(link, window, language=BoardLanguage(args.language), dots=args.dots)
