"""Coming back: announcements once and in order whatever breaks; documents and answers as if nothing had."""

import asyncio
import random
import socket as sockets

import pytest

from queue_server.config import Listen
from queue_server.hall import commands as c
from queue_server.runtime.doorstep import Doorstep, at_work, config_of, doorstep, greet, heard, until
from queue_server.runtime.rehearsal import ITEM, Rehearsal
from queue_server.runtime.seat import Bounds
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import CallKind, RequestId, Role, WindowNo
from queue_server.wire.client import HallLink, LinkLost, LinkUp
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced, Delta, Done, Skipped, Snapshot
from queue_server.wire.greeting import Welcome
from queue_server.wire.mirror import Mirror


async def call_many(door: Doorstep, times: int) -> None:
    """Make announcements: call, and call again for a no-show."""
    rehearsal = door.rehearsal
    await rehearsal.sign_in("01")
    for _ in range(times):
        await rehearsal.take()
        await rehearsal.call("01")
        await rehearsal.ask(c.MarkNoShow(WindowNo("01")), "window:01")


async def call_many_more(door: Doorstep) -> None:
    await door.rehearsal.take()
    await door.rehearsal.call("01")


async def hear(link: HallLink, heard_numbers: list[int], to: int) -> None:
    """Read announcements, acknowledging each, until the one numbered ``to``."""
    while not heard_numbers or heard_numbers[-1] < to:
        event = await link.next_event()
        if isinstance(event, Announced):
            heard_numbers.append(event.n)
            await link.heard(event.n)


@pytest.mark.parametrize("seed", range(6))
async def test_every_announcement_is_heard_once_in_order_over_random_disconnections(seed: int) -> None:
    chance = random.Random(seed)
    heard_numbers: list[int] = []
    cuts = 0

    async def trouble(door: Doorstep) -> None:
        nonlocal cuts
        while not heard_numbers or heard_numbers[-1] < 40:
            seat = door.listener.audience.seat(Role.BOARD, "B1")
            if seat is not None and chance.random() < 0.3:
                cuts += 1
                seat.cut() if chance.random() < 0.5 else seat.end("slow", "by lot")
            await asyncio.sleep(chance.random() * 0.004)

    async with doorstep() as door, at_work(door.link(Role.BOARD, "B1")) as board:
        assert isinstance(await board.next_event(), LinkUp)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(trouble(door))
            tasks.create_task(call_many(door, 40))
            tasks.create_task(hear(board, heard_numbers, 40))
    assert heard_numbers == list(range(1, 41))
    assert cuts > 0


async def test_a_restarted_board_goes_on_after_what_it_acknowledged() -> None:
    async with doorstep() as door:
        await call_many(door, 5)
        numbers: list[int] = []
        async with at_work(door.link(Role.BOARD, "B1")) as first:
            await hear(first, numbers, 3)
            await until(lambda: door.rehearsal.engine.heard_until("B1") == 3)
        again: list[int] = []
        async with at_work(door.link(Role.BOARD, "B1")) as second:
            await hear(second, again, 5)
        assert again == [4, 5]


async def test_what_a_board_acknowledged_outlives_the_server() -> None:
    journal = MemoryJournal()
    async with doorstep(rehearsal=Rehearsal(journal)) as door:
        await call_many(door, 4)
        async with at_work(door.link(Role.BOARD, "B1")) as board:
            await hear(board, [], 4)
            await until(lambda: door.listener.audience.lag_of_boards() == {"B1": 0})
        await door.rehearsal.take()  # the acknowledgement is written with the next batch at the latest
    async with doorstep(rehearsal=Rehearsal(journal)) as door, door.stranger() as socket:
        welcome = await greet(socket, Role.BOARD, "B1")
        assert isinstance(welcome, Welcome)
        assert welcome.announcement == 4


async def test_a_board_of_another_journal_acknowledges_no_more_than_this_one_told() -> None:
    async with doorstep() as door:
        await call_many(door, 2)
        async with at_work(door.link(Role.BOARD, "B1")) as board:
            await hear(board, [], 2)
            await board.heard(40)  # spoken late, of a journal that is no more
            await call_many_more(door)
            await hear(board, [], 3)
            assert board.is_connected
            await until(lambda: door.listener.audience.lag_of_boards() == {"B1": 0})


