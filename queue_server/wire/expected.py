"""How long somebody will wait, as a screen shows it: a range in whole minutes, rounded by the server.

A screen shows the range as it stands and works nothing out; it never shows one number for a wait.
"""

import msgspec

from queue_server.vocabulary import ItemCode, TicketClass


class Expected(msgspec.Struct, frozen=True):
    """Minutes from the document's instant to the call."""

    low_min: int
    high_min: int | None = None
    """None: perhaps not today."""
    is_next: bool = False
    """All below two minutes: say "next"."""
    served_pct: int = 100
    """Of a ticket not yet issued: the chance of being served before its queue closes."""
    is_doubtful: bool = False
    """That chance is below the hall's own bound: warn before issuing."""


class WaitDoc(msgspec.Struct, frozen=True, tag="wait"):
    """Key ``wait/<item>``: the wait of a ticket of this item issued now. Absent: nothing is known."""

    key: str
    item: ItemCode
    by_class: dict[TicketClass, Expected]
    closes_ms: int = 0
    """When the queue closes; 0: not today any more."""
