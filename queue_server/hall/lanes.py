"""Where every open ticket stands, derived from the state and never stored.

A lane holds the waiting tickets of one item, class and weight by (ref, issue, seq). The best of a lane is its
head under every policy, so that finding the next ticket looks at heads alone and never at the crowd behind.
Only ``room.put_ticket`` moves tickets in here; nothing in here decides.
"""

from collections.abc import Iterator
from heapq import heappop, heappush

from sortedcontainers import SortedList

from queue_server.hall.state import Ticket
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, TicketState, WindowNo

Entry = tuple[int, int, int, TicketId]
"""(ref_ms, issued_ms, seq, ticket): the order within a lane."""


def entry_of(ticket: Ticket) -> Entry:
    return (ticket.ref_ms, ticket.issued_ms, ticket.seq, ticket.id)


class Lane:
    """The waiting tickets of one class and weight, in order."""

    __slots__ = ("is_fetch", "klass", "line", "weight")

    def __init__(self, klass: TicketClass, weight: int, is_fetch: bool = False) -> None:
        self.klass = klass
        self.weight = weight
        self.is_fetch = is_fetch
        """Tickets that went to fetch something and come back to the window that sent them."""
        self.line: SortedList = SortedList()


LaneKey = tuple[TicketClass, int, bool]
LaneGroup = dict[LaneKey, Lane]


class Lanes:
    """All places of open tickets. ``move`` is the only way in and out."""

    def __init__(self) -> None:
        self.by_item: dict[ItemCode, LaneGroup] = {}
        self.reserved: dict[WindowNo, LaneGroup] = {}
        self.patient: dict[ItemCode, dict[TicketId, Entry]] = {}
        """Back after a miss: callable when another was called. A dict for its order; small."""
        self.waiting = 0
        self.waiting_by_item: dict[ItemCode, int] = {}
        self.booked_by_item: dict[ItemCode, int] = {}
        """Waiting tickets of the class appointment: the only ones whose clock may not have begun."""
        self.held: dict[WindowNo, set[TicketId]] = {}
        self.returns: SortedList = SortedList()
        """(return_until_ms, ticket) of the missed ones that may return."""
        self.lapses: SortedList = SortedList()
        """(reserved_until_ms, ticket) of the waiting ones whose reservation ends by itself."""
        self._oldest: dict[QueueCode, list[tuple[int, int, TicketId]]] = {}
        """A heap of (issued, seq, ticket) with lazy deletion; see ``oldest``."""

    def move(self, before: Ticket | None, after: Ticket) -> None:
        """Take the ticket from where it stood and put it where it stands."""
        if before is not None:
            self._take(before)
        self._put(after)

    def _put(self, ticket: Ticket) -> None:
        match ticket.state:
            case TicketState.WAITING:
                self._put_waiting(ticket)
            case TicketState.HELD:
                self.held.setdefault(ticket.window, set()).add(ticket.id)
            case TicketState.MISSED if ticket.return_until_ms:
                self.returns.add((ticket.return_until_ms, ticket.id))

    def _take(self, ticket: Ticket) -> None:
        match ticket.state:
            case TicketState.WAITING:
                self._take_waiting(ticket)
            case TicketState.HELD:
                _discard(self.held, ticket.window, ticket.id)
            case TicketState.MISSED if ticket.return_until_ms:
                self.returns.remove((ticket.return_until_ms, ticket.id))

    def _put_waiting(self, ticket: Ticket) -> None:
        self._count(ticket, +1)
        heappush(self._oldest.setdefault(ticket.queue, []), (ticket.issued_ms, ticket.seq, ticket.id))
        if ticket.must_wait_a_call:
            self.patient.setdefault(ticket.item, {})[ticket.id] = entry_of(ticket)
            return
        if ticket.reserved_until_ms:
            self.lapses.add((ticket.reserved_until_ms, ticket.id))
        group = self._group(ticket)
        key = _lane_key(ticket)
        lane = group.get(key)
        if lane is None:
            lane = group[key] = Lane(*key)
        lane.line.add(entry_of(ticket))

    def _take_waiting(self, ticket: Ticket) -> None:
        self._count(ticket, -1)
        if ticket.must_wait_a_call:
            patient = self.patient[ticket.item]
            del patient[ticket.id]
            if not patient:
                del self.patient[ticket.item]
            return
        if ticket.reserved_until_ms:
            self.lapses.remove((ticket.reserved_until_ms, ticket.id))
        self._group(ticket)[_lane_key(ticket)].line.remove(entry_of(ticket))

    def _group(self, ticket: Ticket) -> LaneGroup:
        if ticket.reserved_for:
            return self.reserved.setdefault(ticket.reserved_for, {})
        group = self.by_item.get(ticket.item)
        if group is None:
            group = self.by_item[ticket.item] = {}
        return group

    def _count(self, ticket: Ticket, by: int) -> None:
        self.waiting += by
        self.waiting_by_item[ticket.item] = self.waiting_by_item.get(ticket.item, 0) + by
        if ticket.klass is TicketClass.APPOINTMENT:
            booked = self.booked_by_item.pop(ticket.item, 0) + by
            if booked:
                self.booked_by_item[ticket.item] = booked

    def for_window(self, window: WindowNo, items: tuple[ItemCode, ...]) -> Iterator[Lane]:
        """Yield the lanes with somebody in them that the window may call from."""
        for item in items:
            group = self.by_item.get(item)
            if group:
                for lane in group.values():
                    if lane.line:
                        yield lane
        for lane in self.reserved.get(window, {}).values():
            if lane.line:
                yield lane

    def oldest(self, queue: QueueCode, tickets: dict[TicketId, Ticket]) -> int:
        """Return the issue of the ticket that has waited longest, in ms; 0 when nobody waits.

        Forgets the heads of the heap that wait no longer: each is forgotten once, so it costs O(1) a ticket.
        """
        heap = self._oldest.get(queue, [])
        while heap:
            issued_ms, _, ticket = heap[0]
            if tickets[ticket].state is TicketState.WAITING:
                return issued_ms
            heappop(heap)
        return 0


def _lane_key(ticket: Ticket) -> LaneKey:
    return (ticket.klass, ticket.weight, ticket.comes_back)


def _discard(places: dict[WindowNo, set[TicketId]], window: WindowNo, ticket: TicketId) -> None:
    places[window].discard(ticket)
    if not places[window]:
        del places[window]
