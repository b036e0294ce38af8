"""What the hall has learned of itself: plain data that a snapshot stores. Only ``learned`` changes it.

Instants are ms since the epoch, lengths are ms. Durations are kept as bytes of whole numbers, so that a
snapshot copies them as they are and NumPy reads them without a copy.
"""

import msgspec

from queue_server.forecast.conformal import Score, Scores
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

NOBODY = TicketId("")


class Durations(msgspec.Struct):
    """The last durations of one item, each a whole number of ms in four bytes; a ring once it is full."""

    kept: bytearray = msgspec.field(default_factory=bytearray)
    count: int = 0
    """All that ever came; the oldest of a full ring stands at ``count`` modulo its size."""
    sum_ms: int = 0
    """Of those that are kept."""


class Pace(msgspec.Struct):
    """How long services last at a window, as shares of the mean of their item."""

    services: int = 0
    shares: float = 0.0
    """Their sum."""
    services_today: int = 0
    shares_today: float = 0.0


class Comings(msgspec.Struct):
    """What became of calls. Sums and counts alone; the habits are worked out from them with priors."""

    came: int = 0
    missed: int = 0
    recall_ms: int = 0
    """Over the missed: from the call to the miss."""
    stayed_away: int = 0
    """Missed, and closed or cancelled without coming back."""
    returned: int = 0
    gaps: int = 0
    gaps_ms: int = 0


class Arrivals(msgspec.Struct):
    """Who came when: of each item so many in each hour, by class, transfers apart.

    ``today`` has 24 hours for each of the rows of ``arrivals.ROWS``; ``before`` the same for each weekday, as
    whole numbers of four bytes.
    """

    day: int = -1
    """Days since the epoch by the hall's clock; -1: no day has begun."""
    today: dict[ItemCode, list[int]] = {}
    before: dict[ItemCode, bytes] = {}
    days: list[int] = msgspec.field(default_factory=lambda: [0] * 7)
    """Days on which somebody came, by weekday, today not included. Monday is 0."""


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
    """Of a held one: how long windows had it so far."""
    is_missed: bool = False


class AtWork(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A window's present ticket, or when it was free last."""

    ticket: TicketId = NOBODY
    since_ms: int = 0
    """From when its present item counts: the call, or the end of the item before."""
    called_ms: int = 0
    freed_ms: int = 0
    """The end of the service before; 0: none, or something else came in between."""


class Spent(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A duration to be learned."""

    item: ItemCode
    ms: int


class Step(msgspec.Struct):
    """A window's last step: what it teaches is learned when the next one begins, since it may be undone."""

    work: AtWork
    """As it stood before."""
    notes: dict[TicketId, Known] = {}
    """The tickets as they were noted before."""
    spent: list[Spent] = []
    scores: list[tuple[int, Score]] = []
    """(median in ms, score) of first calls."""
    comings: Comings = msgspec.field(default_factory=Comings)
    transfers: list[tuple[int, Known]] = []
    """(instant, ticket as it goes on)."""
    ended: list[TicketId] = []


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
    steps: dict[WindowNo, Step] = {}
    missed_at: WindowNo = WindowNo("")
    """Where the last ticket was missed: the close of a ticket missed twice follows at once."""
