"""A day's actions in the order of their time, and who looks on. Nothing sleeps; one action is one step.

Actors put actions into the loop's own heap, whose time leaps. Checkers see the journal's new rows, what was
answered and what was shown, and say ``Broken``; they never act, and actors never judge.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from kiosk.citizen.away.records import Issued
from queue_server.runtime.rooms import decode_event
from queue_server.store.chain import Row
from queue_server.wire.from_server import Announced, Done, Refused
from tests.simulation.disk import Disk

Action = Callable[[], None]


class Broken(Exception):
    """A promise was broken: which checker says so, and what it saw."""

    def __init__(self, checker: str, what: str) -> None:
        super().__init__(f"{checker}: {what}")
        self.checker = checker


class Checker:
    """Looks after one promise. Each method is told of what happened and raises ``Broken``."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        """One more row is on disk."""

    def answered(self, who: str, said: msgspec.Struct, answer: Done | Refused) -> None:
        """A terminal has an answer in hands, the first or a repeated one."""

    def shown(self, board: str, announced: Announced) -> None:
        """A board shows and speaks."""

    def given(self, kiosk: str, issued: Issued) -> None:
        """A citizen has a number that a kiosk issued by itself."""

    def restored(self, kept: int) -> None:
        """The journal was put back from a backup: its rows from number ``kept`` on are lost by definition.

        Afterwards it is told the rows that are kept, from the first on, if it says ``folds``.
        """

    folds = False
    """Whether what it knows comes of the rows: it begins anew after a restore."""

    def begins(self, board: str, after: int) -> None:
        """A board was welcomed for the first time ever, to go on after this announcement."""

    def skipped(self, board: str, to: int) -> None:
        """A board was told that it missed announcements for good."""

    def step(self) -> None:
        """One more action is done."""

    def started(self) -> None:
        """A server found its state on disk and begins to listen."""

    def end(self) -> None:
        """The day is over, everything was calm for a while."""

    def wrong(self, what: str) -> Broken:
        return Broken(type(self).__name__, what)


class World:
    """Time, chance, disk and the eyes on them."""

    def __init__(self, chance: random.Random, checkers: Sequence[Checker], disk: Disk, steps: int) -> None:
        self.chance, self.checkers, self.disk = chance, checkers, disk
        self.steps, self._steps_max = 0, steps
        self.is_over = False
        self._ended: asyncio.Future[None] | None = None
        self._seen = 0
        self.booked: list[str] = []
        """Codes that were ever said to somebody who has an appointment."""
        self.happened: Counter[str] = Counter()
        """What befell this day, by name: a scenario in which nothing happened proves nothing."""
        self._each_step = [one.step for one in checkers if type(one).step is not Checker.step]

    def now_ms(self) -> float:
        return asyncio.get_running_loop().time() * 1000

    def later(self, delay_ms: float, action: Action) -> None:
        """Do something after so many ms."""
        asyncio.get_running_loop().call_later(delay_ms / 1000, self._do, action)

    async def play(self) -> None:
        """Do everything up to the end of the day, or to the bound of steps; raise what broke."""
        self._ended = asyncio.get_running_loop().create_future()
        await self._ended

    def _do(self, action: Action) -> None:
        """Do one action; what it raises ends the day, not the loop's callback alone."""
        if self.is_over:
            return
        self.steps += 1
        try:
            action()
            self._look_on()
        except Exception as broken:
            self.over(broken)
        if self.steps >= self._steps_max:
            self.over()

    def over(self, broken: Exception | None = None) -> None:
        """End the day here, well or not."""
        self.is_over = True
        if self._ended is None or self._ended.done():
            return
        if broken is not None:
            self._ended.set_exception(broken)
        else:
            self._ended.set_result(None)

    # --- what the checkers see -----------------------------------------------------------------------------

    def read_on(self) -> None:
        """Hand the rows that are new on disk to the checkers."""
        rows = self.disk.kept.rows
        while self._seen < len(rows):
            row = rows[self._seen]
            self._seen += 1
            event = decode_event(row.body)
            for checker in self.checkers:
                checker.row(row, event)

    def restored(self) -> None:
        """Another journal stands on the disk, a beginning of the one before."""
        self.happened["restored"] += 1
        rows = self.disk.kept.rows
        for checker in self.checkers:
            checker.restored(len(rows))
        again = [one for one in self.checkers if one.folds]
        for row in rows:
            event = decode_event(row.body)
            for checker in again:
                checker.row(row, event)
        self._seen = len(rows)

    def given(self, kiosk: str, issued: Issued) -> None:
        self.happened["given by a kiosk alone"] += 1
        for checker in self.checkers:
            checker.given(kiosk, issued)

    def answered(self, who: str, said: msgspec.Struct, answer: Done | Refused) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.answered(who, said, answer)

    def shown(self, board: str, announced: Announced) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.shown(board, announced)

    def begins(self, board: str, after: int) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.begins(board, after)

    def skipped(self, board: str, to: int) -> None:
        for checker in self.checkers:
            checker.skipped(board, to)

    def started(self) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.started()

    def _look_on(self) -> None:
        self.read_on()
        for look in self._each_step:
            look()

    def end(self) -> None:
        self.read_on()
        for checker in self.checkers:
            checker.end()
