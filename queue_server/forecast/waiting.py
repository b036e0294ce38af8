"""Who waits, as a forecast is told of it: out of the hall's lanes, and those missed who may come back. Pure.

Whoever holds a place in the lanes is in here once; held tickets are not, since only their window knows when
they go on.
"""

from collections.abc import Iterator
from typing import NamedTuple

from queue_server.forecast.present import Waiter
from queue_server.hall.lanes import Entry, Lane
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.vocabulary import ItemCode, WindowNo, WindowState

NOWHERE = WindowNo("")
ITEM_OF_TICKET = ItemCode("")
"""Of a lane whose tickets are of several items: each is asked for its own."""


class Place(NamedTuple):
    """A lane and what it is for."""

    lane: Lane
    item: ItemCode
    only: WindowNo


def waiters_of(room: HallRoom, returns: float, at_ms: int, most: int) -> tuple[Waiter, ...]:
    """Return all who wait, and those missed who may come back, with the chance ``returns``; by their issue,
    since lanes stand in another order in a hall read from a snapshot, and chance is drawn in this one.

    Of more than ``most`` waiting each lane hands over its first ones, all lanes equally many.
    """
    places = list(_places(room))
    depth = _depth([len(place.lane.line) for place in places], most)
    waiting = [waiter for place in places for waiter in _of_lane(room, place, depth)]
    return tuple(sorted((*waiting, *_patient(room), *_missed(room, returns, at_ms)), key=_seq))


def _seq(waiter: Waiter) -> int:
    return waiter.seq


def _places(room: HallRoom) -> Iterator[Place]:
    for item, group in room.lanes.by_item.items():
        for lane in group.values():
            if lane.line:
                yield Place(lane, item, NOWHERE)
    for window, group in room.lanes.reserved.items():
        for lane in group.values():
            if lane.line:
                yield Place(lane, ITEM_OF_TICKET, window)


def _depth(lengths: list[int], most: int) -> int:
    """Return how many of each lane may be handed over so that all together are at most ``most``."""
    longest = max(lengths, default=0)
    if sum(lengths) <= most:
        return longest
    low, high = 0, longest
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(length, middle) for length in lengths) <= most:
            low = middle
        else:
            high = middle - 1
    return low


def _of_lane(room: HallRoom, place: Place, depth: int) -> Iterator[Waiter]:
    lane, item, only = place
    tickets, klass, weight, is_fetch = room.state.tickets, lane.klass, lane.weight, lane.is_fetch
    first: list[Entry] = list(lane.line.islice(0, depth))
    for ref_ms, issued_ms, seq, ticket in first:
        yield Waiter(
            ticket, item or tickets[ticket].item, ref_ms, klass, weight, issued_ms, seq, only, is_fetch
        )


def _patient(room: HallRoom) -> Iterator[Waiter]:
    """Yield those who are back after a miss and wait for another call first."""
    for patient in room.lanes.patient.values():
        for name in patient:
            ticket = room.state.tickets[name]
            yield _waiter(ticket, ticket.ref_ms, ticket.reserved_for, 1.0)


def _missed(room: HallRoom, returns: float, at_ms: int) -> Iterator[Waiter]:
    """Yield those who were missed and may come back: as if they came now, ref moved by the time away."""
    for until_ms, name in room.lanes.returns:
        if until_ms >= at_ms:
            ticket = room.state.tickets[name]
            is_manned = room.window(ticket.sent_to).state is not WindowState.CLOSED
            only = ticket.sent_to if ticket.sent_to and is_manned else NOWHERE
            yield _waiter(ticket, ticket.ref_ms + max(0, at_ms - ticket.missed_ms), only, returns)


def _waiter(ticket: Ticket, ref_ms: int, only: WindowNo, comes: float) -> Waiter:
    return Waiter(
        ticket.id,
        ticket.item,
        ref_ms,
        ticket.klass,
        ticket.weight,
        ticket.issued_ms,
        ticket.seq,
        only,
        False,
        comes,
    )
