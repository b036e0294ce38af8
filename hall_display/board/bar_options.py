"""``hall-display bar``: its command line, and the program put together from it. No rule and no widget."""

from argparse import ArgumentParser, Namespace

from hall_display.board.bar_app import BarApp
from hall_display.board.options import add_link_arguments, add_screen_arguments, hall_link
from kiosk.screenkit.web import run_or_serve
from queue_server.vocabulary import WindowNo

COLUMNS, ROWS = 128, 16
"""The grid served to a browser: a bar of 4 to 1."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a bar is told."""
    parser.add_argument("--window", type=WindowNo, required=True, metavar="NUMBER", help="the window: 03")
    add_link_arguments(parser, None)
    add_screen_arguments(parser, COLUMNS, ROWS)


def run(args: Namespace) -> None:
    """Show the bar here, or serve it to browsers."""
    run_or_serve(args, lambda: bar_app(args), args.columns, args.rows)


def bar_app(args: Namespace) -> BarApp:
    """Put the bar together; its name is its window's where none was given."""
    link = hall_link(args, args.name or f"bar-{args.window}")
    return BarApp(link, args.window, language=args.language, dots=args.dots)
