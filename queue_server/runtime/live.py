"""What the writer holds in memory, and what a row of the journal does to it: the same in life and in replay.

It is replaced as a whole when it got ahead of the disk. No I/O and no asyncio here.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
import structlog

from queue_server.errors import BrokenJournal
from queue_server.hall.events import Recorded
from queue_server.runtime.answers import Answerer
from queue_server.runtime.earlier import Earlier, nothing_earlier
from queue_server.runtime.requests import PRESS, RequestMemory
from queue_server.runtime.rooms import Rooms, decode_event
from queue_server.store.chain import EMPTY, Head, Row, digest_after

log = structlog.stdlib.get_logger("queue_server.recovery")


class Pressed(NamedTuple):
    """A press on a serial line that is on disk: its request, and its instant in ms since the epoch."""

    request: str
    at_ms: int


class Live:
    """The rooms, the journal's head that they stand at, and the requests answered so far."""

    def __init__(self, answerer: Answerer, rooms: Rooms, head: Head = EMPTY) -> None:
        self.rooms = rooms
        self.head = head
        self.requests = RequestMemory()
        self.earlier: Earlier = nothing_earlier()
        self.answers_after = 0
        """Requests in rows up to this number are asked no more: a replay makes no answers for them."""
        self.pressed: dict[str, Pressed] = {}
        """Actor -> the last press on a serial line that a replay came upon; at most one for each device."""
        self._answerer = answerer
        self._open: list[Recorded] = []
        self._open_asked = ""

    def replay(self, rows: Iterable[Row]) -> None:
        """Take in rows from the disk, checking the chain. ``BrokenJournal`` names the first that is wrong."""
        evolve, answers_after = self.rooms.evolve, self.answers_after
        seq, digest = self.head
        for row in rows:
            # The path of a million rows: what is looked up once is not looked up for each.
            seq += 1
            if row.seq != seq:
                raise BrokenJournal(seq, f"missing; {row.seq} stands in its place")
            digest = digest_after(digest, row[:-1])
            if row.digest != digest:
                raise BrokenJournal(seq, "its digest is wrong: it or an event before it was changed")
            if self._open and row.request != self._open[-1].request:
                self.close_request()
            recorded = recorded_of(row)
            evolve(recorded)
            if row.request and seq > answers_after:
                self._open.append(recorded)
                self._open_asked = row.asked
        self.head = Head(seq, digest)

    def close_request(self) -> None:
        """All events of the request replayed last were seen: remember its answer."""
        replayed, self._open = self._open, []
        if replayed:
            request = replayed[-1].request
            if request.startswith(PRESS):
                self.pressed[replayed[-1].actor] = Pressed(request, replayed[-1].at_ms)
            try:
                answer = self._answerer.answer(request, replayed, self.rooms.hall)
            except Exception:
                # The plan was changed since: an answer that cannot be given any more must not stop the start.
                log.warning("answer_not_rebuilt", request=request, seq=replayed[-1].seq, exc_info=True)
                return
            self.requests.remember(request, self._open_asked, answer)


def recorded_of(row: Row) -> Recorded:
    """Return the event of a row. ``BrokenJournal`` when this server does not know such an event."""
    try:
        event = decode_event(row.body)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise BrokenJournal(row.seq, f"this server does not know such an event: {error}") from error
    return Recorded(row.seq, row.at_ms, row.actor, row.request, event)
