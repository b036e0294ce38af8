"""The hall as it stands: tickets, windows, counters. Only ``evolve`` changes it; nothing here decides.

The state is plain data, so that a snapshot is its bytes. What is derived from it (the lanes of waiting
tickets) lives in ``hall.lanes`` and is rebuilt, never stored. Instants are ms since the epoch; 0 is never.
The immutable parts hold no cycles, so the garbage collector is told to pass them by.
"""

from __future__ import annotations

import msgspec

from queue_server.vocabulary import (
    CallKind,
    Device,
    ItemCode,
    Language,
    PersonRef,
    PriorityReason,
    QueueCode,
    StaffId,
    Step,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)


class Ticket(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One number and everything known of it today. Immutable: a move makes a new one."""

    id: TicketId
    number: str
    queue: QueueCode
    item: ItemCode
    klass: TicketClass
    weight: int
    ref_ms: int
    issued_ms: int
    seq: int
    """The journal number of its issue: the last word in a tie."""
    state: TicketState = TicketState.WAITING
    window: WindowNo = WindowNo("")
    """Where it is called, served, held, or was last."""
    person: PersonRef = PersonRef("")
    appointment: str = ""
    language: Language = Language.CHINESE
    called_ms: int = 0
    started_ms: int = 0
    """Start of the present item."""
    ended_ms: int = 0
    recalls: int = 0
    repeats: int = 0
    misses: int = 0
    missed_ms: int = 0
    return_until_ms: int = 0
    must_wait_a_call: bool = False
    """Back after a miss and not callable until another was called."""
    reserved_for: WindowNo = WindowNo("")
    reserved_until_ms: int = 0
    sent_to: WindowNo = WindowNo("")
    """The window it was transferred to: a miss does not lose the way there."""
    comes_back: bool = False
    transferred: bool = False
    hold_reason: str = ""
    held_ms: int = 0
    reprints: int = 0
    paper_fault: str = ""
    items_done: tuple[ItemCode, ...] = ()
    call_kind: CallKind = CallKind.NEXT
    reason: PriorityReason | None = None
    """Why it is of the class priority, as the citizen said."""
    holder: str = ""
    """The store of the kiosk that issued it by itself."""


class UndoRecord(msgspec.Struct, frozen=True, gc=False):
    """What a window's last step changed, as it stood before."""

    step: Step
    at_ms: int
    seq: int
    """The journal number of the step's first event."""
    window: Window
    tickets: tuple[Ticket, ...]
    """The tickets as they stood before, the step's own first."""
    after: tuple[Ticket, ...] = ()
    """The same tickets as the step left them: a difference later means that the undo was overtaken."""
    freed: tuple[TicketId, ...] = ()
    window_after: Window | None = None
    """The window as the step left it, compared like ``after``."""
    regular_debt: int = 0
    """``HallState.regular_debt`` before the step."""


class Window(msgspec.Struct, frozen=True, gc=False):
    """A window as it stands."""

    number: WindowNo
    state: WindowState = WindowState.CLOSED
    staff: StaffId = StaffId("")
    ticket: TicketId = TicketId("")
    since_ms: int = 0
    """When it came into this state."""
    idle_since_ms: int = 0
    pause_reason: str = ""
    rating_of: TicketId = TicketId("")
    """The finished ticket whose rating is still awaited."""
    rate_until_ms: int = 0
    last_stars: int = 0
    last_ticket: TicketId = TicketId("")
    fetched_last: bool = False
    """The last call here was of a ticket that came back: at most one such in a row."""
    served_today: int = 0


class Appointment(msgspec.Struct, frozen=True, gc=False):
    code: str
    item: ItemCode
    slot_ms: int
    person: PersonRef = PersonRef("")
    ticket: TicketId = TicketId("")
    """The ticket it became at check-in."""


class QueueCount(msgspec.Struct):
    """The counters of a queue today. Mutable, since every ticket moves them."""

    issued: int = 0
    """Numbers given out, as far as the journal knows."""
    skipped: int = 0
    """Numbers left out after a restore: they may be on paper, though the journal lost them."""
    waiting: int = 0
    alarmed: bool = False
    away: int = 0
    """Numbers that kiosks issued by themselves and handed in."""
    by_slice: dict[int, int] = {}
    """Start minute of the slice -> numbers issued in it."""

    @property
    def last_ordinal(self) -> int:
        """The last number given out, or left out; the next is one more."""
        return self.issued + self.skipped


class Announcement(msgspec.Struct, frozen=True, gc=False):
    """A line for every board: shown and, but for WITHDRAWN, spoken exactly once, in order."""

    n: int
    at_ms: int
    ticket: TicketId
    number: str
    window: WindowNo
    kind: CallKind
    language: Language = Language.CHINESE
    area: str = ""


class Lease(msgspec.Struct, frozen=True, gc=False):
    """A block of numbers that one store of a kiosk may issue by itself."""

    holder: str
    mark: str
    first: int
    last: int
    day: str = ""
    """The day on which the store last asked for it."""


class HallState(msgspec.Struct):
    """The whole hall. Mutable for speed, and changed by ``evolve`` alone."""

    day: str = ""
    seq: int = 0
    """The last journal number that is in here."""
    at_ms: int = 0
    tickets: dict[TicketId, Ticket] = {}
    """Today's tickets, ended ones too."""
    windows: dict[WindowNo, Window] = {}
    undo: dict[WindowNo, UndoRecord] = {}
    queues: dict[QueueCode, QueueCount] = {}
    appointments: dict[str, Appointment] = {}
    skills: dict[WindowNo, tuple[ItemCode, ...]] = {}
    """Skills changed today; a window not in here has those of the plan."""
    open_by_person: dict[str, TicketId] = {}
    """``person/queue`` -> the open ticket."""
    announced: int = 0
    """The number of the last announcement."""
    announcements: list[Announcement] = []
    """The newest announcements, at most ``ANNOUNCEMENTS_KEPT``, oldest first."""
    faults: dict[str, dict[Device, str]] = {}
    """Place -> device -> fault."""
    notice_zh: str = ""
    notice_en: str = ""
    leases: dict[str, tuple[Lease, ...]] = {}
    """Kiosk -> its blocks, whoever asked last at the end. They outlive the night."""
    handed_in: dict[str, int] = {}
    """Holder -> when the last number that it handed in today was issued."""
    regular_debt: int = 0
    """With the ratio policy: calls of other classes since the last regular one."""
    graces: dict[WindowNo, int] = {}
    """Window -> the instant before which its called ticket is not missed by itself, after an undo there."""


ANNOUNCEMENTS_KEPT = 2000
"""A board away for longer than this many announcements gets the newest ones and the number it missed."""
