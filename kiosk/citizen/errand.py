"""What the citizen waits for, and what was left unfinished by those who went. Pure bookkeeping, no link.

One touch is one intention with one request id. When a citizen leaves before the answer, the answer belongs to
nobody: a number that was issued after all is cancelled, so that the hall calls no ghost.
"""

from kiosk.screenkit.link import Act, Answer
from queue_server.vocabulary import RequestId
from queue_server.wire.from_kiosk import CancelTicket, TakeTicket
from queue_server.wire.from_server import Done, TicketSlip

ABANDONED = "left the kiosk before the number came"
ABANDONED_MAX = 16
"""More cannot be: while the server is away nothing new can be asked."""


class Errands:
    """At most one act has somebody waiting for it."""

    def __init__(self) -> None:
        self._act: Act | None = None
        self._abandoned: dict[RequestId, Act] = {}

    @property
    def act(self) -> Act | None:
        """What the citizen at the kiosk waits for."""
        return self._act

    def begin(self, act: Act) -> bool:
        """Take up an act; return whether it may be asked: not while another one is open."""
        if self._act is not None or len(self._abandoned) >= ABANDONED_MAX:
            return False
        self._act = act
        return True

    def abandon(self) -> None:
        """Nobody waits any more."""
        if self._act is not None:
            self._abandoned[self._act.request] = self._act
            self._act = None

    def is_waited_for(self, act: Act) -> bool:
        """Return whether the citizen at the kiosk waits for this act."""
        return self._act is not None and self._act.request == act.request

    def is_abandoned(self, act: Act) -> bool:
        """Return whether somebody asked for this act and left."""
        return act.request in self._abandoned

    def finish(self, act: Act) -> None:
        """The act is answered."""
        self._abandoned.pop(act.request, None)
        if self.is_waited_for(act):
            self._act = None


def amends(act: Act, answer: Answer, request: RequestId) -> CancelTicket | None:
    """Return what undoes an answer that nobody waited for: the number of one who has left."""
    match act, answer:
        case TakeTicket(), Done(slip=TicketSlip() as slip):
            return CancelTicket(request, slip.ticket, ABANDONED)
        case _:
            return None
