"""Real cables of pseudo-terminals, and a hand at the far end that types hex and reads frames."""

import asyncio
import os
import pty
import socket
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.framing import Splitter


async def until(holds: Callable[[], object], within_s: float = 20) -> None:
    """Let everything else run until ``holds``; TimeoutError names what never came."""
    try:
        async with asyncio.timeout(within_s):
            while not holds():  # noqa: ASYNC110 - screens, files and processes set no event of ours
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise TimeoutError(f"{getattr(holds, '__qualname__', holds)} within {within_s} s") from None


def free_port() -> int:
    """Return a port that is free now, for a server whose address must be known before it starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class FarEnd:
    """The devices' end of a cable."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._splitter = Splitter()
        self.frames: list[bytes] = []
        self._arrived = asyncio.Event()

    def type_hex(self, text: str) -> None:
        """Put bytes on the cable, written as a technician writes them."""
        os.write(self._handle, bytes.fromhex(text))

    def read_ready(self) -> None:
        data = os.read(self._handle, 4096)
        self.frames += [raw.data for raw in self._splitter.feed(data)]
        self._arrived.set()

    async def until(self, holds: Callable[[bytes], bool], within_s: float = 15) -> bytes:
        """Return the first frame, seen or to come, for which ``holds``; frames before it are forgotten."""
        async with asyncio.timeout(within_s):
            while True:
                while self.frames:
                    frame = self.frames.pop(0)
                    if holds(frame):
                        return frame
                self._arrived.clear()
                await self._arrived.wait()

    async def frame(self, text: str) -> bytes:
        """Wait for exactly this frame."""
        wanted = bytes.fromhex(text)
        return await self.until(lambda frame: frame == wanted)


class Cable:
    """A pseudo-terminal: the host opens ``port``, the far end is here."""

    def __init__(self) -> None:
        self._far, self._near = pty.openpty()
        tty.setraw(self._near)
        tty.setraw(self._far)
        self.port = os.ttyname(self._near)
        self.far = FarEnd(self._far)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[FarEnd]:
        """Read what comes out of the far end for the length of the block."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._far, self.far.read_ready)
        try:
            yield self.far
        finally:
            loop.remove_reader(self._far)
            os.close(self._near)
            os.close(self._far)


@asynccontextmanager
async def socat_cable(folder: Path) -> AsyncIterator[tuple[str, FarEnd]]:
    """Hold two pseudo-terminals together by socat; yield the host's port and the devices' end."""
    near, far = folder / "counter-bus", folder / "counter-bus-far"
    ends = (f"PTY,link={near},raw,echo=0", f"PTY,link={far},raw,echo=0")
    process = await asyncio.create_subprocess_exec("socat", *ends)
    try:
        await until(lambda: near.exists() and far.exists())
        async with _held(os.open(far, os.O_RDWR | os.O_NOCTTY)) as end:
            yield str(near), end
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _held(handle: int) -> AsyncIterator[FarEnd]:
    loop, end = asyncio.get_running_loop(), FarEnd(handle)
    loop.add_reader(handle, end.read_ready)
    try:
        yield end
    finally:
        loop.remove_reader(handle)
        os.close(handle)


@pytest.fixture
def cable() -> Cable:
    """A fresh cable."""
    return Cable()
