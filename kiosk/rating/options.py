"""``kiosk rating``: its words on the command line, and what they start."""

from argparse import ArgumentParser, Namespace

from kiosk.rating.app import RatingApp
from kiosk.screenkit.link_options import add_link_arguments, make_link
from kiosk.screenkit.web import add_web_arguments, run_or_serve
from queue_server.vocabulary import Language, Role, WindowNo

COLUMNS, ROWS = 96, 27


def add_arguments(parser: ArgumentParser) -> None:
    """Add the rating screen's words."""
    parser.add_argument("--window", required=True, metavar="NUMBER", help="the window's number: 03")
    add_link_arguments(parser)
    add_web_arguments(parser)


def run(args: Namespace) -> int:
    """Run the rating screen of one window, here or in a browser."""
    run_or_serve(args, lambda: make_app(args), COLUMNS, ROWS)
    return 0


def make_app(args: Namespace) -> RatingApp:
    """Return the app with its link."""
    window = WindowNo(str(args.window).zfill(2))
    link = make_link(args, Role.RATING, window, window)
    return RatingApp(link, window, Language(args.language))
