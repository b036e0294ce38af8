"""What a kiosk says. An identity number crosses the wire once and is never stored in clear.

Every request carries an id that is new for each touch and the same for each resend.
"""

from typing import Any

import msgspec

from queue_server.vocabulary import (
    Device,
    ItemCode,
    Language,
    PriorityReason,
    RequestId,
    TicketClass,
    TicketId,
)
from queue_server.wire.bounds import Count, Day, Holder


class TakeTicket(msgspec.Struct, frozen=True, tag="kiosk.take_ticket"):
    """A citizen asks for a number."""

    request: RequestId
    item: ItemCode = ItemCode("")
    klass: TicketClass = TicketClass.REGULAR
    identity: str = ""
    """The identity number as read from the card or typed, or empty."""
    appointment: str = ""
    language: Language = Language.CHINESE
    wants_paper: bool = True
    reason: PriorityReason | None = None
    """With the class priority: why, for the window to ask for the certificate."""

    def __repr__(self) -> str:
        """Leave the identity out, wherever a message is logged or shown."""
        return f"TakeTicket({self.request}, {self.item})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Leave it out of the tracebacks of screens too, which show every variable."""
        return [("request", self.request), ("item", self.item)]


class ReportPaper(msgspec.Struct, frozen=True, tag="kiosk.report_paper"):
    request: RequestId
    ticket: TicketId
    fault: str = ""


class ReprintTicket(msgspec.Struct, frozen=True, tag="kiosk.reprint_ticket"):
    request: RequestId
    ticket: TicketId


class ReturnTicket(msgspec.Struct, frozen=True, tag="kiosk.return_ticket"):
    """A missed citizen is back. ``ticket`` is an id, or the code scanned from the ticket."""

    request: RequestId
    ticket: str


class CancelTicket(msgspec.Struct, frozen=True, tag="kiosk.cancel_ticket"):
    request: RequestId
    ticket: TicketId
    reason: str = ""


class ReportDevice(msgspec.Struct, frozen=True, tag="kiosk.report_device"):
    """The kiosk's printer, scanner or identity card reader changed between working and not."""

    request: RequestId
    device: Device
    fault: str = ""


class LeaseNumbers(msgspec.Struct, frozen=True, tag="kiosk.lease_numbers"):
    """A kiosk asks for the block of numbers that it may issue by itself while the server is away."""

    request: RequestId
    holder: Holder
    """The kiosk's own store: 12 hex digits in lower case, made when it was; anything else is refused."""
    first: Count = 0
    last: Count = 0
    """The block it holds already, from before; 0: none."""


class HandInTicket(msgspec.Struct, frozen=True, tag="kiosk.hand_in"):
    """A number that the kiosk issued while the server was away. It is on paper: only a place is asked for."""

    request: RequestId
    """``away-<day>-<number>-<holder>``: the same for ever, so a repeat is the same press."""
    holder: Holder
    """As in `kiosk.lease_numbers`."""
    number: str
    """As printed: ``AZ001``."""
    day: Day
    """The local day of its issue: ``20260302``."""
    ordinal: Count
    item: ItemCode
    issued_ms: Count
    """The time of issue by the kiosk's clock, as the hall last set it."""
    within_ms: Count = 0
    """How far that clock may be off."""
    klass: TicketClass = TicketClass.REGULAR
    reason: PriorityReason | None = None
    language: Language = Language.CHINESE
    wants_paper: bool = True


FromKiosk = (
    TakeTicket
    | ReportPaper
    | ReprintTicket
    | ReturnTicket
    | CancelTicket
    | ReportDevice
    | LeaseNumbers
    | HandInTicket
)
