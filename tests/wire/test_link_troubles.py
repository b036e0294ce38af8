"""The link in trouble: no server, a busy one, a rude one; what it tells, how long it asks, how it returns."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import ServerConnection, serve

from queue_server.runtime.doorstep import at_once, at_work, until
from queue_server.vocabulary import ItemCode, RequestId, Role
from queue_server.wire import codec
from queue_server.wire.client import UNANSWERED_MAX, HallLink, LinkDown, LinkLost
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Busy, Done, Skipped, Snapshot
from queue_server.wire.greeting import WIRE_VERSION, Hello, Rejected, Welcome

HELLO = Hello(version=WIRE_VERSION, role=Role.KIOSK, name="K1")
WELCOME = Welcome(WIRE_VERSION, "e", 1, 1_000_000, 480)
Handler = Callable[[ServerConnection], Awaitable[None]]


def take(n: int) -> TakeTicket:
    return TakeTicket(request=RequestId(f"t{n}"), item=ItemCode("I1"))


def link_to(port: int, told: list[tuple[str, str]] | None = None) -> HallLink:
    """Return a link that comes back at once and notes what it tells."""
    notes = told if told is not None else []
    return HallLink(
        f"ws://127.0.0.1:{port}/", HELLO, delays=at_once, rejected_s=0.01,
        tell=lambda level, reason: notes.append((level, reason)),
    )  # fmt: skip


@asynccontextmanager
async def rude_server(handler: Handler) -> AsyncIterator[int]:
    """Run a server that is not ours; yield its port."""
    async with serve(handler, "127.0.0.1", 0, close_timeout=0.1) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def welcomes(socket: ServerConnection, welcome: Welcome = WELCOME) -> None:
    await socket.recv()
    await socket.send(codec.encode(welcome), text=True)


async def test_without_a_server_a_request_ends_and_the_first_failure_warns() -> None:
    async with rude_server(welcomes) as port:
        pass
    told: list[tuple[str, str]] = []
    async with at_work(link_to(port, told)) as link:
        with pytest.raises(LinkDown, match="no answer"):
            await link.request(take(1), timeout_s=0.05)
        await until(lambda: len(told) >= 3)
        assert not link.is_connected
        assert link.hall_now_ms() == 0
    assert [level for level, _ in told[:3]] == ["warning", "debug", "debug"]
    assert "refused" in told[0][1] or "connect" in told[0][1].lower()


async def test_busy_is_asked_again_with_the_same_id() -> None:
    asked: list[str] = []

    async def busy_twice(socket: ServerConnection) -> None:
        await welcomes(socket)
        async for data in socket:
            said = codec.decode_spoken(Role.KIOSK, data)
            assert isinstance(said, TakeTicket)
            asked.append(said.request)
            answer = Busy(said.request) if len(asked) < 3 else Done(said.request, 7, number="A001")
            await socket.send(codec.encode(answer), text=True)

    async with rude_server(busy_twice) as port, at_work(link_to(port)) as link:
        answer = await link.request(take(1))
        assert isinstance(answer, Done)
        assert asked == ["t1", "t1", "t1"]


async def test_the_same_request_asked_twice_at_once_gets_one_answer() -> None:
    async def slowly(socket: ServerConnection) -> None:
        await welcomes(socket)
        await socket.recv()
        await asyncio.sleep(0.02)
        await socket.send(codec.encode(Done(RequestId("t1"), 7, number="A001")), text=True)
        await socket.wait_closed()

    async with rude_server(slowly) as port, at_work(link_to(port)) as link:
        await until(lambda: link.is_connected)
        async with asyncio.TaskGroup() as tasks:
            first, second = (tasks.create_task(link.request(take(1))) for _ in range(2))
        assert first.result() == second.result()


async def test_so_many_requests_may_be_unanswered() -> None:
    async with rude_server(welcomes) as port:
        link = link_to(port)
        async with asyncio.TaskGroup() as tasks:
            waiting = [tasks.create_task(link.request(take(n), timeout_s=0.2)) for n in range(UNANSWERED_MAX)]
            await asyncio.sleep(0)
            with pytest.raises(LinkDown, match="unanswered"):
                await link.request(take(1000))
            for task in waiting:
                task.cancel()


@pytest.mark.parametrize(
    "first_word",
    [Skipped(3), Snapshot(1, 0, ()), Rejected("token", "no"), None],
    ids=["skipped", "snapshot", "rejected", "junk"],
)
async def test_a_server_that_does_not_welcome_is_left_and_tried_again(first_word: object) -> None:
    visits = 0

    async def rude(socket: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        await socket.recv()
        word = codec.encode(first_word) if first_word else b"{"  # type: ignore[arg-type]  # a message
        await socket.send(word, text=True)

    async with rude_server(rude) as port, at_work(link_to(port)) as link:
        lost = await link.next_event()
        assert isinstance(lost, LinkLost)
        assert lost.code == ("token" if isinstance(first_word, Rejected) else "")
        await until(lambda: visits >= 3)


async def test_who_greeted_too_late_is_not_refused_and_comes_back_soon() -> None:
    """A machine under load may greet late: half a minute of silence would be a kiosk without numbers."""
    visits = 0

    async def hurried(socket: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        if visits > 1:
            await welcomes(socket)
            await socket.wait_closed()
        await socket.send(codec.encode(Rejected("late", "no greeting came")), text=True)

    async with rude_server(hurried) as port:
        link = HallLink(f"ws://127.0.0.1:{port}/", HELLO, delays=at_once, rejected_s=1_000)
        async with at_work(link):
            lost = await link.next_event()
            assert isinstance(lost, LinkLost)
            assert lost.code == ""
            await until(lambda: link.is_connected)


async def test_it_tells_when_it_is_back() -> None:
    visits = 0

    async def second_time(socket: ServerConnection) -> None:
        nonlocal visits
        visits += 1
        if visits < 3:
            return
        await welcomes(socket)
        await socket.wait_closed()

    told: list[tuple[str, str]] = []
    async with rude_server(second_time) as port, at_work(link_to(port, told)) as link:
        await until(lambda: link.is_connected)
        assert told[-1] == ("info", "back after 2 failures")


async def test_the_halls_time_moves_on_at_the_halls_speed() -> None:
    async def fast(socket: ServerConnection) -> None:
        await welcomes(socket, Welcome(WIRE_VERSION, "e", 1, 1_000_000, 480, speed=600.0))
        await socket.wait_closed()

    async with rude_server(fast) as port, at_work(link_to(port)) as link:
        await until(lambda: link.is_connected)
        first = link.hall_now_ms()
        assert first >= 1_000_000
        await until(lambda: link.hall_now_ms() > first + 3000)
