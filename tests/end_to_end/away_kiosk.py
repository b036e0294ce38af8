"""A kiosk as a process of its own, with citizens who come while a file says so: for tests that kill it.

``python -m tests.end_to_end.away_kiosk PORT NAME FOLDER``: its store is ``NAME.away``, what its printer
printed stands line by line in ``NAME.paper``, its citizens come while there is a file ``open``.
"""

import asyncio
import contextlib
import sys
from collections.abc import Callable
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
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import TicketSlip
from queue_server.wire.greeting import WIRE_VERSION, Hello

ITEM = ItemCode("GA-1")
LOOK_S = 0.02
PATIENCE_S = 8.0


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


async def citizens(app: CitizenApp, is_door_open: Callable[[], bool]) -> None:
    """Come one after the other, for ever; each touches once, waits for a number, and goes."""
    while True:
        await until(lambda: is_door_open() and app.state.view.is_open)
        app.post_message(NumberWanted(ITEM))
        await until(lambda: isinstance(app.screen, TicketScreen) or has_remedy(app), PATIENCE_S)
        if isinstance(app.screen, NoticeScreen) and Remedy.AWAY in app.screen.notice.remedies:
            app.post_message(RemedyChosen(app.screen.notice, Remedy.AWAY))
            await until(lambda: isinstance(app.screen, TicketScreen), PATIENCE_S)
        await until(lambda: not isinstance(app.screen, TicketScreen) or app.screen.paper is Paper.OUT)
        app.go_home()
        await until(lambda: isinstance(app.screen, HomeScreen))


def has_remedy(app: CitizenApp) -> bool:
    return isinstance(app.screen, NoticeScreen) and bool(app.screen.notice.remedies)


async def until(holds: Callable[[], bool], patience_s: float = 1e9) -> None:
    """Look until it ``holds``, or until a citizen has no more patience."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            while not holds():  # noqa: ASYNC110 - screens set no event of ours
                await asyncio.sleep(LOOK_S)


async def main(port: int, name: str, folder: Path) -> None:
    link = HallLink(f"ws://127.0.0.1:{port}", Hello(WIRE_VERSION, Role.KIOSK, name), tell=tell)
    clock = SystemClock()
    desk = AwayDesk(AwayStore(folder / f"{name}.away", tell), clock, tell)
    app = CitizenApp(link, Machines(FilePrinter(folder / f"{name}.paper")), clock=clock, away=desk)
    async with app.run_test(size=(96, 27)):
        await until(lambda: app.state.printer is Printer.READY)
        await citizens(app, (folder / "open").exists)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
