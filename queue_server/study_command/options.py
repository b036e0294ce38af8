"""The words of ``queue-server study``."""

import argparse
from pathlib import Path

from queue_server.study.policies import POLICIES
from queue_server.vocabulary import Language

LOAD_MAX = 3.0


def study_words(command: argparse.ArgumentParser) -> None:
    """Add the words to the command."""
    command.description = (
        "Measure forecasts of the wait, and policies, on simulated days or on past tickets of a hall. "
        "Each ticket is told its wait when issued, from the past alone, and held to it when called."
    )
    _day_words(command)
    _policy_words(command)
    command.add_argument("--json", type=Path, metavar="OUT", help="write every figure here as well")
    command.add_argument("--language", choices=[one.value for one in Language], default="zh")


def _day_words(command: argparse.ArgumentParser) -> None:
    add = command.add_argument
    add("--days", type=_count, default=25, metavar="N", help="simulated days; 0: policies only")
    add(
        "--load",
        type=_load,
        default=1.15,
        metavar="X",
        help="of the peaks; above 1: too many for the windows",
    )
    add("--seed", type=_count, default=1, metavar="N", help="the same seed is the same days")
    add("--warm-up", type=_count, default=5, metavar="N", help="first days, learned from but not measured")
    add("--replays", type=_some, default=100, metavar="N", help="futures of each forecast")
    add("--csv", type=Path, metavar="FILE", help="past tickets: queue,window,class,issued,called,finished")
    add("--utc-offset", type=int, default=480, metavar="MIN", help="of the times in the CSV; left out: 480")
    add("--tickets-out", type=Path, metavar="FILE", help="write the simulated tickets as for --csv")


def _policy_words(command: argparse.ArgumentParser) -> None:
    add, names = command.add_argument, tuple(POLICIES)
    add("--rule", choices=names, default=names[0], help="the rule by which the hall calls")
    add("--policies", nargs="+", choices=names, default=list(names), help="to compare, the first with each")
    add("--policy-days", type=_count, default=40, metavar="N", help="simulated days to compare on; 0: none")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number, 0 or more')
    return int(text)


def _some(text: str) -> int:
    if not _count(text):
        raise argparse.ArgumentTypeError("0 is too few; give 1 or more")
    return int(text)


def _load(text: str) -> float:
    try:
        load = float(text)
    except ValueError:
        load = 0.0
    if not 0 < load <= LOAD_MAX:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number above 0 and up to {LOAD_MAX:g}')
    return load
