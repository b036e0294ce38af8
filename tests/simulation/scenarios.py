"""Days of one fixed nature each: what befalls a hall at a known minute, and nothing else.

A scenario is a quiet day with a few fields of its profile changed, and troubles at their minutes.
``must_happen`` names what has to have befallen it; a scenario that missed its own trouble has failed.
"""

from typing import NamedTuple

from tests.simulation.profile import MINUTE_MS, Profile

QUIET = Profile(
    windows=3, kiosks=2, boards=2, citizens=40, day_ms=24 * MINUTE_MS, delay_ms=50, away_ms=1_000, twice=0.0,
    cuts=0, kills=0, full_spells=0, clock_jumps=0, fails_before=0.0, fails_after=0.0, slowest_ms=20,
    snapshot_every=200, wires=0, bytes_lost=0.0, noise=0.0, doubled=0.0, pulls=0,
    away=0, outages=0, restores=0, bookings=0, rating_screens=0, phones=0.0,
)  # fmt: skip


class Scenario(NamedTuple):
    """What a day is, and what befalls it: minute and trouble."""

    profile: Profile
    script: tuple[tuple[float, str], ...]
    must_happen: tuple[str, ...]


def every(minutes: float, trouble: str, until: float) -> tuple[tuple[float, str], ...]:
    """Return a trouble at each so many minutes."""
    return tuple((minutes * n, trouble) for n in range(1, int(until / minutes) + 1))


SCENARIOS = {
    "kill-in-the-batch": Scenario(
        QUIET._replace(slowest_ms=1_500, twice=0.3), every(2, "kill_in_the_batch", 24), ("killed in a batch",)
    ),
    "kill-before-the-echo": Scenario(
        QUIET._replace(wires=1, slowest_ms=1), every(1, "kill_before_the_echo", 24), ("killed in a batch",)
    ),
    "noise-on-the-line": Scenario(
        QUIET._replace(wires=1, noise=0.3, doubled=0.3), ((6, "pull"), (12, "pull")), ("a cable was out",)
    ),
    "hours-booked-and-levels-touched": Scenario(
        QUIET._replace(bookings=30, rating_screens=1, phones=0.3, twice=0.3),
        ((8, "restart"), (16, "restart")),
        ("killed",),
    ),
    "full-disk-at-noon": Scenario(QUIET, ((12, "full"),), ("the disk was full",)),
    "clock-back-an-hour": Scenario(
        QUIET, ((8, "back_an_hour"), (16, "restart")), ("the clock was set", "killed")
    ),
    "restore-from-a-backup": Scenario(
        QUIET._replace(away=1),
        ((4, "back_up"), (9, "outage"), (16, "restore")),
        ("restored", "given by a kiosk alone"),
    ),
    "kiosks-alone-for-an-hour": Scenario(
        QUIET._replace(away=1, day_ms=90 * MINUTE_MS, away_ms=20_000),
        ((15, "gone_for_an_hour"),),
        ("given by a kiosk alone", "killed"),
    ),
}
