"""A kiosk as a process of its own, with citizens who come while a file says so: for tests that kill it.

``python -m tests.end_to_end.away_kiosk PORT NAME FOLDER``: its store is ``NAME.away``, what its printer
printed stands line by line in ``NAME.paper``, its citizens come while there is a file ``open``; when they do
not and the last of them is gone, there is a file ``NAME.empty``. It ends with an error when its app does.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kiosk.citizen.app import CitizenApp
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.store import AwayStore
from kiosk.citizen.machines import Machines
from kiosk.citizen.messages import NumberWanted, RemedyChosen
from kiosk.citizen.outcome import Remedy
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import Paper, TicketScreen
from kiosk.citizen.visit import KioskState, Printer
from queue_server.clock import SystemClock
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import HallLink, reconnect_delays
from queue_server.wire.from_server import TicketSlip
from queue_server.wire.greeting import WIRE_VERSION, Hello

ITEM = ItemCode("GA-1")
LOOK_S = 0.02
PATIENCE_S = 8.0
LONGEST_PAUSE_S = 0.5
"""Between two tries to reach the server: a test has less time than a hall."""


class FilePrinter:
    """Paper that a test can read after the kiosk was killed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def watch(self, tell: Callable[[str], object]) -> None:
        tell("")
        await asyncio.Event().wait()

    async def print_slip(self, slip: TicketSlip, _: KioskState) -> str:
        self._print(f"{slip.number} {slip.issued_ms}\n")
        return ""

    def _print(self, line: str) -> None:
        with self._path.open("a", encoding="utf-8") as paper:
            paper.write(line)


def tell(level: str, said: str) -> None:
    sys.stderr.write(f"{level} {said}\n")


class Crowd:
    """Citizens one after the other; each touches once, waits for a number, and goes."""

    def __init__(self, app: CitizenApp, folder: Path, name: str) -> None:
        self._app, self._door, self._empty = app, folder / "open", folder / f"{name}.empty"

    async def come(self) -> None:
        """Come for as long as the app lives."""
        while self._app.is_running:
            if not self._door.exists():
                self._empty.touch()
            await self._until(lambda: self._door.exists() and may_touch(self._app))
            self._empty.unlink(missing_ok=True)
            await self._one()

    async def _one(self) -> None:
        app = self._app
        app.post_message(NumberWanted(ITEM))
        await self._until(lambda: isinstance(app.screen, TicketScreen) or has_remedy(app), PATIENCE_S)
        if isinstance(app.screen, NoticeScreen) and Remedy.AWAY in app.screen.notice.remedies:
            app.post_message(RemedyChosen(app.screen.notice, Remedy.AWAY))
            await self._until(lambda: isinstance(app.screen, TicketScreen), PATIENCE_S)
        await self._until(
            lambda: not isinstance(app.screen, TicketScreen) or app.screen.paper is Paper.OUT, PATIENCE_S
        )
        app.go_home()
        await self._until(lambda: isinstance(app.screen, HomeScreen), PATIENCE_S)

    async def _until(self, holds: Callable[[], bool], patience_s: float = 1e9) -> None:
        """Look until it ``holds``, until a citizen has no more patience, or until the app has ended."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                while self._app.is_running and not holds():  # noqa: ASYNC110 - screens set no event of ours
                    await asyncio.sleep(LOOK_S)


def may_touch(app: CitizenApp) -> bool:
    return app.state.view.is_open and app.state.printer is Printer.READY


def has_remedy(app: CitizenApp) -> bool:
    return isinstance(app.screen, NoticeScreen) and bool(app.screen.notice.remedies)


async def main(port: int, name: str, folder: Path) -> None:
    hello = Hello(WIRE_VERSION, Role.KIOSK, name)
    pauses = partial(reconnect_delays, name, longest_s=LONGEST_PAUSE_S)
    link, clock = HallLink(f"ws://127.0.0.1:{port}", hello, delays=pauses, tell=tell), SystemClock()
    desk = AwayDesk(AwayStore(folder / f"{name}.away", tell), clock, tell)
    app = CitizenApp(link, Machines(FilePrinter(folder / f"{name}.paper")), clock=clock, away=desk)
    async with app.run_test(size=(96, 27)):
        await Crowd(app, folder, name).come()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
    sys.exit("the app has ended")
