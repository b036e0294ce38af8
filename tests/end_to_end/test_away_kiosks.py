"""A hall of real kiosks through it all: the server killed, a kiosk killed, the journal lost and restored.

Window and boards live through it without help. Each number on paper stands once and is called once, in the
order of issue, and every board hears every call. What a kill in the middle of handing in does is in
``test_away``.
"""

import asyncio
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path

from queue_server.store.verify import verify
from queue_server.vocabulary import Role, WindowNo
from queue_server.wire.client import HallLink, new_request_id, reconnect_delays
from queue_server.wire.from_server import Announced, Done
from queue_server.wire.from_window import CallNext, FinishService, SignIn
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.away_kiosk import LONGEST_PAUSE_S
from tests.end_to_end.conftest import (
    Program,
    act,
    free_port,
    linked,
    run_program,
    served,
    small_hall_file,
    until,
)
from tests.end_to_end.test_away import copied, issued_in

AWAY = re.compile(r"A[YZ]\d{3}")
WITHIN_S = 60.0
SKIP = 50
"""Numbers left out at the restore; fewer usual ones are issued after the backup."""


class KioskProcess:
    """One kiosk that can be killed and started again."""

    def __init__(self, port: int, name: str, folder: Path) -> None:
        self.name = name
        self._words = (str(port), name, str(folder))
        self._paper, self._empty = folder / f"{name}.paper", folder / f"{name}.empty"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        words = ("-m", "tests.end_to_end.away_kiosk", *self._words)
        self._process = await asyncio.create_subprocess_exec(sys.executable, *words)

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def has_ended(self) -> bool:
        return self._process is not None and self._process.returncode is not None

    @property
    def is_empty(self) -> bool:
        """Whether the door is shut and the last citizen is gone."""
        return self._empty.exists()

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
        self.link = link
        self.numbers: list[str] = []

    async def listen(self) -> None:
        while True:
            event = await self.link.next_event()
            if isinstance(event, Announced):
                self.numbers.append(event.number)
                await self.link.heard(event.n)


def link_of(port: int, role: Role, name: str, window: str = "") -> HallLink:
    """Return a link that looks for its server often."""
    hello = Hello(WIRE_VERSION, role, name, window=WindowNo(window))
    pauses = partial(reconnect_delays, name, longest_s=LONGEST_PAUSE_S)
    return HallLink(f"ws://127.0.0.1:{port}", hello, delays=pauses)


@asynccontextmanager
async def listening(port: int, name: str) -> AsyncIterator[Ear]:
    ear = Ear(link_of(port, Role.BOARD, name))
    async with linked(ear.link), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(ear.listen())
        try:
            yield ear
        finally:
            task.cancel()


class Hall:
    """Two kiosks, two boards and a window, which outlive every server; a door that may be shut."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder, self.journal = free_port(), folder, folder / "hall.db"
        self.config = small_hall_file(folder, self.port)
        self.kiosks = KioskProcess(self.port, "K1", folder), KioskProcess(self.port, "K2", folder)
        self.window = link_of(self.port, Role.WINDOW, "03", "03")
        self.boards: list[Ear] = []
        self.door = folder / "open"
        self.called: list[str] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Hold window and boards open; end the kiosks with the block."""
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(linked(self.window))
            self.boards = [await stack.enter_async_context(listening(self.port, f"B{n}")) for n in (1, 2)]
            for kiosk in self.kiosks:
                stack.push_async_callback(kiosk.kill)
            yield

    async def until(self, holds: Callable[[KioskProcess], bool]) -> None:
        """Wait until it ``holds`` for each kiosk; one that ends by itself is told of at once."""
        await until(lambda: self._ended() or all(map(holds, self.kiosks)), WITHIN_S)
        assert not self._ended(), "a kiosk ended by itself; its last words are on standard error"

    def _ended(self) -> list[str]:
        return [kiosk.name for kiosk in self.kiosks if kiosk.has_ended]

    async def empty(self) -> None:
        """Shut the door and let those who are in have their numbers."""
        self.door.unlink()
        await self.until(lambda kiosk: kiosk.is_empty)

    @property
    def printed(self) -> dict[str, int]:
        """Number on paper -> the time of issue that stands there."""
        return {number: issued_ms for kiosk in self.kiosks for number, issued_ms in kiosk.printed}

    def in_journal(self) -> list[str]:
        """Return the number of each ticket issued, in the order of the journal."""
        return [row["body"]["number"] for row in issued_in(self.journal)]

    async def has_handed_in(self) -> None:
        """Wait until the journal has every away number on paper."""
        papers = {number for kiosk in self.kiosks for number in kiosk.away}
        await self.until(lambda _: papers <= set(self.in_journal()))

    async def is_back(self) -> None:
        """Wait until window and boards have found the server again."""
        links = (self.window, *(board.link for board in self.boards))
        await until(lambda: all(link.is_connected for link in links), WITHIN_S)

    async def sign_in(self) -> None:
        await act(self.window, SignIn(new_request_id(), badge="0001000734"))

    async def call_one(self) -> bool:
        """Call and finish who is next; return whether there was anybody."""
        answer = await self.window.request(CallNext(new_request_id()), timeout_s=20)
        if isinstance(answer, Done):
            self.called.append(answer.number)
            await act(self.window, FinishService(new_request_id()))
        return isinstance(answer, Done)

    async def call_all(self) -> list[str]:
        """Call and finish everybody who waits; return whom, when every board has heard all calls so far."""
        before = len(self.called)
        while await self.call_one():
            pass
        await until(lambda: all(len(board.numbers) >= len(self.called) for board in self.boards), WITHIN_S)
        assert [board.numbers for board in self.boards] == [self.called, self.called]
        return self.called[before:]


