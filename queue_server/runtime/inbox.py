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
from queue_server.runtime.requests import Answer
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

    def __init__(self, envelope: Envelope, asked: str) -> None:
        self.envelope = envelope
        self.asked = asked
        self.hearers: list[Hear] = []

    def answer(self, answer: AnyAnswer) -> None:
        """Let everybody hear it."""
        for hear in self.hearers:
            try:
                hear(answer)
            except Exception:
                # It is on disk, and repeating the press brings the same answer; the writer goes on.
                log.exception("answer_not_heard", request=self.envelope.request)


class Inbox:
    """A bounded list and a bell."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._waiting: list[Pending] = []
        self._bell = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def is_full(self) -> bool:
        return len(self._waiting) >= self._bound

    def put(self, pending: Pending) -> None:
        """Add one; the caller has asked ``is_full`` before."""
        assert not self.is_full()
        self._waiting.append(pending)
        self._bell.set()

    def ring(self) -> None:
        """Wake the writer although nobody sent a command."""
        self._bell.set()

    async def take(self, most: int) -> list[Pending]:
        """Wait for the bell and return everything that waits, at most ``most``, oldest first."""
        await self._bell.wait()
        return self.take_now(most)

    def take_now(self, most: int) -> list[Pending]:
        taken = self._waiting[:most]
        self._waiting = self._waiting[most:]
        if not self._waiting:
            self._bell.clear()
        return taken
