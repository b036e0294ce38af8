"""Boards, windows and browsers that come and go, politely and not, beside a hall at work."""

import asyncio
import contextlib
import random
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kiosk.screenkit.web.browser import open_page
from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import Announced
from tests.faults.hall import ROOT, Server, link
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome

ROUNDS = 200
ROUNDS_A_PAGE = 40
"""A browser is opened and closed for every so many comings of the others."""
AWAY_S_MAX, THERE_S_MAX = 0.3, 0.5
BACK_WITHIN_S = 20.0
PAGE = (1280, 720)


class Flicker:
    """A client that comes and goes: it closes its conversation, or its socket is torn away."""

    def __init__(self, name: str, link: HallLink, chance: random.Random) -> None:
        self.name, self._link, self._chance = name, link, chance
        self.heard: list[Announced] = []
        self.back_s: list[float] = []

    async def come_and_go(self, times: int) -> None:
        """Come ``times`` times; stay a while after the last, until ``stay`` is cancelled."""
        loop = asyncio.get_running_loop()
        for n in range(times):
            async with self._there():
                begun_s = loop.time()
                await self._is_connected()
                self.back_s.append(loop.time() - begun_s)
                await asyncio.sleep(self._chance.uniform(0, THERE_S_MAX))
                if n % 2:
                    await self._torn()
            await asyncio.sleep(self._chance.uniform(0, AWAY_S_MAX))

    @asynccontextmanager
    async def _there(self) -> AsyncIterator[None]:
        async with asyncio.TaskGroup() as tasks:
            staying = [tasks.create_task(self._link.run()), tasks.create_task(self.listen())]
            try:
                yield
            finally:
                for task in staying:
                    task.cancel()

    async def stay(self) -> None:
        """Be there until cancelled."""
        async with self._there():
            await asyncio.Event().wait()

    async def listen(self) -> None:
        """Hear what is told, until cancelled."""
        while True:
            event = await self._link.next_event()
            if isinstance(event, Announced):
                self.heard.append(event)
                await self._link.heard(event.n)

    async def _torn(self) -> None:
        """Tear the cable away and come back by the link's own means."""
        if self._link._socket is not None:
            self._link._socket.transport.abort()
        await asyncio.sleep(0.05)
        await self._is_connected()

    async def _is_connected(self) -> None:
        async with asyncio.timeout(BACK_WITHIN_S):
            while not self._link.is_connected:  # noqa: ASYNC110 - a link sets no event when it is back
                await asyncio.sleep(0.005)


async def comings(folder: Path, rounds: int = ROUNDS, seed: int = 7) -> Outcome:
    """Let two boards and two windows come ``rounds`` times each, and browsers now and then."""
    server, chance = Server(folder), random.Random(seed)
    async with server.running():
        load = Load(server.url, windows=("03",))
        boards = [Flicker(name, link(server.url, Role.BOARD, name), chance) for name in ("F1", "F2")]
        windows = [Flicker("04", link(server.url, Role.WINDOW, "04", window="04"), chance) for _ in range(2)]
        pages = max(1, rounds // ROUNDS_A_PAGE)
        async with asyncio.TaskGroup() as tasks:
            async with load.at_work(lambda: announced_in(server.journal)), asyncio.TaskGroup() as moving:
                for each in boards:
                    load.record.heard[each.name] = each.heard
                    moving.create_task(each.come_and_go(rounds))
                moving.create_task(_take_turns(windows, rounds))
                opened = moving.create_task(browsers(server.url, pages))
            await _heard_to_the_end(boards, announced_in(server.journal), tasks)
        await server.kill()
    judge = Judge(server.journal, server.secret)
    lost = (*judge.lost(load.record), *load.record.refused)
    back_s = tuple(second for each in (*boards, *windows) for second in each.back_s)
    means = f"half of them torn away; {opened.result()} pages of a board opened and closed in Chromium"
    return Outcome("boards, windows, browsers come and go", len(back_s), judge.compared(load.record), lost,
                   back_s, means)  # fmt: skip


async def _take_turns(windows: list[Flicker], rounds: int) -> None:
    """Open the terminal of one window at a time on two machines: each coming replaces what was left."""
    for n in range(rounds):
        await windows[n % len(windows)].come_and_go(1)


async def _heard_to_the_end(boards: list[Flicker], announced: int, tasks: asyncio.TaskGroup) -> None:
    """Let each board come a last time, to be told what it missed."""
    staying = [tasks.create_task(each.stay()) for each in boards]
    with contextlib.suppress(TimeoutError):  # what it was not told is the judge's to say
        async with asyncio.timeout(BACK_WITHIN_S):
            while any(len(each.heard) < announced for each in boards):  # noqa: ASYNC110 - lists set no event
                await asyncio.sleep(0.02)
    for task in staying:
        task.cancel()


async def _ready(program: asyncio.subprocess.Process) -> str:
    """Return the page's address that a screen with ``--web`` tells when it serves."""
    assert program.stderr is not None
    async with asyncio.timeout(BACK_WITHIN_S * 2):
        while line := (await program.stderr.readline()).decode():
            if line.startswith("ready "):
                return line.split()[1]
    raise AssertionError("the screen ended by itself")


async def browsers(url: str, times: int) -> int:
    """Open and close a board's page ``times`` times in a real browser; return how often it was drawn live."""
    if shutil.which("chromium") is None:
        return 0
    words = ("-m", "hall_display", "board", "--silent", "--server", url, "--web", "0")
    pipe, quiet = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, stdout=quiet, stderr=pipe
    )
    try:
        address = await _ready(program)
        for _ in range(times):
            async with open_page(address, *PAGE):
                await asyncio.sleep(THERE_S_MAX)
        return times
    finally:
        program.terminate()
        await program.communicate()
