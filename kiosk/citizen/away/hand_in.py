"""The worker that settles with the hall: the block first, then each away ticket in its order, one at a time.

It holds no widget: it tells. After each new run of the server it claims its block anew and hands in all of
today's tickets again: that is how a server restored from a backup gets back what it never knew.
"""

import asyncio
from collections.abc import Callable

from kiosk.citizen.away.clock import day_of
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.records import HandedIn, Issued, Leased
from kiosk.citizen.away.store import NotKept
from kiosk.screenkit.link import Answer, Link
from queue_server.clock import Clock
from queue_server.vocabulary import RequestId, TicketId
from queue_server.wire.client import LinkDown
from queue_server.wire.from_kiosk import HandInTicket, LeaseNumbers, ReportPaper
from queue_server.wire.from_server import Done, Faulted, Refused

AGAIN_MS = 2_000
"""How soon what was not taken is tried again."""


class HandIn:
    """``tell`` hears of each change: a block, a ticket taken, or all of them."""

    def __init__(
        self,
        link: Link,
        desk: AwayDesk,
        clock: Clock,
        request_ids: Callable[[], RequestId],
        tell: Callable[[], object],
    ) -> None:
        self._link, self._desk, self._clock, self._new_id = link, desk, clock, request_ids
        self._tell = tell
        self._woken = asyncio.Event()
        self._claimed_at = ""
        """The epoch in which the block was claimed."""
        self._papers: dict[TicketId, str] = {}
        self._patience: asyncio.Timeout | None = None
        """Of what is asked now; it ends with the conversation."""

    @property
    def is_settled(self) -> bool:
        """Whether the hall has all that this kiosk issued."""
        return self._due() is None

    def wake(self) -> None:
        """Look again: the hall is back, or a number was issued."""
        self._woken.set()

    def lost(self) -> None:
        """The conversation has ended: ask no further what was asked in it.

        A link says again what was not answered, first of all. To a server that was restored meanwhile that
        would be a later number before the earlier ones, and those would wait from its time.
        """
        if self._patience is not None:
            self._patience.reschedule(0)

    def paper(self, ticket: TicketId, fault: str) -> bool:
        """Keep how the paper of a ticket fared until the ticket is handed in; False where it is already."""
        is_waiting = any(
            one.ticket == ticket and ticket not in self._desk.store.kept.handed_in
            for one in self._desk.store.kept.issued
        )
        if is_waiting:
            self._papers[ticket] = fault
        return is_waiting

    async def run(self) -> None:
        """Settle whenever there is something to settle, until cancelled."""
        while True:
            self._woken.clear()
            while self._link.is_connected and self._wants_something():
                if not await self._step():
                    await self._clock.sleep_ms(AGAIN_MS)
            self._tell()
            await self._woken.wait()

    def _wants_something(self) -> bool:
        return self._claimed_at != self._link.epoch or not self.is_settled

    def _due(self) -> Issued | None:
        """Return the ticket to hand in next; None where the hall has all."""
        now_ms = self._link.hall_now_ms()
        return self._desk.store.kept.due(self._link.epoch, day_of(now_ms) if now_ms else "")

    async def _step(self) -> bool:
        """Settle one thing; return whether it is settled."""
        try:
            if self._claimed_at != self._link.epoch:
                return await self._claim()
            due = self._due()
            return due is None or await self._hand_in(due)
        except LinkDown:
            return False
        except NotKept as error:
            self._desk.tell("error", str(error))
            return False
        finally:
            self._tell()

    async def _claim(self) -> bool:
        kept, epoch = self._desk.store.kept, self._link.epoch
        claim = LeaseNumbers(self._new_id(), kept.holder, kept.lease.first, kept.lease.last)
        answer = await self._ask(claim)
        if isinstance(answer, Faulted):
            return False
        self._desk.lease(_lease_of(answer))
        if isinstance(answer, Refused):
            self._desk.tell("warning", f"no numbers while the server is away: {answer.code} {answer.facts}")
        self._claimed_at = epoch
        return True

    async def _hand_in(self, one: Issued) -> bool:
        epoch = self._link.epoch
        answer = await self._ask(hand_in_of(one))
        if isinstance(answer, Faulted):
            return False
        refusal = f"{answer.code}" if isinstance(answer, Refused) else ""
        if refusal:
            self._desk.tell("error", f"away number {one.number} of {one.day} is refused: {answer}")
        # Answered by one run, counted for another: not counted, and so handed in again.
        is_same = epoch == self._link.epoch
        self._desk.store.append(HandedIn(one.ticket, epoch if is_same else "", refusal))
        if not refusal and (fault := self._papers.pop(one.ticket, None)) is not None:
            await self._link.request(ReportPaper(self._new_id(), one.ticket, fault))
        return True

    async def _ask(self, message: LeaseNumbers | HandInTicket) -> Answer:
        """Return the answer given in this conversation. ``LinkDown`` when it ended before."""
        try:
            async with asyncio.timeout(None) as self._patience:
                return await self._link.request(message)
        except TimeoutError:
            raise LinkDown("the conversation ended before the answer") from None
        finally:
            self._patience = None


def hand_in_of(one: Issued) -> HandInTicket:
    """Return the hand-in: the same request for ever, so that a repeat is the same press."""
    return HandInTicket(
        RequestId(f"away-{one.day}-{one.number}-{one.holder}"),
        holder=one.holder,
        number=one.number,
        day=one.day,
        ordinal=one.ordinal,
        item=one.item,
        klass=one.klass,
        reason=one.reason,
        language=one.language,
        wants_paper=one.wants_paper,
        issued_ms=one.issued_ms,
        within_ms=one.within_ms,
    )


def _lease_of(answer: Answer) -> Leased:
    """Return the block; an empty one where the hall leases none."""
    match answer:
        case Done(lease=lease) if lease is not None:
            return Leased(lease.mark, lease.first, lease.last, lease.key, lease.public_url)
        case _:
            return Leased()
