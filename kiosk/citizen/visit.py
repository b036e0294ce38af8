"""One citizen's stay at the kiosk, and what it makes the kiosk say to the server. Pure.

A visit is a value that is thrown away whole: nothing of one citizen can reach the next.
"""

from enum import StrEnum
from typing import Any

import msgspec

from kiosk.citizen.view import KioskView
from kiosk.screenkit.language import Reading
from queue_server.vocabulary import ItemCode, PriorityReason, RequestId, TicketClass
from queue_server.wire.from_kiosk import TakeTicket


class Printer(StrEnum):
    """What the kiosk knows of its printer before it issues a number."""

    NONE = "none"
    READY = "ready"
    OUT = "out"


class CardReader(StrEnum):
    """What the kiosk knows of its reader of identity cards when it asks for a number."""

    NONE = "none"
    READY = "ready"
    OUT = "out"


class Visit(msgspec.Struct, frozen=True):
    """What this citizen has said so far."""

    reading: Reading = Reading()
    reason: PriorityReason | None = None
    """With a reason the number is one of the priority class."""
    identity: str = ""

    def __repr__(self) -> str:
        """Leave the identity out, wherever a visit is logged or shown."""
        return f"Visit({self.reading}, {self.reason})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Leave it out of the tracebacks of screens too, which show every variable."""
        return [("reading", self.reading), ("reason", self.reason)]

    @property
    def klass(self) -> TicketClass:
        return TicketClass.PRIORITY if self.reason else TicketClass.REGULAR


class KioskState(msgspec.Struct, frozen=True):
    """All that the screens show: the hall, this citizen, this kiosk's machines. The app's one reactive."""

    view: KioskView = KioskView()
    visit: Visit = Visit()
    printer: Printer = Printer.NONE
    card_reader: CardReader = CardReader.NONE


def take(request: RequestId, visit: Visit, item: ItemCode, *, wants_paper: bool) -> TakeTicket:
    """Ask for a number for ``item``."""
    return TakeTicket(
        request,
        item=item,
        klass=visit.klass,
        reason=visit.reason,
        identity=visit.identity,
        language=visit.reading.language,
        wants_paper=wants_paper,
    )


def check_in(request: RequestId, visit: Visit, code: str, *, wants_paper: bool) -> TakeTicket:
    """Ask for the number of an appointment; its item and class are in the server's book."""
    return TakeTicket(
        request,
        appointment=code,
        identity=visit.identity,
        language=visit.reading.language,
        wants_paper=wants_paper,
        reason=visit.reason,
    )
