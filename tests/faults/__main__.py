"""``python -m tests.faults``: every fault against the real server, and the table of what it came to.

Exit status: 0 nothing was lost, 1 something was, 2 a fault could not be made.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.faults.catalogue import FAULTS, Fault
from tests.faults.outcome import Outcome, table


def main(words: Sequence[str] | None = None) -> int:
    """Run what was asked for; return the exit status."""
    asked = _parser().parse_args(words)
    chosen = [fault for fault in FAULTS if not asked.only or fault.name in asked.only]
    outcomes = [one for fault in chosen if (one := _run(fault, asked.rounds)) is not None]
    print(table(outcomes))
    if asked.json:
        Path(asked.json).write_bytes(msgspec.json.format(msgspec.json.encode(outcomes)))
    if len(outcomes) < len(chosen):
        return 2
    return 1 if any(one.lost for one in outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=0, help="how often; 0: each fault's own number")
    names = [fault.name for fault in FAULTS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--json", metavar="FILE", help="write every measure here")
    return parser


def _run(fault: Fault, rounds: int) -> Outcome | None:
    """Make one fault in a folder of its own; what made it impossible is told."""
    print(f"{fault.name} ...", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="wutong-faults-") as folder:
        try:
            outcome = asyncio.run(fault.make(Path(folder), rounds or fault.rounds))
        except Exception as error:
            # The other faults are still worth making.
            print(f"{fault.name} could not be made: {error!r}", file=sys.stderr)
            return None
    lost = "; ".join(outcome.lost[:5]) or "nothing lost"
    print(f"{fault.name}: {outcome.checked}: {lost}", file=sys.stderr, flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main())
