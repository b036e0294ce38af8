"""What a screen knows of the hall: small documents, each with a key. The newest one of a key is the truth.

A snapshot is all documents a role may see; a delta is those that changed. So nothing needs replaying at a
screen, and merging two deltas is forgetting the older document. No names and no identity numbers are in here.
"""

import msgspec

from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    Device,
    ItemCode,
    Language,
    PriorityReason,
    QueueCode,
    RatingState,
    StaffId,
    Step,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)
from queue_server.wire.expected import Expected, WaitDoc
from queue_server.wire.wall_documents import AnyWallDoc
from queue_server.wire.words import Words as Words


class Opening(msgspec.Struct, frozen=True):
    """Minutes from local midnight."""

    start_min: int
    end_min: int


class HallDoc(msgspec.Struct, frozen=True, tag="hall"):
    """Key ``hall``."""

    key: str
    name: Words
    day: str
    notices: tuple[Words, ...]
    hours: tuple[Opening, ...]
    areas: dict[str, Words]
    departments: dict[str, Words]
    pause_reasons: tuple[Words, ...] = ()
    hold_reasons: tuple[Words, ...] = ()
    pick_reasons: tuple[Words, ...] = ()
    is_durable: bool = True
    """False while the journal cannot be written: nothing is acknowledged, screens say so."""
    trouble: str = ""
    takes_appointments: bool = False
    """Whether anybody has one in the book, so that making one can be advised."""
    has_away_numbers: bool = False
    """Whether a kiosk holds numbers of its own, so that some are given out while the server is away."""


class QueueDoc(msgspec.Struct, frozen=True, tag="queue"):
    """Key ``queue/A``."""

    key: str
    code: QueueCode
    name: Words
    area: str
    waiting: int
    longest_since_ms: int = 0
    """Issue of the ticket that has waited longest; 0 when nobody waits."""
    open_windows: int = 0
    idle_windows: tuple[WindowNo, ...] = ()
    issued: int = 0
    is_alarmed: bool = False
    expected: Expected | None = None
    """The wait of a regular ticket issued now, of the item that waits longest; None: not known."""
    digits: int = 3
    """How many digits its numbers have: ``A012``."""


class ItemDoc(msgspec.Struct, frozen=True, tag="item"):
    """Key ``item/<code>``; changes with the configuration only."""

    key: str
    code: ItemCode
    name: Words
    department: str
    queue: QueueCode
    minutes: int
    materials: tuple[Words, ...] = ()
    kind: str = ""
    promised_days: int = 0
    fee: str = ""
    green_channel: bool = False
    windows: tuple[WindowNo, ...] = ()


class WindowDoc(msgspec.Struct, frozen=True, tag="window"):
    """Key ``window/03``: what everybody in the hall may see of a window."""

    key: str
    number: WindowNo
    name: Words
    area: str
    state: WindowState
    ticket: str = ""
    """The number called or served: ``A012``."""
    klass: TicketClass = TicketClass.REGULAR
    since_ms: int = 0


class HeldTicket(msgspec.Struct, frozen=True):
    """A ticket held at a window, oldest first."""

    ticket: TicketId
    number: str
    reason: str
    since_ms: int


class DeskTicket(msgspec.Struct, frozen=True):
    """The ticket at a window as its staff sees it."""

    ticket: TicketId
    number: str
    klass: TicketClass
    item: ItemCode
    state: TicketState
    issued_ms: int
    called_ms: int
    started_ms: int
    recalls: int
    items_done: tuple[ItemCode, ...] = ()
    transferred: bool = False
    misses: int = 0
    reason: PriorityReason | None = None
    """Why it is of the class priority: the certificate to ask for."""


