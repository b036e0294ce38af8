"""What happened in supervision: past tense, one Struct each; what stands in the journal for ever.

The same laws as for the hall's events: every fact ``evolve`` needs, no personal data, a new field gets a
default. ``since_ms`` and ``due_ms`` are the exact instants of the rule, whenever the clock's hand came by: a
day at 600 times gives the same cards as in real time.
"""

import msgspec

from queue_server.hall.events import Event
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Device,
    RuleCode,
    StaffId,
    TaskId,
    TicketId,
    WindowNo,
)


class BadgeRead(Event, frozen=True, tag="badge_read"):
    """``staff`` is empty for an unknown badge."""

    reader: str
    mark: str
    last4: str
    staff: StaffId = StaffId("")


class BadgeAssigned(Event, frozen=True, tag="badge_assigned"):
    mark: str
    staff: StaffId


class ReaderAlarmed(Event, frozen=True, tag="reader_alarmed"):
    """A security event of a badge reader, or with an empty text its end."""

    reader: str
    alarm: str = ""


class WatchResumed(Event, frozen=True, tag="watch_resumed"):
    """The server began to watch again: nobody is off post for the time in which it could hear nobody."""


class LifeShown(Event, frozen=True, tag="life_shown"):
    """A sign of life that no other event tells; at most one a minute of each window."""

    window: WindowNo
    sign: str


class AbsenceFiled(Event, frozen=True, tag="absence_filed"):
    """Approved leave or official business."""

    absence: AbsenceId
    staff: StaffId
    kind: AbsenceKind
    from_ms: int
    until_ms: int
    reason: str = ""


class AbsenceWithdrawn(Event, frozen=True, tag="absence_withdrawn"):
    absence: AbsenceId
    staff: StaffId
    reason: str


class PunchMadeUp(Event, frozen=True, tag="punch_made_up"):
    """An approved make-up slip (补签): a new fact beside the punches, never an edit."""

    staff: StaffId
    at_ms: int
    reason: str


class DayJudged(Event, frozen=True, tag="day_judged"):
    """The attendance of a day was looked at, at a boundary of its shifts."""

    day: str
    due_ms: int
    is_working: bool
    is_provisional: bool = False
    """The calendar did not know the year: judged by the weekday alone."""


class CardRaised(Event, frozen=True, tag="card_raised"):
    """A rule came to one of its steps."""

    card: CardId
    rule: RuleCode
    level: str
    subject: str
    """``staff:S017``, ``window:03``, ``queue:A``, ``device:window:03/pad``, ``reader:door``."""
    state: CardState
    since_ms: int
    """Since when what is complained of lasts, or when it happened."""
    due_ms: int
    """When it came to this step."""
    amount: int = 0
    """Seconds, or times."""
    step: int = 0
    staff: StaffId = StaffId("")
    window: WindowNo = WindowNo("")
    ticket: TicketId = TicketId("")
    device: Device | None = None
    day: str = ""
    """The local day it speaks of."""
    half_days: int = 0
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    spell: str = ""
    """``rule/place`` of the cause that lasts; empty for what happened at once."""
    """What fills the sentence: numbers, names of sessions, a fault's words."""
    points: float = 0.0
    """Lost by it in the assessment, by the rules of that day."""
    deadline_ms: int = 0
    """When the next act is due; 0: none is."""
    is_provisional: bool = False
    """A working day counted for the deadline is not known yet for certain."""


class CardStepped(Event, frozen=True, tag="card_stepped"):
    """The same card came to a later step of its rule that has its level."""

    card: CardId
    step: int
    due_ms: int
    amount: int
    half_days: int = 0
    spell: str = ""


class CardRepeated(Event, frozen=True, tag="card_repeated"):
    """The thing happened again while its card was still open: one card for one subject and rule."""

    card: CardId
    since_ms: int
    due_ms: int
    amount: int
    step: int = 0
    day: str = ""
    spell: str = ""
    mark: str = ""
    """Of what was judged: ``day/session/step/amount``; by it the same finding is not counted again."""


class CardRelieved(Event, frozen=True, tag="card_relieved"):
    """A corrected fact took back one of the times that were noted on a card; the card stands."""

    card: CardId
    mark: str
    at_due_ms: int
    text: str


class CardMoved(Event, frozen=True, tag="card_moved"):
    """A step in the life of a card, by a person or by a rule."""

    card: CardId
    move: CardAct
    state: CardState
    at_due_ms: int
    """The exact instant of a rule's own act; for a person's, when it was done."""
    text: str = ""
    by_card: CardId = CardId("")
    """The severer card that took its place."""
    deadline_ms: int = 0
    is_provisional: bool = False
    appeal_until_ms: int = 0
    chases: int = 0
    ends: str = ""
    """The spell that ends with it."""


class Told(Event, frozen=True, tag="told"):
    """Somebody was told of a card or task. On disk before it stands on any screen."""

    card: CardId
    recipients: tuple[str, ...]
    """``window:03``, ``staff:S017``, ``chief:GA``, ``head:GA``, ``duty``, ``office``."""
    about: str
    """``raised``, ``confirmed``, ``chased``, ``overdue`` or the act that led on."""


class TellingAcknowledged(Event, frozen=True, tag="telling_acknowledged"):
    """A recipient has seen it and says so; the actor is who."""

    card: CardId
    recipient: str


class PostCovered(Event, frozen=True, tag="post_covered"):
    """The named substitute signed in: the window is not off post."""

    window: WindowNo
    staff: StaffId
    substitute: StaffId
    since_ms: int


class TaskOpened(Event, frozen=True, tag="task_opened"):
    """A bad rating: the citizen is to be called back."""

    task: TaskId
    ticket: TicketId
    window: WindowNo
    staff: StaffId
    stars: int
    deadline_ms: int
    is_provisional: bool = False


class TaskAnswered(Event, frozen=True, tag="task_answered"):
    task: TaskId
    text: str


class TaskOverdue(Event, frozen=True, tag="task_overdue"):
    task: TaskId
    due_ms: int


class Chosen(msgspec.Struct, frozen=True, gc=False):
    """One place of a selection."""

    what: str
    """A window's number or a staff member's id."""
    score: float


class SelectionPublished(Event, frozen=True, tag="selection_published"):
    """Red-flag windows (红旗窗口) and service models (服务标兵) of a period, best first."""

    period: str
    """``2026-02``, ``2026-Q1`` or ``2026``."""
    windows: tuple[Chosen, ...]
    staff: tuple[Chosen, ...]


AnySupervisionEvent = (
    BadgeRead
    | BadgeAssigned
    | ReaderAlarmed
    | LifeShown
    | WatchResumed
    | AbsenceFiled
    | AbsenceWithdrawn
    | PunchMadeUp
    | DayJudged
    | CardRaised
    | CardStepped
    | CardRepeated
    | CardRelieved
    | CardMoved
    | Told
    | TellingAcknowledged
    | PostCovered
    | TaskOpened
    | TaskAnswered
    | TaskOverdue
    | SelectionPublished
)
