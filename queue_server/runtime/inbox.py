"""Where commands wait for the writer. Bounded; the overflow rule is: refuse as busy, the sender asks again.

A request that comes again while its first one waits or is being written joins it: one effect, two answers.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

import structlog

from queue_server.errors import Refusal
from queue_server.hall.commands import Command
from queue_server.runtime.identity import Identity
from queue_server.runtime.requests import REUSED, Answer, refused
from queue_server.vocabulary import RequestId
from queue_server.wire.from_server import Busy, Faulted

AnyAnswer = Answer | Busy | Faulted
Hear = Callable[[AnyAnswer], None]
"""Called once with an answer, by the writer itself: it returns at once."""

log = structlog.stdlib.get_logger("queue_server.engine")


class Envelope(NamedTuple):
    """A command with who asks and by which press."""

    request: RequestId
    """Empty only for the clock: then nothing is remembered."""
    actor: str
    """``kiosk:K1``, ``window:03``, ``window:03/pad``, ``manager:S001``, ``clock``. To a window the writer
    adds who sits there when it decides: ``window:03/S017``."""
    command: Command
    """One of the hall's or of supervision's."""
    person: Identity | None = None
    """With ``TakeTicket`` and ``BookAppointment``: the engine puts the reference into the command."""
    refusal: Refusal | None = None
    """Found before the writer (a wrong PIN, a wrong identity number): to be recorded, not to be decided."""


class Pending:
    """An envelope that waits, and everybody who is to hear its answer."""

    __slots__ = ("asked", "envelope", "hearers")

    def __init__(self, envelope: Envelope, asked: str, *hearers: Hear) -> None:
        self.envelope = envelope
        self.asked = asked
        self.hearers = list(hearers)

    def answer(self, answer: AnyAnswer) -> None:
        """Let everybody hear it."""
        for hear in self.hearers:
            try:
                hear(answer)
            except Exception:
                # It is on disk, and repeating the press brings the same answer; the writer goes on.
                log.exception("answer_not_heard", request=self.envelope.request)


def waiter() -> tuple[asyncio.Future[AnyAnswer], Hear]:
    """Return a future of an answer and what hears it; who gives up waiting cancels nothing but that."""
    answered: asyncio.Future[AnyAnswer] = asyncio.get_running_loop().create_future()

    def hear(answer: AnyAnswer) -> None:
        if not answered.done():
            answered.set_result(answer)

    return answered, hear


class Inbox:
    """A bounded list and a bell, and the presses of which no end is known yet."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._waiting: list[Pending] = []
        self._under_way: dict[RequestId, Pending] = {}
        self._bell = asyncio.Event()
        self._is_bell_due = False

    def __len__(self) -> int:
        return len(self._waiting)

    def is_full(self) -> bool:
        return len(self._waiting) >= self._bound

    def put(self, pending: Pending) -> None:
        """Add one; the caller has asked ``is_full`` before."""
        assert not self.is_full()
        if pending.envelope.request:
            self._under_way[pending.envelope.request] = pending
        self._waiting.append(pending)
        self._bell.set()

    def join(self, request: RequestId, asked: str, hear: Hear) -> bool:
        """Let ``hear`` hear the answer of this press, or that it stands for another; False: unknown."""
        under_way = self._under_way.get(request) if request else None
        if under_way is None:
            return False
        if under_way.asked == asked:
            under_way.hearers.append(hear)
        else:
            hear(refused(request, REUSED))
        return True

    def ended(self, pending: Pending) -> None:
        """Its answer is known: who asks again now finds it elsewhere, or may try anew."""
        self._under_way.pop(pending.envelope.request, None)

    def reject(self, rejected: list[Pending], detail: str) -> None:
        """Say to these, taken or still waiting, that nothing was done."""
        for pending in rejected:
            self.ended(pending)
            pending.answer(Faulted(request=pending.envelope.request, detail=detail))

    def ring_within(self, delay_s: float) -> None:
        """Wake the writer so much later, by the machine's time, if no command has woken it before."""
        if not self._is_bell_due:
            self._is_bell_due = True
            asyncio.get_running_loop().call_later(delay_s, self._ring)

    def _ring(self) -> None:
        self._is_bell_due = False
        self._bell.set()

    async def take(self, most: int) -> list[Pending]:
        """Wait for the bell and return everything that waits, at most ``most``, oldest first."""
        await self._bell.wait()
        return self.take_now(most)

    def take_now(self, most: int | None = None) -> list[Pending]:
        """Return what waits now, all of it unless at most so many are asked for."""
        most = len(self._waiting) if most is None else most
        taken = self._waiting[:most]
        self._waiting = self._waiting[most:]
        if not self._waiting:
            self._bell.clear()
        return taken
