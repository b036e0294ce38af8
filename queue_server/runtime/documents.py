"""The hall as documents for screens: one function a kind, from the room and the plan. Nothing is kept here.

Pure. A document says what a role may know and nothing of how a screen shows it; no personal data.
"""

import msgspec

from queue_server.hall import views
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import Name
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket, Window
from queue_server.runtime import wall_documents as wall
from queue_server.runtime.desk_cards import desk_cards
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.rooms import Rooms
from queue_server.supervision.handbook import Handbook
from queue_server.vocabulary import (
    CardId,
    Device,
    ItemCode,
    QueueCode,
    RatingState,
    StaffId,
    TaskId,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)
from queue_server.wire.documents import (
    AnyDoc,
    DeskDoc,
    DeskTicket,
    HallDoc,
    HeldTicket,
    ItemDoc,
    KioskDoc,
    Opening,
    QueueDoc,
    RatingDoc,
    TicketDoc,
    WindowDoc,
    Words,
)
from queue_server.wire.expected import Expected


class Sight(msgspec.Struct, frozen=True):
    """All that documents are made from, at one instant."""

    room: HallRoom
    hall: Hall
    at_ms: int
    trouble: str = ""
    kiosks_connected: frozenset[str] = frozenset()
    rooms: Rooms | None = None
    """With ``book``: what the wall's documents are made from."""
    book: Handbook | None = None
    expectations: Expectations | None = None
    """What is expected of every wait; None: nothing is foreseen here."""


def words(name: Name) -> Words:
    return Words(name.zh, name.en)


def document(sight: Sight, key: str) -> AnyDoc | None:
    """Return the document of a key, or None where there is no such thing."""
    kind, _, rest = key.partition("/")
    match kind:
        case "hall":
            return hall_doc(sight)
        case "queue":
            return queue_doc(sight, QueueCode(rest))
        case "item":
            return item_doc(sight, ItemCode(rest))
        case "window":
            return window_doc(sight, WindowNo(rest))
        case "desk":
            return desk_doc(sight, WindowNo(rest))
        case "rating":
            return rating_doc(sight, WindowNo(rest))
        case "kiosk":
            return kiosk_doc(sight, rest)
        case "wait":
            return sight.expectations.of_item(ItemCode(rest), sight.at_ms) if sight.expectations else None
        case "ticket":
            return ticket_doc(sight, TicketId(rest))
    return None if sight.rooms is None or sight.book is None else _wall(sight.rooms, sight.book, sight, key)


def _wall(rooms: Rooms, book: Handbook, sight: Sight, key: str) -> AnyDoc | None:
    kind, _, rest = key.partition("/")
    match kind:
        case "rules":
            return wall.rules_doc(book)
        case "card":
            return wall.card_doc(rooms, book, CardId(rest))
        case "task":
            return wall.task_doc(rooms, book, TaskId(rest))
        case "staff":
            return wall.staff_doc(rooms, book, StaffId(rest), sight.at_ms)
        case "attendance":
            return wall.attendance_doc(rooms, book, sight.at_ms)
        case "day":
            return wall.day_doc(rooms)
        case "selection":
            return wall.selection_doc(rooms, book)
    return None


def hall_doc(sight: Sight) -> HallDoc:
    plan, state = sight.hall.plan, sight.room.state
    posted = Words(state.notice_zh, state.notice_en)
    return HallDoc(
        key="hall",
        name=words(plan.name),
        day=state.day,
        notices=(posted,) if posted.zh or posted.en else tuple(map(words, plan.notices)),
        hours=tuple(Opening(span.start_min, span.end_min) for span in plan.hours),
        areas={area.code: words(area.name) for area in plan.areas},
        departments={one.code: words(one.name) for one in plan.departments},
        pause_reasons=tuple(map(words, plan.pause_reasons)),
        hold_reasons=tuple(map(words, plan.hold_reasons)),
        pick_reasons=tuple(map(words, plan.pick_reasons)),
        is_durable=not sight.trouble,
        trouble=sight.trouble,
        takes_appointments=bool(state.appointments),
        has_away_numbers=any(state.leases.get(kiosk) for kiosk in plan.away.marks),
    )


def queue_doc(sight: Sight, code: QueueCode) -> QueueDoc | None:
    room, hall = sight.room, sight.hall
    queue = hall.queues.get(code)
    if queue is None:
        return None
    count = room.queue(code)
    return QueueDoc(
        key=f"queue/{code}",
        code=code,
        name=words(queue.name),
        area=queue.area,
        waiting=count.waiting,
        longest_since_ms=views.longest_since_ms(room, code),
        open_windows=views.open_windows_of_queue(room, hall, code),
        idle_windows=views.idle_windows_of_queue(room, hall, code),
        issued=count.issued + count.away,
        is_alarmed=count.alarmed,
        expected=sight.expectations.of_queue(code, sight.at_ms) if sight.expectations else None,
        digits=queue.digits,
    )


def item_doc(sight: Sight, code: ItemCode) -> ItemDoc | None:
    item = sight.hall.items.get(code)
    if item is None:
        return None
    return ItemDoc(
        key=f"item/{code}",
        code=code,
        name=words(item.name),
        department=item.department,
        queue=item.queue,
        minutes=item.minutes,
        materials=tuple(map(words, item.materials)),
        kind=item.kind,
        promised_days=item.promised_days,
        fee=item.fee,
        green_channel=item.green_channel,
        windows=sight.room.skills(sight.hall).windows_of.get(code, ()),
    )


def window_doc(sight: Sight, number: WindowNo) -> WindowDoc | None:
    planned = sight.hall.windows.get(number)
    if planned is None:
        return None
    window = sight.room.window(number)
    ticket = _at_window(sight.room, window)
    shown = WindowDoc(
        key=f"window/{number}",
        number=number,
        name=words(planned.name),
        area=planned.area,
        state=window.state,
        since_ms=window.since_ms,
    )
    return msgspec.structs.replace(shown, ticket=ticket.number, klass=ticket.klass) if ticket else shown


