"""One checker per promise. They know the journal, the answers in hands and the boards, not the server.

Only ``ReplayEqualsLive`` looks at the server, to compare it with the journal.
"""

import re
from collections import defaultdict
from collections.abc import Callable

import msgspec

from queue_server.hall import events as e
from queue_server.hall.lookup import Hall
from queue_server.runtime.answers import Answerer
from queue_server.runtime.engine import Engine
from queue_server.runtime.live import Live
from queue_server.runtime.rehearsal import SECRET
from queue_server.runtime.rooms import Rooms
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done, Refused
from tests.simulation.disk import Disk
from tests.simulation.world import Checker

CARD = re.compile(r"(?<![0-9a-f])(\d{17}[\dXx]|\d{15})(?![0-9a-f])")
"""Not a run of digits within a drawn number in hexadecimal: request ids and digests have such."""
REFERENCE = re.compile(r"\bp-[0-9a-f]{18}\b")
"""What stands for a person; drawn, and now and then all digits."""


class OneCallPerTicketAndWindow(Checker):
    """A ticket stands at one window, and a window has one ticket; an undo brings back what stood before."""

    LEAVES = (
        e.ServiceFinished,
        e.TicketMissed,
        e.TicketHeld,
        e.TicketTransferred,
        e.TicketCancelled,
        e.TicketClosed,
    )

    STEPS = (
        e.TicketCalled,
        e.ServiceStarted,
        e.ServiceFinished,
        e.TicketMissed,
        e.TicketHeld,
        e.TicketTransferred,
        e.ItemAdded,
    )
    """What an undo takes back; the clock may say other things of a window in between."""
    folds = True

    def __init__(self) -> None:
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._at: dict[str, str] = {}
        """Window -> ticket."""
        self._before: dict[str, str] = {}
        """Window -> the ticket that stood there before the window's last step."""
        self._request = ""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        window: str = getattr(event, "window", "")
        if isinstance(event, self.STEPS) and (row.request != self._request or not row.request):
            self._before[window] = self._at.get(window, "")
        self._request = row.request
        match event:
            case e.TicketCalled():
                self._call(row, event.ticket, window)
            case e.StepUndone() if event.ticket:  # an undone pause touched no ticket
                self._undo(row, window)
        if isinstance(event, self.LEAVES):
            for place in [place for place, ticket in self._at.items() if ticket == event.ticket]:
                del self._at[place]

    def _call(self, row: Row, ticket: str, window: str) -> None:
        if self._at.get(window, ticket) != ticket:
            raise self.wrong(f"{window} called {ticket} beside {self._at[window]} at {row.seq}")
        if any(other == ticket and place != window for place, other in self._at.items()):
            raise self.wrong(f"{ticket} was called by two windows at {row.seq}")
        self._at[window] = ticket

    def _undo(self, row: Row, window: str) -> None:
        self._at.pop(window, None)
        back = self._before.get(window, "")
        if back:
            self._call(row, back, window)


class NothingAcknowledgedLost(Checker):
    """An answer in hands is on disk, is the whole of its press, and is the same at every repeat.

    What was answered after the backup that a restore puts back is lost by definition: for the hall it never
    happened, and a repeat of it is carried out.
    """

    folds = True

    def __init__(self) -> None:
        self._answers: dict[str, Done | Refused] = {}
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        self.restored(0)

    def restored(self, kept: int) -> None:
        known = {request for request, seqs in self._rows.items() if seqs and seqs[-1] <= kept}
        self._answers = {request: answer for request, answer in self._answers.items() if request in known}
        self._rows = defaultdict(list)
        self._issued: dict[str, str] = {}
        self._seq = 0

    def row(self, row: Row, event: msgspec.Struct) -> None:
        self._seq = row.seq
        if not row.request:
            return
        seqs = self._rows[row.request]
        if seqs and seqs[-1] != row.seq - 1:
            raise self.wrong(f"the press {row.request} had a second effect at {row.seq}")
        seqs.append(row.seq)
        if isinstance(event, e.TicketIssued):
            self._issued[row.request] = event.number

    def answered(self, who: str, said: msgspec.Struct, answer: Done | Refused) -> None:
        request, seqs = answer.request, self._rows.get(answer.request, [])
        if isinstance(answer, Done):
            self._check_done(who, said, answer, seqs)
        first = self._answers.setdefault(request, answer)
        if seqs and first != answer:
            raise self.wrong(f"{who} was told {first} first and then {answer}")

    def _check_done(self, who: str, said: msgspec.Struct, answer: Done, seqs: list[int]) -> None:
        if answer.seq > self._seq or (seqs and answer.seq != seqs[-1]):
            raise self.wrong(f"{who} was told of event {answer.seq}; its press has {seqs} of {self._seq}")
        if isinstance(said, TakeTicket) and self._issued.get(answer.request) != answer.number:
            raise self.wrong(f"{who} has the number {answer.number}, which is not on disk")


