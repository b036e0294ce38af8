"""A citizen as chance made one: when, for what, how long. Drawn before the day is played.

The same citizens are sent through the hall under every policy, so that policies are compared by what they do
and not by luck: what a service takes belongs to the citizen, not to the window.
"""

from typing import NamedTuple

from queue_server.hall.lookup import WEIGHT_ONE
from queue_server.vocabulary import ItemCode, TicketClass


class Citizen(NamedTuple):
    at_ms: int
    """At the kiosk."""
    item: ItemCode
    work_ms: int
    """At a window of speed one, once there."""
    klass: TicketClass = TicketClass.REGULAR
    weight: int = WEIGHT_ONE
    walk_ms: int = 0
    """From the call to the window."""
    gap_ms: int = 0
    """What the window needs after this one, before it calls again."""
    ref_ms: int = 0
    """When the clock begins; 0: at the kiosk."""
    booking: str = ""
    misses: int = 0
    """How many calls are missed."""
    back_ms: int = 0
    """How long after a miss the citizen is back; 0: never."""
    moves_to: ItemCode = ItemCode("")
    """Transferred to another item after the service."""
    more_ms: int = 0
    """What that one takes."""


class Break(NamedTuple):
    """A window leaves at an instant, or after the service that runs then."""

    at_ms: int
    until_ms: int
    least_ms: int = 0
    """It is away for so long at least, also when it left late."""


class Counter(NamedTuple):
    """A window on one day, as chance made it."""

    number: str
    items: tuple[ItemCode, ...]
    opens_ms: int = 0
    breaks: tuple[Break, ...] = ()
    closes_ms: int = 0
    """From then on it leaves as soon as nobody waits for it; 0: never."""
    stays_ms: int = 0
    """And so long after at the latest."""
    speed: float = 1.0
    """A service here takes so many times the work."""
