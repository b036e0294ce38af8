"""What the citizen waits for, and what the kiosk still owes the hall. Pure bookkeeping, no link.

One touch is one intention with one request id. When a citizen leaves before the answer, the answer belongs to
nobody: a number that was issued after all is cancelled, so that the hall calls no ghost. That, the cancelling
and the word on the paper are owed: asked with the same id until the hall has said yes or no.
"""

from kiosk.screenkit.link import Act, Answer
from queue_server.vocabulary import RequestId
from queue_server.wire.from_kiosk import CancelTicket, TakeTicket
from queue_server.wire.from_server import Done, TicketSlip

ABANDONED = "left the kiosk before the number came"
OWED_MAX = 64
"""With so much unsettled nothing new is begun: the hall has not answered for a long time."""


class Errands:
    """At most one act has somebody waiting for it."""

    def __init__(self) -> None:
        self._act: Act | None = None
        self._owed: dict[RequestId, Act] = {}
        self._on_the_way: set[RequestId] = set()

    @property
    def act(self) -> Act | None:
        """What the citizen at the kiosk waits for."""
        return self._act

    def begin(self, act: Act) -> bool:
        """Take up an act; return whether it may be asked: not while another one is open."""
        if self._act is not None or self.is_full:
            return False
        self._act = act
        return True

    @property
    def is_full(self) -> bool:
        """Whether too much is owed for anything new."""
        return len(self._owed) >= OWED_MAX

    def owe(self, act: Act) -> None:
        """This must be settled, whoever is at the kiosk."""
        self._owed[act.request] = act

    def abandon(self) -> Act | None:
        """Nobody waits any more; return the act that must be asked anew, if its answer is not on the way."""
        act, self._act = self._act, None
        if act is None:
            return None
        self.owe(act)
        return None if act.request in self._on_the_way else act

    def sent(self, act: Act) -> None:
        self._on_the_way.add(act.request)

    def came_back(self, act: Act) -> None:
        """It was answered, or will not be any more."""
        self._on_the_way.discard(act.request)

    def is_waited_for(self, act: Act) -> bool:
        """Return whether the citizen at the kiosk waits for this act."""
        return self._act is not None and self._act.request == act.request

    def is_owed(self, act: Act) -> bool:
        return act.request in self._owed

    def finish(self, act: Act) -> None:
        """The hall has said yes or no."""
        self._owed.pop(act.request, None)
        if self.is_waited_for(act):
            self._act = None


def amends(act: Act, answer: Answer, request: RequestId) -> CancelTicket | None:
    """Return what undoes an answer that nobody waited for: the number of one who has left."""
    match act, answer:
        case TakeTicket(), Done(slip=TicketSlip() as slip):
            return CancelTicket(request, slip.ticket, ABANDONED)
        case _:
            return None
