"""What a forecast starts from: the hall at one instant, as plain data. It is made elsewhere.

Instants are ms since the epoch, lengths are ms, weights are b in millionths as in ``hall.dispatch``. Laws of
service (``law``) are handed over beside it: they are large, and change seldom.
"""

from enum import StrEnum

import msgspec

from queue_server.hall.lookup import WEIGHT_ONE
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

Instants = tuple[int, int]
"""From one instant to another, the second not included."""


class Doing(StrEnum):
    """What a window does, as far as the forecast asks."""

    IDLE = "idle"
    CALLED = "called"
    """A citizen was called and has not come yet: it may be a no-show."""
    SERVING = "serving"
    AWAY = "away"
    """Closed or paused."""


class WindowAt(msgspec.Struct, frozen=True, omit_defaults=True):
    """A window at the present instant."""

    number: WindowNo
    items: tuple[ItemCode, ...]
    """What it can serve now."""
    doing: Doing = Doing.IDLE
    since_ms: int = 0
    """Of CALLED and SERVING: the call. Of IDLE: since when."""
    item: ItemCode = ItemCode("")
    """Of CALLED and SERVING: what for."""
    speed: float = 1.0
    """Services here last so many times the usual."""
    spans: tuple[Instants, ...] = ()
    """When it is planned to be open, in order; empty: always."""


class Waiter(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A ticket that waits, or that was missed and may come back."""

    ticket: TicketId
    item: ItemCode
    ref_ms: int
    klass: TicketClass = TicketClass.REGULAR
    weight: int = WEIGHT_ONE
    issued_ms: int = 0
    seq: int = 0
    only: WindowNo = WindowNo("")
    """Reserved for this window."""
    is_fetch: bool = False
    """Went to fetch something, and is called next there."""
    comes: float = 1.0
    """The chance that the citizen is there: below one for a missed ticket that may come back."""


class Booked(msgspec.Struct, frozen=True, omit_defaults=True):
    """A booked appointment whose citizen has not come yet."""

    item: ItemCode
    ref_ms: int
    """When it may be called first: its slot less the time allowed before, or now when that is over."""
    weight: int = WEIGHT_ONE
    klass: TicketClass = TicketClass.APPOINTMENT
    comes: float = 0.9


class Flow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Citizens still to come for an item, at a rate for each part of the day; transfers count as such."""

    item: ItemCode
    rates: tuple[tuple[int, int, float], ...]
    """(from, until, so many an hour), in order and without overlap."""
    klass: TicketClass = TicketClass.REGULAR
    weight: int = WEIGHT_ONE


class Probe(msgspec.Struct, frozen=True, omit_defaults=True):
    """A ticket that might be issued now: its wait is asked for, and it makes nobody wait."""

    item: ItemCode
    klass: TicketClass = TicketClass.REGULAR
    weight: int = WEIGHT_ONE
    closes_ms: int = 0
    """When its queue closes; 0: not today."""

    @property
    def key(self) -> str:
        """Its name in a forecast: ``item/class``."""
        return probe_key(self.item, self.klass)


def probe_key(item: ItemCode, klass: TicketClass) -> str:
    return f"{item}/{klass}"


class Habits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the hall has learned of its citizens and windows beside the laws of service."""

    no_show: float = 0.0
    """The chance that a called citizen does not come."""
    recall_ms: int = 90_000
    """What a no-show costs the window: from the call to its being missed."""
    returns: float = 0.0
    """The chance that a missed citizen comes back and is served after all."""
    gap_ms: int = 0
    """From the end of a service to the next call while people wait."""
    back_ms: int = 360_000
    """A window that should be open and is not is back after so long."""


class Present(msgspec.Struct, frozen=True, omit_defaults=True):
    """The hall at one instant."""

    at_ms: int
    windows: tuple[WindowAt, ...]
    waiting: tuple[Waiter, ...] = ()
    probes: tuple[Probe, ...] = ()
    flows: tuple[Flow, ...] = ()
    booked: tuple[Booked, ...] = ()
    habits: Habits = Habits()
    policy: str = "accumulating"
    """One of ``hall.dispatch.POLICY_NAMES``."""
    ratio: int = 2
    """Of the policy ``ratio``: so many tickets of other classes for one regular ticket."""
    regular_debt: int = 0
    seq: int = 0
    """The journal number it stands at; 0: of no journal."""
