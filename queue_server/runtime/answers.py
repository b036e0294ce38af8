"""What a command's sender is told, made from its recorded events alone: the same at every retry.

Called right after the events were evolved, in life and in replay alike, so what it looks up in the room
stands there as it stood the first time. Nothing here reads a clock.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall.ahead import free_windows_for
from queue_server.hall.answer import ticket_of
from queue_server.hall.events import CommandRefused, NumbersLeased, Recorded, TicketIssued, TicketReprinted
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.hall.views import ahead_of
from queue_server.runtime.codes import TicketKeys, away_key, ticket_link
from queue_server.runtime.foresight.expectations import expected_first
from queue_server.runtime.requests import Answer, refused
from queue_server.vocabulary import RequestId, TicketState, WindowNo
from queue_server.wire.from_server import Done, Lease, TicketSlip


class Answerer:
    """Answers for one hall; ``secret`` keys the ticket codes, ``public_url`` begins their links."""

    def __init__(self, hall: Hall, secret: bytes, public_url: str) -> None:
        self.hall = hall
        self._secret = secret
        self._keys = TicketKeys(secret, hall.queues, hall.plan.away.marks.values())
        self._public_url = public_url

    def answer(self, request: str, recorded: Sequence[Recorded], room: HallRoom) -> Answer:
        """Return the answer to a command whose events, at least one, were just evolved."""
        last = recorded[-1].event
        if isinstance(last, CommandRefused):
            return refused(request, Refusal(last.code, last.facts))
        ticket = room.state.tickets.get(ticket_of([entry.event for entry in recorded]))
        return Done(
            request=RequestId(request),
            seq=recorded[-1].seq,
            slip=self._slip(ticket, recorded, room) if ticket is not None else None,
            number=ticket.number if ticket is not None else "",
            lease=self._lease(last) if isinstance(last, NumbersLeased) else None,
        )

    def _lease(self, event: NumbersLeased) -> Lease:
        key = away_key(self._secret, event.mark).hex()
        return Lease(event.mark, event.first, event.last, key, self._public_url)

    def nothing_happened(self, request: str, room: HallRoom) -> Done:
        """Return the answer to a command without events: all is as it was at the journal's last number."""
        return Done(request=RequestId(request), seq=room.state.seq)

    def _slip(self, ticket: Ticket, recorded: Sequence[Recorded], room: HallRoom) -> TicketSlip | None:
        for entry in recorded:
            match entry.event:
                case TicketIssued() as issued:
                    slip = self._slip_of(ticket, room, issued.ahead, issued.idle_windows)
                    wait = issued.wait
                    return slip if wait is None else replace(slip, expected=expected_first(wait))
                case TicketReprinted():
                    ahead = ahead_of(room, self.hall, ticket.id, entry.at_ms)
                    return self._slip_of(ticket, room, ahead, self._where_to_go(ticket, room, ahead))
        return None

    def _where_to_go(self, ticket: Ticket, room: HallRoom, ahead: int) -> tuple[WindowNo, ...]:
        """Return the windows to go to now: a free one, or the one that has the ticket already."""
        if ticket.state is TicketState.WAITING:
            return free_windows_for(room, self.hall, ticket.item, ahead)
        return (ticket.window,)

    def _slip_of(self, ticket: Ticket, room: HallRoom, ahead: int, idle: tuple[WindowNo, ...]) -> TicketSlip:
        code = self._keys.code(ticket.id)
        queue = self.hall.queues.get(ticket.queue)
        return TicketSlip(
            ticket=ticket.id,
            number=ticket.number,
            queue=ticket.queue,
            item=ticket.item,
            klass=ticket.klass,
            area=queue.area if queue is not None else "",
            issued_ms=ticket.issued_ms,
            ahead=ahead,
            windows=room.skills(self.hall).windows_of.get(ticket.item, ()),
            idle_windows=idle,
            code=code,
            link=ticket_link(self._public_url, code),
            reprints=ticket.reprints,
        )
