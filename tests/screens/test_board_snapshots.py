"""The board and the bar as pictures: fixed size, frozen clock, no flash. Looked at before they are kept."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest
from textual.pilot import Pilot

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.bar_app import BarApp
from hall_display.board.screens.board import BoardScreen
from hall_display.board.trial import AT_MS, trial_call, trial_hall, trial_selection
from hall_display.board.view import BoardLanguage
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import WindowNo
from queue_server.wire.documents import Words

SnapCompare = Callable[..., bool]
HALL = Words("襄州区行政服务中心", "Xiangzhou District Service Centre")
SIZES = {"wall": (320, 90), "large_terminal": (160, 45), "terminal": (120, 35)}
CALLS = 8


def board(language: BoardLanguage, size: tuple[int, int]) -> BoardApp:
    clock = ManualClock(AT_MS)
    link = MemoryLink(trial_hall(HALL), clock)
    for n in range(1, CALLS + 1):
        link.say(trial_call(n, clock, is_current=n == CALLS))
    dots = DotMode.OCTANT if size == SIZES["wall"] else DotMode.QUADRANT
    return BoardApp(link, BoardOptions(language=language, dots=dots, flashes=0), clock=clock)


async def last_call_shown(pilot: Pilot[None]) -> None:
    async with asyncio.timeout(45):
        while not _is_shown(pilot):
            await pilot.pause(0.01)
    await pilot.pause(0.1)


def _is_shown(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, BoardScreen) and screen.hero.number == "C108" and len(screen.query("*")) > 20


@pytest.mark.parametrize("language", [BoardLanguage.BOTH, BoardLanguage.ENGLISH])
@pytest.mark.parametrize("name", SIZES)
def test_board(snap_compare: SnapCompare, name: str, language: BoardLanguage) -> None:
    size = SIZES[name]
    assert snap_compare(board(language, size), terminal_size=size, run_before=last_call_shown)


@pytest.mark.parametrize("language", [BoardLanguage.BOTH, BoardLanguage.ENGLISH])
def test_board_with_a_selection(snap_compare: SnapCompare, language: BoardLanguage) -> None:
    size = SIZES["terminal"]
    app = board(language, size)
    link = app._link
    assert isinstance(link, MemoryLink)
    hall = link.docs["hall"]
    link.tell(msgspec.structs.replace(hall, notices=()), trial_selection())
    assert snap_compare(app, terminal_size=size, run_before=last_call_shown)


async def _cut_the_cable(pilot: Pilot[None]) -> None:
    await last_call_shown(pilot)
    link = pilot.app._link  # type: ignore[attr-defined] # the picture's own memory link
    link.go_down()
    async with asyncio.timeout(45):
        while not pilot.app.screen.query("NoticeBand.-alarm"):
            await pilot.pause(0.01)
    await pilot.pause(0.1)


@pytest.mark.parametrize("language", [BoardLanguage.BOTH, BoardLanguage.ENGLISH])
@pytest.mark.parametrize("has_away_numbers", [True, False], ids=["numbers", "none"])
def test_board_offline(snap_compare: SnapCompare, language: BoardLanguage, has_away_numbers: bool) -> None:
    size = SIZES["terminal"]
    app = board(language, size)
    link = app._link
    assert isinstance(link, MemoryLink)
    link.tell(msgspec.structs.replace(link.docs["hall"], has_away_numbers=has_away_numbers))
    assert snap_compare(app, terminal_size=size, run_before=_cut_the_cable)


async def _ticket_shown(pilot: Pilot[None]) -> None:
    async with asyncio.timeout(45):
        while not pilot.app.screen.has_class("-serving"):
            await pilot.pause(0.01)
    await pilot.pause(0.1)


@pytest.mark.parametrize("size", [(128, 16), (48, 32)])
def test_bar(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    link = MemoryLink(trial_hall(), ManualClock(AT_MS))
    app = BarApp(link, WindowNo("03"), dots=DotMode.OCTANT)
    assert snap_compare(app, terminal_size=size, run_before=_ticket_shown)
