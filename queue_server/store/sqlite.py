"""The journal on one machine's disk: SQLite in WAL mode, every commit flushed, one thread hop for a batch.

aiosqlite runs each call on its thread, and a hop costs about 50 microseconds; a transaction in one hop needs
one call. Its public way to that is ``factory=``: our connection's ``executemany`` takes a whole transaction.
"""

import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import aiosqlite

from queue_server.errors import StoreFault
from queue_server.store import schema
from queue_server.store.chain import EMPTY, Head, Row, noted_of
from queue_server.store.journal import READ_CHUNK, Batch, Noted, SnapshotPart
from queue_server.store.lock import JournalLock, restoring_mark
from queue_server.store.people import PersonRow

Steps = list[tuple[str, Iterable[tuple[object, ...]]]]
"""Statements of one transaction, each with its rows."""

TRANSACTION = "TRANSACTION"
"""In the place of SQL: the parameters are the statements of one transaction."""

PROBE = "." * 65_536
"""What a probe writes and takes back: as much room as a batch of some size needs."""

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON")
"""``secure_delete``: what is forgotten of a person is overwritten, not only unlinked."""

DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
DAMAGED_ADVICE = "stop the server, look with queue-server verify, put back a backup with queue-server restore"
PRIMARY_CODE = 0xFF
"""SQLite's extended codes tell more in their upper bits."""


class JournalConnection(sqlite3.Connection):
    """A connection whose ``executemany`` can run a whole transaction on the thread it is called on."""

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        if sql != TRANSACTION:
            return super().executemany(sql, parameters)
        self.execute("BEGIN IMMEDIATE")
        try:
            for statement, rows in parameters:
                super().executemany(statement, rows)
            return self.execute("COMMIT")
        except BaseException:
            if self.in_transaction:
                self.execute("ROLLBACK")
            raise


