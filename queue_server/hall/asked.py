"""What a decision is given beside the command: the room, the hall, the instant and who asks."""

from typing import NamedTuple

from queue_server.errors import Refusal
from queue_server.hall.events import AnyEvent
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import OPEN_STATES, RefusalCode, TicketId, TicketState, WindowNo, WindowState

WINDOW_CHARS_MAX = 3
ORDINAL_DIGITS_MAX = 6
"""Longer ones are no window's and no ticket's number in any hall."""

Decision = tuple[AnyEvent, ...] | Refusal


class Asked(NamedTuple):
    """One question. Decisions read it and change nothing in it."""

    room: HallRoom
    hall: Hall
    at_ms: int
    actor: str


def refuse(code: RefusalCode, /, **facts: str) -> Refusal:
    return Refusal(code, facts)


def refuse_window(number: WindowNo) -> Refusal:
    """Say that there is no such window. Digits too long for one (a badge, say) are not repeated: the journal
    keeps a refusal for ever."""
    facts = {"window": number} if len(number) <= WINDOW_CHARS_MAX else {}
    return refuse(RefusalCode.UNKNOWN_WINDOW, **facts)


def refuse_unmanned(asked: Asked) -> Refusal | None:
    """A window terminal acts for the person signed in there; without one nobody could be named afterwards."""
    kind, _, who = asked.actor.partition(":")
    if kind == "window" and "/" not in who:
        return refuse(RefusalCode.NOT_SIGNED_IN, window=who)
    return None


def window_at(asked: Asked, number: WindowNo) -> Window | Refusal:
    """Return the window if the plan knows it."""
    if number not in asked.hall.windows:
        return refuse_window(number)
    return asked.room.window(number)


def staffed(asked: Asked, number: WindowNo) -> Window | Refusal:
    """Return the window if somebody works there and it is open."""
    window = window_at(asked, number)
    if isinstance(window, Refusal):
        return window
    if not window.staff:
        return refuse(RefusalCode.NOT_SIGNED_IN, window=number)
    if window.state is WindowState.CLOSED:
        return refuse(RefusalCode.WINDOW_CLOSED, window=number)
    return window


def serving_place(asked: Asked, number: WindowNo) -> tuple[Window, Ticket] | Refusal:
    """Return the window and the ticket called or served there."""
    window = staffed(asked, number)
    if isinstance(window, Refusal):
        return window
    if not window.ticket:
        return refuse(RefusalCode.NO_TICKET_HERE, window=number)
    return window, asked.room.state.tickets[window.ticket]


def called_place(asked: Asked, number: WindowNo) -> tuple[Window, Ticket] | Refusal:
    """Return the window and the ticket called there, whose service has not begun."""
    place = serving_place(asked, number)
    if isinstance(place, Refusal):
        return place
    _, ticket = place
    if ticket.state is not TicketState.CALLED:
        return refuse(RefusalCode.NOT_CALLED, number=ticket.number)
    return place


def _if_ours(asked: Asked, ticket: TicketId) -> dict[str, str]:
    """Return a ticket that is not there as facts, if it looks like one: what else was scanned or typed may be
    somebody's passport, and the journal keeps a refusal for ever."""
    day, _, number = ticket.partition("-")
    ordinals = (number[len(code) :] for code in asked.hall.queues if number.startswith(code))
    is_number = any(each.isdecimal() and len(each) <= ORDINAL_DIGITS_MAX for each in ordinals)
    return {"number": number, "ticket": ticket} if is_number and day.isdecimal() and len(day) == 8 else {}


def is_for(asked: Asked, window: WindowNo, ticket: Ticket) -> bool:
    """Say whether the window may call this waiting ticket: reserved for it, or free and within its skills."""
    if ticket.reserved_for:
        return ticket.reserved_for == window
    return asked.room.skills(asked.hall).can_serve(window, ticket.item)


def patient_at(asked: Asked, window: WindowNo) -> tuple[Ticket, ...]:
    """Return the returned tickets that wait for another call at this window first."""
    tickets = asked.room.state.tickets
    patient = (tickets[each] for group in asked.room.lanes.patient.values() for each in group)
    return tuple(ticket for ticket in patient if is_for(asked, window, ticket))


def known_ticket(asked: Asked, ticket: TicketId) -> Ticket | Refusal:
    found = asked.room.state.tickets.get(ticket)
    if found is None:
        return refuse(RefusalCode.UNKNOWN_TICKET, **_if_ours(asked, ticket))
    return found


def open_ticket(asked: Asked, ticket: TicketId) -> Ticket | Refusal:
    found = known_ticket(asked, ticket)
    if isinstance(found, Ticket) and found.state not in OPEN_STATES:
        return refuse(RefusalCode.TICKET_ENDED, number=found.number)
    return found


def clock_face(minute: int) -> str:
    """Return a local minute of the day as people read it: ``08:30``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