async def killed(server: Program) -> None:
    server.send(signal.SIGKILL)
    await server.end()


async def morning(hall: Hall, earlier: Path) -> None:
    """Give out usual numbers, call one, and be killed; ``earlier`` is a copy from before the kiosks came."""
    async with served(hall.config, hall.port) as server:
        copied(hall.journal, earlier)
        hall.door.touch()
        for kiosk in hall.kiosks:
            await kiosk.start()
        await hall.until(lambda kiosk: len(kiosk.usual) >= 2)
        await hall.is_back()
        await hall.sign_in()
        assert await hall.call_one()
        await killed(server)


async def outage(hall: Hall) -> None:
    """Let both kiosks go on for a while, kill the first in the middle of it, and shut the door in the end."""
    first, _ = hall.kiosks
    await hall.until(lambda kiosk: len(kiosk.away) >= 3)
    await first.kill()
    before = len(first.away)
    await first.start()
    await hall.until(lambda kiosk: kiosk is not first or len(kiosk.away) >= before + 2)
    await hall.empty()


async def test_no_paper_is_lost_or_doubled_when_server_and_kiosk_are_killed(tmp_path: Path) -> None:
    hall, earlier = Hall(tmp_path), tmp_path / "earlier.db"
    async with hall.open():
        await morning(hall, earlier)
        await outage(hall)
        async with served(hall.config, hall.port) as server:
            await hall.has_handed_in()
            await hall.is_back()
            await hall.call_all()
            await killed(server)
        check(hall)
        check_order(hall.called, hall.printed)

        said = await run_program(
            "queue-server", "restore", str(hall.config), str(earlier), "--skip", str(SKIP)
        )
        assert said[0] == 0, said
        assert not hall.in_journal()
        async with served(hall.config, hall.port) as server:
            await hall.has_handed_in()
            await hall.is_back()
            await hall.sign_in()
            again = await hall.call_all()
            check_order(
                again, {number: at_ms for number, at_ms in hall.printed.items() if AWAY.fullmatch(number)}
            )
            await usual_again(hall)
            await killed(server)
    check(hall)
    usual = Counter(number for kiosk in hall.kiosks for number in kiosk.usual)
    assert usual.most_common(1)[0][1] == 1
    assert verify(hall.journal).is_sound


async def usual_again(hall: Hall) -> None:
    """Open the door until each kiosk has given out a usual number."""
    before = {kiosk.name: len(kiosk.usual) for kiosk in hall.kiosks}
    hall.door.touch()
    await hall.until(lambda kiosk: len(kiosk.usual) > before[kiosk.name])
    await hall.empty()


def check(hall: Hall) -> None:
    """Each number is in the journal once, away ones are all there, those of one kiosk in order of issue."""
    journal = hall.in_journal()
    assert Counter(journal).most_common(1)[0][1] == 1
    for kiosk in hall.kiosks:
        assert [number for number in journal if number in kiosk.away] == kiosk.away
    mine = {row["body"]["number"]: row["body"] for row in issued_in(hall.journal) if row["body"]["away"]}
    for kiosk in hall.kiosks:
        refs = [mine[number]["ref_ms"] for number in kiosk.away]
        assert all(before <= after for before, after in pairwise(refs))


def check_order(called: list[str], papers: dict[str, int]) -> None:
    """Everybody with a paper is called once, by the time of issue that stands on it."""
    assert Counter(called).most_common(1)[0][1] == 1
    assert papers.keys() <= set(called)
    times = [papers[number] for number in called if number in papers]
    assert times == sorted(times)
