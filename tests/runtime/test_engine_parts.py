"""The engine's small parts, each alone: inbox, publisher, board acknowledgements, finishing, patience."""

import asyncio

import pytest

from queue_server.errors import StoreFault
from queue_server.hall.commands import Tick
from queue_server.hall.room import HallRoom
from queue_server.runtime.board_acks import BoardAcks
from queue_server.runtime.finishing import finish
from queue_server.runtime.inbox import AnyAnswer, Envelope, Inbox, Pending
from queue_server.runtime.limits import BOARDS_MAX, trouble_delays_ms
from queue_server.runtime.publisher import Publisher
from queue_server.vocabulary import RequestId
from queue_server.wire.from_server import Busy


def pending() -> Pending:
    return Pending(Envelope(RequestId("q"), "clock", Tick()), "asked")


async def test_the_inbox_gives_what_waits_in_order_and_no_more_than_asked() -> None:
    inbox = Inbox(3)
    sent = [pending() for _ in range(3)]
    for one in sent:
        inbox.put(one)
    assert inbox.is_full()
    assert await inbox.take(2) == sent[:2]
    assert await inbox.take(2) == sent[2:]
    assert len(inbox) == 0


async def test_an_empty_inbox_waits_until_it_is_rung() -> None:
    inbox = Inbox(3)
    async with asyncio.TaskGroup() as tasks:
        taking = tasks.create_task(inbox.take(5))
        await asyncio.sleep(0)
        assert not taking.done()
        inbox.ring_within(0)
        assert await taking == []


def test_everybody_hears_the_answer_also_after_one_who_fails_to() -> None:
    def fail(_: AnyAnswer) -> None:
        raise ValueError

    one, heard = pending(), list[AnyAnswer]()
    one.hearers += [heard.append, fail, heard.append]
    one.answer(Busy(request=RequestId("q")))
    assert heard == [Busy(request=RequestId("q"))] * 2


async def test_a_look_waits_for_rest_and_a_cancelled_one_is_skipped() -> None:
    publisher = Publisher()
    looked: list[HallRoom] = []
    kept = publisher.look_later(lambda room: room.state.seq)
    publisher.look_later(looked.append).cancel()
    publisher.rest(HallRoom.empty())
    assert await kept == 0
    assert looked == []


async def test_a_look_with_a_bug_is_its_readers_own() -> None:
    publisher = Publisher()
    broken = publisher.look_later(lambda room: 1 // room.state.seq)
    sound = publisher.look_later(lambda room: room.state.seq)
    publisher.rest(HallRoom.empty())
    assert await sound == 0
    with pytest.raises(ZeroDivisionError):
        await broken


def test_acknowledgements_only_grow_and_are_bounded() -> None:
    acks = BoardAcks()
    assert acks.heard("a", 2)
    assert not acks.heard("a", 1)
    for n in range(BOARDS_MAX):
        acks.heard(f"board-{n}", 1)
    assert not acks.heard("one-too-many", 1)
    assert acks.heard("a", 3)
    assert acks.heard_until("one-too-many") == 0


def test_acknowledgements_that_were_not_written_come_again() -> None:
    acks = BoardAcks()
    acks.heard("a", 2)
    acks.heard("b", 1)
    taken = acks.take_unsaved()
    acks.heard("a", 5)
    acks.put_back(taken)
    assert dict(acks.take_unsaved()) == {"a": 5, "b": 1}
    assert acks.take_unsaved() == ()


async def test_begun_work_is_finished_although_its_caller_was_cancelled() -> None:
    may_end, ended = asyncio.Event(), []

    async def work() -> None:
        await may_end.wait()
        ended.append(True)

    async with asyncio.TaskGroup() as tasks:
        finishing = tasks.create_task(finish(work()))
        await asyncio.sleep(0)
        for _ in range(3):
            finishing.cancel()
            await asyncio.sleep(0)
        assert not finishing.done()
        may_end.set()
        assert await finishing == (None, True)
    assert ended == [True]


async def test_a_fault_is_handed_back_and_a_bug_is_raised() -> None:
    fault = StoreFault("disk full")

    async def fail(error: Exception) -> None:
        raise error

    assert await finish(fail(fault)) == (fault, False)
    with pytest.raises(ZeroDivisionError):
        await finish(fail(ZeroDivisionError()))


def test_the_waits_in_trouble_grow_to_ten_seconds() -> None:
    delays = trouble_delays_ms()
    assert [next(delays) for _ in range(7)] == [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]
