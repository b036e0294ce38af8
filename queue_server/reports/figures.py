"""The figures of one side (a queue, a window, an hour, all) and the formulas over them; exact, in integers.

Waits and services are kept one by one, since no p90 can be made of sums. A mean is rounded to the nearest
millisecond, a half up. A p90 is by nearest rank: the smallest value that 90 of 100 do not exceed.
"""

from collections.abc import Iterable, Sequence

import msgspec

from queue_server.vocabulary import Stars

P90 = 90
HUNDRED = 100
LEVELS = len(Stars)
CONTENT = (Stars.FAIR, Stars.GOOD, Stars.VERY_GOOD)
"""基本满意, 满意, 非常满意: what counts as satisfied."""


class Share(msgspec.Struct, frozen=True):
    """A part of a whole, both kept: 3 of 4 is another thing than 300 of 400."""

    part: int
    whole: int

    @property
    def permille(self) -> int | None:
        """Return tenths of a percent, a half up; None of nothing."""
        return rounded(1000 * self.part, self.whole)


class Figures(msgspec.Struct):
    """What counted. Changed by ``Tally`` alone."""

    issued: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    transferred: int = 0
    closed: int = 0
    """Ended without service by the hall's rules."""
    within: int = 0
    """First calls within the target wait of the ticket's class."""
    waits_ms: list[int] = msgspec.field(default_factory=list)
    """From issue to first call, one of each called ticket."""
    services_ms: list[int] = msgspec.field(default_factory=list)
    """From start to finish of every item whose start was pressed."""
    stars: list[int] = msgspec.field(default_factory=lambda: [0] * LEVELS)
    """Ratings of the levels 1 to 5."""
    silent: int = 0

    @property
    def called(self) -> int:
        """Return the first calls; a recall, or a call after a transfer or a miss, is no first call."""
        return len(self.waits_ms)

    @property
    def mean_wait_ms(self) -> int | None:
        return mean(self.waits_ms)

    @property
    def p90_wait_ms(self) -> int | None:
        return quantile(self.waits_ms, P90)

    @property
    def longest_wait_ms(self) -> int | None:
        return max(self.waits_ms, default=None)

    @property
    def mean_service_ms(self) -> int | None:
        return mean(self.services_ms)

    @property
    def rated(self) -> int:
        return sum(self.stars)

    @property
    def satisfaction(self) -> Share:
        """Return (5 + 4 + 3 stars) of the rated; silence is in neither."""
        return Share(sum(self.stars[level - 1] for level in CONTENT), self.rated)

    @property
    def rating_rate(self) -> Share:
        """Return the rated of the served."""
        return Share(self.rated, self.served)

    @property
    def in_time(self) -> Share:
        """Return the first calls within the target of their class, of all first calls."""
        return Share(self.within, self.called)


def rounded(part: int, whole: int) -> int | None:
    """Return ``part / whole`` as the nearest integer, a half up; None when there is no whole."""
    return (2 * part + whole) // (2 * whole) if whole else None


def mean(values: Sequence[int]) -> int | None:
    """Return the mean as the nearest integer; None of nothing."""
    return rounded(sum(values), len(values))


def quantile(values: Iterable[int], percent: int) -> int | None:
    """Return the smallest value that ``percent`` of a hundred do not exceed; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return ordered[-(-percent * len(ordered) // HUNDRED) - 1]


def added(figures: Iterable[Figures]) -> Figures:
    """Return the figures of several sides as one: a department of its items."""
    whole = Figures()
    for one in figures:
        for name in _COUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        whole.waits_ms += one.waits_ms
        whole.services_ms += one.services_ms
        whole.stars = [have + more for have, more in zip(whole.stars, one.stars, strict=True)]
    return whole


_COUNTS = (
    "issued",
    "served",
    "missed",
    "cancelled",
    "transferred",
    "closed",
    "within",
    "silent",
)
