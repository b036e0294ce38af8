"""The words of ``queue-server drill``."""

import argparse
from pathlib import Path

PARTS = ("tickets", "burst", "crowd", "recovery", "growth")


def drill_words(command: argparse.ArgumentParser) -> None:
    """Add the words to the command."""
    command.description = (
        "Measure a real server on this machine, beside what the machine allows in the same run: durable "
        "tickets, a burst of calls, ten thousand clients, recovery, growth. Nothing else should be at work "
        "meanwhile."
    )
    add = command.add_argument
    add("--json", type=Path, metavar="FILE", help="write everything here as well")
    add("--quick", action="store_true", help="small and short: shows that it runs, its figures say little")
    add("--only", nargs="+", choices=PARTS, metavar="PART", help=f"of {', '.join(PARTS)}; left out: all")
    add("--folder", type=Path, metavar="DIR", help="on the disk to be measured; left out: the system's own")
