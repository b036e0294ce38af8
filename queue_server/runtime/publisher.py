"""Who is told what, and when: only while memory and disk agree, in order of subscription, in the loop itself.

First comes what cannot wait, the announcements; then whoever asked hears the answer; then everybody else.

A listener is a plain function that returns soon; what takes time it puts into a bounded buffer of its own.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import structlog

from queue_server.hall.events import Recorded
from queue_server.hall.room import HallRoom

T = TypeVar("T")

log = structlog.stdlib.get_logger("queue_server.engine")


class CommittedBatch(NamedTuple):
    """What just became durable, in order. No listener is told of an empty one."""

    recorded: tuple[Recorded, ...]
    at_ms: int

    @property
    def seq(self) -> int:
        """The last journal number in it."""
        return self.recorded[-1].seq


class Publisher:
    """The listeners of one engine, and the readers that wait for a moment of rest."""

    def __init__(self) -> None:
        self._first: list[Callable[[CommittedBatch], None]] = []
        self._committed: list[Callable[[CommittedBatch], None]] = []
        self._troubled: list[Callable[[str], None]] = []
        self._looks: list[Callable[[HallRoom], None]] = []

    def on_committed(self, tell: Callable[[CommittedBatch], None], *, first: bool = False) -> None:
        (self._first if first else self._committed).append(tell)

    def on_trouble(self, tell: Callable[[str], None]) -> None:
        self._troubled.append(tell)

    def look_later(self, look: Callable[[HallRoom], T]) -> asyncio.Future[T]:
        """Return a future of ``look(room)``, run when ``rest`` is next called."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._looks.append(lambda room: _fulfil(future, look, room))
        return future

    def publish(self, batch: CommittedBatch, answer: Callable[[], None] = lambda: None) -> None:
        """Tell of a commit: the first listeners, then by ``answer`` whoever asked, then the others."""
        first, then = (self._first, self._committed) if batch.recorded else ((), ())
        for tell in first:
            _tell(tell, batch)
        answer()
        for tell in then:
            _tell(tell, batch)

    def tell_trouble(self, detail: str) -> None:
        """Tell every listener, and the logbook, that writing fails; "" when it works again."""
        if detail:
            log.error("trouble", detail=detail)
        else:
            log.info("trouble_over")
        for tell in self._troubled:
            _tell(tell, detail)

    def rest(self, room: HallRoom) -> None:
        """Memory and disk agree now: let those look who waited for it."""
        looks, self._looks = self._looks, []
        for look in looks:
            look(room)


def _tell(tell: Callable[[T], None], news: T) -> None:
    try:
        tell(news)
    except Exception:
        # It is on disk and answered; one listener's bug must not stop the others or the hall.
        log.exception("listener_failed", listener=repr(tell))


def _fulfil(future: asyncio.Future[T], look: Callable[[HallRoom], T], room: HallRoom) -> None:
    """Give the reader what it sees, or the exception that its own look raised."""
    if future.done():
        return
    try:
        future.set_result(look(room))
    except Exception as error:
        future.set_exception(error)
