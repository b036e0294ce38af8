"""One ticket's story: every event of a day that touched it, with the hall as it stood just before and after.

A fold over the day's events by ``evolve``; nothing is guessed that the journal does not say. Of
supervision's events those about the ticket are told. No words here: ``sentences`` has them.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from queue_server.explain.reason import Reason, reason_of
from queue_server.explain.watched import About
from queue_server.hall import events as e
from queue_server.hall.events import Event, Recorded
from queue_server.hall.evolve import evolve
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.vocabulary import RuleCode, StaffId, TicketId, WindowNo


class Part(StrEnum):
    """What a ticket has to do with an event."""

    NONE = "none"
    OWN = "own"
    """It happened to the ticket."""
    OVERTAKEN = "overtaken"
    """Another ticket was called while this one stood among those looked at."""
    FREED = "freed"
    """The other call for which a returned ticket had to wait."""
    UNDONE = "undone"
    """A window took back the step that had moved it."""
    FREED_BACK = "freed_back"
    """The call that had freed it was taken back."""
    REFUSED = "refused"
    """Somebody asked something about it, and a rule said no."""


class Moment(msgspec.Struct, frozen=True):
    """One event of the story."""

    recorded: Recorded
    part: Part
    before: Ticket | None
    after: Ticket | None
    reason: Reason | None = None
    """With a call, of this ticket or of another before it."""
    staff: StaffId = StaffId("")
    """Who sat at the event's window, where one is named."""
    rule: RuleCode | None = None
    """Of the card that it is about, where it is about one."""


class Story(msgspec.Struct, frozen=True):
    """A ticket from its issue to its end, or to the end of what the journal has."""

    ticket: Ticket
    moments: tuple[Moment, ...]


def tell(
    room: HallRoom, recorded: Iterable[Recorded], ticket: TicketId, hall: Hall | None = None
) -> Story | None:
    """Return the story of a ticket, or None when nobody was given it.

    ``room`` is the hall before the day's first event and is moved to its end. ``hall``, the plan, tells which
    items a window served; without it the reasons say nothing of other windows' items.
    """
    about = About(ticket)
    told = (_moment(room, each, ticket, hall, about) for each in recorded)
    moments = [moment for moment in told if moment is not None]
    final = room.state.tickets.get(ticket)
    return Story(final, tuple(moments)) if final is not None else None


def _moment(
    room: HallRoom, recorded: Recorded, ticket: TicketId, hall: Hall | None, about: About
) -> Moment | None:
    event: object = recorded.event
    if not isinstance(event, Event):
        return None
    part = Part.OWN if about.takes(event) else part_of(room, event, ticket)
    before, reason = room.state.tickets.get(ticket), None
    if isinstance(event, e.TicketCalled) and part is not Part.NONE:
        reason = reason_of(room, event, recorded.at_ms, hall)
    staff = room.window(getattr(event, "window", WindowNo(""))).staff
    evolve(room, recorded)
    if part is Part.NONE:
        return None
    after = room.state.tickets.get(ticket)
    return Moment(recorded, part, before, after, reason, staff, about.rule_of(event))


def part_of(room: HallRoom, event: Event, ticket: TicketId) -> Part:
    """Return what the ticket has to do with an event about to happen to the room."""
    match event:
        case e.CommandRefused():
            return Part.REFUSED if _is_about(event, ticket) else Part.NONE
        case e.StepUndone():
            return _part_of_undo(room, event, ticket)
        case e.TicketCalled() if event.ticket != ticket:
            return _part_of_another(event, ticket)
    return Part.OWN if getattr(event, "ticket", "") == ticket else Part.NONE


def _is_about(event: e.CommandRefused, ticket: TicketId) -> bool:
    named = event.facts.get("ticket")
    return named == ticket if named else event.facts.get("number") == ticket.partition("-")[2]


def _part_of_undo(room: HallRoom, event: e.StepUndone, ticket: TicketId) -> Part:
    record = room.state.undo.get(event.window)
    if record is None:
        return Part.NONE
    if any(before.id == ticket for before in record.tickets):
        return Part.UNDONE
    return Part.FREED_BACK if ticket in record.freed else Part.NONE


def _part_of_another(event: e.TicketCalled, ticket: TicketId) -> Part:
    if ticket in event.frees:
        return Part.FREED
    seen = any(candidate.ticket == ticket for candidate in event.why.candidates)
    return Part.OVERTAKEN if seen else Part.NONE
