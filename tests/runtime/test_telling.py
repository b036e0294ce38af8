"""Telling comes to every transport after it is on disk, once, in order; a broken one harms nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from queue_server.clock import ManualClock
from queue_server.hall.commands import SignIn, Tick
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.rehearsal import PLAN, Rehearsal, running
from queue_server.runtime.telling import Logbook, Messenger, Notice, Transport
from queue_server.store.memory import MemoryJournal
from queue_server.supervision.commands import ActOnCard
from queue_server.vocabulary import CardAct, CardId, CardState, RequestId, RuleCode, StaffId, WindowNo
from tests.supervision import watched
from tests.supervision.watched import MANAGER, clock

K1, K2 = CardId("20260302-K001"), CardId("20260302-K002")


class Remembering:
    """Keeps what it was given, and what the journal held then."""

    def __init__(self, journal: MemoryJournal) -> None:
        self._journal = journal
        self.notices: list[Notice] = []
        self.were_on_disk: list[bool] = []

    def carry(self, notice: Notice) -> None:
        self.notices.append(notice)
        self.were_on_disk.append(self._journal.rows[-1].seq >= notice.seq)


class Broken:
    def carry(self, notice: Notice) -> None:
        raise OSError(f"no gateway for {notice.card}")


@asynccontextmanager
async def off_post(*others: Transport) -> AsyncIterator[tuple[Rehearsal, Remembering]]:
    """Run a hall in which S1 signed in at nine and was not heard of until five past half past."""
    journal, hand = MemoryJournal(), ManualClock(clock("9:00"))
    hall = Rehearsal(journal, hand, plan=PLAN, supervision=watched.NO_ATTENDANCE)
    remembering = Remembering(journal)
    Messenger(hall.engine, [*others, remembering])
    async with running(hall):
        await tick(hall)
        await hall.ask(SignIn(WindowNo("01"), StaffId("S1")), "window:01")
        hand.advance_ms(35 * 60_000)
        await tick(hall)
        await asyncio.sleep(0)
        yield hall, remembering


async def tick(hall: Rehearsal) -> None:
    await hall.engine.submit(Envelope(RequestId(""), "clock", Tick()))


async def test_every_telling_is_carried_in_order_once_it_is_on_disk() -> None:
    async with off_post() as (hall, told):
        await hall.engine.submit(hall.envelope(ActOnCard(K2, CardAct.CONFIRM), MANAGER))
        assert [(one.card, one.level, one.about, one.recipients) for one in told.notices] == [
            (K1, "recorded", "raised", ("window:01", "duty")),
            (K2, "yellow", "raised", ("duty",)),
            (K2, "yellow", "confirm", ("staff:S1", "chief:GA", "head:GA")),
        ]
        assert all(told.were_on_disk)
        assert told.notices[-1].state is CardState.TOLD
        assert {one.rule for one in told.notices} == {RuleCode.OFF_POST}


async def test_a_transport_that_fails_keeps_nothing_from_the_others_and_stops_no_hall() -> None:
    async with off_post(Broken()) as (hall, told):
        assert len(told.notices) == 2
        assert hall.engine.trouble == ""


async def test_the_logbook_says_who_was_told_of_what() -> None:
    with capture_logs() as lines:
        async with off_post(Logbook()):
            pass
    said = [one for one in lines if one["event"] == "told"]
    assert [(one["card"], one["level"], one["recipients"]) for one in said] == [
        (K1, "recorded", "window:01 duty"),
        (K2, "yellow", "duty"),
    ]
