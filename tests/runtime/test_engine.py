"""The writer: answers after the disk, first answers to repeated requests, bounds, what it tells whom."""

import asyncio
from collections.abc import Callable

import pytest

from queue_server.errors import StoreFault
from queue_server.hall import commands as c
from queue_server.hall.decide import decide
from queue_server.hall.events import CommandRefused, TicketIssued
from queue_server.runtime.engine import CommittedBatch, Limits
from queue_server.runtime.inbox import AnyAnswer
from queue_server.runtime.rehearsal import ITEM, STAFF, Rehearsal, running
from queue_server.store.journal import Batch
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import ItemCode, RefusalCode, WindowNo
from queue_server.wire.from_server import Busy, Done, Faulted, Refused


class SlowJournal(MemoryJournal):
    """A disk whose commits wait until they are let through."""

    def __init__(self) -> None:
        super().__init__()
        self.may_commit = asyncio.Event()
        self.batches: list[Batch] = []
        self.began = asyncio.Event()

    async def append(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.began.set()
        await self.may_commit.wait()
        await super().append(batch)


def done(answer: AnyAnswer) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def number_of(answer: AnyAnswer) -> str:
    return done(answer).number


async def until(is_so: Callable[[], bool]) -> None:
    """Let the loop run until the condition holds."""
    for _ in range(10_000):
        if is_so():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to be so")


async def test_a_ticket_is_answered_with_everything_on_it(hall: Rehearsal) -> None:
    answer = done(await hall.take(request="q"))
    slip = answer.slip
    assert slip is not None
    assert (answer.request, answer.number, slip.number, slip.ahead, slip.area) == (
        "q",
        "A001",
        "A001",
        0,
        "L1",
    )
    assert slip.windows == ("01", "02")
    assert slip.link == f"https://hall.example/t/{slip.code}"


async def test_the_answer_waits_for_the_disk() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(hall.take())
        await journal.began.wait()
        await asyncio.sleep(0)
        assert not asking.done()
        journal.may_commit.set()
        assert number_of(await asking) == "A001"


async def test_while_one_batch_is_written_the_next_one_gathers() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        tasks.create_task(hall.take())
        await journal.began.wait()
        for _ in range(20):
            tasks.create_task(hall.take())
        await until(lambda: hall.engine.waiting == 20)
        journal.may_commit.set()
    assert [sum(row.kind == "ticket_issued" for row in batch.rows) for batch in journal.batches] == [1, 20]


async def test_one_more_than_the_inbox_holds_is_busy() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal, limits=Limits(inbox_max=3))) as hall, asyncio.TaskGroup() as tasks:
        tasks.create_task(hall.take())
        await journal.began.wait()
        asking = [tasks.create_task(hall.take()) for _ in range(3)]
        await until(lambda: hall.engine.waiting == 3)
        assert isinstance(await hall.take(request="late"), Busy)
        journal.may_commit.set()
        assert [number_of(await task) for task in asking] == ["A002", "A003", "A004"]
        assert number_of(await hall.take(request="late")) == "A005"


async def test_a_repeated_request_gets_its_first_answer_and_has_one_effect(hall: Rehearsal) -> None:
    first = await hall.take(request="q")
    await hall.take()
    assert await hall.take(request="q") == first
    assert number_of(await hall.take()) == "A003"


async def test_a_request_repeated_while_it_is_written_joins_the_first() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(hall.take(request="q")) for _ in range(3)]
        await journal.began.wait()
        asking.append(tasks.create_task(hall.take(request="q")))
        await asyncio.sleep(0)
        journal.may_commit.set()
    assert {number_of(task.result()) for task in asking} == {"A001"}
    assert hall.engine.waiting == 0


async def test_a_request_id_used_for_something_else_is_refused(hall: Rehearsal) -> None:
    await hall.take(request="q")
    other_actor = await hall.ask(c.TakeTicket(ITEM), "kiosk:K2", "q")
    other_command = await hall.take(request="q", item=ItemCode("I2"))
    for answer in (other_actor, other_command):
        assert isinstance(answer, Refused)
        assert (answer.request, answer.code) == ("q", RefusalCode.NOT_YOUR_RIGHT)
        assert answer.facts == {"why": "request_id_used"}


async def test_a_terminal_may_repeat_its_sign_in_under_its_new_name(hall: Rehearsal) -> None:
    command = c.SignIn(WindowNo("01"), STAFF)
    first = await hall.ask(command, "window:01", "q")
    assert await hall.ask(command, "window:01/S1", "q") == first


async def test_a_refusal_is_recorded_and_repeated(hall: Rehearsal, journal: MemoryJournal) -> None:
    first = await hall.take(request="q", item=ItemCode("nothing"))
    assert isinstance(first, Refused)
    assert first.code is RefusalCode.UNKNOWN_ITEM
    assert [row.kind for row in journal.rows] == ["day_opened", "command_refused"]
    assert await hall.take(request="q", item=ItemCode("nothing")) == first
    assert len(journal.rows) == 2


async def test_a_flood_of_refused_commands_is_answered_but_not_written(journal: MemoryJournal) -> None:
    async with running(Rehearsal(journal, limits=Limits(refusals_per_minute=5))) as hall:
        answers = [await hall.take(item=ItemCode("nothing")) for _ in range(20)]
        assert [type(answer) for answer in answers] == [Refused] * 5 + [Busy] * 15
        refused = [row for row in journal.rows if row.kind == "command_refused"]
        assert len(refused) == 5
        await hall.ask(c.TakeTicket(ItemCode("nothing")), "kiosk:K2")
        assert journal.rows[-1].actor == "kiosk:K2"
        hall.clock.advance_ms(60_000)
        await hall.take(item=ItemCode("nothing"))
        assert len(journal.rows) == 1 + 5 + 2


