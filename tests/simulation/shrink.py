"""From a day that fails to the shortest that still does: stop at the failing step, then take troubles away.

Checkers look after every step, so the step at which a day fails is the end of its shortest failing prefix.
"""

from collections.abc import Callable

from tests.simulation.day import Outcome, play_day
from tests.simulation.profile import Profile

TROUBLES = (
    "cuts",
    "kills",
    "full_spells",
    "clock_jumps",
    "fails_before",
    "fails_after",
    "twice",
    "pulls",
    "wires",
    "outages",
    "restores",
    "away",
    "bookings",
    "rating_screens",
    "phones",
)

Play = Callable[[int, int, frozenset[str]], Outcome]


def play(seed: int, steps: int, without: frozenset[str]) -> Outcome:
    """Play a day without some kinds of trouble."""
    return play_day(seed, steps, without)


def shrink(failed: Outcome, play: Play = play) -> tuple[Outcome, frozenset[str]]:
    """Return the shortest day found that breaks the same promise, and the troubles it does without.

    A scenario keeps its troubles: they are what it is.
    """
    best, without = failed, frozenset[str]()
    for trouble in () if failed.scenario else _present(failed.profile):
        outcome = play(failed.seed, 10**9, without | {trouble})
        if outcome.checker == failed.checker:
            best, without = outcome, without | {trouble}
    return best, without


def _present(profile: Profile) -> list[str]:
    return [trouble for trouble in TROUBLES if getattr(profile, trouble)]


def story(failed: Outcome, commit: str) -> str:
    """Return what is printed of a failure: seed, commit, step, and the command that plays it again."""
    best, without = shrink(failed)
    also = "".join(f" --without {trouble}" for trouble in sorted(without))
    day = f"--seed {failed.seed}" + (f" --scenario {failed.scenario}" if failed.scenario else "")
    return (
        f"seed {failed.seed} at {commit} breaks a promise at step {failed.steps}, event {failed.events}\n"
        f"  {failed.broken}\n"
        f"  {failed.profile}\n"
        f"  whole:    python -m tests.simulation {day}\n"
        f"  shortest: python -m tests.simulation {day} --steps {best.steps}{also}\n"
        f"  there:    {best.broken}"
    )
