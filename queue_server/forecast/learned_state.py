"""What the hall has learned of itself: plain data that a snapshot stores. Only ``learned`` changes it.

Instants are ms since the epoch, lengths are ms. Durations are kept as bytes of whole numbers, so that a
snapshot copies them as they are and NumPy reads them without a copy. A window's last step is kept until the
next one: what it teaches is learned then, so an undone step has taught nothing.
"""

import msgspec

from queue_server.forecast.conformal import Score, Scores
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo


class Durations(msgspec.Struct):
    """The last durations of one item, each a whole number of ms in four bytes; a ring once it is full."""

    kept: bytearray = msgspec.field(default_factory=bytearray)
    count: int = 0
    """All that ever came; the oldest of a full ring stands at ``count`` modulo its size."""
    sum_ms: int = 0
    """Of those that are kept."""


class Pace(msgspec.Struct):
    """How long services last at a window, as shares of the mean of their item: sums."""

    services: int = 0
    shares: float = 0.0
    services_today: int = 0
    shares_today: float = 0.0


class Comings(msgspec.Struct):
    """What became of calls: sums alone, from which ``habits`` works out chances and means."""

    came: int = 0
    missed: int = 0
    recall_ms: int = 0
    """Over the missed: from the call to the miss."""
    stayed_away: int = 0
    """Missed, and closed or cancelled without having come back."""
    returned: int = 0
    gaps: int = 0
    gaps_ms: int = 0


class Arrivals(msgspec.Struct):
    """Who came when: of each item so many in each hour, in the rows of ``arrivals.ROWS``."""

    day: int = -1
    """Days since the epoch by the hall's clock; -1: no day has begun."""
    today: dict[ItemCode, list[int]] = {}
    """24 hours for each row."""
    before: dict[ItemCode, bytes] = {}
    """The same for each weekday in turn, as whole numbers of four bytes: all days before today."""
    days: list[int] = msgspec.field(default_factory=lambda: [0] * 7)
    """Days before today on which somebody came, by weekday. Monday is 0."""


class Known(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What must be remembered of an open ticket."""

    item: ItemCode
    klass: TicketClass
    issued_ms: int
    low_ms: int | None = None
    """The raw quantiles of its first forecast, until its first call."""
    mid_ms: int | None = None
    high_ms: int | None = None
    spent_ms: int = 0
    """Of a held one: how long a window had it so far."""
    is_missed: bool = False


class AtWork(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A window's present ticket, or when it was free last."""

    ticket: TicketId = TicketId("")
    since_ms: int = 0
    """From when its present item counts: the call, or the end of the item before."""
    called_ms: int = 0
    freed_ms: int = 0
    """The end of the service before; 0: none, or something else came in between."""


class Spent(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="spent"):
    """A window was taken for so long by an item that is done."""

    item: ItemCode
    spent_ms: int


class Scored(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="scored"):
    """A first forecast came true."""

    mid_ms: int
    score: Score


class Came(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="came"):
    """A called citizen came."""


class Missed(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="missed"):
    """A called citizen did not come; the window found out after so long."""

    recall_ms: int


class StayedAway(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="stayed_away"):
    """A missed citizen has not come back."""


class CameBack(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="came_back"):
    """A missed citizen came back."""


class Gap(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="gap"):
    """The next ticket was called so long after a service although it waited already."""

    gap_ms: int


class Moved(msgspec.Struct, frozen=True, gc=False, array_like=True, tag="moved"):
    """A ticket was sent on to an item."""

    at_ms: int
    item: ItemCode
    klass: TicketClass


Lesson = Spent | Scored | Came | Missed | StayedAway | CameBack | Gap | Moved
"""One thing to be learned."""


class LastStep(msgspec.Struct):
    """A window's last step, ready to be taken back."""

    work: AtWork
    """As it stood before."""
    notes: dict[TicketId, Known] = {}
    """The tickets as they were noted before."""
    lessons: list[Lesson] = []
    ended: list[TicketId] = []
    """Tickets that are forgotten when the step stands."""


class LearnedState(msgspec.Struct):
    """Everything ``Learned`` knows."""

    services: dict[ItemCode, Durations] = {}
    paces: dict[WindowNo, Pace] = {}
    comings: Comings = msgspec.field(default_factory=Comings)
    arrivals: Arrivals = msgspec.field(default_factory=Arrivals)
    scores: Scores = msgspec.field(default_factory=Scores)
    tickets: dict[TicketId, Known] = {}
    """The open ones."""
    windows: dict[WindowNo, AtWork] = {}
    steps: dict[WindowNo, LastStep] = {}
