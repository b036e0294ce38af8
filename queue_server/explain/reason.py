"""Why a call went to its ticket: what the journal keeps with the call, joined with the hall of that instant.

The rule, the candidates and the deciding word are the journal's own (``hall.reasons``). Who stood aside and
why is read off the room just before the call. Pure; it decides nothing anew and no words are here.
"""

from collections.abc import Iterable, Iterator

import msgspec

from queue_server.hall.events import Candidate, TicketCalled
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.vocabulary import CallKind, TicketClass, TicketId, TicketState, WindowNo


class Rival(msgspec.Struct, frozen=True):
    """One ticket that could have been called. Waits in ms, weight in millionths, points in 10^-6 ms."""

    ticket: TicketId
    number: str
    klass: TicketClass
    wait_ms: int
    """What counts as its wait: from ref on; negative before an appointment's clock begins."""
    since_issue_ms: int
    weight: int
    points: int
    has_begun: bool = True
    is_transferred: bool = False


class Aside(msgspec.Struct, frozen=True):
    """A ticket whose wait began earlier and that could not be called here."""

    number: str
    reserved_for: WindowNo = WindowNo("")
    """The window it waits for; empty: back after a miss, it must wait for another call first."""


class Reason(msgspec.Struct, frozen=True):
    """Why this call."""

    called: Rival
    kind: CallKind
    policy: str
    decided_by: str
    rivals: tuple[Rival, ...]
    """The others that were compared, best first; as many as the journal keeps."""
    considered: int
    """How many were compared, the called one too."""
    passed: int
    """With a manual pick: how many stood before it."""
    note: str
    aside: tuple[Aside, ...]
    elsewhere: int
    """Tickets whose wait began earlier, but for items that this window did not serve; -1: not known."""


def reason_of(room: HallRoom, event: TicketCalled, at_ms: int, hall: Hall | None = None) -> Reason:
    """Return the reason of a call that is about to happen to the room."""
    called = room.state.tickets[event.ticket]
    why, hall = event.why, _if_of_that_day(room, event.window, called, hall)
    others = [each for each in why.candidates if each.ticket != event.ticket]
    return Reason(
        called=_rival(called, at_ms, next((c for c in why.candidates if c.ticket == event.ticket), None)),
        kind=event.kind,
        policy=why.policy,
        decided_by=why.decided_by,
        rivals=tuple(_rivals(room, others, at_ms)),
        considered=why.considered,
        passed=why.passed,
        note=why.note,
        aside=tuple(_aside(room, event, called, hall)),
        elsewhere=_elsewhere(room, event.window, called, hall),
    )


def _if_of_that_day(room: HallRoom, window: WindowNo, called: Ticket, hall: Hall | None) -> Hall | None:
    """Return the plan, unless the call itself contradicts it: it was changed since, and proves nothing."""
    if hall is None or called.reserved_for or called.state is not TicketState.WAITING:
        return hall
    return hall if room.skills(hall).can_serve(window, called.item) else None


def _rivals(room: HallRoom, candidates: Iterable[Candidate], at_ms: int) -> Iterator[Rival]:
    for each in candidates:
        yield _rival(room.state.tickets[each.ticket], at_ms, each)


def _rival(ticket: Ticket, at_ms: int, candidate: Candidate | None) -> Rival:
    """Return one line of the comparison; what the journal says goes before what the ticket says now."""
    wait_ms = at_ms - (candidate.ref_ms if candidate else ticket.ref_ms)
    weight = candidate.weight if candidate else ticket.weight
    return Rival(
        ticket=ticket.id,
        number=ticket.number,
        klass=candidate.klass if candidate else ticket.klass,
        wait_ms=wait_ms,
        since_issue_ms=at_ms - ticket.issued_ms,
        weight=weight,
        points=candidate.points if candidate else max(0, weight * wait_ms),
        has_begun=candidate.begun if candidate else wait_ms >= 0,
        is_transferred=ticket.transferred,
    )


def _aside(room: HallRoom, event: TicketCalled, called: Ticket, hall: Hall | None) -> Iterator[Aside]:
    for freed in event.frees:
        yield Aside(room.state.tickets[freed].number)
    for other in _waiting_longer(room, called):
        is_elsewhere = other.reserved_for and other.reserved_for != event.window
        if is_elsewhere and _could_serve(room, event.window, other, called, hall):
            yield Aside(other.number, other.reserved_for)


def _could_serve(room: HallRoom, window: WindowNo, other: Ticket, called: Ticket, hall: Hall | None) -> bool:
    """Without a plan only the item just called for is known to be served here."""
    return other.item == called.item if hall is None else room.skills(hall).can_serve(window, other.item)


def _elsewhere(room: HallRoom, window: WindowNo, called: Ticket, hall: Hall | None) -> int:
    if hall is None:
        return -1
    can_serve = room.skills(hall).can_serve
    return sum(
        not other.reserved_for
        and not other.must_wait_a_call
        and other.item in hall.items
        and not can_serve(window, other.item)
        for other in _waiting_longer(room, called)
    )


def _waiting_longer(room: HallRoom, called: Ticket) -> Iterator[Ticket]:
    for other in room.state.tickets.values():
        if other.state is TicketState.WAITING and other.ref_ms < called.ref_ms:
            yield other
