"""What was told a citizen about the wait when the number was issued: kept with the number, for ever.

The hall does not compute it and decides nothing by it; it is handed over with the command. Waits are ms from
the issue to the call, None is "not today"; what was read are whole minutes.
"""

from typing import Protocol

import msgspec

from queue_server.hall.lookup import MINUTE_MS
from queue_server.vocabulary import ItemCode, TicketClass

REPLAY, FLUID = "replay", "fluid"
"""The methods: the hall replayed many times, or once with mean times."""


class FirstForecast(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The first forecast of a ticket. The journal up to ``seq``, the plan and ``seed`` give it again."""

    seq: int
    """The journal number of the state it was made from."""
    at_ms: int
    """The instant of that state."""
    seed: int
    digest: str
    """Of that state and the laws of service."""
    low_ms: int | None
    """The 10 % quantile of the replays, as they came out, moved by ``moved_ms`` and never below 0."""
    mid_ms: int | None
    high_ms: int | None
    low_min: int | None
    """The range that was shown, corrected and rounded outward."""
    high_min: int | None
    naive_ms: int = 0
    """People ahead times the average service by the open windows, beside it."""
    moved_ms: int = 0
    """What was added for those who came between that state and the issue, less the time between."""
    served_pct: int = 100
    """The chance of being served before the queue closes."""
    method: str = REPLAY
    is_doubtful: bool = False
    """That chance was below the hall's bound: the citizen was warned and took the number all the same."""


class Outlook(Protocol):
    """Whoever knows the wait of a ticket that would be issued now."""

    def of_new(self, item: ItemCode, klass: TicketClass, ahead: int, at_ms: int) -> FirstForecast | None:
        """Return its first forecast; None while nothing is known. ``ahead``: people before it."""
        ...


def side_of(wait_ms: int, low_min: int, high_min: int | None) -> int:
    """Return where a wait lies of a range as it was read: -1 below it, 1 above, 0 within, its ends included.

    A high end that is missing is never passed.
    """
    if wait_ms < low_min * MINUTE_MS:
        return -1
    return int(high_min is not None and wait_ms > high_min * MINUTE_MS)
