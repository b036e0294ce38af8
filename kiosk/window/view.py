"""What the window terminal shows, from the documents of the server: pure, no widget and no clock.

Durations are computed where they are drawn, from instants of the hall's clock. No names and no citizens.
"""

from collections.abc import Mapping

import msgspec

from kiosk.window.acts import Act, acts_in
from kiosk.window.card_view import CardView, card_views
from kiosk.window.view_words import CLASS_WORDS, DEVICE_WORDS, REASON_WORDS, STEP_WORDS, window_words
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo, WindowState
from queue_server.wire.documents import (
    AnyDoc,
    DeskDoc,
    DeskTicket,
    HallDoc,
    HeldTicket,
    ItemDoc,
    QueueDoc,
    WindowDoc,
    Words,
)
from queue_server.wire.expected import Expected


class CountLine(msgspec.Struct, frozen=True):
    """So many people wait under a word."""

    words: Words
    count: int
    code: str = ""


class TicketView(msgspec.Struct, frozen=True):
    """The ticket at the window."""

    id: str
    number: str
    klass: Words
    is_special: bool
    reason: Words | None
    """Why it is served first: the certificate to ask for."""
    item: Words
    since_ms: int
    """Start of the present clock: the service, or before it the call."""
    issued_ms: int
    recalls: int
    items_done: tuple[Words, ...] = ()
    transferred: bool = False
    misses: int = 0


class Choice(msgspec.Struct, frozen=True):
    """One line that may be chosen in a dialogue."""

    value: str
    words: Words
    note: Words = Words("")


class DeskView(msgspec.Struct, frozen=True):
    """Everything on the terminal's main screen."""

    window: WindowNo
    hall: Words = Words("")
    is_known: bool = False
    is_durable: bool = True
    trouble: str = ""
    state: WindowState = WindowState.CLOSED
    staff: str = ""
    since_ms: int = 0
    pause_reason: str = ""
    ticket: TicketView | None = None
    waiting: int = 0
    expected: Expected | None = None
    """Of the last of those who wait for this window."""
    queues: tuple[CountLine, ...] = ()
    classes: tuple[CountLine, ...] = ()
    held: tuple[HeldTicket, ...] = ()
    recalls_max: int = 5
    undo: Words | None = None
    undo_until_ms: int = 0
    rating_of: str = ""
    rate_until_ms: int = 0
    last_rated: str = ""
    last_stars: int = 0
    faults: tuple[tuple[Words, str], ...] = ()
    served_today: int = 0
    acts: frozenset[Act] = frozenset()
    pause_reasons: tuple[Choice, ...] = ()
    hold_reasons: tuple[Choice, ...] = ()
    pick_reasons: tuple[Choice, ...] = ()
    picks: tuple[Choice, ...] = ()
    items: tuple[Choice, ...] = ()
    windows: tuple[Choice, ...] = ()
    cards: tuple[CardView, ...] = ()
    """Warnings and cards of who sits here, the newest first."""


def desk_view(docs: Mapping[str, AnyDoc], window: WindowNo) -> DeskView:
    """Build the view of ``window`` from the mirror ``docs``; unknown until its desk document is here."""
    desk, hall = docs.get(f"desk/{window}"), docs.get("hall")
    view = DeskView(window)
    if isinstance(hall, HallDoc):
        view = _with_hall(view, hall)
    if isinstance(desk, DeskDoc):
        view = _with_desk(view, desk, docs)
    return view


def _with_hall(view: DeskView, hall: HallDoc) -> DeskView:
    return msgspec.structs.replace(
        view,
        hall=hall.name,
        is_durable=hall.is_durable,
        trouble=hall.trouble,
        pause_reasons=_reasons(hall.pause_reasons),
        hold_reasons=_reasons(hall.hold_reasons),
        pick_reasons=_reasons(hall.pick_reasons),
    )


