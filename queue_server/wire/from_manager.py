"""What a manager's screen says. Its rights end here: it calls no ticket."""

from typing import Any

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

    def __repr__(self) -> str:
        """Leave the identity out, wherever a message is logged or shown."""
        return f"BookAppointment({self.request}, {self.code})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Leave it out of the tracebacks of screens too, which show every variable."""
        return [("request", self.request), ("code", self.code)]


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
