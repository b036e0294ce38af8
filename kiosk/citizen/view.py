"""What the kiosk shows of the hall, from the documents of the server: pure, no widget, no clock, no citizen.

Nothing here is about one citizen: what a citizen says lives in ``visit`` and ends with the visit.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from kiosk.screenkit.language import Text
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, WindowNo
from queue_server.wire.documents import AnyDoc, HallDoc, ItemDoc, Opening, QueueDoc
from queue_server.wire.expected import Expected, WaitDoc


class Wait(StrEnum):
    """How long a queue looks at a glance; the style sheet gives each its colour."""

    NONE = "none"
    """A window is idle, nobody waits, and no item of the queue is known to wait for another window."""
    SOME = "some"
    LONG = "long"
    """The hall's own alarm stands."""
    CLOSED = "closed"
    """No window of the queue is open."""
    UNKNOWN = "unknown"
    """The server is away: nobody can say who waits."""


class QueueTile(msgspec.Struct, frozen=True):
    """One queue on the first screen."""

    code: QueueCode
    name: Text
    wait: Wait
    waiting: int
    expected: Expected | None = None
    """How long a regular ticket would wait; None: not known, or the kiosk can issue nothing."""
    idle_windows: tuple[WindowNo, ...] = ()


class Department(msgspec.Struct, frozen=True):
    """One department, with how many items it has."""

    code: str
    name: Text
    items: int


class Item(msgspec.Struct, frozen=True):
    """One service item."""

    code: ItemCode
    name: Text
    queue: QueueCode
    department: str
    minutes: int
    materials: tuple[Text, ...] = ()
    promised_days: int = 0
    fee: str = ""
    green_channel: bool = False
    windows: tuple[WindowNo, ...] = ()


class Closure(StrEnum):
    """Why the kiosk can issue nothing at all."""

    SERVER_AWAY = "server_away"
    NOT_ADMITTED = "not_admitted"
    NOT_DURABLE = "not_durable"
    HANDING_IN = "handing_in"
    """Numbers issued while the server was away go to it first, and no more can be issued here meanwhile."""


class KioskView(msgspec.Struct, frozen=True):
    """Everything the screens need of the hall."""

    hall: Text = Text("")
    day: str = ""
    notices: tuple[Text, ...] = ()
    areas: dict[str, Text] = {}
    queues: tuple[QueueTile, ...] = ()
    departments: tuple[Department, ...] = ()
    items: tuple[Item, ...] = ()
    waits: dict[ItemCode, WaitDoc] = {}
    """How long a ticket issued now would wait; an item that is not in here: not known."""
    hours: tuple[Opening, ...] = ()
    takes_appointments: bool = False
    closure: Closure | None = Closure.SERVER_AWAY
    away: Closure | None = None
    """What would close the kiosk, but for the numbers that it issues by itself; ``closure`` is None then."""
    refusal: str = ""
    """The code of ``Rejected`` with NOT_ADMITTED."""

    @property
    def is_open(self) -> bool:
        """Whether a touch can become a number."""
        return self.closure is None

    @property
    def reaches_hall(self) -> bool:
        """Whether the server can be asked: for an appointment, a return, another paper."""
        return self.closure is None and self.away is None

    def item(self, code: str) -> Item | None:
        """Return an item; None where it is no longer offered."""
        return next((item for item in self.items if item.code == code), None)

    def queue(self, code: str) -> QueueTile | None:
        """Return a queue; None where it is no longer there."""
        return next((queue for queue in self.queues if queue.code == code), None)

    def department(self, code: str) -> Department | None:
        """Return a department; None where it has no items here."""
        return next((department for department in self.departments if department.code == code), None)

    def expected(self, item: Item, klass: TicketClass) -> Expected | None:
        """Return how long a number of this class, taken now, would wait; None where nothing is known."""
        wait = self.waits.get(item.code)
        asked = TicketClass.GREEN if item.green_channel and klass is TicketClass.REGULAR else klass
        return wait.by_class.get(asked) if wait else None

    def items_of_queue(self, code: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.queue == code)

    def items_of_department(self, code: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.department == code)


class OwnDesk(msgspec.Struct, frozen=True):
    """What the kiosk can do without the server."""

    may_issue: bool = False
    is_handing_in: bool = False
    """The server has not got all yet that was issued here."""


NO_DESK = OwnDesk()


