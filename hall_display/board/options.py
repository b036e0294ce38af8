"""``hall-display board``: its command line, and the program put together from it. No rule and no widget."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import structlog

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.calls import Pace
from hall_display.board.display_options import add_display_arguments, board_link
from hall_display.board.trial import TrialLink
from hall_display.board.view import BoardLanguage
from hall_display.board.voice import Speak
from hall_display.speech import Manner, hall_speech
from kiosk.screenkit.web import run_or_serve
from queue_server.clock import Clock, SystemClock
from queue_server.errors import Fault

COLUMNS, ROWS = 320, 90
"""The grid served to a browser."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a board is told."""
    parser.add_argument("--area", default="", metavar="CODE", help="show one area's calls and queues only")
    parser.add_argument(
        "--dwell", type=float, default=Pace().dwell_ms / 1000, metavar="SECONDS",
        help="least time a call stands largest while another waits (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--test-picture", action="store_true", help="no server: a hall to see and hear the board"
    )
    add_display_arguments(parser, "board", COLUMNS, ROWS)
    _add_voice_arguments(parser)


def _add_voice_arguments(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("voice 语音")
    group.add_argument("--silent", action="store_true", help="no chime and no voice")
    group.add_argument("--clips", type=Path, metavar="FOLDER", help="the hall's recorded words, one WAV each")
    group.add_argument("--yao", action="store_true", help="say 幺 for 1 in ticket numbers")
    group.add_argument("--times", type=int, default=1, metavar="N", help="say each call N times (default 1)")
    group.add_argument(
        "--english", action="store_true",
        help="English after every call (default: for tickets taken in English; always with --language en)",
    )  # fmt: skip


def run(args: Namespace) -> None:
    """Show the board here, or serve it to browsers."""
    run_or_serve(args, lambda: board_app(args), args.columns, args.rows)


def board_app(args: Namespace) -> BoardApp:
    """Put the board together."""
    options = BoardOptions(
        area=args.area,
        language=BoardLanguage(args.language),
        dots=args.dots,
        pace=Pace(dwell_ms=round(args.dwell * 1000)),
    )
    clock = SystemClock()
    link = board_link(args, args.name)
    voice = None if args.silent else board_voice(args, clock)
    return BoardApp(TrialLink(clock) if args.test_picture else link, options, speak=voice, clock=clock)


def board_voice(args: Namespace, clock: Clock) -> Speak | None:
    """Return the voice; a machine that has none gets a silent board, and a line in the log says why."""
    everybody = args.english or args.language == BoardLanguage.ENGLISH
    manner = Manner(one_is_yao=args.yao, second_language=everybody, times=max(1, args.times))
    try:
        return hall_speech(clock, manner, args.clips).say
    except Fault as fault:
        structlog.get_logger("speech").warning("no_voice", fault=str(fault))
        return None
