"""One demonstration: a house, its simulated lines, its crowd, the board in this terminal; then the audit."""

import argparse
import asyncio
import contextlib
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from queue_server.clock import PatientClock
from queue_server.config import Config, Store
from queue_server.config_file import load_config
from queue_server.demo.audit import Auditor, Known
from queue_server.demo.crowd import Crowd
from queue_server.demo.hours import MINUTE_MS, hours_of, roster_of
from queue_server.demo.pads import DemoLines
from queue_server.demo.quick import quickened
from queue_server.demo.report import closing_report
from queue_server.demo.screen import any_key, guide, show_board
from queue_server.demo.story import story_of
from queue_server.demo.summary import Summary, forecasts_of
from queue_server.errors import Fault
from queue_server.logbook import configure_logbook
from queue_server.reports.accuracy import summed
from queue_server.runtime.house import House
from queue_server.runtime.pace import STEADY, Pace
from queue_server.store.rows import read_rows
from queue_server.vocabulary import OPEN_STATES, TicketId, WindowNo

CONFIG = Path(__file__).with_name("xiangzhou.toml")
JOURNAL = "hall.db"
SPEED_WITH_SCREEN = 3.0
SPEED_WITHOUT = 600.0
MINUTES_WITHOUT = 120
VISITORS_WINDOW = WindowNo("43")
"""Left without a simulated clerk, for whoever tries a window terminal."""


class Demo:
    """One run; ``summary`` is there after it."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self._asked, self._folder = asked, folder
        self.has_screen = not asked.no_screen and sys.stdout.isatty()
        speed = asked.speed or (SPEED_WITH_SCREEN if self.has_screen else SPEED_WITHOUT)
        self._config = _config(asked.port, folder)
        self._hours = hours_of(self._config.supervision.shifts[0])
        self._clock = PatientClock(self._hours.begins_ms, speed)
        self.story = story_of(self._config, asked.seed, VISITORS_WINDOW)
        self._lines = DemoLines(self._config, self._clock)
        self._crowd: Crowd
        self._is_ready = asyncio.Event()
        self.summary = Summary()

    @property
    def _minutes(self) -> int:
        return int(self._asked.minutes) or (0 if self.has_screen else MINUTES_WITHOUT)

    async def run(self) -> None:
        """Run the hall to its end and read its journal."""
        is_up = asyncio.Event()
        house = House(
            self._config,
            self._clock,
            opener=self._lines.opener_of,
            pace=_pace(self._clock),
            is_up=lambda _: is_up.set(),
        )
        async with asyncio.TaskGroup() as tasks:
            clock = tasks.create_task(self._tick(), name="clock")
            hall = tasks.create_task(house.hold(), name="house")
            devices = tasks.create_task(self._lines.run(), name="devices")
            await is_up.wait()
            self._clock.is_busy = lambda: house.engine.is_writing
            self._clock.is_held = lambda: house.foresight.is_behind
            await self._live(house)
            devices.cancel()
            hall.cancel()
            clock.cancel()
        self._audit(_open_tickets(house))
        self.summary.forecasts = forecasts_of(summed(house.engine.rooms.today.forecasts().values()))

    async def _tick(self) -> None:
        """Let the day begin when everybody is there, not while a slow machine still starts them."""
        await self._is_ready.wait()
        await self._clock.run()

    async def _live(self, house: House) -> None:
        self._crowd = Crowd(
            self._config,
            self._clock,
            self._asked.seed,
            house.url,
            self._lines,
            self.story,
            self._hours,
        )
        async with asyncio.TaskGroup() as tasks:
            crowd = tasks.create_task(self._crowd.live(self._is_ready), name="crowd")
            with _ended_by_signal() as ended:
                await self._until_over(house.url, ended)
            crowd.cancel()

    async def _until_over(self, url: str, ended: asyncio.Event) -> None:
        """Wait for the first of: the minutes are over, the board was closed, somebody asked to stop."""
        async with asyncio.TaskGroup() as tasks:
            ways: list[asyncio.Task[object]] = [tasks.create_task(ended.wait())]
            if self._minutes:
                ends_ms = self._hours.doors_open_ms + self._minutes * MINUTE_MS
                ways.append(tasks.create_task(self._clock.sleep_ms(ends_ms - self._clock.now_ms())))
            if self.has_screen:
                ways.append(tasks.create_task(self._show(url)))
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()

    async def _show(self, url: str) -> None:
        sys.stdout.write(self.guide(url))
        sys.stdout.flush()
        await any_key()
        await show_board(url)

    def guide(self, url: str) -> str:
        """Return how to open the other screens of this hall, and what will happen."""
        staff = next(each.id for each in self._config.staff if VISITORS_WINDOW in each.windows)
        duty = next(each.id for each in self._config.staff if each.is_manager)
        return guide(
            url,
            VISITORS_WINDOW,
            staff,
            self._asked.web,
            duty=duty,
            speed=self._clock.speed,
            scenes=self.story.scenes,
            store=self._folder / "K1.away",
        )

    def _audit(self, still_open: set[TicketId]) -> None:
        # At a screen a stranger may act as well and decide otherwise: then the story is no promise.
        scenes = () if self.has_screen else self.story.scenes
        auditor = Auditor(Known(roster_of(self._config), scenes, self._hours.day_start_ms))
        auditor.read(read_rows(self._folder / JOURNAL))
        self.summary = auditor.finish(self._crowd.acknowledged, still_open, self._crowd.eyes.seen)


def _open_tickets(house: House) -> set[TicketId]:
    """Return what a hall that was closed left open.

    Ask after its end: until then a number asked for by the last citizen may still be on its way to the disk.
    """
    return {each.id for each in house.engine.room.state.tickets.values() if each.state in OPEN_STATES}


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[asyncio.Event]:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, ended.set)
    try:
        yield ended
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)


def _pace(clock: PatientClock) -> Pace:
    """Let screens follow within a few steps of the hall's clock, however fast it runs."""
    return Pace(round_s=min(STEADY.round_s, 8 * clock.step_s))


