"""``hall-display board``, ``bar`` and ``wall``: the command line of the screens many people read.

Each screen has an options module with ``add_arguments(parser)`` and ``run(args)``; it is imported
only when its screen is asked for, so that one screen's faults never keep the other from starting.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from queue_server.errors import ConfigError

SCREENS = {
    "board": ("hall_display.board.options", "the calling board in the hall 大厅叫号屏"),
    "wall": ("hall_display.wall.options", "the managers' wall 管理监控屏"),
    "bar": ("hall_display.board.bar_options", "the narrow bar over one window 窗口条屏"),
}
"""Word on the command line -> its options module, and what it is."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one screen until it is ended; return the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="hall-display", description="The screens over the hall 大厅显示屏")
    screens = parser.add_subparsers(dest="screen", required=True, metavar="SCREEN")
    for word, (module, summary) in SCREENS.items():
        one = screens.add_parser(word, help=summary, description=summary)
        if word in words[:1]:
            options = import_module(module)
            options.add_arguments(one)
            one.set_defaults(run=options.run)
    args = parser.parse_args(words)
    try:
        args.run(args)
    except (ConfigError, OSError) as error:
        sys.stderr.write(f"hall-display: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
