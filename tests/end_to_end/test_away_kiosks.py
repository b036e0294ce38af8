"""Two kiosks under load, the server killed, one kiosk killed: each number on paper is in the journal once.

The server comes back as it was, then restored from a copy made before the outage: the kiosks hand in again.
"""

import asyncio
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from queue_server.store.rows import read_rows
from queue_server.store.verify import verify
from queue_server.vocabulary import Role, WindowNo
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_server import Announced, Done
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import Program, act, free_port, linked, served, small_hall_file, until

AWAY = re.compile(r"A[YZ]\d{3}")
QUIET_S = 3.0
"""What a citizen at a kiosk takes at most: then nobody is there any more."""
STORES = ("hall.db", "hall.db-wal", "hall.db-shm")


class KioskProcess:
    """One kiosk that can be killed and started again."""

    def __init__(self, port: int, name: str, folder: Path) -> None:
        self._words = (str(port), name, str(folder))
        self._paper = folder / f"{name}.paper"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        words = ("-m", "tests.end_to_end.away_kiosk", *self._words)
        self._process = await asyncio.create_subprocess_exec(sys.executable, *words)

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def printed(self) -> list[tuple[str, int]]:
        """Number and time of issue of each paper, in the order they came out."""
        if not self._paper.exists():
            return []
        lines = (line.split() for line in self._paper.read_text().splitlines())
        return [(number, int(issued_ms)) for number, issued_ms in lines]

    @property
    def away(self) -> list[str]:
        return [number for number, _ in self.printed if AWAY.fullmatch(number)]

    @property
    def usual(self) -> list[str]:
        return [number for number, _ in self.printed if not AWAY.fullmatch(number)]


class Ear:
    """A board that keeps every number it was told."""

    def __init__(self, link: HallLink) -> None:
        self._link = link
        self.numbers: list[str] = []

    async def listen(self) -> None:
        while True:
            event = await self._link.next_event()
            if isinstance(event, Announced):
                self.numbers.append(event.number)
                await self._link.heard(event.n)


@asynccontextmanager
async def listening(port: int, name: str) -> AsyncIterator[Ear]:
    link = HallLink(f"ws://127.0.0.1:{port}", Hello(WIRE_VERSION, Role.BOARD, name))
    ear = Ear(link)
    async with linked(link), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(ear.listen())
        try:
            yield ear
        finally:
            task.cancel()


def issued_in(folder: Path) -> list[str]:
    """Return the number of each ticket issued in the journal, in its order."""
    return [row["body"]["number"] for row in read_rows(folder / "hall.db") if row["kind"] == "ticket_issued"]


async def call_all(port: int) -> list[str]:
    """Call and finish everybody who waits; return the numbers in the order of the calls."""
    hello = Hello(WIRE_VERSION, Role.WINDOW, "03", window=WindowNo("03"))
    window = HallLink(f"ws://127.0.0.1:{port}", hello)
    called: list[str] = []
    async with linked(window):
        await act(window, SignIn(new_request_id(), badge="0001000734"))
        while isinstance(answer := await window.request(CallNext(new_request_id()), timeout_s=20), Done):
            called.append(answer.number)
            await act(window, FinishService(new_request_id()))
    return called


def _shut(door: Path) -> None:
    door.unlink()


async def outage(kiosks: tuple[KioskProcess, KioskProcess], door: Path) -> None:
    """Let both go on for a while, kill the first in the middle of it, and shut the door in the end."""
    first, _ = kiosks
    await until(lambda: all(len(kiosk.away) >= 3 for kiosk in kiosks), 60)
    await first.kill()
    before = len(first.away)
    await first.start()
    await until(lambda: len(first.away) >= before + 2, 60)
    _shut(door)
    await asyncio.sleep(QUIET_S)


def restore(folder: Path, backup: Path) -> None:
    """Put the journal's files back as they were at the copy."""
    for name in STORES:
        (folder / name).unlink(missing_ok=True)
        if (backup / name).exists():
            shutil.copy(backup / name, folder / name)


def copy_of(folder: Path) -> Path:
    backup = folder / "backup"
    backup.mkdir()
    for name in STORES:
        if (folder / name).exists():
            shutil.copy(folder / name, backup / name)
    return backup


async def killed(server: Program) -> None:
    server.send(signal.SIGKILL)
    await server.end()


async def handed_in(folder: Path, kiosks: tuple[KioskProcess, ...]) -> None:
    """Wait until the journal has every number on paper."""
    papers = {number for kiosk in kiosks for number, _ in kiosk.printed}
    await until(lambda: papers <= set(issued_in(folder)), 60)


async def test_no_paper_is_lost_or_doubled_when_server_and_kiosk_are_killed(tmp_path: Path) -> None:
    port = free_port()
    config, door = small_hall_file(tmp_path, port), tmp_path / "open"
    kiosks = (KioskProcess(port, "K1", tmp_path), KioskProcess(port, "K2", tmp_path))
    async with AsyncExitStack() as stack:
        for kiosk in kiosks:
            stack.push_async_callback(kiosk.kill)
        async with served(config, port) as server:
            door.touch()
            for kiosk in kiosks:
                await kiosk.start()
            await until(lambda: all(len(kiosk.usual) >= 2 for kiosk in kiosks), 60)
            await killed(server)
        backup = copy_of(tmp_path)
        await outage(kiosks, door)

        async with served(config, port) as server:
            await handed_in(tmp_path, kiosks)
            await killed(server)
        check(tmp_path, kiosks)

        restore(tmp_path, backup)
        assert not any(AWAY.fullmatch(number) for number in issued_in(tmp_path))
        async with AsyncExitStack() as hall:
            server = await hall.enter_async_context(served(config, port))
            boards = [await hall.enter_async_context(listening(port, name)) for name in ("B1", "B2")]
            await handed_in(tmp_path, kiosks)
            called = await call_all(port)
            await until(lambda: all(len(board.numbers) >= len(called) for board in boards))
            assert [board.numbers for board in boards] == [called, called]
            await killed(server)
        check(tmp_path, kiosks)
        check_order(called, kiosks)
    verify(tmp_path / "hall.db")


def check_order(called: list[str], kiosks: tuple[KioskProcess, ...]) -> None:
    """Everybody with a paper is called once, by the time of issue that stands on it."""
    issued_ms = {number: at_ms for kiosk in kiosks for number, at_ms in kiosk.printed}
    assert Counter(called).most_common(1)[0][1] == 1
    assert issued_ms.keys() <= set(called)
    times = [issued_ms[number] for number in called if number in issued_ms]
    assert times == sorted(times)


def check(folder: Path, kiosks: tuple[KioskProcess, ...]) -> None:
    """Each number on paper is in the journal once, and those of one kiosk in the order of their issue."""
    journal = issued_in(folder)
    assert Counter(journal).most_common(1)[0][1] == 1
    for kiosk in kiosks:
        assert {number for number, _ in kiosk.printed} <= set(journal)
        mine = [number for number in journal if number in kiosk.away]
        assert mine == kiosk.away
