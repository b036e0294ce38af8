"""What board and bar share on the command line: how they are shown, and whose link they hold. No widget."""

import logging
from argparse import ArgumentParser, Namespace

import structlog

from hall_display.board.view import BoardLanguage
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.link_options import add_link_arguments, make_link
from kiosk.screenkit.web import add_web_arguments
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink

LANGUAGES = (BoardLanguage.BOTH.value, BoardLanguage.CHINESE.value, BoardLanguage.ENGLISH.value)
"""The first is the default."""


def add_display_arguments(parser: ArgumentParser, name: str | None, columns: int, rows: int) -> None:
    """Add the link, the name (default ``name``), the dots, and the grid served to a browser."""
    parser.add_argument("--name", default=name, metavar="NAME", help="this screen's own name in the hall")
    parser.add_argument(
        "--dots", type=DotMode, choices=list(DotMode), metavar="octant|quadrant|half",
        help="how finely big letters are drawn (default: by the size of the screen; a browser has octants)",
    )  # fmt: skip
    parser.add_argument(
        "--columns", type=int, default=columns, help="grid in a browser (default %(default)s)"
    )
    parser.add_argument("--rows", type=int, default=rows, help="grid in a browser (default %(default)s)")
    add_link_arguments(parser, LANGUAGES)
    add_web_arguments(parser)


def board_link(args: Namespace, name: str) -> HallLink:
    """Return the link of a screen with the role board. Raises ConfigError for a file that cannot be read."""
    link = make_link(args, Role.BOARD, name)
    _log_beside_the_link("speech")
    return link


def _log_beside_the_link(name: str) -> None:
    """Send a structlog logger to the screen's log file, since a screen never writes to its own terminal."""
    logger = logging.getLogger(name)
    logger.handlers, logger.propagate = logging.getLogger("screen").handlers, False
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
