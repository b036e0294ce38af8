"""The server under test: a real process of ``queue_server serve`` on a file of its own. It is only started,
killed and asked for its health here; nobody looks into it.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

from queue_server.demo.small_hall import SMALL_HALL
from queue_server.vocabulary import Role, WindowNo
from queue_server.wire.client import HallLink, reconnect_delays
from queue_server.wire.greeting import WIRE_VERSION, Hello

ROOT = Path(__file__).parents[2]
SERVE = ("-m", "queue_server", "serve")
STARTED_WITHIN_S = 60.0
LOOK_EVERY_S = 0.02
QUICK_S = 0.25
"""Clients in these trials wait at most so long between two tries, so that the server's time is measured."""


class ServerEnded(AssertionError):
    """The server ended by itself; carries what it said."""


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One hall in a folder, started again and again. ``store`` is the folder of its journal."""

    def __init__(self, folder: Path, store: Path | None = None, *, listen: str = "", line: str = "") -> None:
        self.port = free_port()
        self.store = store or folder
        self.journal, self.secret = self.store / "hall.db", folder / "secret.key"
        self.config = folder / "hall.toml"
        self.log = folder / "server.log"
        self.words: tuple[str, ...] = SERVE
        self._process: asyncio.subprocess.Process | None = None
        text = SMALL_HALL.replace("port = 0", f"port = {self.port}\n{listen}")
        text = text.replace("{port}", line or f"{folder}/no-cable")
        kept = f"[store]\npath = '{self.journal}'\nsecret_file = '{self.secret}'\n"
        self.config.write_text(f"{text}\n{kept}", encoding="utf-8")

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it and return when it says that it is well. ``ServerEnded`` has its last words."""
        await self.launch()
        async with asyncio.timeout(STARTED_WITHIN_S):
            while await self.health() != "ok":
                if not self.is_running:
                    raise ServerEnded(self.last_words())
                await asyncio.sleep(LOOK_EVERY_S)

    async def launch(self) -> None:
        """Start the process and wait for nothing."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self.words,
                str(self.config),
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )

    async def ended(self, within_s: float = STARTED_WITHIN_S) -> int:
        """Wait until it ends by itself; return its exit status."""
        assert self._process is not None
        async with asyncio.timeout(within_s):
            return await self._process.wait()

    async def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End it and return when it is gone."""
        if self.is_running:
            assert self._process is not None
            self._process.send_signal(number)
            await self._process.wait()

    async def health(self) -> str:
        """Return ``ok``, ``trouble``, or nothing while nobody answers."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            status, body = await _get(self.port, "/healthz")
            told = json.loads(body).get("status", "")
            return str(told) if told else ("ok" if status == HTTPStatus.OK else "")
        return ""

    async def until_health(self, wanted: str, within_s: float = 30.0) -> None:
        async with asyncio.timeout(within_s):
            while await self.health() != wanted:  # noqa: ASYNC110 - a process sets no event of ours
                await asyncio.sleep(LOOK_EVERY_S)

    def last_words(self) -> str:
        """Return the end of what it said."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:] if self.log.exists() else ""

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Server"]:
        """Hold it open; whichever process of it runs at the end is ended."""
        await self.start()
        try:
            yield self
        finally:
            await self.kill()


async def _get(port: int, path: str) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        async with asyncio.timeout(5):
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        return int(head.split()[1]), body
    finally:
        writer.close()


def link(url: str, role: Role, name: str, *, window: str = "") -> HallLink:
    """Return a client that tries again quickly; the caller runs it."""
    hello = Hello(WIRE_VERSION, role, name, window=WindowNo(window))
    return HallLink(url, hello, delays=lambda: reconnect_delays(name, 0.05, QUICK_S))


async def until(holds: Callable[[], object], what: str, within_s: float = 30.0) -> None:
    """Return when ``holds``; TimeoutError says what never came."""
    try:
        async with asyncio.timeout(within_s):
            while not holds():  # noqa: ASYNC110 - processes and files set no event of ours
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise TimeoutError(f"not within {within_s} s: {what}") from None


async def timed(work: Awaitable[object]) -> float:
    """Return how many seconds ``work`` took."""
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    await work
    return loop.time() - begun_s
