"""One contract for every kind of cable: real terminals, real TCP, and the cable in memory."""

import asyncio
import os
import tty
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from devices.cable import Port, PortSettings
from devices.errors import AddressError, PortLost
from devices.memory_port import MemoryCable
from devices.port import open_port

NO_CLOCK_S = 5.0
"""How long a real cable may take before the test calls it broken."""


class Rig:
    """A port under test, and hands at the far end of its cable."""

    def __init__(
        self,
        port: Port,
        far_read: Callable[[], Awaitable[bytes]],
        far_write: Callable[[bytes], Awaitable[None]],
        unplug: Callable[[], None],
    ) -> None:
        self.port = port
        self.far_write = far_write
        self.unplug = unplug
        self._far_read = far_read

    async def far_hears(self, count: int) -> bytes:
        heard = b""
        async with asyncio.timeout(NO_CLOCK_S):
            while len(heard) < count:
                heard += await self._far_read()
        return heard

    async def hears(self, count: int) -> bytes:
        heard = b""
        async with asyncio.timeout(NO_CLOCK_S):
            while len(heard) < count:
                heard += await self.port.read()
        return heard


@asynccontextmanager
async def pty_rig() -> AsyncIterator[Rig]:
    """A pseudo terminal: to pyserial it is a serial port like any other."""
    master, slave = os.openpty()
    tty.setraw(slave)
    os.set_blocking(master, False)
    port = await open_port(os.ttyname(slave))
    os.close(slave)
    is_open = True

    async def far_read() -> bytes:
        readable = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, readable.set)
        try:
            await readable.wait()
            return os.read(master, 4096)
        finally:
            asyncio.get_running_loop().remove_reader(master)

    async def far_write(data: bytes) -> None:
        assert os.write(master, data) == len(data)

    def unplug() -> None:
        nonlocal is_open
        if is_open:
            os.close(master)
        is_open = False

    try:
        yield Rig(port, far_read, far_write, unplug)
    finally:
        await port.close()
        unplug()


@asynccontextmanager
async def tcp_rig() -> AsyncIterator[Rig]:
    """A device server over raw TCP."""
    accepted: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue(1)

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.put_nowait((reader, writer))

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    number = server.sockets[0].getsockname()[1]
    port = await open_port(f"socket://127.0.0.1:{number}")
    reader, writer = await accepted.get()

    async def far_read() -> bytes:
        return await reader.read(4096)

    async def far_write(data: bytes) -> None:
        writer.write(data)
        await writer.drain()

    try:
        yield Rig(port, far_read, far_write, writer.transport.abort)
    finally:
        await port.close()
        writer.close()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def memory_rig() -> AsyncIterator[Rig]:
    """The cable that demonstration halls run on."""
    cable = MemoryCable("north")
    port = await open_port("sim://north", cables={"north": cable})
    far = cable.plug_far()
    yield Rig(port, far.read, far.write, cable.unplug)


RIGS = [
    pytest.param(pty_rig, id="terminal"),
    pytest.param(tcp_rig, id="tcp"),
    pytest.param(memory_rig, id="memory"),
]


@pytest.fixture(params=RIGS)
async def rig(request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(request.param())


EVERY_BYTE = bytes(range(256))


async def test_every_byte_passes_in_both_directions_unchanged(rig: Rig) -> None:
    await rig.port.write(EVERY_BYTE)
    assert await rig.far_hears(256) == EVERY_BYTE
    await rig.far_write(EVERY_BYTE)
    assert await rig.hears(256) == EVERY_BYTE


async def test_bytes_that_came_before_anybody_read_are_kept(rig: Rig) -> None:
    await rig.far_write(b"early")
    await asyncio.sleep(0)
    assert await rig.hears(5) == b"early"


async def test_a_cable_pulled_out_ends_a_read_under_way(rig: Rig) -> None:
    async with asyncio.timeout(NO_CLOCK_S), asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_lost(rig.port))
        await asyncio.sleep(0)
        rig.unplug()
        assert (await reading).reason


async def _lost(port: Port) -> PortLost:
    try:
        while True:
            await port.read()
    except PortLost as loss:
        return loss


async def test_writing_to_a_cable_that_is_out_fails_before_long(rig: Rig) -> None:
    rig.unplug()
    with pytest.raises(PortLost):
        await _write_until_lost(rig.port)


async def _write_until_lost(port: Port) -> None:
    async with asyncio.timeout(NO_CLOCK_S):
        while True:
            await port.write(b"x" * 64)
            await asyncio.sleep(0.001)


async def test_closing_twice_is_harmless_and_a_closed_port_is_lost(rig: Rig) -> None:
    await rig.port.close()
    await rig.port.close()
    with pytest.raises(PortLost):
        await rig.port.read()


async def test_closing_ends_a_read_under_way(rig: Rig) -> None:
    async with asyncio.timeout(NO_CLOCK_S), asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(_lost(rig.port))
        await asyncio.sleep(0)
        await rig.port.close()
        assert isinstance(await reading, PortLost)


async def test_a_read_that_is_given_up_loses_no_byte(rig: Rig) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await rig.port.read()
    await rig.far_write(b"after")
    assert await rig.hears(5) == b"after"


@pytest.mark.parametrize(
    "address",
    ["COM1", "", "dev/ttyUSB0", "rfc2217://x:1", "socket://", "socket://host", "socket://host:x", "sim://x"],
)
async def test_an_address_that_names_no_port_says_what_would(address: str) -> None:
    with pytest.raises(AddressError, match="/dev/serial/by-id/") as caught:
        await open_port(address)
    assert repr(address) in str(caught.value)


async def test_a_device_that_is_not_plugged_in_is_lost_and_names_itself() -> None:
    with pytest.raises(PortLost, match="/dev/serial/by-id/none: No such file or directory"):
        await open_port("/dev/serial/by-id/none")


async def test_a_file_that_is_no_terminal_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(PortLost):
        await open_port(str(path))


async def test_a_device_server_that_is_off_is_lost_in_time() -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    number = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    with pytest.raises(PortLost, match=f"socket://127.0.0.1:{number}"):
        await open_port(f"socket://127.0.0.1:{number}", PortSettings(connect_timeout_s=1.0))


async def test_a_line_has_one_writer_a_second_program_is_refused() -> None:
    async with pty_rig() as rig:
        address = rig.port._address  # type: ignore[attr-defined]  # the terminal's own name
        with pytest.raises(PortLost, match="in use by another program"):
            await open_port(address)
