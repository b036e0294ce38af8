"""A journal that forgets everything at the end of the process: for tests and for trying things out.

``fail_with`` makes it a faulty disk, so the behaviour of the writer in trouble is tested without one.
"""

from collections.abc import AsyncIterator

from queue_server.errors import StoreFault
from queue_server.store.chain import EMPTY, Head, Row, follows, noted_of
from queue_server.store.journal import READ_CHUNK, Batch, Noted, SnapshotPart
from queue_server.store.people import PersonRow


class MemoryJournal:
    """The contract of ``Journal`` over plain lists."""

    def __init__(self, hall: str = "hall") -> None:
        self.hall = hall
        self.rows: list[Row] = []
        self.seal = ""
        self.noted_head = ""
        self.restored = ""
        """What a restore would have noted."""
        self.fail_with = ""
        """While not empty, every write raises ``StoreFault`` with this text."""
        self.fail_after_write = False
        """With ``fail_with``: the batch is stored all the same, as by a disk that loses only its answer."""
        self._people: dict[str, PersonRow] = {}
        self._acks: dict[str, int] = {}
        self._snapshots: dict[int, dict[int, SnapshotPart]] = {}

    async def append(self, batch: Batch) -> None:
        if not self.fail_after_write:
            self._check_disk()
        if not follows(await self.last(), batch.rows):
            raise StoreFault("the batch does not follow the journal's head")
        self._store(batch)
        self._check_disk()

    def _store(self, batch: Batch) -> None:
        self.rows.extend(batch.rows)
        if batch.rows:
            self.noted_head, self.seal = noted_of(Head(batch.rows[-1].seq, batch.rows[-1].digest)), batch.seal
        self._people.update((person.ref, person) for person in batch.people)
        self._acks.update(batch.acks)
        if batch.purge_before_ms:
            kept = (person for person in self._people.values() if person.expires_ms > batch.purge_before_ms)
            self._people = {person.ref: person for person in kept}

    def _check_disk(self) -> None:
        if self.fail_with:
            raise StoreFault(self.fail_with)

    async def last(self) -> Head:
        return Head(self.rows[-1].seq, self.rows[-1].digest) if self.rows else EMPTY

    async def noted(self) -> Noted:
        return Noted(self.noted_head, self.seal)

    async def read(self, after_seq: int = 0, until: int | None = None) -> AsyncIterator[tuple[Row, ...]]:
        end = len(self.rows) if until is None else until
        for start in range(after_seq, end, READ_CHUNK):
            yield tuple(self.rows[start : min(start + READ_CHUNK, end)])

    async def requests(self, after_seq: int, until: int) -> dict[str, str]:
        return {row.request: row.asked for row in self.rows[after_seq:until] if row.request}

    async def probe(self) -> None:
        self._check_disk()

    async def save_snapshot(self, part: SnapshotPart) -> None:
        self._check_disk()
        self._snapshots.setdefault(part.seq, {})[part.part] = part

    async def snapshots(self) -> tuple[int, ...]:
        return tuple(sorted(self._snapshots, reverse=True))

    async def load_snapshot(self, seq: int) -> tuple[SnapshotPart, ...]:
        parts = self._snapshots.get(seq, {})
        return tuple(parts[number] for number in sorted(parts))

    async def forget_snapshots(self, before_seq: int) -> None:
        self._check_disk()
        self._snapshots = {seq: parts for seq, parts in self._snapshots.items() if seq >= before_seq}

    async def acks(self) -> dict[str, int]:
        return dict(self._acks)

    async def people(self) -> tuple[PersonRow, ...]:
        return tuple(sorted(self._people.values(), key=lambda person: (person.created_ms, person.ref)))

    async def restoration(self) -> str:
        return self.restored

    async def end_restoration(self) -> None:
        self._check_disk()
        self.restored = ""

    async def close(self) -> None:
        return None
