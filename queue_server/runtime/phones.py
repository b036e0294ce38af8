"""Phones: thousands, each following one ticket. They are told last, in slices, merged to the newest state.

A phone is told of its own ticket when that may have moved, and of its queue. A number issued behind it moves
nothing for it, so issuing costs the phones nothing. The first words to a phone are its whole small world.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from queue_server.clock import Clock
from queue_server.hall import events
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.documents import Sight, ticket_doc
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.library import Library, View
from queue_server.runtime.seat import Seat
from queue_server.runtime.writer import Writer
from queue_server.vocabulary import QueueCode, Role, TicketClass, TicketId, TicketState
from queue_server.wire import codec
from queue_server.wire.documents import TicketDoc

Shared = tuple[tuple[msgspec.Raw, ...], tuple[str, ...]]
"""Documents, encoded, and the keys of those that are gone."""
LOOKED_AT_ONCE = 500
"""Phones looked at before others have their turn: less than a millisecond."""
EVERYBODY = (events.DayOpened, events.DayClosed, events.StepUndone, events.SkillsChanged)


@cache
def phone_view(queue: QueueCode) -> View:
    """Return what a phone sees besides its ticket: one and the same for all phones of a queue."""
    return View(frozenset({"hall"}), frozenset({f"queue/{queue}"}))


class Phones:
    """The phones' side of the audience."""

    def __init__(
        self,
        writer: Writer,
        hall: Hall,
        clock: Clock,
        library: Library,
        seats: dict[str, Seat],
        expectations: Expectations | None = None,
    ) -> None:
        self._writer, self._hall, self._clock = writer, hall, clock
        self._library, self._seats, self._expectations = library, seats, expectations
        self._told: dict[str, TicketDoc | None] = {}
        """Seat name -> the ticket's document as last sent."""
        self.followers: Counter[TicketId] = Counter()
        """How many phones follow a ticket; counted as they come and go, never by a walk through all."""
        self._queues: set[QueueCode] = set()
        self._tickets: set[TicketId] = set()
        self._shared: set[str] = set()
        self.wanted = asyncio.Event()

    def moved(self, room: HallRoom, recorded: Iterable[events.Recorded]) -> None:
        """Note whose place may have changed by a batch."""
        if self._seats:
            for entry in recorded:
                self._moved(room, entry.event)

    def _moved(self, room: HallRoom, event: events.Event) -> None:
        hall = self._hall
        if isinstance(event, EVERYBODY):
            self._queues.update(hall.queues)
            self.wanted.set()
        ticket_id: TicketId = getattr(event, "ticket", TicketId(""))
        ticket = room.state.tickets.get(ticket_id)
        if ticket is None:
            return
        self._tickets.add(ticket_id)
        is_behind = isinstance(event, events.TicketIssued) and event.klass is TicketClass.REGULAR
        if not is_behind:
            rivals = room.skills(hall).rivals(ticket.item)
            self._queues.update(hall.items[item].queue for item in rivals if item in hall.items)
        self.wanted.set()

    def came(self, seat: Seat) -> None:
        """Count one more follower of its ticket."""
        self.followers[seat.client.ticket] += 1

    def left(self, seat: Seat) -> None:
        """Forget a phone and what it was told."""
        self._told.pop(seat.name, None)
        if seat.role is Role.PHONE:
            self.followers[seat.client.ticket] -= 1
            if not self.followers[seat.client.ticket]:
                del self.followers[seat.client.ticket]

    def shared_changed(self, keys: set[str]) -> None:
        """Note which shared documents changed."""
        if self._seats:
            self._shared.update(key for key in keys if key == "hall" or key.startswith("queue/"))
            self.wanted.set()

    def foreseen(self) -> None:
        """Note whose wait is told otherwise than before; a ticket that nobody follows costs nothing."""
        if self._expectations is None:
            return
        at_ms = self._clock.now_ms()
        for told in self._told.values():
            if told is None or told.state is not TicketState.WAITING:
                continue
            ticket = TicketId(told.key.removeprefix("ticket/"))
            if self._expectations.of_ticket(ticket, at_ms) != told.expected:
                self._tickets.add(ticket)
                self.wanted.set()

    def stale_slices(self, most: int) -> Iterator[tuple[tuple[Seat, frozenset[str]], ...]]:
        """Yield the phones that may have to be told, with the shared keys to tell, a slice at a time.

        To look at thousands takes a while as well: an empty slice comes when many were looked at in vain.
        """
        self.wanted.clear()
        queues, self._queues = self._queues, set()
        tickets, self._tickets = self._tickets, set()
        shared, self._shared = self._shared, set()
        stale: list[tuple[Seat, frozenset[str]]] = []
        seen: dict[View, frozenset[str]] = {}
        for looked_at, seat in enumerate(tuple(self._seats.values()), 1):
            keys = seen.get(seat.view)
            if keys is None:  # once for all phones of a queue: there are thousands
                keys = seen[seat.view] = frozenset(key for key in shared if seat.view.sees(key))
            queue = self._queue_of(seat)
            if keys or seat.client.ticket in tickets or queue in queues:
                stale.append((seat, keys))
            if len(stale) == most or looked_at % LOOKED_AT_ONCE == 0:
                yield tuple(stale)
                stale = []
        yield tuple(stale)

    def tell(self, part: tuple[tuple[Seat, frozenset[str]], ...]) -> None:
        """Tell a slice of phones; the writer is at rest."""
        at_ms, seq = self._clock.now_ms(), self._library.seq
        sight = self._sight(at_ms)
        shared_by_keys: dict[frozenset[str], Shared] = {}
        for seat, shared in part:
            keys = shared | seat.pending if seat.pending else shared
            if not seat.is_open:
                continue
            if seat.is_full:
                self._again(seat, keys)
                continue
            seat.pending.clear()
            raws, gone = self._own(seat, sight)
            if not (keys or raws or gone):
                continue
            if keys not in shared_by_keys:  # once for all phones of a queue
                shared_by_keys[keys] = self._library.found(keys)
            docs, lost = shared_by_keys[keys]
            seat.say(codec.encode_delta(seq, at_ms, docs + raws, lost + gone))

    def _again(self, seat: Seat, keys: frozenset[str]) -> None:
        """This phone is full: look at it again in the next round."""
        seat.pending.update(keys)
        self._tickets.add(seat.client.ticket)
        self.wanted.set()

    def first(self, seat: Seat, at_ms: int) -> bytes:
        """Return the snapshot for a phone that has just come; the writer is at rest."""
        self._told[seat.name] = None
        raws, _ = self._own(seat, self._sight(at_ms))
        return self._library.snapshot(seat.view, at_ms, raws)

    def _sight(self, at_ms: int) -> Sight:
        return Sight(self._writer.room, self._hall, at_ms, expectations=self._expectations)

    def _own(self, seat: Seat, sight: Sight) -> Shared:
        """Return the phone's own ticket if it differs from what was told, or its key if it is gone."""
        doc, before = ticket_doc(sight, seat.client.ticket), self._told.get(seat.name)
        self._told[seat.name] = doc
        if doc is not None and doc != before:
            return (codec.encode_raw(doc),), ()
        return (), (before.key,) if doc is None and before is not None else ()

    def _queue_of(self, seat: Seat) -> QueueCode:
        told = self._told.get(seat.name)
        return told.queue if told else QueueCode("")