async def test_no_press_is_refused_and_carried_out_after_a_restart(journal: MemoryJournal) -> None:
    limits = Limits(refusals_per_minute=2)
    async with running(Rehearsal(journal, limits=limits)) as hall:
        await hall.sign_in()
        first = [await hall.call(request=f"press-{n}") for n in range(4)]
        await hall.take()
    assert [type(answer) for answer in first] == [Refused, Refused, Busy, Busy]
    async with running(Rehearsal(journal, limits=limits)) as hall:
        assert [await hall.call(request=f"press-{n}") for n in (0, 1)] == first[:2]
        assert isinstance(await hall.call(request="press-3"), Done)


async def test_every_commit_is_told_after_it_is_on_disk(hall: Rehearsal, journal: MemoryJournal) -> None:
    told: list[CommittedBatch] = []
    hall.engine.on_committed(told.append)
    hall.engine.on_committed(lambda batch: assert_on_disk(journal, hall, batch))
    await hall.take()
    await hall.take(item=ItemCode("nothing"))
    events = [entry.event for batch in told for entry in batch.recorded]
    assert [type(event) for event in events][1:] == [TicketIssued, CommandRefused]
    assert [entry.seq for batch in told for entry in batch.recorded] == [1, 2, 3]
    assert told[-1].seq == hall.engine.head.seq == 3


def assert_on_disk(journal: MemoryJournal, hall: Rehearsal, batch: CommittedBatch) -> None:
    assert journal.rows[-1].seq == batch.seq == hall.engine.room.state.seq


async def test_a_listener_with_a_bug_harms_nobody(hall: Rehearsal) -> None:
    told: list[int] = []

    def broken(_batch: CommittedBatch) -> None:
        raise RuntimeError("a bug")

    hall.engine.on_committed(broken)
    hall.engine.on_committed(lambda batch: told.append(batch.seq))
    assert number_of(await hall.take()) == "A001"
    assert told == [2]


async def test_a_reader_sees_only_what_is_on_disk() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        assert await hall.engine.read(lambda room: len(room.state.tickets)) == 0
        tasks.create_task(hall.take())
        await journal.began.wait()
        reading = tasks.create_task(hall.engine.read(lambda room: (room.state.seq, len(journal.rows))))
        await asyncio.sleep(0)
        assert not reading.done()
        journal.may_commit.set()
        assert await reading == (2, 2)


async def test_a_caller_who_goes_away_cancels_nothing() -> None:
    journal = SlowJournal()
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(hall.take(request="q"))
        staying = tasks.create_task(hall.take(request="q"))
        await journal.began.wait()
        asking.cancel()
        await asyncio.sleep(0)
        journal.may_commit.set()
        assert number_of(await staying) == "A001"
        assert await hall.take(request="q") == staying.result()


async def test_stopping_completes_the_commit_under_way_and_rejects_the_rest() -> None:
    journal = SlowJournal()
    hall = Rehearsal(journal)
    await hall.engine.start()
    async with asyncio.TaskGroup() as tasks:
        writer = tasks.create_task(hall.engine.run())
        first = tasks.create_task(hall.take())
        await journal.began.wait()
        late = tasks.create_task(hall.take())
        await until(lambda: hall.engine.waiting == 1)
        writer.cancel()
        await asyncio.sleep(0)
        journal.may_commit.set()
    assert number_of(first.result()) == "A001"
    assert isinstance(late.result(), Faulted)
    assert isinstance(await hall.take(), Faulted)


async def test_time_never_runs_backwards_in_the_journal(hall: Rehearsal, journal: MemoryJournal) -> None:
    await hall.take()
    hall.clock.advance_ms(-3_600_000)
    await hall.take()
    times = [row.at_ms for row in journal.rows]
    assert times == sorted(times)


async def test_a_board_is_remembered_by_what_it_has_shown(hall: Rehearsal, journal: MemoryJournal) -> None:
    assert hall.engine.heard_until("board-A") == 0
    hall.engine.heard("board-A", 4)
    hall.engine.heard("board-A", 2)
    await hall.take()
    assert hall.engine.heard_until("board-A") == 4
    assert await journal.acks() == {"board-A": 4}


async def test_a_command_with_a_bug_behind_it_is_a_fault_for_its_sender_alone(
    hall: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decide_or_die(room: object, hall_: object, command: object, *rest: object) -> object:
        if isinstance(command, c.CallNext):
            raise ZeroDivisionError
        return original(room, hall_, command, *rest)

    original: Callable[..., object] = decide
    monkeypatch.setattr("queue_server.hall.decide.decide", decide_or_die)
    assert isinstance(await hall.call(), Faulted)
    assert number_of(await hall.take()) == "A001"


async def test_an_engine_without_a_readable_journal_does_not_start() -> None:
    class Unreadable(MemoryJournal):
        async def people(self) -> tuple[()]:
            raise StoreFault("hall.db: disk I/O error")

    with pytest.raises(StoreFault, match="disk I/O error"):
        await Rehearsal(Unreadable()).engine.start()
