"""The simulated hall: what it serves, who comes when, how its people are. A forecast is told none of this.

Five items of very different lengths, ten windows whose skills overlap, a peak in the morning and one after
lunch, lunches in two shifts. ``load`` is that of the peaks: at 1.15 more work comes than all windows can do,
the queue grows until the peak is over, and is worked off behind it.
"""

import msgspec

from queue_server.vocabulary import ItemCode

Minutes = tuple[int, int]


class Work(msgspec.Struct, frozen=True):
    """An item: how long it takes, and how many come for it."""

    item: ItemCode
    queue: str
    share: float
    mean_min: float
    spread: float
    """Standard deviation over mean, of the usual cases."""
    usual_min: int
    """What the hall's configuration says it takes."""


class Seat(msgspec.Struct, frozen=True):
    """A window by plan."""

    number: str
    items: tuple[ItemCode, ...]
    lunch: Minutes


class World(msgspec.Struct, frozen=True):
    """A hall. Times of the day in minutes from midnight, lengths in minutes, shares from 0 to 1."""

    works: tuple[Work, ...]
    seats: tuple[Seat, ...]
    load: float = 1.0
    profile: tuple[tuple[int, float], ...] = (
        (510, 0.75),
        (540, 1.0),
        (645, 0.62),
        (690, 0.36),
        (810, 0.6),
        (840, 1.0),
        (915, 0.6),
        (960, 0.35),
        (1005, 0.0),
    )
    """From when on so much of the peak comes; the last one ends the issuing."""
    weekdays: tuple[float, ...] = (1.08, 1.0, 0.96, 0.97, 0.99)
    """Monday to Friday against the mean."""
    volume_spread: float = 0.06
    """How days differ in who comes."""
    opens: int = 510
    closes: int = 1035
    overtime: int = 60
    """So long a window stays at most while people wait."""
    priority: float = 0.1
    booked: float = 0.08
    booked_come: float = 0.9
    hard: float = 0.06
    """Services that take twice the usual."""
    no_show: float = 0.06
    come_back: float = 0.5
    transfers: float = 0.04
    speed_spread: float = 0.15
    """How windows differ for good, and"""
    mood_spread: float = 0.1
    """how each differs from day to day."""
    pause_every: float = 150.0
    pause: float = 6.0
    late: float = 2.5
    """How late somebody is back from lunch, on average."""
    walk: float = 0.35
    gap: float = 0.25

    @property
    def cost_min(self) -> float:
        """What a citizen takes a window on average."""
        work = sum(one.share * one.mean_min for one in self.works) * (1 + self.hard)
        return work * (1 + self.transfers) + self.walk + self.gap + 1.5 * self.no_show

    @property
    def peak_per_min(self) -> float:
        """How many come in a minute of the peak, booked ones and all."""
        return self.load * len(self.seats) / self.cost_min


def usual_world(load: float) -> World:
    """Return the hall of the study."""
    a1, a2, b1, b2, c1 = map(ItemCode, ("A1", "A2", "B1", "B2", "C1"))
    skills = (
        (a1, a2),
        (a1, a2),
        (a1, a2),
        (a1, a2, b1),
        (a1, a2),
        (a1, b1),
        (b1, b2),
        (b2, c1),
        (b2, c1),
        (a1, c1),
    )
    return World(
        works=(
            Work(a1, "A", 0.34, 6.0, 0.6, 6),
            Work(a2, "A", 0.22, 9.0, 0.8, 8),
            Work(b1, "B", 0.20, 4.0, 0.5, 5),
            Work(b2, "B", 0.10, 14.0, 0.7, 10),
            Work(c1, "C", 0.14, 8.0, 0.9, 8),
        ),
        seats=tuple(
            Seat(f"{number:02}", items, (690, 750) if number % 2 else (750, 810))
            for number, items in enumerate(skills, 1)
        ),
        load=load,
    )
