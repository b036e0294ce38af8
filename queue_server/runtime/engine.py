"""The one writer: it takes commands, and tells nobody anything before it is on disk.

::

    submit ──▶ inbox (bounded: Busy) ──▶ stamp, decide, evolve ──▶ ONE transaction ──▶ answer, publish
                     ▲                                                  │ while it runs,
                     └────────── the next batch gathers by itself ──────┘ no timer needed

While a batch is on its way to disk the room is ahead of it. Who wants to look at the room does so in
``on_committed`` or through ``read``; both happen only when memory and disk agree.
A failed commit throws memory away: it is read anew from the journal, and nothing is accepted until a
write has been proved to work again.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import structlog

from queue_server.clock import Clock
from queue_server.errors import StoreFault
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import Outlook
from queue_server.hall.room import HallRoom
from queue_server.runtime.answers import Answerer
from queue_server.runtime.board_acks import BoardAcks
from queue_server.runtime.codes import subkey
from queue_server.runtime.finishing import finish
from queue_server.runtime.inbox import AnyAnswer, Envelope, Hear, Inbox, Pending, waiter
from queue_server.runtime.limits import USUAL, Limits, trouble_delays_ms
from queue_server.runtime.live import Live, Pressed, recorded_of
from queue_server.runtime.people import DAY_MS, People
from queue_server.runtime.publisher import CommittedBatch, Publisher
from queue_server.runtime.recovery import check_end, recover
from queue_server.runtime.requests import RefusalGate, asked_digest
from queue_server.runtime.rooms import Rooms
from queue_server.runtime.snapshots import Snapshotter
from queue_server.runtime.work import Desk, Work
from queue_server.store.chain import Head, seal_of
from queue_server.store.journal import Batch, Journal
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.plan import UNWATCHED, SupervisionPlan
from queue_server.supervision.timing import Touch
from queue_server.wire.from_server import Busy, Faulted

__all__ = ["CommittedBatch", "Engine", "Limits"]

T = TypeVar("T")

NOTHING = Batch()
"""A batch that needs no disk."""
STOPPING = "the server is stopping"
ACKS_WITHIN_S = 0.1
"""A hundred boards say within a few ms that they have shown a call: one flush for all of them."""

log = structlog.stdlib.get_logger("queue_server.engine")


class Engine:
    """The single writer of one hall's journal."""

    def __init__(
        self,
        journal: Journal,
        hall: Hall,
        clock: Clock,
        secret: bytes,
        *,
        public_url: str = "",
        limits: Limits = USUAL,
        supervision: SupervisionPlan = UNWATCHED,
        outlook: Outlook | None = None,
        delays: Callable[[], Iterator[int]] = trouble_delays_ms,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._limits = limits
        self._delays = delays
        self._asked_key = subkey(secret, "asked")
        self._seal_key = subkey(secret, "seal")
        self._snapshot_key = subkey(secret, "snapshot")
        self._answerer = Answerer(hall, secret, public_url)
        self._people = People(subkey(secret, "people"), limits.people_days)
        self.book = Handbook(supervision, hall)
        self._touch = Touch(self.book)
        gate, of_hall = RefusalGate(limits.refusals_per_minute), (journal.hall, self.book, self._touch)
        self._desk = Desk(hall, self._answerer, self._people, gate, *of_hall, outlook)
        self._inbox = Inbox(limits.inbox_max)
        every, keep = limits.snapshot_every, max(limits.replay_at_least, limits.requests_from)
        self._snapshotter = Snapshotter(journal, every, keep, self._snapshot_key)
        self._publisher = Publisher()
        self._acks = BoardAcks()
        self._live = Live(self._answerer, Rooms.empty(hall))
        self._is_at_rest = False
        self._purge_due_ms = 0
        self._day = ""
        self._trouble = "the server is starting"
        self.pressed: Mapping[str, Pressed] = {}
        """Actor -> the last press on a serial line that was on disk at the start."""

    # --- for the rest of the server ------------------------------------------------------------------------

    async def submit(self, envelope: Envelope) -> AnyAnswer:
        """Have a command done and return its answer, once it is on disk.

        Harmless to repeat with the same request id; cancelling the caller undoes nothing.
        """
        asked = self._asked(envelope)
        if envelope.request in self._live.earlier:
            known = await self._live.earlier.find(envelope.request, asked)
            if known is not None:
                return known
        answered, hear = waiter()
        self._take_in(envelope, asked, hear)
        return await answered

    def offer(self, envelope: Envelope, hear: Hear) -> bool:
        """As ``submit``, for a caller that goes on: ``hear`` is called with the answer, now or later.

        False when the press was answered before this server's start: ``submit`` has to look that up.
        """
        if envelope.request in self._live.earlier:
            return False
        self._take_in(envelope, self._asked(envelope), hear)
        return True

    def on_committed(self, tell: Callable[[CommittedBatch], None], *, first: bool = False) -> None:
        """Have ``tell`` called after each commit, ``first`` before its answers; ``room`` is at rest."""
        self._publisher.on_committed(tell, first=first)

    def on_trouble(self, tell: Callable[[str], None]) -> None:
        """Have ``tell`` called with what is wrong when writing fails, and with "" when it works again."""
        self._publisher.on_trouble(tell)

    @property
    def room(self) -> HallRoom:
        """The room, to read; in agreement with the disk only in ``on_committed`` and in ``read``."""
        return self._live.rooms.hall

    @property
    def rooms(self) -> Rooms:
        """All rooms, to read like ``room``."""
        return self._live.rooms

    @property
    def head(self) -> Head:
        """The journal's head: everything up to it is on disk and was published."""
        return self._live.head

    @property
    def trouble(self) -> str:
        """What is wrong with writing; empty when nothing is."""
        return self._trouble

    @property
    def waiting(self) -> int:
        """Commands in the inbox."""
        return len(self._inbox)

    @property
    def is_writing(self) -> bool:
        """Whether anything is on its way to the disk."""
        return bool(self._inbox) or not self._is_at_rest

    async def read(self, look: Callable[[HallRoom], T]) -> T:
        """Return ``look(room)`` at the next moment at which memory and disk agree.

        Commands that have come already go before it: whoever looks is never in such a hurry.
        """
        if self._is_at_rest and not self._inbox:
            return look(self.room)
        return await self._publisher.look_later(look)

    def heard(self, board: str, n: int) -> None:
        """A board has shown every announcement up to ``n``; written with the next batch, or soon."""
        if self._acks.heard(board, n):
            self._inbox.ring_within(ACKS_WITHIN_S)

    def heard_until(self, board: str) -> int:
        """Return the last announcement this board is known to have shown; 0 for a new board."""
        return self._acks.heard_until(board)

    async def start(self) -> None:
        """Read everything from the journal. ``StoreFault`` or ``BrokenJournal`` when that is impossible."""
        await self._reload()
        await check_end(self._journal, self._live.head, self._seal_key)
        self._acks.load(await self._journal.acks())
        behind_ms = self.room.state.at_ms - self._clock.now_ms()
        if behind_ms > 0:
            log.warning("clock_behind_journal", behind_ms=behind_ms)
        self._trouble, self.pressed = "", self._live.pressed

    async def run(self) -> None:
        """Write until cancelled; ``start`` first unless that was done. The commit under way is completed."""
        if self._trouble:
            await self.start()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._snapshotter.run())
                tasks.create_task(self._write_forever())
        finally:
            self._trouble = STOPPING
            self._reject(self._inbox.take_now())
            self._log_head()

    # --- taking commands -----------------------------------------------------------------------------------

    def _asked(self, envelope: Envelope) -> str:
        if not envelope.request:
            return ""
        person = self._people.digest_of(envelope.person) if envelope.person is not None else ""
        return asked_digest(self._asked_key, envelope.actor, envelope.command, person)

    def _take_in(self, envelope: Envelope, asked: str, hear: Hear) -> None:
        """Answer what can be answered now; let the rest wait for the writer."""
        request = envelope.request
        if request and (known := self._live.requests.find(request, asked)) is not None:
            hear(known)
        elif self._inbox.join(request, asked, hear):
            return
        elif self._trouble:
            hear(Faulted(request=request, detail=self._trouble))
        elif self._inbox.is_full():
            hear(Busy(request=request))
        else:
            self._inbox.put(Pending(envelope, asked, hear))

    async def _write_forever(self) -> None:
        while True:
            taken = await self._inbox.take(self._limits.batch_max)
            self._is_at_rest = False
            work = Work(self._desk, self._live, max(self._clock.now_ms(), self.room.state.at_ms))
            if self._work_through(work, taken):
                await self._commit(work, taken)
            else:
                await self._fail(taken, "internal error: evolve failed")

    def _work_through(self, work: Work, taken: list[Pending]) -> bool:
        """Decide and evolve everything; False when an event turned out impossible and memory is spoilt."""
        try:
            work.begin()
            for pending in taken:
                work.take(pending)
        except Exception:
            log.exception("evolve_failed", seq=work.head.seq)
            return False
        return True

    # --- making them durable -------------------------------------------------------------------------------

    async def _commit(self, work: Work, taken: list[Pending]) -> None:
        batch = self._batch_of(work)
        if batch == NOTHING:
            self._settle(work)
            return
        fault, was_cancelled = await finish(self._journal.append(batch))
        if fault is None or await self._is_durable(work):
            self._purged(batch)
            self._settle(work)
        else:
            log.error("commit_failed", seq=work.head.seq, detail=str(fault))
            self._acks.put_back(batch.acks)
            if not was_cancelled:
                await self._fail(taken, str(fault))
        if was_cancelled:
            self._reject(taken)
            raise asyncio.CancelledError

    def _batch_of(self, work: Work) -> Batch:
        return Batch(
            rows=tuple(work.rows),
            seal=seal_of(self._seal_key, self._journal.hall, work.head) if work.rows else "",
            people=self._people.take_unsaved(),
            acks=self._acks.take_unsaved(),
            purge_before_ms=work.at_ms if work.at_ms >= self._purge_due_ms else 0,
        )

    def _purged(self, batch: Batch) -> None:
        if batch.purge_before_ms:
            self._people.forget(batch.purge_before_ms)
            self._purge_due_ms = batch.purge_before_ms + DAY_MS

    async def _is_durable(self, work: Work) -> bool:
        """Ask the disk about a commit that failed: it may have become durable before it failed."""
        try:
            return bool(work.rows) and await self._journal.last() == work.head
        except StoreFault:
            return False

    def _settle(self, work: Work) -> None:
        """Memory and disk agree: boards are told first; then who asked; then all others may look."""
        self._live.head = work.head
        for pending, answer, is_recorded in work.replies:
            self._inbox.ended(pending)
            memory = self._live.requests
            memory.keep(pending.envelope.request, pending.asked, answer, is_recorded=is_recorded)
        self._is_at_rest = True
        self._publisher.publish(CommittedBatch(tuple(work.recorded), work.at_ms), work.answer)
        self._publisher.rest(self.room)
        self._snapshotter.offer(self._live.head, self._live.rooms)
        if work.day != self._day and work.rows:
            self._day = work.day
            self._log_head()

    def _log_head(self) -> None:
        """Note the head outside of the journal: it proves later that nothing was cut or rewritten."""
        log.info("journal_head", head=f"{self._live.head.seq}:{self._live.head.digest}")

    # --- in trouble ----------------------------------------------------------------------------------------

    async def _fail(self, taken: list[Pending], detail: str) -> None:
        """Nothing of the batch is on disk: say so, throw memory away, and come back when writing works."""
        self._set_trouble(detail)
        self._reject([*taken, *self._inbox.take_now()])
        is_reloaded, told_seq = False, self._live.head.seq
        for delay_ms in self._delays():
            try:
                if not is_reloaded:
                    await self._reload()
                    await self._publish_found(told_seq)
                    is_reloaded = True
                await self._journal.probe()
                break
            except StoreFault as fault:
                log.warning("still_in_trouble", detail=str(fault), retry_ms=delay_ms)
            await self._clock.sleep_ms(delay_ms)
        self._set_trouble("")

    async def _reload(self) -> None:
        self._live = await recover(self._journal, self._answerer, self._limits, self._snapshot_key)
        self._touch.rearm(self.rooms.supervision, self.room)
        self._people.load(await self._journal.people())
        saved = await self._journal.snapshots()
        self._snapshotter.begin_at(saved[0] if saved else 0)
        self._is_at_rest = True
        self._publisher.rest(self.room)

    async def _publish_found(self, told_seq: int) -> None:
        """Tell of events that the disk kept although it could not say so: a call among them must be heard."""
        rows = [row async for chunk in self._journal.read(told_seq, self._live.head.seq) for row in chunk]
        if rows:
            self._publisher.publish(CommittedBatch(tuple(map(recorded_of, rows)), rows[-1].at_ms))

    def _set_trouble(self, detail: str) -> None:
        self._trouble = detail
        self._publisher.tell_trouble(detail)

    def _reject(self, rejected: list[Pending]) -> None:
        self._inbox.reject(rejected, self._trouble or STOPPING)