class DeskCard(msgspec.Struct, frozen=True):
    """A warning or card as the window's own terminal shows it."""

    card: CardId
    name: Words
    """What the rule is called here."""
    level: str
    level_name: Words
    colour: str
    state: CardState
    since_ms: int
    facts: dict[str, str] = {}
    deadline_ms: int = 0
    is_acknowledged: bool = False
    acts: tuple[CardAct, ...] = ()
    """What its staff can do to it now: acknowledge, explain, appeal."""
    staff: StaffId = StaffId("")
    """Whose it is; another's is told to a chief representative."""
    window: WindowNo = WindowNo("")
    device: Device | None = None
    is_lasting: bool = False
    """Its cause lasts: the clock to show runs from ``since_ms``."""
    is_provisional: bool = False
    """The deadline counts on a working day that no notice has settled yet."""
    is_overdue: bool = False
    appeal_until_ms: int = 0
    times: int = 1
    half_days: int = 0
    told: tuple[str, ...] = ()
    """``window:03``, ``staff:S017``, ``chief:GA``, ``head:GA``, ``duty``, ``office``."""
    acknowledged: tuple[str, ...] = ()
    """Those of ``told`` who said that they have seen it."""
    explanation: str = ""
    finding: str = ""
    reason: str = ""
    """Of the appeal, or of the last decision."""
    measure: str = ""


class DeskDoc(msgspec.Struct, frozen=True, tag="desk"):
    """Key ``desk/03``: the window from behind, for its terminal, the wall and the manager."""

    key: str
    number: WindowNo
    state: WindowState
    staff: str = ""
    since_ms: int = 0
    ticket: DeskTicket | None = None
    waiting: int = 0
    """Eligible tickets this window could call."""
    waiting_by_queue: dict[QueueCode, int] = {}
    waiting_by_class: dict[TicketClass, int] = {}
    held: tuple[HeldTicket, ...] = ()
    pause_reason: str = ""
    recalls_max: int = 5
    undo: Step | None = None
    undo_until_ms: int = 0
    rating_of: str = ""
    rate_until_ms: int = 0
    last_rated: str = ""
    """The number last finished here, with ``last_stars``; 0 stars is silence or not yet."""
    last_stars: int = 0
    may_pick: bool = False
    pick_list: tuple[DeskTicket, ...] = ()
    """With ``may_pick`` only: the first fifty waiting, in the order in which they would be called."""
    faults: dict[Device, str] = {}
    served_today: int = 0
    skills: tuple[ItemCode, ...] = ()
    expected: Expected | None = None
    """The wait of the last of those who wait for this window; None: not known, or nobody waits."""
    cards: tuple[DeskCard, ...] = ()
    """What this window, or who sits there, was told of and is still open; the newest first."""


class KioskDoc(msgspec.Struct, frozen=True, tag="kiosk"):
    """Key ``kiosk/K1``."""

    key: str
    name: str
    is_connected: bool
    faults: dict[Device, str] = {}


class RatingDoc(msgspec.Struct, frozen=True, tag="rating"):
    """Key ``rating/03``: what the screen before the citizen shows. The hall alone says when asking ends."""

    key: str
    window: WindowNo
    name: Words
    state: RatingState = RatingState.IDLE
    ticket: TicketId = TicketId("")
    """Served now, or to be rated; a rating names it."""
    number: str = ""
    language: Language = Language.CHINESE
    """That in which the ticket was taken."""
    asked_ms: int = 0
    until_ms: int = 0
    """When the hall will stop asking, unless something ends it before."""


class TicketDoc(msgspec.Struct, frozen=True, tag="ticket"):
    """Key ``ticket/<id>``: one citizen's ticket, for the phone that holds its code."""

    key: str
    number: str
    state: TicketState
    klass: TicketClass
    queue: QueueCode
    item: ItemCode
    ahead: int
    window: WindowNo = WindowNo("")
    area: str = ""
    issued_ms: int = 0
    expected: Expected | None = None
    """While it waits: from the document's instant to its call; None: not known."""


AnyDoc = (
    HallDoc
    | QueueDoc
    | ItemDoc
    | WaitDoc
    | WindowDoc
    | DeskDoc
    | KioskDoc
    | RatingDoc
    | TicketDoc
    | AnyWallDoc
)