def kiosk_view(
    docs: Mapping[str, AnyDoc],
    is_connected: bool,
    *,
    is_troubled: bool = False,
    refusal: str = "",
    own: OwnDesk = NO_DESK,
) -> KioskView:
    """Build the view from the mirror ``docs``; empty and closed until the hall's document is here."""
    hall = docs.get("hall")
    if not isinstance(hall, HallDoc):
        return KioskView(closure=_away(refusal), refusal=refusal)
    items = _items(docs, hall)
    closure = _closure(hall, is_troubled) if is_connected else _away(refusal)
    if closure is None and own.is_handing_in:
        closure = Closure.HANDING_IN
    away = closure if closure in _BRIDGED and own.may_issue else None
    is_asked = closure is None
    waits = [doc for doc in docs.values() if isinstance(doc, WaitDoc)] if is_asked else []
    return KioskView(
        hall=Text.of(hall.name),
        day=hall.day,
        notices=tuple(Text.of(words) for words in hall.notices),
        areas={code: Text.of(words) for code, words in hall.areas.items()},
        queues=_queues(docs, items, is_open=is_asked, is_away=away is not None),
        departments=_departments(hall, items),
        items=items,
        waits={doc.item: doc for doc in waits},
        hours=hall.hours,
        takes_appointments=hall.takes_appointments,
        closure=None if away else closure,
        away=away,
        refusal=refusal,
    )


_BRIDGED = frozenset({Closure.SERVER_AWAY, Closure.NOT_DURABLE, Closure.HANDING_IN})
"""What the kiosk can bridge by itself. A server that said no is there, and means it."""


def _away(refusal: str) -> Closure:
    return Closure.NOT_ADMITTED if refusal else Closure.SERVER_AWAY


def _closure(hall: HallDoc, is_troubled: bool) -> Closure | None:
    return None if hall.is_durable and not is_troubled else Closure.NOT_DURABLE


def _items(docs: Mapping[str, AnyDoc], hall: HallDoc) -> tuple[Item, ...]:
    """Order the items as the hall orders its departments, then by code."""
    place = {code: number for number, code in enumerate(hall.departments)}
    found = [doc for doc in docs.values() if isinstance(doc, ItemDoc)]
    found.sort(key=lambda doc: (place.get(doc.department, len(place)), doc.code))
    return tuple(_item(doc) for doc in found)


def _item(doc: ItemDoc) -> Item:
    return Item(
        code=doc.code,
        name=Text.of(doc.name),
        queue=doc.queue,
        department=doc.department,
        minutes=doc.minutes,
        materials=tuple(Text.of(words) for words in doc.materials),
        promised_days=doc.promised_days,
        fee=doc.fee,
        green_channel=doc.green_channel,
        windows=doc.windows,
    )


def _queues(
    docs: Mapping[str, AnyDoc], items: tuple[Item, ...], *, is_open: bool, is_away: bool
) -> tuple[QueueTile, ...]:
    """Show the queues one can take a number for, by letter; how long it takes only while it is true."""
    offered = {item.queue for item in items}
    found = [doc for doc in docs.values() if isinstance(doc, QueueDoc) and doc.code in offered]
    found.sort(key=lambda doc: doc.code)
    if is_away:
        return tuple(QueueTile(doc.code, Text.of(doc.name), Wait.UNKNOWN, 0) for doc in found)
    return tuple(_queue(doc, doc.expected if is_open else None) for doc in found)


def _queue(doc: QueueDoc, expected: Expected | None) -> QueueTile:
    name, wait = Text.of(doc.name), _wait(doc, expected)
    return QueueTile(doc.code, name, wait, doc.waiting, expected, doc.idle_windows)


def _wait(doc: QueueDoc, expected: Expected | None) -> Wait:
    if not doc.open_windows:
        return Wait.CLOSED
    if doc.is_alarmed:
        return Wait.LONG
    is_free = bool(doc.idle_windows) and not doc.waiting
    return Wait.NONE if is_free and (expected is None or expected.is_next) else Wait.SOME


def _departments(hall: HallDoc, items: tuple[Item, ...]) -> tuple[Department, ...]:
    counts = {code: sum(item.department == code for item in items) for code in hall.departments}
    return tuple(
        Department(code, Text.of(name), counts[code])
        for code, name in hall.departments.items()
        if counts[code]
    )
