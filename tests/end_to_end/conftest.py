"""Real cables with a hand at the far end that types hex and reads frames; real processes of the programs."""

import asyncio
import contextlib
import os
import pty
import signal
import socket
import sys
import tty
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import msgspec
import pytest

from devices.framing import Splitter
from queue_server.config import Config, Store
from queue_server.config_file.load import config_of_text
from queue_server.demo.small_hall import SMALL_HALL
from queue_server.wire.client import HallLink, Request
from queue_server.wire.from_server import Done


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


STARTED_WITHIN_S = 30.0


class Program:
    """A console program of the product, as a process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, name: str, *words: str) -> "Program":
        """Start ``name`` as it was installed beside this interpreter; its output is read at the end."""
        program = str(Path(sys.executable).parent / name)
        pipe = asyncio.subprocess.PIPE
        return cls(await asyncio.create_subprocess_exec(program, *words, stdout=pipe, stderr=pipe))

    async def ready(self) -> str:
        """Return the page's address that a program with ``--web`` tells when it serves."""
        assert self._process.stderr is not None
        async with asyncio.timeout(STARTED_WITHIN_S):
            while line := (await self._process.stderr.readline()).decode():
                if line.startswith("ready "):
                    return line.split()[1]
        raise AssertionError(await self.end())

    async def end(self, within_s: float = 40.0) -> tuple[int, str, str]:
        """Wait for its end; return exit status, standard output, standard error. Late is killed."""
        try:
            async with asyncio.timeout(within_s):
                output, errors = await self._process.communicate()
        finally:
            if self._process.returncode is None:
                self._process.kill()
                await self._process.wait()
        return self._process.returncode or 0, output.decode(), errors.decode()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    @property
    def is_running(self) -> bool:
        return self._process.returncode is None


async def run_program(name: str, *words: str) -> tuple[int, str, str]:
    """Run a console program to its end."""
    return await (await Program.start(name, *words)).end()


def small_hall_on(folder: Path, port: int, more: str = "") -> Config:
    """Return the small hall on a port known beforehand, with ``more`` tables; its cable is not there."""
    text = SMALL_HALL.replace("port = 0", f"port = {port}").replace("{port}", f"{folder}/no-cable")
    store = Store(str(folder / "hall.db"), str(folder / "secret.key"))
    return msgspec.structs.replace(config_of_text(text + more), store=store)


def small_hall_file(folder: Path, port: int) -> Path:
    """Write the small hall's configuration; its line's cable is not there."""
    text = SMALL_HALL.replace("port = 0", f"port = {port}").replace("{port}", f"{folder}/no-cable")
    store = f"[store]\npath = '{folder}/hall.db'\nsecret_file = '{folder}/secret.key'\n"
    path = folder / "hall.toml"
    path.write_text(f"{text}\n{store}", encoding="utf-8")
    return path


async def get(port: int, path: str) -> tuple[int, bytes]:
    """Ask a server on this machine for ``path``; return status and body. OSError while nobody listens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        return int(head.split()[1]), body
    finally:
        writer.close()


@asynccontextmanager
async def web_program(name: str, *words: str) -> AsyncIterator[str]:
    """Serve a screen to browsers for the length of the block; yield its address."""
    program = await Program.start(name, *words, "--web", "0")
    try:
        yield await program.ready()
    finally:
        program.send(signal.SIGTERM)
        await program.end()


@asynccontextmanager
async def linked(link: HallLink) -> AsyncIterator[HallLink]:
    """Keep a link's conversation alive for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run())
        try:
            yield link
        finally:
            running.cancel()


async def act(link: HallLink, message: Request) -> str:
    """Ask for one thing that must be done; return the number it was about."""
    answer = await link.request(message, timeout_s=20)
    assert isinstance(answer, Done), answer
    return answer.number


@asynccontextmanager
async def served(config: Path, port: int) -> AsyncIterator[Program]:
    """Hold ``queue-server serve`` open until the block ends; it may have been ended before."""
    program = await Program.start("queue-server", "serve", str(config))
    try:
        await until_healthy(program, port)
        yield program
    finally:
        if program.is_running:
            program.send(signal.SIGKILL)
            await program.end()


async def until_healthy(program: Program, port: int) -> None:
    """Return when the server says that it is well."""
    async with asyncio.timeout(STARTED_WITHIN_S):
        while program.is_running:
            with contextlib.suppress(OSError, IndexError):
                if (await get(port, "/healthz"))[0] == HTTPStatus.OK:
                    return
            await asyncio.sleep(0.05)
    raise AssertionError(await program.end())


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
