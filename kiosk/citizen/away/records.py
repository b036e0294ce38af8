"""What stands in the kiosk's own file, and what it adds up to. Pure: no file, no clock. Never an identity.

The file is a row of records, the newest last. ``kept_after`` is the only thing that adds them up, so what a
kiosk knows after a start is what it knew before. A new holder is a new disk: it begins without a block.
"""

import msgspec
from msgspec.structs import replace

from queue_server.vocabulary import ItemCode, Language, PriorityReason, QueueCode, TicketClass, TicketId
from queue_server.wire.documents import HallDoc, ItemDoc, QueueDoc


class Held(msgspec.Struct, frozen=True, tag="holder"):
    """This file belongs to ``holder`` from here on: 12 hex digits, made when the file was."""

    holder: str


class Leased(msgspec.Struct, frozen=True, tag="lease"):
    """The block the hall has leased to the holder: ordinals ``first`` to ``last`` of each queue and day.

    An empty ``mark``: it has none, or no longer.
    """

    mark: str = ""
    first: int = 0
    last: int = 0
    key: str = ""
    """In hex: what makes the secret part of the mark's ticket codes."""
    public_url: str = ""


class Issued(msgspec.Struct, frozen=True, tag="issued"):
    """An away number somebody has in the hand."""

    holder: str
    number: str
    """As printed: ``AZ001``."""
    day: str
    queue: QueueCode
    ordinal: int
    item: ItemCode
    issued_ms: int
    within_ms: int
    klass: TicketClass = TicketClass.REGULAR
    reason: PriorityReason | None = None
    language: Language = Language.CHINESE
    wants_paper: bool = True

    @property
    def ticket(self) -> TicketId:
        return TicketId(f"{self.day}-{self.number}")


class HandedIn(msgspec.Struct, frozen=True, tag="handed_in"):
    """The hall of ``epoch`` has the ticket, or ``refusal`` says why that one would not have it."""

    ticket: TicketId
    epoch: str
    refusal: str = ""


class Seen(msgspec.Struct, frozen=True, tag="seen"):
    """The hall as its documents last told, without anything that changes by the minute."""

    hall: HallDoc
    queues: tuple[QueueDoc, ...]
    items: tuple[ItemDoc, ...]


class Contact(msgspec.Struct, frozen=True, tag="contact"):
    """The hall's time and this machine's own at one instant, and how true the former was."""

    hall_ms: int
    wall_ms: int
    within_ms: int = 0


Record = Held | Leased | Issued | HandedIn | Seen | Contact


class Kept(msgspec.Struct, frozen=True):
    """All that the records add up to."""

    holder: str = ""
    lease: Leased = Leased()
    issued: tuple[Issued, ...] = ()
    """In order of issue."""
    handed_in: dict[TicketId, HandedIn] = {}
    seen: Seen | None = None
    contact: Contact | None = None

    def next_ordinal(self, day: str, queue: QueueCode) -> int | None:
        """Return the ordinal the next ticket gets; None when the block is used up, or there is none."""
        lease = self.lease
        used = [one.ordinal for one in self.issued if self._is_of_block(one, day, queue)]
        following = max((lease.first, *(ordinal + 1 for ordinal in used)))
        return following if lease.mark and following <= lease.last else None

    def _is_of_block(self, one: Issued, day: str, queue: QueueCode) -> bool:
        is_same_line = (one.holder, one.day, one.queue) == (self.holder, day, queue)
        return is_same_line and one.ordinal <= self.lease.last

    def due(self, epoch: str, day: str) -> Issued | None:
        """Return the oldest ticket that this run of the server has not got; of older days: none ever had."""
        return next((one for one in self.issued if self._is_due(one, epoch, day)), None)

    def _is_due(self, one: Issued, epoch: str, day: str) -> bool:
        done = self.handed_in.get(one.ticket)
        return done is None or (one.day == day and done.epoch != epoch)


def kept_after(kept: Kept, record: Record) -> Kept:
    """Return what is known after one more record."""
    match record:
        case Held(holder=holder):
            return replace(kept, holder=holder, lease=Leased())
        case Leased():
            return replace(kept, lease=record)
        case Issued():
            return replace(kept, issued=(*kept.issued, record))
        case HandedIn():
            return replace(kept, handed_in={**kept.handed_in, record.ticket: record})
        case Seen():
            return replace(kept, seen=record)
        case Contact():
            return replace(kept, contact=record)


def needed(kept: Kept, days: frozenset[str]) -> tuple[Record, ...]:
    """Return the records that still mean something: tickets of ``days``, and older ones no hall has yet."""
    issued = tuple(one for one in kept.issued if one.day in days or one.ticket not in kept.handed_in)
    handed_in = tuple(kept.handed_in[one.ticket] for one in issued if one.ticket in kept.handed_in)
    rest = tuple(record for record in (kept.seen, kept.contact) if record is not None)
    return (Held(kept.holder), kept.lease, *issued, *handed_in, *rest)