@pytest.mark.parametrize("role", [Role.WINDOW, Role.RATING])
async def test_a_replaced_screen_of_a_window_stays_away_until_somebody_wants_it(role: Role) -> None:
    async with doorstep() as door:
        old, new = (door.link(role, "01", window="01") for _ in range(2))
        async with at_work(old), at_work(new):
            await until(lambda: new.is_connected and not old.is_connected)
            seen = [await old.next_event() for _ in range(1)]
            while not any(isinstance(event, LinkLost) for event in seen):
                seen.append(await old.next_event())
            for _ in range(20):
                await asyncio.sleep(0.005)
                assert not old.is_connected
            old.come_back()
            await until(lambda: old.is_connected and not new.is_connected)


async def test_a_board_that_was_away_is_told_which_calls_still_stand() -> None:
    async with doorstep() as door:
        await call_many(door, 2)
        await door.rehearsal.take()
        await door.rehearsal.call("01")
        async with door.stranger() as socket:
            await greet(socket, Role.BOARD, "B1", announcement=1)
            told = [await heard(socket) for _ in range(3)]
            calls = [(one.n, one.is_current) for one in told if isinstance(one, Announced)]
            assert calls == [(2, False), (3, True)]


async def test_a_restarted_board_is_given_its_last_calls_to_show() -> None:
    async with doorstep() as door:
        await call_many(door, 5)
        async with at_work(door.link(Role.BOARD, "B1")) as first:
            await hear(first, [], 5)
            await until(lambda: door.rehearsal.engine.heard_until("B1") == 5)
        async with door.stranger() as socket:
            await greet(socket, Role.BOARD, "B1")
            snapshot = await heard(socket)
            assert isinstance(snapshot, Snapshot)
            assert [one.n for one in snapshot.recent] == [1, 2, 3, 4, 5]
            assert not any(one.is_current for one in snapshot.recent)


@pytest.mark.parametrize("role", [Role.BOARD, Role.WALL])
async def test_a_board_that_reads_late_is_told_every_announcement_and_the_newest_state(role: Role) -> None:
    bounds = Bounds(full_bytes=2000, slow_s=60)
    async with doorstep(bounds=bounds) as door, door.stranger(ping_interval=None, max_queue=1) as socket:
        await greet(socket, role, "B1")
        seat = door.listener.audience.seat(role, "B1")
        assert seat is not None
        socket.transport.pause_reading()
        # A size of our own: the kernel's would grow later, and take in what makes the seat full.
        raw = socket.transport.get_extra_info("socket")
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 16 * 1024)
        notices = 0
        while not seat.pending:
            notices += 1
            await door.rehearsal.ask(c.PostNotice("通" * 3000 + str(notices)), "manager:M1")
        await call_many(door, 10)
        assert seat.is_full
        mirror = Mirror()
        socket.transport.resume_reading()
        numbers: list[int] = []
        while getattr(mirror.docs.get("queue/A"), "issued", 0) < 10 or (
            role is Role.BOARD and len(numbers) < 10
        ):
            match await heard(socket):
                case Snapshot() as snapshot:
                    mirror.snapshot(snapshot)
                case Delta() as delta:
                    mirror.delta(delta)
                case Announced() as announced:
                    assert mirror.announced(announced)
                    numbers.append(announced.n)
        assert numbers == (list(range(1, 11)) if role is Role.BOARD else [])
        assert mirror.docs["hall"].notices[0].zh.endswith(f"通{notices}")  # type: ignore[union-attr]  # the hall's
        assert door.listener.audience.seat(role, "B1") is seat


async def test_a_withdrawn_call_is_announced_as_such() -> None:
    async with doorstep() as door, door.stranger() as socket:
        await greet(socket, Role.BOARD, "B1")
        await door.rehearsal.sign_in("01")
        await door.rehearsal.take()
        await door.rehearsal.call("01")
        await door.rehearsal.ask(c.UndoStep(WindowNo("01")), "window:01")
        kinds: list[CallKind] = []
        while len(kinds) < 2:
            word = await heard(socket)
            kinds += [word.kind] if isinstance(word, Announced) else []
        assert kinds == [CallKind.NEXT, CallKind.WITHDRAWN]


