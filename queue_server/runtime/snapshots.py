"""Snapshots of the live state, in parts: so that neither encoding nor writing one holds up the hall.

msgspec does not let go of the interpreter while it encodes, so a thread would not help; small parts with a
yield between them do. A snapshot is a convenience: the journal is the truth, and a snapshot that is not whole
or does not fit the journal is passed over.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import TypeVar

import msgspec
import structlog

from queue_server.errors import StoreFault
from queue_server.forecast.learned_state import Durations
from queue_server.hall.state import Announcement, Ticket
from queue_server.reports.follow import Note
from queue_server.runtime.rooms import Rooms, RoomStates
from queue_server.store.chain import Head
from queue_server.store.journal import Journal, SnapshotPart
from queue_server.supervision.state import Measured
from queue_server.vocabulary import ItemCode, TicketId

TICKETS_PER_PART = 500
"""About half a millisecond of encoding and 150 KB of writing."""
LINES_PER_PART = 1_000
"""Announcements, or notes of tickets: a third of the size of a ticket."""
SERVICES_PER_PART = 5
"""The durations of so many items, at most 32 KB each."""

T = TypeVar("T")


class Slice(msgspec.Struct, omit_defaults=True):
    """What a part but for the first one holds: some of what is many."""

    tickets: tuple[Ticket, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    notes: dict[TicketId, Note] = {}
    """Of today's figures."""
    services: dict[ItemCode, list[Measured]] = {}
    """Of supervision."""
    durations: dict[ItemCode, Durations] = {}
    """Of what was learned."""


_encode = msgspec.msgpack.Encoder().encode
_decode_states = msgspec.msgpack.Decoder(RoomStates).decode
_decode_slice: Callable[[bytes], Slice] = msgspec.msgpack.Decoder(Slice).decode

log = structlog.stdlib.get_logger("queue_server.snapshots")


class Frozen:
    """The states at one moment. Little is encoded at once: what is many is immutable or copied, and waits."""

    def __init__(self, head: Head, states: RoomStates, key: bytes) -> None:
        self.head = head
        self._key = key
        self._rest = _encode(_emptied(states))
        self._slices = tuple(_slices(states))
        self.parts = 1 + len(self._slices)

    def part(self, number: int) -> SnapshotPart:
        """Encode one part, from 0."""
        body = _encode(self._slices[number - 1]) if number else self._rest
        seq, digest = self.head
        return SnapshotPart(seq, digest, number, self.parts, body, checksum_of(self._key, digest, body))


def checksum_of(key: bytes, digest: str, body: bytes) -> str:
    """Return what only the holder of the secret can put under a part: who is next is decided from it."""
    return blake2b(digest.encode() + body, key=key, digest_size=16).hexdigest()


def thaw(parts: tuple[SnapshotPart, ...], key: bytes) -> tuple[Head, RoomStates] | None:
    """Return the states of a whole snapshot; None when a part is missing or damaged."""
    if not parts or [part.part for part in parts] != list(range(parts[0].parts)):
        return None
    if any(checksum_of(key, part.digest, part.body) != part.checksum for part in parts):
        return None
    try:
        states = _decode_states(parts[0].body)
        for part in parts[1:]:
            _put_back(states, _decode_slice(part.body))
    except msgspec.DecodeError:
        return None  # written by a server with another state
    return Head(parts[0].seq, parts[0].digest), states


def _emptied(states: RoomStates) -> RoomStates:
    """Return the states without what goes into slices."""
    replace = msgspec.structs.replace
    return RoomStates(
        replace(states.hall, tickets={}, announcements=[]),
        replace(states.supervision, services={}),
        replace(states.today, followed=replace(states.today.followed, tickets={})),
        replace(states.learned, services={}),
    )


def _slices(states: RoomStates) -> Iterator[Slice]:
    """Yield what ``_emptied`` leaves out; what the hall changes in place is copied."""
    for tickets in _cut(states.hall.tickets.values(), TICKETS_PER_PART):
        yield Slice(tickets=tickets)
    for announcements in _cut(states.hall.announcements, LINES_PER_PART):
        yield Slice(announcements=announcements)
    for notes in _cut(states.today.followed.tickets.items(), LINES_PER_PART):
        yield Slice(notes=dict(notes))
    for services in _cut(states.supervision.services.items(), SERVICES_PER_PART):
        yield Slice(services={item: measured.copy() for item, measured in services})
    for durations in _cut(states.learned.services.items(), SERVICES_PER_PART):
        yield Slice(durations={item: _copied(kept) for item, kept in durations})


def _cut(many: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    whole = tuple(many)
    return (whole[start : start + size] for start in range(0, len(whole), size))


def _copied(durations: Durations) -> Durations:
    return msgspec.structs.replace(durations, kept=bytearray(durations.kept))


def _put_back(states: RoomStates, held: Slice) -> None:
    states.hall.tickets.update((ticket.id, ticket) for ticket in held.tickets)
    states.hall.announcements.extend(held.announcements)
    states.today.followed.tickets.update(held.notes)
    states.supervision.services.update(held.services)
    states.learned.services.update(held.durations)


class Snapshotter:
    """Writes a snapshot every ``every`` events, more seldom when the hall is full. One at a time; what comes
    meanwhile waits for the next."""

    def __init__(self, journal: Journal, every: int, keep_events: int, key: bytes) -> None:
        self._journal = journal
        self._key = key
        self._every = every
        self._keep_events = keep_events
        self._frozen: Frozen | None = None
        self._due_seq = every
        self._bell = asyncio.Event()

    def begin_at(self, seq: int) -> None:
        """Count from here: the newest snapshot, or the journal's beginning."""
        self._due_seq = seq + self._every

    def offer(self, head: Head, rooms: Rooms) -> None:
        """Take a snapshot now if one is due. Called between two batches only."""
        if head.seq < self._due_seq or self._frozen is not None:
            return
        self._frozen = Frozen(head, rooms.states, self._key)
        self._due_seq = head.seq + max(self._every, len(rooms.hall.state.tickets))
        self._bell.set()

    async def run(self) -> None:
        """Write what was taken, until cancelled. A disk in trouble costs a snapshot, nothing else."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            if self._frozen is not None:
                await self._write(self._frozen)
            self._frozen = None

    async def _write(self, frozen: Frozen) -> None:
        try:
            for number in range(frozen.parts):
                await self._journal.save_snapshot(frozen.part(number))
            await self._forget_old(frozen.head.seq)
        except StoreFault as fault:
            log.warning("snapshot_failed", seq=frozen.head.seq, detail=str(fault))
        else:
            log.info("snapshot_saved", seq=frozen.head.seq, parts=frozen.parts)

    async def _forget_old(self, seq: int) -> None:
        # One more than recovery needs stays, in case the first choice turns out damaged.
        useful = [saved for saved in await self._journal.snapshots() if saved <= seq - self._keep_events]
        if len(useful) > 1:
            await self._journal.forget_snapshots(useful[1])
