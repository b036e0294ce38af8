"""Hostile clients harm nobody: each is tried beside a good kiosk, which must go on taking tickets."""

import asyncio
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from queue_server.config import Listen
from queue_server.runtime.doorstep import (
    QUICK,
    UNHURRIED,
    Doorstep,
    at_work,
    config_of,
    doorstep,
    greet,
    heard,
    until,
)
from queue_server.runtime.listener import FRAME_BYTES_MAX
from queue_server.runtime.rehearsal import ITEM
from queue_server.runtime.seat import Bounds
from queue_server.vocabulary import RequestId, Role, TicketId
from queue_server.wire import codec
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_board import Heard
from queue_server.wire.from_kiosk import HandInTicket, LeaseNumbers, TakeTicket
from queue_server.wire.from_manager import PostNotice
from queue_server.wire.from_rating import RateService
from queue_server.wire.from_server import Busy, Done, Refused
from queue_server.wire.from_window import CallNext
from queue_server.wire.greeting import Rejected, Welcome
from queue_server.wire.reference import example
from queue_server.wire.session import Rates

TIGHT = Bounds(full_bytes=1024, window_bytes_max=4096, answers_bytes_max=8192, slow_s=0.05)


async def is_served(kiosk: HallLink) -> bool:
    answer = await kiosk.request(TakeTicket(request=new_request_id(), item=ITEM))
    return isinstance(answer, Done)


@asynccontextmanager
async def beside_a_good_kiosk(
    bounds: Bounds | None = None, rates: Rates = UNHURRIED, **more: float
) -> AsyncIterator[tuple[Doorstep, HallLink]]:
    """Run a hall with a good kiosk that is served before and after the block."""
    async with (
        doorstep(bounds=bounds, rates=rates, pace=QUICK, **more) as door,  # type: ignore[arg-type]  # times
        at_work(door.link(Role.KIOSK, "good")) as kiosk,
    ):
        assert await is_served(kiosk)
        yield door, kiosk
        assert await is_served(kiosk)


async def last_word(socket: ClientConnection) -> Rejected | None:
    """Read until the server closes; return why, if it said why."""
    rejected = None
    try:
        while True:
            word = await heard(socket)
            rejected = word if isinstance(word, Rejected) else rejected
    except ConnectionClosed:
        return rejected


@pytest.mark.parametrize(
    "junk",
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"[[[[[[[[[[" * 200,
        b'{"type":"hello"}',
        b'{"type":"nonsense"}',
        b'{"type":"hello","version":1,"role":"emperor","name":"x"}',
        b'{"type":"hello","version":"1","role":"kiosk","name":"x"}',
        b'{"type":"hello","version":1,"role":"kiosk","name":"' + b"x" * 100 + b'"}',
        b'{"type":"kiosk.take_ticket","request":"r"}',
        b"null",
        "汉字".encode(),
    ],
)
async def test_junk_instead_of_a_greeting_is_closed(junk: bytes) -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await socket.send(junk)
        rejected = await last_word(socket)
        assert rejected is not None
        assert rejected.code == "protocol"


@pytest.mark.parametrize("size", [codec.HELLO_BYTES_MAX + 1, 60_000, 300_000])
async def test_a_huge_frame_is_closed(size: int) -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await socket.send("x" * size)
        assert await last_word(socket) is None or size <= FRAME_BYTES_MAX


async def test_a_huge_frame_of_a_client_in_role_is_closed() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await greet(socket, Role.KIOSK, "K9")
        await socket.send(b'{"type":"kiosk.take_ticket","request":"' + b"x" * 5000 + b'"}', text=True)
        rejected = await last_word(socket)
        assert rejected is not None
        assert "5" in rejected.detail


async def test_a_client_that_never_greets_is_closed() -> None:
    async with beside_a_good_kiosk(greeting_s=0.02) as (door, _), door.stranger() as socket:
        rejected = await last_word(socket)
        assert rejected is not None
        assert rejected.code == "late"


