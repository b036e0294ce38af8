"""``hall-display wall``: its command line, and the program put together from it. No rule and no widget."""

from argparse import ArgumentParser, Namespace

from hall_display.wall.app import WallApp, WallOptions
from hall_display.wall.trial import SCENES, TrialLink
from kiosk.screenkit.link_options import add_link_arguments, make_link
from kiosk.screenkit.web import add_web_arguments, run_or_serve
from queue_server.clock import SystemClock
from queue_server.vocabulary import Language, Role

COLUMNS, ROWS = 160, 45
"""The grid served to a browser."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what a wall is told."""
    parser.add_argument("--name", default="wall", metavar="NAME", help="this wall's own name in the hall")
    parser.add_argument(
        "--idle", type=float, default=WallOptions().idle_s, metavar="SECONDS",
        help="without a touch for so long the overview comes back (default %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--test-picture", nargs="?", const="busy", choices=list(SCENES), metavar="|".join(SCENES),
        help="no server: a hall that does not exist, to see the wall",
    )  # fmt: skip
    add_link_arguments(parser)
    add_web_arguments(parser)


def run(args: Namespace) -> None:
    """Show the wall here, or serve it to browsers."""
    run_or_serve(args, lambda: wall_app(args), COLUMNS, ROWS)


def wall_app(args: Namespace) -> WallApp:
    """Put the wall together."""
    clock = SystemClock()
    options = WallOptions(Language(args.language), args.idle)
    link = make_link(args, Role.WALL, args.name)
    if args.test_picture:
        return WallApp(TrialLink(clock, args.test_picture), options, clock=clock)
    return WallApp(link, options, clock=clock)
