"""Supervision as it stands: posts, spells, cards, punches. Only ``evolve`` changes it; nothing here decides.

Plain data, so that a snapshot is its bytes. Instants are ms since the epoch; 0 is never. What is derived from
it (the timers) lives in ``supervision.timers`` and is made anew, never stored.
"""

from __future__ import annotations

import msgspec

from queue_server.supervision.events import SelectionPublished
from queue_server.supervision.shifts import Punch
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardId,
    CardState,
    Device,
    ItemCode,
    RuleCode,
    StaffId,
    TaskId,
    TicketId,
    WindowNo,
)


class Post(msgspec.Struct):
    """What was seen of a window today."""

    staff: StaffId = StaffId("")
    since_ms: int = 0
    """Since when this person sits there."""
    life_ms: int = 0
    """The last sign of life."""
    shown_ms: int = 0
    """The last ``LifeShown``: the next within a minute says nothing new."""
    called_ms: int = 0
    was_pick: bool = False
    """Whether the last call was a pick that passed somebody by."""
    picks: int = 0
    """Such picks of today."""
    anew_ms: int = 0
    """When whom it may call changed at once (other skills, an undone step): it is not idle for longer."""
    finished_ms: int = 0
    item: ItemCode = ItemCode("")
    """Of the service, or of the part of one, that was over last."""
    quick_ms: list[int] = []
    """From call to finish of today's services that took less than a minute in all, the newest last."""

    def begin_day(self) -> None:
        """Count anew; who sits here goes on."""
        self.picks, self.was_pick, self.item = 0, False, ItemCode("")
        self.quick_ms = []
        self.anew_ms = 0


class Measured(msgspec.Struct, frozen=True, gc=False):
    """How long a service took, when it ended, and where."""

    served_ms: int
    ended_ms: int
    window: WindowNo


class Spell(msgspec.Struct, frozen=True, gc=False):
    """A rule's cause that lasts, the last step it came to, and the card that stands for it."""

    since_ms: int
    step: int
    card: CardId
    staff: StaffId = StaffId("")


class Card(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A conduct card, or a recorded fact, with all that was said of it."""

    id: CardId
    rule: RuleCode
    level: str
    subject: str
    state: CardState
    raised_ms: int
    since_ms: int
    due_ms: int
    day: str
    amount: int = 0
    step: int = 0
    staff: StaffId = StaffId("")
    window: WindowNo = WindowNo("")
    ticket: TicketId = TicketId("")
    device: Device | None = None
    half_days: int = 0
    facts: dict[str, str] = {}
    spell: str = ""
    points: float = 0.0
    times: int = 1
    deadline_ms: int = 0
    is_provisional: bool = False
    appeal_until_ms: int = 0
    chases: int = 0
    told: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()
    explanation: str = ""
    finding: str = ""
    reason: str = ""
    measure: str = ""
    ended_ms: int = 0
    also: tuple[str, ...] = ()
    """``CardRepeated.mark`` of the findings that were noted on it."""


class Task(msgspec.Struct, frozen=True, gc=False):
    """A citizen to be called back."""

    id: TaskId
    ticket: TicketId
    window: WindowNo
    staff: StaffId
    stars: int
    opened_ms: int
    deadline_ms: int
    is_overdue: bool = False


class Absence(msgspec.Struct, frozen=True, gc=False):
    """Approved leave or official business."""

    id: AbsenceId
    staff: StaffId
    kind: AbsenceKind
    from_ms: int
    until_ms: int
    filed_ms: int
    reason: str = ""


class Stray(msgspec.Struct, frozen=True, gc=False):
    """An unknown badge and its readings, the newest last."""

    mark: str
    last4: str
    reader: str
    times: int
    read_ms: tuple[int, ...]


class SupervisionState(msgspec.Struct):
    """The whole of supervision. Mutable for speed, and changed by ``evolve`` alone."""

    day: str = ""
    day_starts_ms: int = 0
    at_ms: int = 0
    is_working: bool = True
    is_provisional: bool = False
    posts: dict[WindowNo, Post] = {}
    spells: dict[str, Spell] = {}
    """``rule/place`` -> the spell; the place is a window, queue, device or reader."""
    cards: dict[CardId, Card] = {}
    """Open ones, and the ended ones of the last ``DAYS_KEPT`` days."""
    open_of: dict[str, CardId] = {}
    """``rule/subject`` -> the open card with a life of its own: never two."""
    raised_today: int = 0
    filed_today: int = 0
    tasks: dict[TaskId, Task] = {}
    absences: dict[AbsenceId, Absence] = {}
    punches: dict[str, dict[StaffId, list[Punch]]] = {}
    """Local day -> person -> punches, in the order in which they were made or approved."""
    strays: dict[str, Stray] = {}
    owners: dict[str, StaffId] = {}
    """Marks of badges assigned in the journal, not in the configuration."""
    faults: dict[str, int] = {}
    """``place/device`` -> since when it has its fault."""
    alarms: dict[str, str] = {}
    """Reader -> its security alarm."""
    services: dict[ItemCode, list[Measured]] = {}
    """The last services of each item, the newest last."""
    selection: SelectionPublished | None = None
    alarmed_ms: dict[str, int] = {}
    """Reader -> since when it has its alarm."""
    came_ms: dict[TicketId, int] = {}
    """When a ticket of today came to the line it stands in, if that was not by its issue."""


QUICK_MS = 60_000
STRAYS_KEPT = 200
READINGS_KEPT = 60
SERVICES_KEPT = 200
DAYS_KEPT = 40
"""Days of punches and ended cards in memory. The journal keeps everything; a correction older than this is
refused, since nothing could be judged anew."""
