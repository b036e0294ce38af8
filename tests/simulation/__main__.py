"""``make sim SEED=n DAYS=m``: plays days from a seed on, in two processes; without a seed it draws one."""

import argparse
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial

from tests.simulation.day import FOREVER, Outcome, play_day
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.shrink import TROUBLES, story

EVERY = 100
"""Days between two lines of progress."""


def main(argv: Sequence[str] | None = None) -> int:
    """Return 0 when every day kept every promise, 1 with the story of the first that did not."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--steps", type=int, default=FOREVER, help="stop after so many steps")
    parser.add_argument("--without", action="append", default=[], choices=TROUBLES)
    parser.add_argument("--scenario", default="", choices=("", *SCENARIOS))
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(argv)
    seed = random.SystemRandom().randrange(10**9) if asked.seed is None else asked.seed
    named = f", {asked.scenario}" if asked.scenario else ""
    print(f"seed {seed}, days {asked.days}{named}, commit {commit()}", flush=True)
    began_s = time.perf_counter()
    play = partial(play_day, steps=asked.steps, without=frozenset(asked.without), scenario=asked.scenario)
    failed = _play_all(play, range(seed, seed + asked.days), asked.processes)
    took_s = time.perf_counter() - began_s
    if failed is not None:
        print(f"seed {failed.seed}: {failed.broken}", flush=True)
        print(story(failed, commit()))
        return 1
    print(f"every promise was kept on {asked.days} days; {asked.days / took_s:.2f} days a second")
    return 0


def _play_all(play: "partial[Outcome]", seeds: range, processes: int) -> Outcome | None:
    if len(seeds) == 1:
        outcome = play(seeds[0])
        print(f"{outcome.steps} steps, {outcome.events} events, digest {outcome.digest}")
        print(f"what befell it: {', '.join(outcome.happened) or 'nothing of note'}")
        return outcome if outcome.broken else None
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        for done, outcome in enumerate(pool.imap(play, seeds), 1):
            if outcome.broken:
                return outcome
            if done % EVERY == 0:
                print(f"{done} days, last {outcome.seed}: {outcome.digest[:16]}", flush=True)
    return None


def commit() -> str:
    """Return what the source is, as far as git knows."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