class SqliteJournal:
    """The contract of ``Journal`` over one SQLite file; made by ``open``."""

    def __init__(self, db: aiosqlite.Connection, lock: JournalLock, path: Path, hall: str) -> None:
        self._db = db
        self._lock = lock
        self._path = path
        self.hall = hall
        self._head = EMPTY

    @classmethod
    async def open(
        cls, path: Path, *, hall: str = "hall", factory: type[JournalConnection] = JournalConnection
    ) -> Self:
        """Open or make the file; its folder is made as well. ``StoreFault`` names what is in the way."""
        path, lock = _locked(path)
        try:
            return await cls._open_locked(path, lock, hall, factory)
        except BaseException:
            lock.release()
            raise

    @classmethod
    async def _open_locked(
        cls, path: Path, lock: JournalLock, hall: str, factory: type[JournalConnection]
    ) -> Self:
        with _faults_at(path):
            db = await aiosqlite.connect(path, factory=factory, isolation_level=None)
        journal = cls(db, lock, path, hall)
        try:
            await journal._prepare()
        except BaseException:
            await db.close()
            raise
        return journal

    async def _prepare(self) -> None:
        with _faults_at(self._path):
            for pragma in PRAGMAS:
                await self._db.execute_fetchall(f"PRAGMA {pragma}")
        await self._write([(table, [()]) for table in schema.TABLES])
        await self._check_version()
        self._head = await self.last()

    async def _check_version(self) -> None:
        found = await self._rows(schema.SELECT_META, ("schema",))
        if not found:
            new = [("schema", str(schema.VERSION)), ("head", ""), ("seal", ""), ("probe", "")]
            await self._write([(schema.INSERT_META, new)])
        elif int(found[0][0]) > schema.VERSION:
            raise StoreFault(
                f"{self._path}: written by a newer server (schema {found[0][0]}); update this one"
            )

    async def append(self, batch: Batch) -> None:
        head = self._head
        if batch.rows:
            # The digests were just computed by the writer; only the joint is checked again.
            if batch.rows[0].seq != head.seq + 1:
                raise StoreFault(f"{self._path}: event {batch.rows[0].seq} does not follow {head.seq}")
            head = Head(batch.rows[-1].seq, batch.rows[-1].digest)
        await self._write(self._steps(batch, head))
        self._head = head

    def _steps(self, batch: Batch, head: Head) -> Steps:
        steps: Steps = []
        if batch.rows:
            steps.append((schema.INSERT_ROW, batch.rows))
            steps.append((schema.SET_META, ((noted_of(head), "head"), (batch.seal, "seal"))))
        if batch.people:
            steps.append((schema.DELETE_PERSON, [(person.ref,) for person in batch.people]))
            steps.append((schema.INSERT_PERSON, batch.people))
        if batch.acks:
            steps.append((schema.DELETE_ACK, [(self.hall, board) for board, _ in batch.acks]))
            steps.append((schema.INSERT_ACK, [(self.hall, board, n) for board, n in batch.acks]))
        if batch.purge_before_ms:
            steps.append((schema.PURGE_PEOPLE, ((batch.purge_before_ms,),)))
        return steps

    async def last(self) -> Head:
        found = await self._rows(schema.SELECT_LAST, (self.hall,))
        self._head = Head(*found[0]) if found else EMPTY
        return self._head

    async def noted(self) -> Noted:
        head, seal = [await self._rows(schema.SELECT_META, (name,)) for name in ("head", "seal")]
        return Noted(head[0][0] if head else "", seal[0][0] if seal else "")

    async def read(self, after_seq: int = 0, until: int | None = None) -> AsyncIterator[tuple[Row, ...]]:
        end = (await self.last()).seq if until is None else until
        while after_seq < end:
            found = await self._rows(schema.SELECT_ROWS, (self.hall, after_seq, end, READ_CHUNK))
            if not found:
                return
            yield tuple(map(Row._make, found))
            after_seq = found[-1][1]

    async def requests(self, after_seq: int, until: int) -> dict[str, str]:
        return dict(await self._rows(schema.SELECT_REQUESTS, (self.hall, after_seq, until)))

    async def probe(self) -> None:
        # Pages are really asked for: an empty transaction would never notice a full disk.
        await self._write([(schema.SET_META, [(PROBE, "probe")]), (schema.SET_META, [("", "probe")])])

    async def save_snapshot(self, part: SnapshotPart) -> None:
        columns = (self.hall, part.seq, part.digest, part.part, part.parts, part.body, part.checksum)
        await self._write(
            [
                (schema.DELETE_PART, [(self.hall, part.seq, part.part)]),
                (schema.INSERT_PART, [columns]),
            ]
        )

    async def snapshots(self) -> tuple[int, ...]:
        return tuple(row[0] for row in await self._rows(schema.SELECT_SNAPSHOTS, (self.hall,)))

    async def load_snapshot(self, seq: int) -> tuple[SnapshotPart, ...]:
        return tuple(map(SnapshotPart._make, await self._rows(schema.SELECT_PARTS, (self.hall, seq))))

    async def forget_snapshots(self, before_seq: int) -> None:
        await self._write([(schema.FORGET_SNAPSHOTS, [(self.hall, before_seq)])])

    async def acks(self) -> dict[str, int]:
        return dict(await self._rows(schema.SELECT_ACKS, (self.hall,)))

    async def people(self) -> tuple[PersonRow, ...]:
        return tuple(map(PersonRow._make, await self._rows(schema.SELECT_PEOPLE, ())))

    async def restoration(self) -> str:
        found = await self._rows(schema.SELECT_META, ("restored",))
        return found[0][0] if found else ""

    async def end_restoration(self) -> None:
        await self._write([(schema.DELETE_META, [("restored",)])])

    async def close(self) -> None:
        try:
            await self._db.close()
        finally:
            self._lock.release()

    async def _write(self, steps: Steps) -> None:
        with _faults_at(self._path):
            await self._db.executemany(TRANSACTION, steps)

    async def _rows(self, sql: str, parameters: tuple[object, ...]) -> list[Any]:
        with _faults_at(self._path):
            return list(await self._db.execute_fetchall(sql, parameters))


def _locked(path: Path) -> tuple[Path, JournalLock]:
    """Return the file's one true name and the lock on it. Done once, before the server serves anybody."""
    with _faults_at(path):
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        if restoring_mark(path).exists():
            raise StoreFault(f"{path}: a restore was cut off half way; run queue-server restore again")
        # Before SQLite makes it readable for everybody: the people's last digits are in there.
        path.touch(mode=0o600)
        return path, JournalLock(path)


@contextmanager
def _faults_at(path: Path) -> Iterator[None]:
    """Turn what the disk or the database says into a ``StoreFault`` that names the file."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
        advice = f"; {DAMAGED_ADVICE}" if code in DAMAGED else ""
        raise StoreFault(f"{path}: {error}{advice}") from error
