"""A past day in the place of the one writer: its events happen again by a clock, and no more.

It is a ``runtime.writer.Writer``, so boards, walls and whoever else listens are served by the same audience
as in life. It has no journal to write to: commands are refused, what boards acknowledge is kept in memory.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from queue_server.clock import Clock
from queue_server.errors import Refusal
from queue_server.forecast.learned import Learned
from queue_server.hall.events import NoticePosted, Recorded
from queue_server.hall.overnight import OVERNIGHT_KINDS
from queue_server.hall.room import HallRoom
from queue_server.runtime.inbox import AnyAnswer, Envelope, Hear
from queue_server.runtime.past import MINUTE_MS, PastDay, written
from queue_server.runtime.publisher import CommittedBatch, Publisher
from queue_server.runtime.requests import refused
from queue_server.runtime.rooms import Rooms, today_of
from queue_server.supervision.handbook import Handbook
from queue_server.vocabulary import RefusalCode

T = TypeVar("T")

REPLAY = "replay"
"""Who posts the notice that the day is over; no actor of a journal."""


class Player:
    """The events of a day, from an instant on."""

    trouble = ""
    waiting = 0

    def __init__(self, past: PastDay, clock: Clock, from_ms: int, book: Handbook) -> None:
        """What happened before ``from_ms`` has happened when this returns; nobody is told of it."""
        self._clock, self._publisher = clock, Publisher()
        self.book = book
        self.rooms = Rooms(past.room, past.supervision, today_of(book.hall), Learned(book.hall))
        self._refusal = Refusal(RefusalCode.REPLAY, {"day": written(past.day)})
        self._heard: dict[str, int] = {}
        self._to_come: list[CommittedBatch] = []
        self.is_over = asyncio.Event()
        """Set when the day's last event has happened."""
        for batch in batches_of(past.within_its_date()):
            if batch.at_ms < from_ms:
                self._evolve(batch)
            else:
                self._to_come.append(batch)

    async def play(self) -> None:
        """Let each batch happen at its instant by the clock."""
        for batch in self._to_come:
            await self._clock.sleep_ms(batch.at_ms - self._clock.now_ms())
            self._evolve(batch)
            self._publisher.publish(batch)
        self.is_over.set()

    def post_notice(self, zh: str, en: str) -> None:
        """Put a notice on the boards of this replay; it stands in memory alone."""
        state = self.room.state
        recorded = Recorded(state.seq, state.at_ms, REPLAY, "", NoticePosted(zh, en))
        batch = CommittedBatch((recorded,), state.at_ms)
        self._evolve(batch)
        self._publisher.publish(batch)

    def _evolve(self, batch: CommittedBatch) -> None:
        for recorded in batch.recorded:
            self.rooms.evolve(recorded)

    # --- what the listening side asks of a writer -----------------------------------------------------------

    @property
    def room(self) -> HallRoom:
        """The hall as it stood at the clock's instant."""
        return self.rooms.hall

    async def submit(self, envelope: Envelope) -> AnyAnswer:
        """Refuse: the past cannot be asked for anything."""
        return refused(envelope.request, self._refusal)

    def offer(self, envelope: Envelope, hear: Hear) -> bool:
        """Refuse at once, as ``submit`` does."""
        hear(refused(envelope.request, self._refusal))
        return True

    async def read(self, look: Callable[[HallRoom], T]) -> T:
        """Return ``look(room)``: between two batches there is always a moment of rest."""
        return look(self.room)

    def on_committed(self, tell: Callable[[CommittedBatch], None], *, first: bool = False) -> None:
        self._publisher.on_committed(tell, first=first)

    def on_trouble(self, tell: Callable[[str], None]) -> None:
        self._publisher.on_trouble(tell)

    def heard(self, board: str, n: int) -> None:
        self._heard[board] = max(n, self.heard_until(board))

    def heard_until(self, board: str) -> int:
        return self._heard.get(board, 0)


def batches_of(recorded: Iterable[Recorded]) -> Iterator[CommittedBatch]:
    """Yield the events as they were committed: those of one instant together."""
    for at_ms, together in groupby(recorded, key=lambda each: each.at_ms):
        yield CommittedBatch(tuple(together), at_ms)


def beginning_ms(past: PastDay) -> int:
    """Return the instant of the first event to be seen: a day opens at midnight, a hall in the morning."""
    for each in past.recorded:
        if str(each.event.__struct_config__.tag) not in OVERNIGHT_KINDS:
            return each.at_ms
    return past.recorded[0].at_ms


def instant_of(past: PastDay, minute: int) -> int:
    """Return the instant of a local minute of that day."""
    return past.midnight_ms + minute * MINUTE_MS
