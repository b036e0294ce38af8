"""Connections that nobody knows yet: bounded in number, in bytes and in pings, beside a good kiosk."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.exceptions import ConnectionClosed, InvalidMessage

from queue_server.config import Listen
from queue_server.runtime.doorstep import Doorstep, at_work, config_of, doorstep, greet
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import Welcome
from tests.wire.test_hostile import beside_a_good_kiosk, is_served


@asynccontextmanager
async def a_narrow_door(
    monkeypatch: pytest.MonkeyPatch, silent_s: float
) -> AsyncIterator[tuple[Doorstep, HallLink]]:
    """Run a hall with room for three clients and five strangers, and a good kiosk that is served already."""
    monkeypatch.setattr("queue_server.runtime.connections.STRANGERS_MAX", 5)
    monkeypatch.setattr("queue_server.runtime.connections.SILENT_S", silent_s)
    config = config_of(listen=Listen(port=0, clients_max=3))
    async with doorstep(config) as door, at_work(door.link(Role.KIOSK, "good")) as kiosk:
        assert await is_served(kiosk)
        yield door, kiosk


async def test_strangers_who_only_connect_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_narrow_door(monkeypatch, silent_s=1e9) as (door, kiosk):
        idle = [await asyncio.open_connection("127.0.0.1", door.listener.port) for _ in range(8)]
        with pytest.raises((ConnectionClosed, InvalidMessage, OSError, EOFError)):
            async with door.stranger() as socket:
                await greet(socket, Role.BOARD, "B1")
        assert await is_served(kiosk)
        for _, writer in idle:
            writer.transport.abort()


async def test_the_longest_silent_stranger_gives_way_to_somebody_who_greets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with a_narrow_door(monkeypatch, silent_s=0.0) as (door, kiosk):
        idle = [await asyncio.open_connection("127.0.0.1", door.listener.port) for _ in range(12)]
        async with door.stranger() as socket:
            assert isinstance(await greet(socket, Role.BOARD, "B1"), Welcome)
        assert await idle[0][0].read() == b""
        assert await is_served(kiosk)
        for _, writer in idle:
            writer.transport.abort()


PING, EMPTY_MASK = b"\x89\x80", b"\0\0\0\0"


@pytest.mark.parametrize("pings", [40, 100_000])
async def test_a_stranger_who_only_pings_is_dropped(pings: int) -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        socket.transport.write((PING + EMPTY_MASK) * pings)
        await asyncio.wait_for(socket.wait_closed(), 5)


async def test_a_client_in_role_may_ping_now_and_then_but_not_flood() -> None:
    async with beside_a_good_kiosk() as (door, _), door.stranger() as socket:
        assert isinstance(await greet(socket, Role.WALL, "W1"), Welcome)
        for _ in range(5):
            await (await socket.ping())
        socket.transport.write((PING + EMPTY_MASK) * 1000)
        await asyncio.wait_for(socket.wait_closed(), 5)


async def test_what_no_greeting_needs_ends_a_strangers_connection() -> None:
    async with beside_a_good_kiosk() as (door, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", door.listener.port)
        writer.write(b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000)
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b""
        writer.transport.abort()
