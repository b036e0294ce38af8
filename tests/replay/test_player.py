"""The player is a writer that writes nothing: events happen by the clock, whatever is asked is refused."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.clock import ManualClock
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.replay.player import Player, batches_of, beginning_ms, instant_of
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.past import PastDay, read_past_day
from queue_server.runtime.rehearsal import MORNING_MS, PLAN, Rehearsal, running
from queue_server.runtime.writer import Committed, Writer
from queue_server.store.sqlite import SqliteJournal
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.plan import UNWATCHED
from queue_server.supervision.room import SupervisionRoom
from queue_server.vocabulary import ItemCode, RefusalCode, RequestId
from queue_server.wire.from_server import Refused

BOOK = Handbook(UNWATCHED, Hall(PLAN))


@pytest.fixture
async def past(tmp_path: Path) -> PastDay:
    """Three numbers a minute apart, then a call."""
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    async with running(Rehearsal(journal)) as hall:
        await hall.ask(c.Tick(), "clock")
        hall.clock.advance_ms(3_600_000)
        for _ in range(3):
            await hall.take()
            hall.clock.advance_ms(60_000)
        await hall.sign_in()
        await hall.call()
    await journal.close()
    return read_past_day(tmp_path / "hall.db", "20260302")


FIRST_MS = MORNING_MS + 3_600_000


def test_a_replay_begins_with_what_there_is_to_see(past: PastDay) -> None:
    assert past.recorded[0].at_ms == MORNING_MS
    assert beginning_ms(past) == FIRST_MS
    assert instant_of(past, 10 * 60 + 20) == FIRST_MS
    assert beginning_ms(past._replace(recorded=past.recorded[:1])) == MORNING_MS


async def test_each_batch_happens_at_its_instant_and_once(past: PastDay) -> None:
    clock = ManualClock(FIRST_MS - 1)
    player: Player = Player(past, clock, FIRST_MS - 1, BOOK)
    writer: Writer = player
    told: list[tuple[int, int]] = []

    def tell(batch: Committed) -> None:
        told.append((clock.now_ms(), len(batch.recorded)))

    writer.on_committed(tell)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(player.play())
        await asyncio.sleep(0)
        assert told == []
        for _ in range(5):
            clock.advance_ms(60_000)
            for _ in range(5):
                await asyncio.sleep(0)
        await player.is_over.wait()
    assert [at_ms // 60_000 for at_ms, _ in told] == sorted(at_ms // 60_000 for at_ms, _ in told)
    assert sum(count for _, count in told) == len(past.recorded) - 1
    assert player.room.state.announced == 1


async def test_what_was_before_the_beginning_has_happened_silently(past: PastDay) -> None:
    player = Player(past, ManualClock(FIRST_MS + 90_000), FIRST_MS + 90_000, BOOK)
    assert await player.read(lambda room: len(room.state.tickets)) == 2


async def test_how_well_the_forecasts_of_that_day_did_is_seen_again(past: PastDay) -> None:
    told = e.FirstForecast(1, FIRST_MS, 7, "", 0, 120_000, 0, 1, 4, 240_000)
    recorded = tuple(
        replace(one, event=replace(one.event, wait=told)) if isinstance(one.event, e.TicketIssued) else one
        for one in past.recorded
    )
    day = past._replace(recorded=recorded)
    begun = Player(day, ManualClock(FIRST_MS + 90_000), FIRST_MS + 90_000, BOOK)
    assert [(one.foretold, one.judged) for one in begun.rooms.today.forecasts().values()] == [(2, 0)]
    over = Player(day, ManualClock(FIRST_MS + 600_000), FIRST_MS + 600_000, BOOK)
    (found,) = over.rooms.today.forecasts().values()
    assert (found.foretold, found.judged, found.held) == (3, 1, 1)
    assert (found.error_ms, found.bias_ms, found.naive_error_ms) == (60_000, -60_000, 60_000)


async def test_everything_that_is_asked_is_refused_and_changes_nothing(past: PastDay) -> None:
    player = Player(past, ManualClock(FIRST_MS), FIRST_MS, BOOK)
    envelope = Envelope(RequestId("r1"), "kiosk:K1", c.TakeTicket(ItemCode("I1")))
    answer = await player.submit(envelope)
    assert answer == Refused(RequestId("r1"), RefusalCode.REPLAY, {"day": "2026-03-02"})
    assert player.room.state.tickets == {}


async def test_what_boards_have_shown_is_remembered_in_memory(past: PastDay) -> None:
    player = Player(past, ManualClock(FIRST_MS), FIRST_MS, BOOK)
    assert player.heard_until("B1") == 0
    player.heard("B1", 7)
    player.heard("B1", 5)
    assert player.heard_until("B1") == 7
    assert (player.trouble, player.waiting) == ("", 0)


def test_events_of_other_rooms_are_left_out() -> None:
    class Elsewhere:
        pass

    own = e.Recorded(1, 5, "clock", "", e.DayOpened("20260302"))
    strange = e.Recorded(2, 5, "clock", "", Elsewhere())  # type: ignore[arg-type]  # not the hall's
    batches = list(batches_of([own, strange, e.Recorded(3, 6, "clock", "", e.NoticePosted("停电"))]))
    assert [batch.recorded[0].seq for batch in batches] == [1, 3]


async def test_a_notice_at_the_end_is_in_memory_alone(past: PastDay) -> None:
    player = Player(past, ManualClock(FIRST_MS), FIRST_MS, BOOK)
    before = player.room.state.seq
    player.post_notice("完", "over")
    assert player.room.state.notice_zh == "完"
    assert player.room.state.seq == before


def test_an_unplayed_day_is_an_empty_hall() -> None:
    nothing = PastDay("20260302", HallRoom.empty(), (), 480, SupervisionRoom())
    assert Player(nothing, ManualClock(), 0, BOOK).room.state.tickets == {}
