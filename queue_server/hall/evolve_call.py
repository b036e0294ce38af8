"""How a ticket and its window move together: call, recall, serve, miss, hold, send on, undo."""

from msgspec.structs import replace

from queue_server.hall import events as e
from queue_server.hall.events import Recorded
from queue_server.hall.lifecycles import ticket_after, window_after
from queue_server.hall.room import HallRoom, ticket_at
from queue_server.hall.state import Announcement, Ticket, UndoRecord, Window
from queue_server.hall.steps import Move, amend_step, forget_step, take_step
from queue_server.hall.undo import with_paper_of
from queue_server.vocabulary import CallKind, Step, TicketClass, TicketId, TicketState, WindowNo


def called(room: HallRoom, recorded: Recorded, event: e.TicketCalled) -> None:
    before, window, at_ms = ticket_at(room, event.ticket), room.window(event.window), recorded.at_ms
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        window=event.window,
        called_ms=at_ms,
        started_ms=0,
        recalls=0,
        repeats=0,
        must_wait_a_call=False,
        reserved_for=WindowNo(""),
        reserved_until_ms=0,
        comes_back=False,
        hold_reason="",
        held_ms=0,
        call_kind=event.kind,
    )
    at_work = replace(
        window,
        state=window_after(window.state, event),
        ticket=event.ticket,
        since_ms=at_ms,
        last_ticket=event.ticket,
        fetched_last=before.comes_back,
    )
    step = Step.RESUME if event.kind is CallKind.RESUMED else Step.CALL
    take_step(room, recorded, Move(step, at_work, ticket, event.joins, event.frees))
    _free(room, event.frees, must_wait=False)
    if event.kind is CallKind.NEXT:
        is_regular = before.klass is TicketClass.REGULAR
        room.state.regular_debt = 0 if is_regular else room.state.regular_debt + 1
    _announce(room, recorded, ticket, event.announcement, event.kind, event.window, event.area)


def _free(room: HallRoom, tickets: tuple[TicketId, ...], must_wait: bool) -> None:
    for freed in tickets:
        ticket = ticket_at(room, freed)
        if ticket.state is TicketState.WAITING and ticket.must_wait_a_call is not must_wait:
            room.put_ticket(replace(ticket, must_wait_a_call=must_wait))


def _announce(
    room: HallRoom,
    recorded: Recorded,
    ticket: Ticket,
    n: int,
    kind: CallKind,
    window: WindowNo,
    area: str,
) -> None:
    line = Announcement(n, recorded.at_ms, ticket.id, ticket.number, window, kind, ticket.language, area)
    room.announce(line)


def recalled(room: HallRoom, recorded: Recorded, event: e.TicketRecalled) -> None:
    before = ticket_at(room, event.ticket)
    window_after(room.window(event.window).state, event)
    state = ticket_after(before.state, event)
    if event.kind is CallKind.REPEAT:
        ticket = replace(before, state=state, repeats=event.count)
    else:
        ticket = replace(before, state=state, recalls=event.count)
    room.put_ticket(ticket)
    amend_step(room, event.window, ticket)
    _announce(room, recorded, ticket, event.announcement, event.kind, event.window, event.area)


def started(room: HallRoom, recorded: Recorded, event: e.ServiceStarted) -> None:
    before, window = ticket_at(room, event.ticket), room.window(event.window)
    ticket = replace(before, state=ticket_after(before.state, event), started_ms=recorded.at_ms)
    at_work = replace(window, state=window_after(window.state, event), since_ms=recorded.at_ms)
    take_step(room, recorded, Move(Step.START, at_work, ticket))


def finished(room: HallRoom, recorded: Recorded, event: e.ServiceFinished) -> None:
    before, at_ms = ticket_at(room, event.ticket), recorded.at_ms
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        ended_ms=at_ms,
        items_done=(*before.items_done, event.item),
    )
    window = _freed_window(room, recorded, event)
    window = replace(
        window,
        rating_of=event.ticket,
        rate_until_ms=event.rate_until_ms,
        last_stars=0,
        served_today=window.served_today + 1,
    )
    take_step(room, recorded, Move(Step.FINISH, window, ticket, event.joins))


def _freed_window(
    room: HallRoom,
    recorded: Recorded,
    event: e.ServiceFinished | e.TicketMissed | e.TicketHeld | e.TicketTransferred,
) -> Window:
    window, at_ms = room.window(event.window), recorded.at_ms
    state = window_after(window.state, event)
    return replace(window, state=state, ticket=TicketId(""), since_ms=at_ms, idle_since_ms=at_ms)


def missed(room: HallRoom, recorded: Recorded, event: e.TicketMissed) -> None:
    before = ticket_at(room, event.ticket)
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        misses=event.times,
        missed_ms=recorded.at_ms,
        return_until_ms=event.return_until_ms,
    )
    take_step(room, recorded, Move(Step.NO_SHOW, _freed_window(room, recorded, event), ticket))
    if event.automatic:  # nobody at the window made this step, so nobody there undoes it
        forget_step(room, event.window)


def held(room: HallRoom, recorded: Recorded, event: e.TicketHeld) -> None:
    before = ticket_at(room, event.ticket)
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        hold_reason=event.reason,
        held_ms=recorded.at_ms,
    )
    take_step(room, recorded, Move(Step.HOLD, _freed_window(room, recorded, event), ticket))


def transferred(room: HallRoom, recorded: Recorded, event: e.TicketTransferred) -> None:
    before = ticket_at(room, event.ticket)
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        item=event.item,
        ref_ms=event.ref_ms,
        weight=event.weight,
        reserved_for=event.reserved_for,
        reserved_until_ms=event.reserved_until_ms,
        sent_to=WindowNo("") if event.comes_back else event.reserved_for,
        comes_back=event.comes_back,
        transferred=True,
    )
    take_step(room, recorded, Move(Step.TRANSFER, _freed_window(room, recorded, event), ticket))


def item_added(room: HallRoom, recorded: Recorded, event: e.ItemAdded) -> None:
    before, window = ticket_at(room, event.ticket), room.window(event.window)
    ticket = replace(
        before,
        state=ticket_after(before.state, event),
        item=event.item,
        started_ms=recorded.at_ms,
        items_done=(*before.items_done, event.before),
    )
    at_work = replace(window, state=window_after(window.state, event))
    take_step(room, recorded, Move(Step.ADD_ITEM, at_work, ticket))


def undone(room: HallRoom, recorded: Recorded, event: e.StepUndone) -> None:
    """Put back every ticket and the window; what the printers did meanwhile stays done."""
    record = room.state.undo.pop(event.window, None)
    assert record is not None, f"window {event.window} has nothing to undo"
    for before in record.tickets:
        room.put_ticket(with_paper_of(before, ticket_at(room, before.id)))
    room.put_window(record.window)
    _free(room, record.freed, must_wait=True)
    _take_back_debt(room, record)
    if event.not_missed_before_ms:
        room.state.graces[event.window] = event.not_missed_before_ms
    if event.announcement:
        ticket, n = ticket_at(room, event.ticket), event.announcement
        _announce(room, recorded, ticket, n, CallKind.WITHDRAWN, event.window, event.area)


def _take_back_debt(room: HallRoom, record: UndoRecord) -> None:
    """Take the call back out of the ratio, also when other windows have called since."""
    if record.step is not Step.CALL or record.after[0].call_kind is not CallKind.NEXT:
        return
    if record.tickets[0].klass is TicketClass.REGULAR:
        room.state.regular_debt += record.regular_debt
    else:
        room.state.regular_debt = max(0, room.state.regular_debt - 1)
