"""A small hall for quick days: two windows or more, two items, one morning without lunch."""

from queue_server.study.world import Seat, Work, World
from queue_server.vocabulary import ItemCode

A1, B1 = ItemCode("A1"), ItemCode("B1")


def morning(load: float = 1.3, windows: int = 4) -> World:
    """Return a hall whose people keep the plan: what a forecast assumes is true here."""
    return World(
        works=(Work(A1, "A", 0.7, 6.0, 0.7, 6), Work(B1, "B", 0.3, 9.0, 0.5, 9)),
        seats=tuple(
            Seat(f"{number:02}", (A1, B1) if number % 2 else (A1,), (780, 790))
            for number in range(1, windows + 1)
        ),
        load=load,
        profile=((510, 1.0), (600, 0.0)),
        weekdays=(1.0,) * 5,
        volume_spread=0.0,
        closes=760,
        booked=0.0,
        hard=0.0,
        come_back=0.0,
        transfers=0.0,
        speed_spread=0.0,
        mood_spread=0.0,
        pause_every=1e9,
        late=0.0,
        walk=0.1,
        gap=0.0,
    )
