"""The card reader on real terminals, through garbage, half frames, and an adapter pulled out and put back."""

import asyncio
import os
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.cable import PortSettings
from devices.events import DeviceBack, LineBack, LineLost
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.driver import (
    BAUD,
    IdCardReader,
    IdCardShown,
    IdCardUnreadable,
    ReaderEvent,
    ReaderTimings,
)
from devices.id_card_reader.protocol import HEAD
from devices.id_card_reader.simulated import SimulatedIdCardReader, invented
from devices.port import opener

WITHIN_S = 45.0
ONE, OTHER = invented(11), invented(12)
Spoil = Callable[[bytes], bytes]
TIMINGS = ReaderTimings(answer_within_ms=100, read_within_ms=200, check_every_ms=300)
"""A reader in a hurry."""


def untouched(data: bytes) -> bytes:
    return data


class Socket:
    """Where the reader is plugged in: a name that stays, and a terminal behind it that comes and goes."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "usb-reader")
        self.device = SimulatedIdCardReader()
        self.spoil: Spoil = untouched
        self._far: int | None = None
        self._asked = asyncio.Event()

    def plug(self) -> None:
        far, near = os.openpty()
        tty.setraw(near)
        self._far, self._near = far, near
        Path(self.address).symlink_to(os.ttyname(near))
        asyncio.get_running_loop().add_reader(far, self._hear)

    def unplug(self) -> None:
        if self._far is not None:
            asyncio.get_running_loop().remove_reader(self._far)
            os.close(self._near)
            os.close(self._far)
            Path(self.address).unlink()
        self._far = None

    def _hear(self) -> None:
        assert self._far is not None
        answer = self.device.hear(os.read(self._far, 4096))
        self._asked.set()
        if answer:
            os.write(self._far, self.spoil(answer))

    async def asked(self, times: int) -> None:
        """Wait until the reader was asked so often from now on."""
        enough = len(self.device.asked) + times
        while len(self.device.asked) < enough:
            self._asked.clear()
            await self._asked.wait()


@asynccontextmanager
async def reading(folder: Path) -> AsyncIterator[tuple[Socket, IdCardReader, "asyncio.Queue[ReaderEvent]"]]:
    """Plug a reader in, and read cards from it for the length of the block."""
    socket, events = Socket(folder), asyncio.Queue[ReaderEvent](64)
    reader = IdCardReader(opener(socket.address, PortSettings(BAUD)), events.put, timings=TIMINGS)
    socket.plug()
    try:
        async with asyncio.timeout(WITHIN_S), asyncio.TaskGroup() as tasks:
            running = tasks.create_task(reader.run())
            assert await events.get() == DeviceBack()
            reader.want(True)
            yield socket, reader, events
            running.cancel()
    finally:
        socket.unplug()


def shown(number: str) -> IdCardShown:
    return IdCardShown(CardNumber(number))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(untouched, id="clean"),
        pytest.param(lambda data: b"\x00\xaa\xaa" + data + b"\xff", id="noise around"),
        pytest.param(lambda data: HEAD + b"\x05\x09" + data, id="a false head before"),
        pytest.param(lambda data: data + data, id="twice"),
    ],
)
async def test_a_card_on_a_terminal_is_read(tmp_path: Path, spoil: Spoil) -> None:
    async with reading(tmp_path) as (socket, _, events):
        socket.spoil = spoil
        socket.device.put(ONE)
        assert await events.get() == shown(ONE.number)


async def test_half_a_card_is_unreadable_and_the_next_one_read(tmp_path: Path) -> None:
    async with reading(tmp_path) as (socket, reader, events):
        socket.spoil = lambda data: data[:600]
        socket.device.put(ONE)
        assert await events.get() == IdCardUnreadable(CardUnreadable.NOT_READ)
        socket.spoil = untouched
        socket.device.lift()
        await socket.asked(3)
        socket.device.put(OTHER)
        assert await events.get() == shown(OTHER.number)
        assert reader.splitter.drops


async def test_a_reader_pulled_out_and_put_back_reads_again(tmp_path: Path) -> None:
    async with reading(tmp_path) as (socket, _, events):
        socket.device.put(ONE)
        assert await events.get() == shown(ONE.number)
        socket.unplug()
        assert isinstance(await events.get(), LineLost)
        socket.device = SimulatedIdCardReader()
        socket.plug()
        assert isinstance(await events.get(), LineBack)
        assert await events.get() == DeviceBack()
        await socket.asked(3)
        socket.device.put(OTHER)
        assert await events.get() == shown(OTHER.number)