def _reasons(words: tuple[Words, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(each.zh, each) for each in words)


def _with_desk(view: DeskView, desk: DeskDoc, docs: Mapping[str, AnyDoc]) -> DeskView:
    return msgspec.structs.replace(
        view,
        is_known=True,
        state=desk.state,
        staff=desk.staff,
        since_ms=desk.since_ms,
        pause_reason=desk.pause_reason,
        ticket=_ticket(desk.ticket, docs) if desk.ticket else None,
        waiting=desk.waiting,
        expected=desk.expected if desk.waiting else None,
        queues=_queue_lines(desk, docs),
        classes=tuple(CountLine(CLASS_WORDS[k], n) for k, n in desk.waiting_by_class.items() if n),
        held=desk.held,
        recalls_max=desk.recalls_max,
        undo=STEP_WORDS[desk.undo] if desk.undo else None,
        undo_until_ms=desk.undo_until_ms,
        rating_of=desk.rating_of,
        rate_until_ms=desk.rate_until_ms,
        last_rated=desk.last_rated,
        last_stars=int(desk.last_stars),
        faults=tuple((DEVICE_WORDS[device], fault) for device, fault in desk.faults.items()),
        served_today=desk.served_today,
        acts=_acts(desk),
        picks=tuple(_pick(each, docs) for each in desk.pick_list),
        items=_items(docs),
        windows=_windows(docs, desk.number),
        cards=card_views(desk, docs),
    )


def _acts(desk: DeskDoc) -> frozenset[Act]:
    acts = {line.act for line in acts_in(desk.state)}
    if desk.undo is None:
        acts.discard(Act.UNDO)
    if not desk.held:
        acts.discard(Act.RESUME)
    if not desk.may_pick:
        acts.discard(Act.PICK)
    return frozenset(acts)


def _item_words(docs: Mapping[str, AnyDoc], code: ItemCode) -> Words:
    item = docs.get(f"item/{code}")
    return item.name if isinstance(item, ItemDoc) else Words(code)


def _ticket(ticket: DeskTicket, docs: Mapping[str, AnyDoc]) -> TicketView:
    return TicketView(
        id=ticket.ticket,
        number=ticket.number,
        klass=CLASS_WORDS[ticket.klass],
        is_special=ticket.klass is not TicketClass.REGULAR,
        reason=REASON_WORDS[ticket.reason] if ticket.reason else None,
        item=_item_words(docs, ticket.item),
        since_ms=ticket.started_ms or ticket.called_ms,
        issued_ms=ticket.issued_ms,
        recalls=ticket.recalls,
        items_done=tuple(_item_words(docs, code) for code in ticket.items_done),
        transferred=ticket.transferred,
        misses=ticket.misses,
    )


def _queue_lines(desk: DeskDoc, docs: Mapping[str, AnyDoc]) -> tuple[CountLine, ...]:
    lines = []
    for code, count in sorted(desk.waiting_by_queue.items()):
        queue = docs.get(f"queue/{code}")
        name = queue.name if isinstance(queue, QueueDoc) else Words(code)
        lines.append(CountLine(name, count, code))
    return tuple(lines)


def _pick(ticket: DeskTicket, docs: Mapping[str, AnyDoc]) -> Choice:
    return Choice(ticket.ticket, Words(ticket.number, ticket.number), _item_words(docs, ticket.item))


def _items(docs: Mapping[str, AnyDoc]) -> tuple[Choice, ...]:
    items = sorted((doc for doc in docs.values() if isinstance(doc, ItemDoc)), key=lambda item: item.code)
    return tuple(Choice(item.code, item.name) for item in items)


def _windows(docs: Mapping[str, AnyDoc], own: WindowNo) -> tuple[Choice, ...]:
    others = [doc for doc in docs.values() if isinstance(doc, WindowDoc) and doc.number != own]
    open_ones = [doc for doc in others if doc.state is not WindowState.CLOSED]
    return tuple(
        Choice(doc.number, window_words(doc.number), doc.name)
        for doc in sorted(open_ones, key=lambda doc: doc.number)
    )