async def test_a_new_board_is_shown_the_last_calls_and_a_leap_is_told() -> None:
    async with doorstep() as door:
        await call_many(door, 20)
        state = door.rehearsal.engine.room.state
        del state.announcements[:-3]  # what a hall of a few thousand announcements looks like
        async with door.stranger() as socket:
            welcome = await greet(socket, Role.BOARD, "B1")
            assert isinstance(welcome, Welcome)
            assert welcome.announcement == 8
            assert isinstance(await heard(socket), Snapshot)
            assert await heard(socket) == Skipped(17)
            last = [await heard(socket) for _ in range(3)]
            assert [one.n for one in last if isinstance(one, Announced)] == [18, 19, 20]


async def test_a_board_that_was_away_at_a_leap_is_shown_what_lies_before_it() -> None:
    async with doorstep() as door:
        await call_many(door, 3)
        await door.rehearsal.ask(c.GoOnAfterRestore(skip=50), "restore", "restore-1")
        async with door.stranger() as socket:
            await greet(socket, Role.BOARD, "B1", epoch="of the server before", announcement=1)
            assert isinstance(await heard(socket), Snapshot)
            missed = [await heard(socket) for _ in range(2)]
            assert [one.n for one in missed if isinstance(one, Announced)] == [2, 3]
            assert await heard(socket) == Skipped(100_003)
            await call_many_more(door)
            while not isinstance(word := await heard(socket), Announced):
                assert isinstance(word, Delta)
            assert word.n == 100_004


async def test_a_client_of_the_same_epoch_is_sent_only_what_changed() -> None:
    async with doorstep() as door:
        async with door.stranger() as socket:
            welcome = await greet(socket, Role.KIOSK, "K1")
            assert isinstance(welcome, Welcome)
            first = await heard(socket)
            assert isinstance(first, Snapshot)
        await door.rehearsal.take()
        async with door.stranger() as socket:
            await greet(socket, Role.KIOSK, "K1", epoch=welcome.epoch, seq=first.seq + 1)
            delta = await heard(socket)
            assert isinstance(delta, Delta)
            assert "queue/A" in {doc.key for doc in delta.docs}
            assert "item/I1" not in {doc.key for doc in delta.docs}


@pytest.mark.parametrize("resume", [{"epoch": "another"}, {"epoch": "", "seq": 5}, {"seq": 10**9}])
async def test_a_client_of_another_epoch_is_sent_everything(resume: dict[str, object]) -> None:
    async with doorstep() as door, door.stranger() as socket:
        await door.rehearsal.take()
        known = {"epoch": door.listener.audience.epoch, "seq": 1} | resume
        await greet(socket, Role.KIOSK, "K1", **known)
        assert isinstance(await heard(socket), Snapshot)


async def test_a_request_is_answered_although_its_connection_was_lost() -> None:
    async with doorstep() as door, at_work(door.link(Role.KIOSK, "K1")) as kiosk:
        while not kiosk.is_connected:
            await kiosk.next_event()
        answers = []
        for touch in range(10):
            async with asyncio.TaskGroup() as tasks:
                asking = tasks.create_task(
                    kiosk.request(TakeTicket(request=RequestId(f"t{touch}"), item=ITEM))
                )
                await asyncio.sleep(0)
                seat = door.listener.audience.seat(Role.KIOSK, "K1")
                if seat is not None:
                    seat.cut()
            answers.append(asking.result())
        numbers = [answer.number for answer in answers if isinstance(answer, Done)]
        assert numbers == [f"A{touch:03d}" for touch in range(1, 11)]
        assert len(door.rehearsal.engine.room.state.tickets) == 10


async def test_the_link_outlives_the_server_and_the_mirror_is_right_again() -> None:
    journal = MemoryJournal()
    async with doorstep(rehearsal=Rehearsal(journal)) as door:
        port = door.listener.port
        link = door.link(Role.WALL, "W")
        async with at_work(link):
            while "hall" not in link.docs:
                await link.next_event()
    config = config_of(listen=Listen(port=port))
    async with doorstep(config, rehearsal=Rehearsal(journal)) as door, at_work(link):
        await door.rehearsal.take()
        while getattr(link.docs.get("queue/A"), "waiting", 0) != 1:
            await link.next_event()
