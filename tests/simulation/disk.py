"""A disk that outlives the server and has moods: slow, failing before or after it wrote, full for a while.

``Handle`` is what one life of the server holds of it. When that life is killed nothing more reaches the disk
through its handle: a batch under way is then there or not there, never half.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from copy import copy
from typing import NamedTuple

from queue_server.errors import StoreFault
from queue_server.store.chain import Head, Row
from queue_server.store.journal import Batch, Noted, SnapshotPart
from queue_server.store.memory import MemoryJournal
from queue_server.store.people import PersonRow


class Strike(NamedTuple):
    """What befalls the next batch that is wanted, before or after it is written."""

    is_before: bool
    is_wanted: Callable[[Batch], bool]
    strike: Callable[[], None]


class Disk:
    """What stays when the server is killed. Rates are chances per commit."""

    def __init__(self, chance: random.Random) -> None:
        self.kept = MemoryJournal()
        self.chance = chance
        self.is_full = False
        self.fails_before, self.fails_after = 0.0, 0.0
        self.slowest_s = 0.01
        self.faults = 0
        self.strikes: list[Strike] = []
        self.backup: MemoryJournal | None = None

    def calm(self) -> None:
        """Be a good disk from now on."""
        self.is_full, self.fails_before, self.fails_after = False, 0.0, 0.0
        self.strikes.clear()

    def back_up(self) -> None:
        """Copy the journal at one moment, while the hall works."""
        self.backup = _copied(self.kept)

    def put_back(self, noted: str) -> None:
        """Lose the journal; the backup takes its place, with what a restore notes for the first start."""
        assert self.backup is not None
        self.kept = _copied(self.backup)
        self.kept.restored = noted

    def struck(self, batch: Batch, *, is_before: bool) -> None:
        """Let happen what waits for such a batch."""
        due = [one for one in self.strikes if one.is_before is is_before and one.is_wanted(batch)]
        self.strikes = [one for one in self.strikes if one not in due]
        for one in due:
            one.strike()


def _copied(journal: MemoryJournal) -> MemoryJournal:
    """Rows, people and snapshots are values; what holds them is copied."""
    made = copy(journal)
    made.rows, made._people, made._acks = list(journal.rows), dict(journal._people), dict(journal._acks)
    made._snapshots = {seq: dict(parts) for seq, parts in journal._snapshots.items()}
    return made


class Handle:
    """The contract of ``Journal``, for one life of the server."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self.is_dead = False

    @property
    def hall(self) -> str:
        return self._disk.kept.hall

    def _alive(self) -> MemoryJournal:
        if self.is_dead:
            raise StoreFault("this server was killed")
        return self._disk.kept

    def _writable(self) -> MemoryJournal:
        if self._disk.is_full:
            self._fault("database or disk is full")
        return self._alive()

    def _fault(self, what: str) -> None:
        self._disk.faults += 1
        raise StoreFault(what)

    async def append(self, batch: Batch) -> None:
        disk, mood = self._disk, self._disk.chance.random()
        before_s = disk.chance.uniform(0, disk.slowest_s)
        await asyncio.sleep(before_s)
        if mood < disk.fails_before:
            self._fault("disk I/O error")
        disk.struck(batch, is_before=True)
        await self._writable().append(batch)
        disk.struck(batch, is_before=False)
        await asyncio.sleep(disk.slowest_s - before_s)
        if disk.fails_before <= mood < disk.fails_before + disk.fails_after:
            self._fault("disk I/O error, after it wrote")

    async def probe(self) -> None:
        if self._disk.chance.random() < self._disk.fails_before:
            self._fault("disk I/O error")
        await self._writable().probe()

    async def last(self) -> Head:
        return await self._alive().last()

    async def noted(self) -> Noted:
        return await self._alive().noted()

    async def read(self, after_seq: int = 0, until: int | None = None) -> AsyncIterator[tuple[Row, ...]]:
        async for rows in self._alive().read(after_seq, until):
            yield rows

    async def requests(self, after_seq: int, until: int) -> dict[str, str]:
        return await self._alive().requests(after_seq, until)

    async def save_snapshot(self, part: SnapshotPart) -> None:
        await asyncio.sleep(self._disk.slowest_s)
        await self._writable().save_snapshot(part)

    async def snapshots(self) -> tuple[int, ...]:
        return await self._alive().snapshots()

    async def load_snapshot(self, seq: int) -> tuple[SnapshotPart, ...]:
        return await self._alive().load_snapshot(seq)

    async def forget_snapshots(self, before_seq: int) -> None:
        await self._writable().forget_snapshots(before_seq)

    async def acks(self) -> dict[str, int]:
        return await self._alive().acks()

    async def people(self) -> tuple[PersonRow, ...]:
        return await self._alive().people()

    async def restoration(self) -> str:
        return await self._alive().restoration()

    async def end_restoration(self) -> None:
        await self._writable().end_restoration()

    async def close(self) -> None:
        return None
