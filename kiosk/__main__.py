"""``kiosk citizen``, ``kiosk window`` and ``kiosk rating``: the touchscreens' command line. No rule here.

Each screen's package has an ``options`` module with ``add_arguments(parser)`` and ``run(args)``. It is
imported only when its screen is asked for: one screen's faults never keep another from starting.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

SCREENS = {"citizen": "citizen", "window": "window", "rating": "rating"}
"""Word on the command line -> package."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one screen until it is ended; return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="kiosk", description="The touchscreens of the hall.")
    screens = parser.add_subparsers(dest="screen", required=True)
    for word, package in SCREENS.items():
        options = import_module(f"kiosk.{package}.options") if word in words[:1] else None
        one = screens.add_parser(word, help=f"the {word} screen; see kiosk {word} --help")
        if options is not None:
            options.add_arguments(one)
            one.set_defaults(run=options.run)
    args = parser.parse_args(words)
    return int(args.run(args) or 0)


if __name__ == "__main__":
    sys.exit(main())
