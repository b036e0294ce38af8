"""Open a cable by its address. The only importer of pyserial; no frame is known here.

==========================  ===========================================================
``/dev/serial/by-id/...``   a port of this machine (any path of a terminal device)
``socket://host:port``      a serial device server over raw TCP, such as ser2net or a Moxa
``sim://name``              a cable in memory, from the ``cables`` that were passed in
==========================  ===========================================================

A local port is watched by the event loop (``add_reader``): no thread, no polling, and an unplugged adapter is
noticed at once. Both kinds of loss, an error and end-of-file, become one PortLost.
"""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import serial
from serial.tools.list_ports import comports

from devices.address import DEVICE_SERVER, SIMULATED, check_address, endpoint_of
from devices.cable import Opener, Port, PortSettings
from devices.errors import AddressError, PortLost
from devices.memory_port import MemoryCable

READ_BYTES_MAX = 4096
WRITE_TIMEOUT_S = 10.0
"""A port that takes no byte for so long counts as lost (a ticket of 500 bytes takes 0.6 s at 9600 baud)."""
KEEPALIVE_IDLE_S, KEEPALIVE_EVERY_S, KEEPALIVE_TRIES = 10, 5, 3
"""A device server whose power was cut says nothing: ask it, and give it up after 25 s."""

_NO_CABLES: Mapping[str, MemoryCable] = {}


async def open_port(
    address: str, settings: PortSettings | None = None, cables: Mapping[str, MemoryCable] = _NO_CABLES
) -> Port:
    """Open the cable at ``address``; PortLost while it is away, AddressError where waiting cannot help."""
    settings = settings or PortSettings()
    check_address(address)
    if address.startswith(SIMULATED):
        return _simulated(address, cables)
    if address.startswith(DEVICE_SERVER):
        return await _open_tcp(address, settings)
    return _open_tty(address, settings)


def opener(
    address: str, settings: PortSettings | None = None, cables: Mapping[str, MemoryCable] = _NO_CABLES
) -> Opener:
    """Return a function that opens ``address`` each time it is called: what the drivers take."""
    return partial(open_port, address, settings, cables)


class TtyPort:
    """A serial port of this machine, under the event loop's own watch.

    pyserial sets the port up; the bytes are read and written here, since its own write spins on a full port.
    """

    def __init__(self, address: str, tty: serial.Serial) -> None:
        self._address = address
        self._tty = tty
        self._waiting: set[asyncio.Future[None]] = set()
        self._is_closed = False

    async def read(self) -> bytes:
        """Return what has come; PortLost when the adapter was pulled out."""
        while True:
            await self._ready(for_reading=True)
            try:
                data = os.read(self._tty.fileno(), READ_BYTES_MAX)
            except BlockingIOError:
                continue
            except OSError as error:
                raise PortLost(self._address, _reason(error)) from error
            if not data:
                raise PortLost(self._address, "unplugged")
            return data

    async def write(self, data: bytes) -> None:
        """Write all of ``data``, waiting where the port is full."""
        left = data
        try:
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                while left:
                    await self._ready(for_reading=False)
                    with contextlib.suppress(BlockingIOError):
                        left = left[os.write(self._tty.fileno(), left) :]
        except (OSError, TimeoutError) as error:
            raise PortLost(self._address, _reason(error)) from error

    async def close(self) -> None:
        """Close the port; a read under way ends in PortLost."""
        if self._is_closed:
            return
        self._is_closed = True
        loop, fd = asyncio.get_running_loop(), self._tty.fileno()
        loop.remove_reader(fd)
        loop.remove_writer(fd)
        for future in self._waiting:
            if not future.done():
                future.set_exception(PortLost(self._address, "closed"))
        with contextlib.suppress(OSError):
            self._tty.close()

    async def _ready(self, *, for_reading: bool) -> None:
        """Return when the port has bytes, or takes bytes."""
        if self._is_closed:
            raise PortLost(self._address, "closed")
        loop = asyncio.get_running_loop()
        fd = self._tty.fileno()
        add, remove = (
            (loop.add_reader, loop.remove_reader) if for_reading else (loop.add_writer, loop.remove_writer)
        )
        future: asyncio.Future[None] = loop.create_future()
        self._waiting.add(future)
        add(fd, _wake, future)
        try:
            await future
        finally:
            self._waiting.discard(future)
            if not self._is_closed:  # the number may already belong to another file
                remove(fd)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


class TcpPort:
    """A line of a serial device server over raw TCP."""

    def __init__(self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._address = address
        self._reader = reader
        self._writer = writer

    async def read(self) -> bytes:
        """Return what has come; PortLost when the server hung up or died."""
        try:
            data = await self._reader.read(READ_BYTES_MAX)
        except OSError as error:
            raise PortLost(self._address, _reason(error)) from error
        if not data:
            raise PortLost(self._address, "the device server hung up")
        return data

    async def write(self, data: bytes) -> None:
        """Hand ``data`` to the network, waiting where it is full."""
        try:
            self._writer.write(data)
            async with asyncio.timeout(WRITE_TIMEOUT_S):
                await self._writer.drain()
        except (OSError, TimeoutError) as error:
            raise PortLost(self._address, _reason(error)) from error

    async def close(self) -> None:
        """Hang up."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


class PortSeen(msgspec.Struct, frozen=True):
    """A serial port of this machine."""

    address: str
    """The name it has now; it may be another after the next start."""
    stable: str
    """The name it keeps, to be written into a configuration; "" where it has none."""
    description: str


def list_ports(by_id: Path = Path("/dev/serial/by-id")) -> tuple[PortSeen, ...]:
    """Return the serial ports of this machine, those with a stable name first."""
    stable = {str(link.resolve()): str(link) for link in by_id.iterdir()} if by_id.is_dir() else {}
    told = {port.device: port.description or "" for port in comports()}
    seen = [PortSeen(name, stable.get(name, ""), told.get(name, "")) for name in {*told, *stable}]
    return tuple(sorted(seen, key=lambda port: (not port.stable, port.stable, port.address)))


def _open_tty(address: str, settings: PortSettings) -> TtyPort:
    try:
        tty = serial.Serial(address, settings.baud, timeout=0, write_timeout=0, exclusive=True)
    except OSError as error:
        raise PortLost(address, _reason(error)) from error
    return TtyPort(address, tty)


async def _open_tcp(address: str, settings: PortSettings) -> TcpPort:
    host, port = endpoint_of(address)
    try:
        async with asyncio.timeout(settings.connect_timeout_s):
            reader, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        raise PortLost(address, _reason(error)) from error
    _keep_alive(writer.get_extra_info("socket"))
    return TcpPort(address, reader, writer)


def _keep_alive(sock: Any) -> None:  # noqa: ANN401 - asyncio hands out a socket-like object it does not name
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, KEEPALIVE_IDLE_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, KEEPALIVE_EVERY_S)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, KEEPALIVE_TRIES)


def _simulated(address: str, cables: Mapping[str, MemoryCable]) -> Port:
    name = address.removeprefix(SIMULATED)
    if name not in cables:
        known = ", ".join(sorted(cables)) or "none"
        raise AddressError(address, f"no simulated cable of that name (known: {known})")
    return cables[name].plug_near()


def _reason(error: BaseException) -> str:
    """Return an error in a technician's words."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.errno == errno.EAGAIN:
        return "in use by another program"
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return str(error) or type(error).__name__
