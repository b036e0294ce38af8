"""What a manager's screen says. Its rights end here: it calls no ticket."""

import msgspec

from queue_server.vocabulary import ItemCode, RequestId, TicketClass, TicketId, WindowNo
from queue_server.wire.bounds import Instant
from queue_server.wire.from_wall import FromWall


class ChangeClass(msgspec.Struct, frozen=True, tag="manager.change_class"):
    request: RequestId
    ticket: TicketId
    klass: TicketClass
    reason: str


class ChangeSkills(msgspec.Struct, frozen=True, tag="manager.change_skills"):
    request: RequestId
    window: WindowNo
    items: tuple[ItemCode, ...]
    reason: str


class BookAppointment(msgspec.Struct, frozen=True, tag="manager.book_appointment"):
    request: RequestId
    code: str
    item: ItemCode
    slot_ms: Instant
    identity: str = ""


class CancelAppointment(msgspec.Struct, frozen=True, tag="manager.cancel_appointment"):
    request: RequestId
    code: str


class PostNotice(msgspec.Struct, frozen=True, tag="manager.post_notice"):
    request: RequestId
    zh: str
    en: str = ""


class ReturnTicket(msgspec.Struct, frozen=True, tag="manager.return_ticket"):
    request: RequestId
    ticket: str


class CancelTicket(msgspec.Struct, frozen=True, tag="manager.cancel_ticket"):
    request: RequestId
    ticket: TicketId
    reason: str


FromManager = (
    ChangeClass
    | ChangeSkills
    | BookAppointment
    | CancelAppointment
    | PostNotice
    | ReturnTicket
    | CancelTicket
    | FromWall
)
