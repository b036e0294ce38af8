"""What the server says: answers to requests, documents, announcements. It never says what is not on disk.

An answer always carries the request it answers. Boards acknowledge announcements with ``Heard``.
"""

import msgspec

from queue_server.vocabulary import (
    CallKind,
    ItemCode,
    Language,
    QueueCode,
    RefusalCode,
    RequestId,
    TicketClass,
    TicketId,
    WindowNo,
)
from queue_server.wire.documents import AnyDoc
from queue_server.wire.expected import Expected
from queue_server.wire.greeting import Rejected, Welcome


class TicketSlip(msgspec.Struct, frozen=True):
    """What stands on a ticket; the same at a repeated request."""

    ticket: TicketId
    number: str
    queue: QueueCode
    item: ItemCode
    klass: TicketClass
    area: str
    issued_ms: int
    ahead: int
    windows: tuple[WindowNo, ...]
    """Windows that can serve it."""
    idle_windows: tuple[WindowNo, ...] = ()
    """With any: 可直接到窗口办理."""
    code: str = ""
    """The secret part of the QR link; following the ticket needs it."""
    link: str = ""
    """What the QR code says."""
    reprints: int = 0
    expected: Expected | None = None
    """The wait as it was told first; None: not known, or another paper of an old ticket."""


class Lease(msgspec.Struct, frozen=True):
    """The block of numbers one kiosk may issue by itself, in every queue, each day from ``first`` again."""

    mark: str
    """The kiosk's letter in such numbers: ``Z`` in ``AZ001``."""
    first: int
    last: int
    key: str
    """Hex; makes the codes of such tickets (``wire.ticket_codes``)."""
    public_url: str
    """What a phone reaches the server by."""


class Done(msgspec.Struct, frozen=True, tag="done"):
    """It happened and is on disk, at journal number ``seq``."""

    request: RequestId
    seq: int
    slip: TicketSlip | None = None
    """For a ticket issued or reprinted."""
    number: str = ""
    """The number this was about, where there is one: ``A012``."""
    lease: Lease | None = None
    """For the numbers a kiosk may issue by itself."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """A rule said no; nothing changed. ``wire.sentences`` puts it into words."""

    request: RequestId
    code: RefusalCode
    facts: dict[str, str] = {}


class Busy(msgspec.Struct, frozen=True, tag="busy"):
    """Too many commands wait, or were refused at this place this minute; send the same request again."""

    request: RequestId


class Faulted(msgspec.Struct, frozen=True, tag="faulted"):
    """It could not be written and did not happen, or is not known to have; send the same request again."""

    request: RequestId
    detail: str


class Announced(msgspec.Struct, frozen=True, tag="announced"):
    """One line of the sequence of announcements; ``n`` has no gaps but those told by ``Skipped``.

    ``is_current``: the call still stands; a board that was away shows it, and speaks it only when current.
    """

    n: int
    at_ms: int
    ticket: TicketId
    number: str
    window: WindowNo
    kind: CallKind
    language: Language = Language.CHINESE
    area: str = ""
    is_current: bool = True


class Snapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    """Everything this role may see, at ``seq``. Documents not in here are gone."""

    seq: int
    at_ms: int
    docs: tuple[AnyDoc, ...]
    recent: tuple[Announced, ...] = ()
    """Boards: the last announcements had before, oldest first, to fill a list again; never to be spoken."""


class Delta(msgspec.Struct, frozen=True, tag="delta"):
    """What changed up to ``seq``; ``gone`` are keys that no longer are."""

    seq: int
    at_ms: int
    docs: tuple[AnyDoc, ...] = ()
    gone: tuple[str, ...] = ()


class Skipped(msgspec.Struct, frozen=True, tag="skipped"):
    """Announcements up to ``to`` are too old to be told; the next one follows it."""

    to: int


class Trouble(msgspec.Struct, frozen=True, tag="trouble"):
    """The server cannot keep what it is told (or, with an empty detail, can again)."""

    detail: str


FromServer = (
    Welcome | Rejected | Done | Refused | Busy | Faulted | Snapshot | Delta | Announced | Skipped | Trouble
)