def _config(port: int, folder: Path) -> Config:
    config = load_config(CONFIG)
    listen = msgspec.structs.replace(config.listen, port=port or _free_port())
    store = Store(str(folder / JOURNAL), str(folder / "secret.key"))
    return quickened(msgspec.structs.replace(config, listen=listen, store=store))


def _free_port() -> int:
    """Return a port free at this moment: the codes on the tickets must name it before anybody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def run_demo(asked: argparse.Namespace) -> int:
    """Run the demonstration; return 0 when no promise was broken, 1 when one was.

    Raises Fault, before the hall opens, when the summary could not be written.
    """
    _be_sure_of(asked.json)
    with contextlib.ExitStack() as stack:
        folder = Path(asked.keep or stack.enter_context(tempfile.TemporaryDirectory(prefix="wutong-")))
        _be_new(folder)
        stream = stack.enter_context((folder / "hall.log").open("a", encoding="utf-8"))
        configure_logbook(stream)
        demo = Demo(asked, folder)
        asyncio.run(demo.run())
    _report(demo.summary, asked.json)
    return 0 if demo.summary.is_sound() else 1


def _be_sure_of(path: str | None) -> None:
    """Open the summary's file now: nobody wants to hear after two hours that it cannot be written."""
    if path:
        try:
            Path(path).open("a", encoding="utf-8").close()
        except OSError as fault:
            raise Fault(f"--json {path}: {fault.strerror}; name a file that can be written") from fault


def _be_new(folder: Path) -> None:
    """Make the folder; one with a journal in it would be audited as if both days were this one."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / JOURNAL).exists():
        raise Fault(f"--keep {folder}: a journal is there already ({JOURNAL}); name an empty folder")


def _report(summary: Summary, path: str | None) -> None:
    text = msgspec.json.format(msgspec.json.encode(summary), indent=2).decode()
    if path:
        Path(path).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
    sys.stderr.write(closing_report(summary))
