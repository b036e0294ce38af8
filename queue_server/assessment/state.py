"""What the assessment keeps of a journal: waits, services, cards, tasks of one period, and who sat where.

Changed by ``evolve`` alone. Undone steps leave nothing behind; a card stands here as it stands at the end of
the journal, so that a card revoked in March costs nothing in February. No personal data is kept.
"""

import msgspec

from queue_server.assessment.period import Period
from queue_server.vocabulary import (
    CardId,
    CardState,
    RuleCode,
    StaffId,
    TaskId,
    TicketClass,
    TicketId,
    WindowNo,
)

DOES_NOT_STAND = frozenset({CardState.UNCONFIRMED, CardState.SUPERSEDED, CardState.REVOKED})
"""States in which a card costs nothing and excludes nobody."""


class At(msgspec.Struct, frozen=True):
    """Where an event stands: its number, its instant, and the local day of that."""

    seq: int
    at_ms: int
    day: str


class Tracked(msgspec.Struct, frozen=True):
    """An open ticket of today: since when it waits, and where it is being served."""

    day: str
    klass: TicketClass
    since_ms: int
    is_called: bool = False
    """A first call was made; later calls are no new wait."""
    is_begun: bool = False
    window: WindowNo = WindowNo("")
    staff: StaffId = StaffId("")


class Wait(msgspec.Struct, frozen=True):
    """From taking the number (or an appointment's clock) to the first call."""

    seq: int
    day: str
    ticket: TicketId
    window: WindowNo
    staff: StaffId
    klass: TicketClass
    wait_ms: int


class Service(msgspec.Struct, frozen=True):
    """A finished service; ``stars`` 0 is silence."""

    seq: int
    day: str
    ticket: TicketId
    window: WindowNo
    staff: StaffId
    stars: int = 0


class LeftOpen(msgspec.Struct, frozen=True):
    """A service begun at a window and closed by the day's end."""

    seq: int
    day: str
    ticket: TicketId
    window: WindowNo
    staff: StaffId


class Card(msgspec.Struct, frozen=True):
    """A conduct card as it stands now."""

    id: CardId
    seq: int
    day: str
    rule: RuleCode
    level: str
    subject: str
    state: CardState
    due_ms: int
    points: float
    half_days: int
    window: WindowNo
    staff: StaffId

    @property
    def stands(self) -> bool:
        """Return whether it costs anything: confirmed, not superseded, not revoked."""
        return self.state not in DOES_NOT_STAND

    @property
    def is_conduct(self) -> bool:
        """Return whether it speaks of people; a broken pad is nobody's conduct."""
        return self.subject.startswith(("staff:", "window:"))


class Task(msgspec.Struct, frozen=True):
    """A citizen to be called back."""

    id: TaskId
    seq: int
    day: str
    window: WindowNo
    staff: StaffId
    deadline_ms: int
    is_overdue: bool = False


class Complaint(msgspec.Struct, frozen=True):
    """A complaint (投诉), decided outside the hall. It names a window, a staff member, or both."""

    day: str
    reference: str
    is_upheld: bool
    window: WindowNo = WindowNo("")
    staff: StaffId = StaffId("")


class LastStep(msgspec.Struct):
    """What a window's last step made, to be taken back when it is undone."""

    tickets: dict[TicketId, Tracked | None] = {}
    """As they stood before."""
    waits: list[int] = []
    services: list[int] = []


class Record(msgspec.Struct):
    """The facts of one period. ``seated``, ``tickets``, ``last_service`` and ``steps`` follow the day."""

    period: Period
    utc_offset_min: int = 480
    seated: dict[WindowNo, StaffId] = {}
    tickets: dict[TicketId, Tracked] = {}
    last_service: dict[TicketId, int] = {}
    steps: dict[WindowNo, LastStep] = {}
    waits: dict[int, Wait] = {}
    services: dict[int, Service] = {}
    left_open: list[LeftOpen] = []
    cards: dict[CardId, Card] = {}
    tasks: dict[TaskId, Task] = {}
    days_at: dict[tuple[WindowNo, StaffId], set[str]] = {}
    """Days on which somebody signed in at a window."""
