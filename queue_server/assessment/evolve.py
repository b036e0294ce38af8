"""How the record grows by the journal: one event at a time, from the event alone. The hall's events.

Events of no concern change nothing, so that a journal of a later version is read as far as it is understood.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from queue_server.assessment.evolve_cards import CARD_HANDLERS
from queue_server.assessment.state import At, LastStep, LeftOpen, Record, Service, Tracked, Wait
from queue_server.hall import events as e
from queue_server.vocabulary import CallKind, CloseReason, StaffId, TicketId, WindowNo

FIRST_CALLS = frozenset({CallKind.NEXT, CallKind.MANUAL})


class Happened(msgspec.Struct, frozen=True, gc=False):
    """An event of either room, and where it stands in the journal."""

    seq: int
    at_ms: int
    event: e.Event


def evolve(record: Record, happened: Happened) -> None:
    """Let the event into the record, which is changed in place."""
    handler = _HANDLERS.get(type(happened.event))
    if handler is not None:
        handler(record, At(happened.seq, happened.at_ms, day_of(record, happened.at_ms)), happened.event)


def day_of(record: Record, at_ms: int) -> str:
    """Return the local day of an instant, ``20260302``."""
    return datetime.fromtimestamp(at_ms / 1000 + record.utc_offset_min * 60, UTC).strftime("%Y%m%d")


def _day_opened(record: Record, _at: At, _event: e.DayOpened) -> None:
    record.tickets.clear()
    record.last_service.clear()
    record.steps.clear()


def _signed_in(record: Record, at: At, event: e.StaffSignedIn) -> None:
    record.seated[event.window] = event.staff
    if record.period.has_day(at.day):
        record.days_at.setdefault((event.window, event.staff), set()).add(at.day)


def _signed_out(record: Record, _at: At, event: e.StaffSignedOut) -> None:
    record.seated.pop(event.window, None)


def _issued(record: Record, at: At, event: e.TicketIssued) -> None:
    # An appointment's clock may begin before its citizen has come: nobody waits before that.
    record.tickets[event.ticket] = Tracked(at.day, event.klass, max(event.ref_ms, event.issued_ms(at.at_ms)))


def _class_changed(record: Record, _at: At, event: e.ClassChanged) -> None:
    ticket = record.tickets.get(event.ticket)
    if ticket is not None:
        record.tickets[event.ticket] = replace(ticket, klass=event.klass)


def _called(record: Record, at: At, event: e.TicketCalled) -> None:
    ticket, step = record.tickets.get(event.ticket), _step(record, event.window, event.joins)
    if ticket is None:
        return
    staff = record.seated.get(event.window, StaffId(""))
    if not ticket.is_called and event.kind in FIRST_CALLS and record.period.has_day(at.day):
        wait_ms = max(0, at.at_ms - ticket.since_ms)
        wait = Wait(at.seq, at.day, event.ticket, event.window, staff, ticket.klass, wait_ms)
        record.waits[at.seq] = wait
        step.waits.append(at.seq)
    is_begun = event.kind is CallKind.RESUMED
    after = replace(ticket, is_called=True, is_begun=is_begun, window=event.window, staff=staff)
    _put(record, step, event.ticket, after)


def _started(record: Record, _at: At, event: e.ServiceStarted) -> None:
    ticket, step = record.tickets.get(event.ticket), _step(record, event.window)
    if ticket is not None:
        _put(record, step, event.ticket, replace(ticket, is_begun=True))


def _finished(record: Record, at: At, event: e.ServiceFinished) -> None:
    step = _step(record, event.window, event.joins)
    ticket = record.tickets.get(event.ticket)
    if ticket is not None:
        _put(record, step, event.ticket, replace(ticket, is_begun=False))
    if record.period.has_day(at.day):
        staff = record.seated.get(event.window, StaffId(""))
        record.services[at.seq] = Service(at.seq, at.day, event.ticket, event.window, staff)
        record.last_service[event.ticket] = at.seq
        step.services.append(at.seq)


def _rated(record: Record, _at: At, event: e.ServiceRated) -> None:
    service = record.services.get(record.last_service.get(event.ticket, 0))
    if service is not None and service.window == event.window:
        record.services[service.seq] = replace(service, stars=event.stars)


def _missed(record: Record, _at: At, event: e.TicketMissed) -> None:
    _leave(record, event.ticket, _step(record, event.window))
    if event.automatic:  # the clock's own act is no step that a window could undo
        record.steps.pop(event.window, None)


def _transferred(record: Record, _at: At, event: e.TicketTransferred) -> None:
    _leave(record, event.ticket, _step(record, event.window))


def _leave(record: Record, ticket_id: TicketId, step: LastStep) -> None:
    ticket = record.tickets.get(ticket_id)
    if ticket is not None:
        _put(record, step, ticket_id, replace(ticket, is_begun=False))


def _other_step(
    record: Record, _at: At, event: e.TicketHeld | e.ItemAdded | e.WindowPaused | e.WindowUnpaused
) -> None:
    _step(record, event.window)


def _closed(record: Record, at: At, event: e.TicketClosed) -> None:
    ticket = record.tickets.pop(event.ticket, None)
    if ticket is None or event.reason is not CloseReason.DAY_ENDED or not ticket.is_begun:
        return
    if record.period.has_day(ticket.day):
        record.left_open.append(LeftOpen(at.seq, ticket.day, event.ticket, ticket.window, ticket.staff))


def _undone(record: Record, _at: At, event: e.StepUndone) -> None:
    step = record.steps.pop(event.window, LastStep())
    for ticket_id, before in step.tickets.items():
        if before is not None:
            record.tickets[ticket_id] = before
    for seq in step.waits:
        record.waits.pop(seq, None)
    for seq in step.services:
        record.services.pop(seq, None)


def _step(record: Record, window: WindowNo, joins: bool = False) -> LastStep:
    """Return the window's step at hand: a new one, or with ``joins`` that of the event before."""
    if not joins or window not in record.steps:
        record.steps[window] = LastStep()
    return record.steps[window]


def _put(record: Record, step: LastStep, ticket_id: TicketId, after: Tracked) -> None:
    step.tickets.setdefault(ticket_id, record.tickets.get(ticket_id))
    record.tickets[ticket_id] = after


_HANDLERS: Mapping[type[e.Event], Callable[[Record, Any, Any], None]] = {
    e.DayOpened: _day_opened,
    e.StaffSignedIn: _signed_in,
    e.StaffSignedOut: _signed_out,
    e.TicketIssued: _issued,
    e.ClassChanged: _class_changed,
    e.TicketCalled: _called,
    e.ServiceStarted: _started,
    e.ServiceFinished: _finished,
    e.ServiceRated: _rated,
    e.TicketMissed: _missed,
    e.TicketTransferred: _transferred,
    e.TicketHeld: _other_step,
    e.ItemAdded: _other_step,
    e.WindowPaused: _other_step,
    e.WindowUnpaused: _other_step,
    e.TicketClosed: _closed,
    e.StepUndone: _undone,
    **CARD_HANDLERS,
}
CONCERNS = frozenset(_HANDLERS)
"""Events that the record is made of; a reader may leave all others unread."""
