"""What the server asks of its memory: one small interface, so that another database can take its place.

A batch is one transaction: events, people, acknowledgements and the sealed head are all on disk when
``append`` returns, or none of them is. Failures of the disk are ``StoreFault``; after one, ``last`` tells
what is really there. Every implementation passes ``tests/contracts/test_journal_contract.py``.
"""

from collections.abc import AsyncIterator
from typing import NamedTuple, Protocol

from queue_server.store.chain import Head, Row
from queue_server.store.people import PersonRow

READ_CHUNK = 512
"""Rows handed out at once by ``read``: some milliseconds of replay between two yields to the loop."""


class Batch(NamedTuple):
    """Everything that becomes durable together."""

    rows: tuple[Row, ...] = ()
    seal: str = ""
    """The seal of the head that the last row makes; empty without rows."""
    people: tuple[PersonRow, ...] = ()
    """New rows, or newer ones of the same ref."""
    acks: tuple[tuple[str, int], ...] = ()
    """Board -> the last announcement it has shown."""
    purge_before_ms: int = 0
    """People whose ``expires_ms`` is not later are forgotten in the same transaction; 0: nobody."""


class Noted(NamedTuple):
    """What the last batch noted of itself, apart from its rows. Both are empty before the first event."""

    head: str
    """``SEQ:DIGEST``."""
    seal: str


class SnapshotPart(NamedTuple):
    """A slice of a snapshot, small enough to hold up no batch. It is whole with all ``parts`` of a seq."""

    seq: int
    digest: str
    """The journal's digest at ``seq``: a snapshot of another history does not fit."""
    part: int
    parts: int
    body: bytes
    checksum: str


class Journal(Protocol):
    """One hall's memory. One holder at a time; a second ``open`` of the same one is a ``StoreFault``."""

    @property
    def hall(self) -> str:
        """The first column of every row of this journal."""
        ...

    async def append(self, batch: Batch) -> None:
        """Make the batch durable. A batch that does not follow the head stores nothing: ``StoreFault``."""
        ...

    async def last(self) -> Head:
        """Return the head as it really is on disk now."""
        ...

    async def noted(self) -> Noted:
        """Return the head and the seal that the last batch noted: what is not this end was not written so."""
        ...

    def read(self, after_seq: int = 0, until: int | None = None) -> AsyncIterator[tuple[Row, ...]]:
        """Yield the rows with ``after_seq < seq <= until`` in order, in chunks."""
        ...

    async def requests(self, after_seq: int, until: int) -> dict[str, str]:
        """Return every request in the rows with ``after_seq < seq <= until``, and what it asked for."""
        ...

    async def probe(self) -> None:
        """Prove that writing works, with a durable transaction that says nothing of the hall."""
        ...

    async def save_snapshot(self, part: SnapshotPart) -> None:
        """Make one part durable, instead of the same part of the same seq."""
        ...

    async def snapshots(self) -> tuple[int, ...]:
        """Return the seq of every snapshot with at least one part, newest first."""
        ...

    async def load_snapshot(self, seq: int) -> tuple[SnapshotPart, ...]:
        """Return the parts that are there, in order; whether they are whole is the reader's to judge."""
        ...

    async def forget_snapshots(self, before_seq: int) -> None:
        """Drop the snapshots older than ``before_seq``."""
        ...

    async def acks(self) -> dict[str, int]:
        """Return each board's last acknowledged announcement."""
        ...

    async def people(self) -> tuple[PersonRow, ...]:
        """Return everybody not yet forgotten, oldest first."""
        ...

    async def restoration(self) -> str:
        """Return what a restore noted for the next start, as JSON; empty when nothing waits."""
        ...

    async def end_restoration(self) -> None:
        """It was done, and is on disk."""
        ...

    async def close(self) -> None:
        """Let go of the journal; another holder may open it."""
        ...