async def test_a_half_open_client_is_found_by_the_heartbeat() -> None:
    async with (
        beside_a_good_kiosk(heartbeat_s=0.05) as (door, _),
        door.stranger(ping_interval=None, close_timeout=0) as socket,
    ):
        await greet(socket, Role.BOARD, "dead")
        socket.transport.pause_reading()
        await until(lambda: door.listener.audience.seat(Role.BOARD, "dead") is None)


@pytest.mark.parametrize("role", [Role.BOARD, Role.WALL, Role.WINDOW, Role.MANAGER, Role.KIOSK])
async def test_a_slow_reader_is_cut_and_its_buffer_stays_bounded(role: Role) -> None:
    async with (
        beside_a_good_kiosk(TIGHT) as (door, kiosk),
        door.stranger(ping_interval=None, close_timeout=0, max_queue=1) as socket,
        at_work(door.link(Role.MANAGER, "good")) as manager,
    ):
        socket.transport.get_extra_info("socket").setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 1024)
        await greet(socket, role, "01")
        slow = door.listener.audience.seat(role, "01")
        assert slow is not None
        socket.transport.pause_reading()
        most, n = 0, 0
        while slow.is_open:
            n += 1
            assert n < 2000
            await manager.request(PostNotice(request=new_request_id(), zh=f"{n}" + "通" * 3000))
            most = max(most, slow.buffered_bytes)
        assert await is_served(kiosk)
        assert most < 200_000


async def test_a_window_terminal_may_not_take_tickets_and_a_kiosk_may_not_call() -> None:
    async with beside_a_good_kiosk() as (door, _):
        for role, name, said in (
            (Role.WINDOW, "01", TakeTicket(request=RequestId("a"), item=ITEM)),
            (Role.KIOSK, "K9", CallNext(request=RequestId("b"))),
            (Role.BOARD, "B9", TakeTicket(request=RequestId("c"), item=ITEM)),
            (Role.WALL, "W9", CallNext(request=RequestId("d"))),
            (Role.MANAGER, "M9", CallNext(request=RequestId("e"))),
            (Role.RATING, "02", CallNext(request=RequestId("f"))),
            (Role.WINDOW, "02", RateService(RequestId("g"), TicketId("20260302-A001"), 5)),
        ):
            async with door.stranger() as socket:
                assert isinstance(await greet(socket, role, name), Welcome)
                await socket.send(codec.encode(said), text=True)
                rejected = await last_word(socket)
                assert rejected is not None
                assert rejected.code == "protocol"
        assert len(door.rehearsal.engine.room.state.tickets) == 1


async def test_a_second_greeting_is_closed() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await greet(socket, Role.KIOSK, "K9")
        await socket.send(b'{"type":"hello","version":1,"role":"manager","name":"M"}', text=True)
        rejected = await last_word(socket)
        assert rejected is not None
        assert rejected.code == "protocol"


async def test_a_replayed_request_has_one_effect() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await greet(socket, Role.KIOSK, "K9")
        said = codec.encode(TakeTicket(request=RequestId("same"), item=ITEM))
        numbers = set()
        for _ in range(20):
            await socket.send(said, text=True)
        for _ in range(20):
            while not isinstance(word := await heard(socket), Done):
                pass
            numbers.add(word.number)
        assert numbers == {"A002"}


async def test_anothers_request_id_is_refused() -> None:
    async with beside_a_good_kiosk() as (door, kiosk), door.stranger() as socket:
        await kiosk.request(TakeTicket(request=RequestId("mine"), item=ITEM))
        await greet(socket, Role.KIOSK, "thief")
        await socket.send(codec.encode(TakeTicket(request=RequestId("mine"), item=ITEM)), text=True)
        while not isinstance(word := await heard(socket), Refused | Done):
            pass
        assert isinstance(word, Refused)


async def test_a_flood_is_read_slowly_while_others_are_served() -> None:
    now_s = asyncio.get_running_loop().time
    async with beside_a_good_kiosk(rates=Rates(kiosk=50)) as (door, kiosk), door.stranger() as socket:
        began_s = now_s()
        await greet(socket, Role.KIOSK, "flood")
        async with asyncio.TaskGroup() as tasks:
            flooding = tasks.create_task(_flood(socket))
            for _ in range(20):
                assert await is_served(kiosk)
            flooding.cancel()
        socket.transport.abort()
        flooded = len(door.rehearsal.engine.room.state.tickets) - 21
        assert flooded <= 101 + 50 * (now_s() - began_s)