class SameClassOrder(Checker):
    """Of those who wait for one item in one class and were never moved, the earliest is called first."""

    MOVES = (e.TicketCancelled, e.ClassChanged, e.TicketClosed)
    folds = True

    def __init__(self) -> None:
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._waiting: dict[str, tuple[str, str, int]] = {}

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if isinstance(event, e.TicketIssued):
            self._waiting[event.ticket] = (event.item, event.klass.value, event.ref_ms)
        elif isinstance(event, e.TicketCalled):
            self._call(row, event.ticket)
        elif isinstance(event, self.MOVES):
            self._waiting.pop(event.ticket, None)

    def _call(self, row: Row, ticket: str) -> None:
        called = self._waiting.pop(ticket, None)
        if called is None:
            return
        for other, waits in self._waiting.items():
            if waits[:2] == called[:2] and waits[2] < called[2]:
                raise self.wrong(f"{ticket} was called before {other} at {row.seq}")


class ChainHolds(Checker):
    """Each row follows the one before, and what was once on disk stays as it was.

    At each step one old row is looked at, round and round; at each start and at the end all of them.
    """

    folds = True

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._head, self._again = EMPTY, 0

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if row.seq != self._head.seq + 1 or row.digest != digest_after(self._head.digest, row[:-1]):
            raise self.wrong(f"event {row.seq} does not follow {self._head.seq}")
        self._head = Head(row.seq, row.digest)

    def step(self) -> None:
        rows, seq = self._disk.kept.rows, self._head.seq
        if len(rows) < seq or (seq and rows[seq - 1].digest != self._head.digest):
            raise self.wrong(f"event {seq} was on disk and is not any more")
        if seq:
            self._look_again(rows, seq)

    def _look_again(self, rows: list[Row], seq: int) -> None:
        """Look at one old row at each step, round and round."""
        self._again = self._again % seq + 1
        row = rows[self._again - 1]
        before = rows[self._again - 2].digest if self._again > 1 else EMPTY.digest
        if row.digest != digest_after(before, row[:-1]):
            raise self.wrong(f"event {row.seq} was changed")

    def started(self) -> None:
        self.end()

    def end(self) -> None:
        head = EMPTY
        for row in self._disk.kept.rows:
            if row.digest != digest_after(head.digest, row[:-1]):
                raise self.wrong(f"event {row.seq} was changed")
            head = Head(row.seq, row.digest)


class NoPersonalData(Checker):
    """No row holds anything of the form of an identity number."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        for text in (row.actor, row.request, row.body):
            if CARD.search(REFERENCE.sub("", text)):
                raise self.wrong(f"event {row.seq} holds an identity number")


class ReplayEqualsLive(Checker):
    """The journal, replayed from its beginning, is the state that the server works with.

    Compared each time the server started, whatever it started from, now and then, and at the end.
    """

    EVERY = 2_000

    def __init__(self, disk: Disk, hall: Hall, engine: Callable[[], Engine | None]) -> None:
        self._disk, self._engine = disk, engine
        self._answerer = Answerer(hall, SECRET, "")
        self._steps = 0
        self._is_fresh = False
        """Whether the server started and was not at rest since."""

    def step(self) -> None:
        self._steps += 1
        if self._steps % self.EVERY == 0 or (self._is_fresh and self._steps % 20 == 0):
            self._is_fresh = not self.compare() and self._is_fresh

    def started(self) -> None:
        self._is_fresh = True

    def end(self) -> None:
        if not self.compare():
            raise self.wrong("the server never came to rest")

    def compare(self) -> bool:
        """Return whether there was a server at rest to compare with."""
        engine = self._engine()
        if engine is None or engine.trouble or engine.is_writing:
            return False
        live = Live(self._answerer, Rooms.empty(self._answerer.hall))
        live.replay(self._disk.kept.rows)
        if live.head != engine.head:
            raise self.wrong(f"the server stands at {engine.head.seq}, the journal at {live.head.seq}")
        for room in ("hall", "supervision"):
            if getattr(live.rooms, room).state != getattr(engine.rooms, room).state:
                raise self.wrong(f"the replayed {room} differs from the server's at {live.head.seq}")
        return True