def desk_doc(sight: Sight, number: WindowNo) -> DeskDoc | None:
    """Return the window from behind; what only an open window needs is empty while it is closed."""
    room, hall = sight.room, sight.hall
    planned = hall.windows.get(number)
    if planned is None:
        return None
    window = room.window(number)
    ticket = _at_window(room, window)
    waiting = views.waiting_for_window(room, hall, number)
    rated, last = room.state.tickets.get(window.rating_of), room.state.tickets.get(window.last_ticket)
    step = views.undoable(room, hall, number, sight.at_ms)
    is_picking = planned.may_pick and window.state is not WindowState.CLOSED
    return DeskDoc(
        key=f"desk/{number}",
        number=number,
        state=window.state,
        staff=window.staff,
        since_ms=window.since_ms,
        ticket=_desk_ticket(ticket) if ticket else None,
        waiting=waiting.total,
        waiting_by_queue=dict(waiting.by_queue),
        waiting_by_class=dict(waiting.by_class),
        held=tuple(
            HeldTicket(one.id, one.number, one.hold_reason, one.held_ms)
            for one in views.held_at(room, number)
        ),
        pause_reason=window.pause_reason,
        recalls_max=hall.calling.recalls_max,
        undo=step,
        undo_until_ms=views.undo_until_ms(room, hall, number) if step else 0,
        rating_of=rated.number if rated else "",
        rate_until_ms=window.rate_until_ms,
        last_rated=last.number if last and last.state is TicketState.SERVED else "",
        last_stars=window.last_stars,
        may_pick=planned.may_pick,
        pick_list=_picks(sight, number) if is_picking else (),
        faults=_faults(room, f"window:{number}"),
        served_today=window.served_today,
        skills=views.skills_of(room, hall, number),
        expected=_expected_last(sight, number) if waiting.total else None,
        cards=desk_cards(sight.rooms, sight.book, number) if sight.rooms and sight.book else (),
    )


def rating_doc(sight: Sight, number: WindowNo) -> RatingDoc | None:
    """Return what stands before the citizen. Whoever is served sees nothing of the one before."""
    planned = sight.hall.windows.get(number)
    if planned is None:
        return None
    window = sight.room.window(number)
    doc = RatingDoc(f"rating/{number}", number, words(planned.name))
    if window.state is WindowState.SERVING:
        return _rating_of(doc, sight.room.state.tickets[window.ticket], RatingState.SERVING)
    rated = sight.room.state.tickets.get(window.rating_of)
    if rated is None:
        return doc
    asked = _rating_of(doc, rated, RatingState.ASKED)
    return msgspec.structs.replace(asked, asked_ms=rated.ended_ms, until_ms=window.rate_until_ms)


def _rating_of(doc: RatingDoc, ticket: Ticket, state: RatingState) -> RatingDoc:
    return msgspec.structs.replace(
        doc, state=state, ticket=ticket.id, number=ticket.number, language=ticket.language
    )


def kiosk_doc(sight: Sight, name: str) -> KioskDoc:
    return KioskDoc(
        key=f"kiosk/{name}",
        name=name,
        is_connected=name in sight.kiosks_connected,
        faults=_faults(sight.room, f"kiosk:{name}"),
    )


def ticket_doc(sight: Sight, ticket_id: TicketId) -> TicketDoc | None:
    """Return what its holder may follow: no item of anybody else, no person."""
    ticket = sight.room.state.tickets.get(ticket_id)
    if ticket is None:
        return None
    window = sight.hall.windows.get(ticket.window)
    queue = sight.hall.queues.get(ticket.queue)
    area = window.area if window else queue.area if queue else ""
    return TicketDoc(
        key=f"ticket/{ticket_id}",
        number=ticket.number,
        state=ticket.state,
        klass=ticket.klass,
        queue=ticket.queue,
        item=ticket.item,
        ahead=views.ahead_of(sight.room, sight.hall, ticket_id, sight.at_ms),
        window=ticket.window,
        area=area,
        issued_ms=ticket.issued_ms,
        expected=_expected(sight, ticket),
    )


def _expected(sight: Sight, ticket: Ticket) -> Expected | None:
    if sight.expectations is None or ticket.state is not TicketState.WAITING:
        return None
    return sight.expectations.of_ticket(ticket.id, sight.at_ms)


def _expected_last(sight: Sight, number: WindowNo) -> Expected | None:
    return sight.expectations.of_window(number, sight.at_ms) if sight.expectations else None


def _at_window(room: HallRoom, window: Window) -> Ticket | None:
    return room.state.tickets.get(window.ticket) if window.ticket else None


def _picks(sight: Sight, number: WindowNo) -> tuple[DeskTicket, ...]:
    return tuple(map(_desk_ticket, views.pick_list(sight.room, sight.hall, number, sight.at_ms)))


def _faults(room: HallRoom, place: str) -> dict[Device, str]:
    return dict(room.state.faults.get(place, {}))


def _desk_ticket(ticket: Ticket) -> DeskTicket:
    return DeskTicket(
        ticket=ticket.id,
        number=ticket.number,
        klass=ticket.klass,
        item=ticket.item,
        state=ticket.state,
        issued_ms=ticket.issued_ms,
        called_ms=ticket.called_ms,
        started_ms=ticket.started_ms,
        recalls=ticket.recalls,
        items_done=ticket.items_done,
        transferred=ticket.transferred,
        misses=ticket.misses,
        reason=ticket.reason if ticket.klass is TicketClass.PRIORITY else None,
    )