async def _flood(socket: ClientConnection) -> None:
    n = 0
    while True:
        n += 1
        await socket.send(codec.encode(TakeTicket(request=RequestId(f"f{n}"), item=ITEM)), text=True)


async def test_more_commands_than_may_wait_are_answered_busy() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await greet(socket, Role.KIOSK, "many")
        session_full = 0
        for n in range(400):
            await socket.send(codec.encode(TakeTicket(request=RequestId(f"m{n}"), item=ITEM)), text=True)
        answers = 0
        while answers < 400:
            word = await heard(socket)
            session_full += isinstance(word, Busy)
            answers += isinstance(word, Busy | Done)
        assert len(door.rehearsal.engine.room.state.tickets) + session_full == 401


async def test_a_board_that_heard_what_nobody_said_is_closed() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        await greet(socket, Role.BOARD, "liar")
        await socket.send(codec.encode(Heard(10**6)), text=True)
        assert await last_word(socket) is not None
        assert door.rehearsal.engine.heard_until("liar") == 0


async def test_a_storm_of_quick_connections_is_survived() -> None:
    async with beside_a_good_kiosk() as (door, kiosk):

        async def come_and_go(turn: int) -> None:
            for n in range(40):
                _, writer = await asyncio.open_connection("127.0.0.1", door.listener.port)
                writer.write((b"", b"\r\n\r\n", b"GET / HTTP/1.1\r\n", b"\x16\x03\x01\xff")[(turn + n) % 4])
                writer.transport.abort()

        async with asyncio.TaskGroup() as tasks:
            for turn in range(25):
                tasks.create_task(come_and_go(turn))
            for _ in range(10):
                assert await is_served(kiosk)


async def test_connections_beyond_the_bound_are_turned_away() -> None:
    config = config_of(listen=Listen(port=0, clients_max=2))
    async with doorstep(config) as door, at_work(door.link(Role.KIOSK, "good")) as kiosk:
        assert await is_served(kiosk)
        async with door.stranger() as second, door.stranger() as third:
            assert isinstance(await greet(second, Role.BOARD, "B1"), Welcome)
            rejected = await greet(third, Role.BOARD, "B2")
            assert isinstance(rejected, Rejected)
            assert rejected.code == "busy"
        assert await is_served(kiosk)


@pytest.mark.parametrize("word", ['"stars":1000000000000000000000000000000', '"stars":-1'])
async def test_a_number_that_no_hall_can_mean_is_no_word_of_the_wire(word: str) -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        assert isinstance(await greet(socket, Role.RATING, "01", window="01"), Welcome)
        await socket.send('{"type":"rating.rate_service","request":"r","ticket":"t",' + word + "}")
        rejected = await last_word(socket)
        assert rejected is not None
        assert (rejected.code, "stars" in rejected.detail) == ("protocol", True)


@pytest.mark.parametrize("word", [LeaseNumbers, HandInTicket])
async def test_a_store_of_another_form_is_told_what_fits_and_nothing_is_written(
    word: type[LeaseNumbers | HandInTicket],
) -> None:
    identity = "110105194912310021"
    said = msgspec.structs.replace(example(word), holder=identity)
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        assert isinstance(await greet(socket, Role.KIOSK, "K9"), Welcome)
        await socket.send(codec.encode(said), text=True)
        rejected = await last_word(socket)
        assert rejected is not None
        assert (rejected.code, "$.holder" in rejected.detail) == ("protocol", True)
        assert identity not in rejected.detail
        assert not door.rehearsal.engine.room.state.leases


async def test_an_appointment_past_every_calendar_is_no_word_of_the_wire() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        assert isinstance(await greet(socket, Role.MANAGER, "M1"), Welcome)
        book = '{"type":"manager.book_appointment","request":"r","code":"C","item":"I1","slot_ms":%d}'
        await socket.send(book % 2**63)
        rejected = await last_word(socket)
        assert rejected is not None
        assert rejected.code == "protocol"
