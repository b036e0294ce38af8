"""``hall-display board``: its command line, and the program put together from it. No rule and no widget."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.calls import Pace
from hall_display.board.trial import TrialLink
from hall_display.board.view import BoardLanguage
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.web import add_web_arguments, run_or_serve
from queue_server.clock import SystemClock
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello

COLUMNS, ROWS = 320, 90
"""The grid served to a browser."""
SERVER = "ws://127.0.0.1:8765"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a board is told."""
    add_link_arguments(parser, "board")
    parser.add_argument("--area", default="", metavar="CODE", help="show one area's calls and queues only")
    parser.add_argument("--silent", action="store_true", help="no chime and no voice")
    parser.add_argument(
        "--dwell", type=float, default=Pace().dwell_ms / 1000, metavar="SECONDS",
        help="least time a call stands largest while another waits (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--test-picture",
        action="store_true",
        help="no server: a hall that does not exist, to see and hear the board",
    )
    add_screen_arguments(parser, COLUMNS, ROWS)


def add_link_arguments(parser: ArgumentParser, name: str | None) -> None:
    """Add where the server is and who this screen is."""
    parser.add_argument("--server", default=SERVER, metavar="URL", help="the server (default %(default)s)")
    parser.add_argument("--name", default=name, metavar="NAME", help="this screen's own name in the hall")
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", help="file with the token of the role board"
    )


def add_screen_arguments(parser: ArgumentParser, columns: int, rows: int) -> None:
    """Add how it is shown."""
    parser.add_argument(
        "--language", type=BoardLanguage, choices=list(BoardLanguage), default=BoardLanguage.BOTH,
        metavar="zh|en|both", help="Chinese, English, or Chinese with English beside it (default both)",
    )  # fmt: skip
    parser.add_argument(
        "--dots", type=DotMode, choices=list(DotMode), metavar="octant|quadrant|half",
        help="how finely big letters are drawn (default: by the size of the screen; a browser has octants)",
    )  # fmt: skip
    parser.add_argument(
        "--columns", type=int, default=columns, help="grid in a browser (default %(default)s)"
    )
    parser.add_argument("--rows", type=int, default=rows, help="grid in a browser (default %(default)s)")
    add_web_arguments(parser)


def hall_link(args: Namespace, name: str) -> HallLink:
    """Return the link of a screen with the role board. Raises OSError naming a token file it cannot read."""
    token = args.token_file.read_text(encoding="utf-8").strip() if args.token_file else ""
    return HallLink(args.server, Hello(WIRE_VERSION, Role.BOARD, name, token))


def run(args: Namespace) -> None:
    """Show the board here, or serve it to browsers."""
    run_or_serve(args, lambda: board_app(args), args.columns, args.rows)


def board_app(args: Namespace) -> BoardApp:
    """Put the board together."""
    options = BoardOptions(
        area=args.area, language=args.language, dots=args.dots, pace=Pace(dwell_ms=round(args.dwell * 1000))
    )
    clock = SystemClock()
    link = TrialLink(clock) if args.test_picture else hall_link(args, args.name)
    return BoardApp(link, options, clock=clock)
