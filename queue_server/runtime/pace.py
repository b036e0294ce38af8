"""How often each kind of screen is told: the pace of the audience. Numbers only."""

import msgspec


class Pace(msgspec.Struct, frozen=True):
    """How often, in seconds."""

    round_s: float = 0.02
    """The least time between two rounds of documents; after a long one as long as it took."""
    kiosks_s: float = 0.15
    """The least time between two tellings of all kiosks: what changes in between is merged."""
    phones_s: float = 0.2
    """The least time between two rounds for phones."""
    phones_share: float = 0.3
    """The most of the core that phones may have: with thousands their rounds are further apart."""
    phones_slice: int = 20
    """So many phones are told before others have their turn: about a millisecond."""
    drain_s: float = 0.05
    """How often a full connection is looked at."""
    figures_s: float = 1.0
    """The least time between two tellings of what is summed over the hall: figures, attendance."""


STEADY = Pace()
