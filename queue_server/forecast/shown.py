"""What a citizen reads of a range: whole minutes, rounded outward, and no nervous jumps.

Below 10 minutes to one minute, above to five, the low end down and the high end up. A range that is all below
two minutes is "next". An end moves up only when it moves by three minutes or more; it moves down at once. No
point is ever shown without its range.
"""

import msgspec

from queue_server.forecast.conformal import Range
from queue_server.hall.lookup import MINUTE_MS

FINE_BELOW_MIN = 10
COARSE_MIN = 5
NEXT_BELOW_MIN = 2
LEAST_RISE_MIN = 3


class Shown(msgspec.Struct, frozen=True):
    """A range in minutes from now to the call, as it is read."""

    low_min: int
    high_min: int | None
    """None: it may not be today any more."""

    @property
    def is_next(self) -> bool:
        """Whether it is all below two minutes."""
        return self.high_min is not None and self.high_min <= NEXT_BELOW_MIN


def shown(of: Range) -> Shown | None:
    """Return the range rounded outward; None: not today."""
    if of.low_ms is None:
        return None
    return Shown(rounded_down(of.low_ms), None if of.high_ms is None else rounded_up(of.high_ms))


def rounded_down(wait_ms: int) -> int:
    """Return whole minutes at or below a wait."""
    minutes = wait_ms // MINUTE_MS
    return minutes if minutes < FINE_BELOW_MIN else minutes - minutes % COARSE_MIN


def rounded_up(wait_ms: int) -> int:
    """Return whole minutes at or above a wait."""
    minutes = -(-wait_ms // MINUTE_MS)
    return minutes if minutes <= FINE_BELOW_MIN else -(-minutes // COARSE_MIN) * COARSE_MIN


def settled(before: Shown | None, now: Shown) -> Shown:
    """Return what to show after ``before``: a rise of less than three minutes is kept back."""
    if before is None:
        return now
    low = before.low_min if 0 < now.low_min - before.low_min < LEAST_RISE_MIN else now.low_min
    high = _kept_high(before.high_min, now.high_min)
    return Shown(low if high is None else min(low, high), high)


def _kept_high(before: int | None, now: int | None) -> int | None:
    if before is None or now is None:
        return now
    return before if 0 < now - before < LEAST_RISE_MIN else now
