"""Checkers of what outlives the server: announcements to every board, numbers that a kiosk gave by itself.

After a restore the journal is a beginning of the one before. What boards have shown and paper says stays.
"""

from bisect import bisect_right

import msgspec

from kiosk.citizen.away.records import Issued
from queue_server.hall import events as e
from queue_server.store.chain import Row
from queue_server.wire.from_server import Announced
from tests.simulation.world import Checker


class NumbersUnique(Checker):
    """No number is issued twice on a day, neither by the server nor by a kiosk, nor after a restore."""

    def __init__(self) -> None:
        self._issued: dict[tuple[str, str], int] = {}
        """Day and number -> the event."""
        self._tickets: set[str] = set()
        self._away: set[tuple[str, str]] = set()

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if isinstance(event, e.TicketIssued):
            if (row.day, event.number) in self._issued or event.ticket in self._tickets:
                raise self.wrong(f"{event.number} was issued again at {row.seq}")
            self._issued[row.day, event.number] = row.seq
            self._tickets.add(event.ticket)
            if event.away is not None:
                self._away.add((row.day, event.number))

    def restored(self, kept: int) -> None:
        """A lost number stays on paper; one that a kiosk gave is handed in again."""
        for day, number in [one for one in self._away if self._issued[one] > kept]:
            del self._issued[day, number]
            self._tickets.discard(f"{day}-{number}")
            self._away.discard((day, number))


class AwayNumbersKept(Checker):
    """What a kiosk gave by itself is nobody else's, is handed in once, in order, and survives a restore."""

    folds = True

    def __init__(self) -> None:
        self._given: dict[str, tuple[int, Issued]] = {}
        """Number -> its place in the order of issue, and what is on paper."""
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}
        """Holder -> the place of the number handed in last."""

    def given(self, kiosk: str, issued: Issued) -> None:
        if issued.number in self._given:
            raise self.wrong(f"{kiosk} gave {issued.number} a second time")
        self._given[issued.number] = len(self._given), issued

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if not isinstance(event, e.TicketIssued):
            return
        place, issued = self._given.get(event.number, (0, None))
        if event.away is None and issued is not None:
            raise self.wrong(
                f"{event.number} is on a kiosk's paper and was issued by the server at {row.seq}"
            )
        if event.away is not None:
            self._check(row, event, event.away, issued)
            if place < self._last.get(event.away.holder, -1):
                raise self.wrong(f"{event.number} was handed in out of order at {row.seq}")
            self._last[event.away.holder] = place
            self._taken.add(event.number)

    def _check(self, row: Row, event: e.TicketIssued, away: e.AwayIssue, issued: Issued | None) -> None:
        if issued is None or (issued.holder, issued.item) != (away.holder, event.item):
            raise self.wrong(f"{event.number} at {row.seq} is not what is on paper: {issued}")
        if event.number in self._taken:
            raise self.wrong(f"{event.number} was taken in a second time at {row.seq}")
        if away.issued_ms > row.at_ms:
            raise self.wrong(f"{event.number} waits from a time to come, at {row.seq}")

    def restored(self, kept: int) -> None:
        self._taken.clear()
        self._last.clear()

    def end(self) -> None:
        missing = sorted(self._given.keys() - self._taken)
        if missing:
            raise self.wrong(f"on paper and not in the hall: {missing}")


class AnnouncedOnceInOrder(Checker):
    """Every board shows every announcement once, in order, and none before it is on disk.

    A board that comes for the first time ever begins a few announcements back, not with the morning. After
    a restore the numbers leap: what was shown before is never shown again, and boards are told of the leap.
    """

    folds = True

    BACK = 12
    """What a new board is shown at least, if there was so much."""

    def __init__(self, boards: tuple[str, ...]) -> None:
        self._at = dict.fromkeys(boards, 0)
        self._made: dict[int, tuple[str, str]] = {}
        """On disk, in the order of their numbers."""
        self._order: list[int] = []
        self._newest = self._leap = 0

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if isinstance(event, e.JournalRestored):
            self._lept(row, event.announced)
        n: int = getattr(event, "announcement", 0)
        if not n:
            return
        if n != self._newest + 1:
            raise self.wrong(f"announcement {n} was made after {self._newest}, at {row.seq}")
        self._newest = n
        self._order.append(n)
        self._made[n] = getattr(event, "ticket", ""), getattr(event, "window", "")

    def _lept(self, row: Row, announced: int) -> None:
        shown = max(self._newest, *self._at.values())
        if announced < shown:
            raise self.wrong(f"the leap to {announced} at {row.seq} falls short of {shown}")
        self._newest = self._leap = announced

    def restored(self, kept: int) -> None:
        """Begin the journal's part anew; what boards have shown they have shown."""
        self._made, self._order, self._newest, self._leap = {}, [], 0, 0

    def _next(self, after: int) -> int:
        place = bisect_right(self._order, after)
        return self._order[place] if place < len(self._order) else 0

    def shown(self, board: str, announced: Announced) -> None:
        if announced.n <= self._at[board] or self._next(self._at[board]) < announced.n:
            raise self.wrong(f"{board} shows {announced.n} after {self._at[board]}")
        self._at[board] = announced.n
        if announced.n not in self._made:
            raise self.wrong(f"{board} shows {announced.n}, which is not on disk")
        if self._made[announced.n] != (announced.ticket, announced.window):
            raise self.wrong(f"{board} shows {announced}; on disk is {self._made[announced.n]}")

    def begins(self, board: str, after: int) -> None:
        if after > max(0, self._newest - self.BACK):
            raise self.wrong(f"{board} is new and begins after {after} of {self._newest}")
        self._at[board] = after

    def skipped(self, board: str, to: int) -> None:
        if not self._leap or to != self._leap or 0 < self._next(self._at[board]) <= to:
            raise self.wrong(f"{board} was told to do without announcements up to {to}")
        self._at[board] = max(self._at[board], to)

    def end(self) -> None:
        for board, n in self._at.items():
            if self._next(n):
                raise self.wrong(f"{board} has {n} of {self._newest} announcements")
