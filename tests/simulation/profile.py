"""What one seed makes of a day: how big the hall, how bad the links, the disk, the clock and the power."""

import random
from typing import NamedTuple

MINUTE_MS = 60_000


class Profile(NamedTuple):
    """Rates are chances per message or commit; times in ms."""

    windows: int
    kiosks: int
    boards: int
    citizens: int
    day_ms: int
    delay_ms: float
    """The slowest message."""
    away_ms: float
    """The longest a terminal stays away once cut off."""
    twice: float
    """Chance that a message is said again, up to two minutes late."""
    cuts: int
    kills: int
    full_spells: int
    clock_jumps: int
    fails_before: float
    fails_after: float
    slowest_ms: float
    """The slowest commit."""
    snapshot_every: int
    wires: int
    """Whether there are serial lines: 0 or 1."""
    bytes_lost: float
    noise: float
    doubled: float
    pulls: int
    """How often a cable is pulled out."""
    away: int
    """Whether the kiosks have marks, and issue by themselves while they cannot reach the server: 0 or 1."""
    outages: int
    """How often the server is gone for minutes."""
    bookings: int
    """How often the manager books an appointment or calls one off."""
    rating_screens: int
    """Whether a screen before the citizen asks for a rating at each window: 0 or 1."""
    phones: float
    """Chance that a citizen follows the ticket on a phone."""
    restores: int
    """How often the journal is lost, and put back from a backup made while the hall worked."""


def drawn(chance: random.Random) -> Profile:
    """Draw a day: each kind of trouble is absent, light or heavy by itself."""

    def some(heavy: int) -> int:
        return chance.choice((0, 0, 1, 2, heavy))

    return Profile(
        windows=chance.randint(2, 5),
        kiosks=chance.randint(1, 3),
        boards=chance.randint(2, 3),
        citizens=chance.randint(12, 50),
        day_ms=chance.choice((12, 24, 36)) * MINUTE_MS,
        delay_ms=chance.choice((5, 50, 800)),
        away_ms=chance.choice((1_000, 20_000, 240_000)),
        twice=chance.choice((0.0, 0.05, 0.3)),
        cuts=some(30),
        kills=some(8),
        full_spells=some(4),
        clock_jumps=some(6),
        fails_before=chance.choice((0.0, 0.0, 0.01, 0.04)),
        fails_after=chance.choice((0.0, 0.0, 0.01, 0.04)),
        slowest_ms=chance.choice((1, 20, 1_500)),
        snapshot_every=chance.choice((50, 200, 20_000)),
        wires=chance.choice((0, 0, 1)),
        bytes_lost=chance.choice((0.0, 0.01, 0.1)),
        noise=chance.choice((0.0, 0.05, 0.3)),
        doubled=chance.choice((0.0, 0.05, 0.3)),
        pulls=some(6),
        away=chance.choice((0, 1)),
        outages=chance.choice((0, 0, 1)),
        restores=chance.choice((0, 0, 0, 1)),
        bookings=chance.choice((0, 10)),
        rating_screens=chance.choice((0, 1)),
        phones=chance.choice((0.0, 0.1)),
    )
