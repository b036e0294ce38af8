"""From disk to memory: a fitting snapshot, then the journal from there on. The journal is the truth.

Not the newest snapshot is taken but the newest that leaves ``Limits.replay_at_least`` events to replay: what
clients repeat at once is answered from memory. Requests of before are found again by ``Earlier``.
"""

import asyncio
import hmac
from functools import partial

import structlog

from queue_server.errors import BrokenJournal, StoreFault
from queue_server.runtime.answers import Answerer
from queue_server.runtime.earlier import Earlier
from queue_server.runtime.garbage import uncollected
from queue_server.runtime.limits import Limits
from queue_server.runtime.live import Live
from queue_server.runtime.requests import RequestMemory
from queue_server.runtime.rooms import Rooms
from queue_server.runtime.snapshots import thaw
from queue_server.store.chain import Head, noted_of, seal_of
from queue_server.store.journal import READ_CHUNK, Journal

ADVICE = "run queue-server verify, and put back journal and secret from the backup"

BESIDE_A_HALL_AT_WORK = 32
"""Rows replayed at once while commands wait: a millisecond or less."""

log = structlog.stdlib.get_logger("queue_server.recovery")


async def recover(journal: Journal, answerer: Answerer, limits: Limits, snapshot_key: bytes) -> Live:
    """Return memory as the disk has it. ``StoreFault``: unreadable; ``BrokenJournal``: changed."""
    head = await journal.last()
    live = await _from_snapshot(journal, answerer, head.seq - limits.replay_at_least, snapshot_key)
    start = live.head
    known_from = max(0, head.seq - limits.requests_from)
    if start.seq > known_from:
        asked_of = await journal.requests(known_from, start.seq)
        live.earlier = Earlier(asked_of, partial(_remake, journal, answerer, known_from, start, snapshot_key))
    live.answers_after = known_from
    with uncollected():
        await _replay(journal, live, head)
    log.info("recovered", seq=head.seq, digest=head.digest, snapshot=start.seq, day=live.rooms.hall.state.day)
    return live


async def _replay(journal: Journal, live: Live, head: Head, at_once: int = READ_CHUNK) -> None:
    """Take in what follows, up to ``head``, in slices that let others run."""
    async for rows in journal.read(live.head.seq, head.seq):
        for start in range(0, len(rows), at_once):
            live.replay(rows[start : start + at_once])
            await asyncio.sleep(0)
    live.close_request()
    if live.head != head:
        raise StoreFault(f"the journal ends at event {live.head.seq}, {head.seq} expected")


async def _remake(
    journal: Journal, answerer: Answerer, known_from: int, until: Head, snapshot_key: bytes
) -> RequestMemory:
    """Return the answers of all requests after ``known_from`` up to ``until``; a snapshot vouches for it."""
    live = await _from_snapshot(journal, answerer, known_from, snapshot_key)
    live.answers_after = known_from
    await _replay(journal, live, until, BESIDE_A_HALL_AT_WORK)
    return live.requests


async def check_end(journal: Journal, head: Head, seal_key: bytes) -> None:
    """Refuse to go on after an end that was not written so: the next batch would seal the forgery.

    ``BrokenJournal`` when events were cut off, added, or sealed by another secret.
    """
    noted = await journal.noted()
    if noted.head != noted_of(head):
        raise BrokenJournal(
            head.seq, f"the last one, though the end was noted as {noted.head or 'empty'}; {ADVICE}"
        )
    seal = seal_of(seal_key, journal.hall, head) if noted.head else ""
    if not hmac.compare_digest(seal, noted.seal):
        raise BrokenJournal(head.seq, f"not sealed by this hall's secret; {ADVICE}")


async def _from_snapshot(journal: Journal, answerer: Answerer, at_most: int, snapshot_key: bytes) -> Live:
    for seq in await journal.snapshots():
        if seq > at_most:
            continue
        thawed = thaw(await journal.load_snapshot(seq), snapshot_key)
        if thawed is not None and await _fits(journal, thawed[0]):
            return Live(answerer, Rooms.from_states(answerer.hall, thawed[1]), thawed[0])
        log.warning("snapshot_ignored", seq=seq, why="damaged, not whole, or not of this journal")
    return Live(answerer, Rooms.empty(answerer.hall))


async def _fits(journal: Journal, head: Head) -> bool:
    async for rows in journal.read(head.seq - 1, head.seq):
        return rows[-1].digest == head.digest
    return False
