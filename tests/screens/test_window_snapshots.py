"""The window terminal as pictures: fixed size, stopped clock. Looked at before they are kept."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk.screenkit.memory_link import MemoryLink
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.window.app import WindowApp
from kiosk.window.screens.cards import CardsScreen
from kiosk.window.screens.choose import ChooseScreen
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.entry import EntryScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.screens.write import WriteScreen
from queue_server.clock import ManualClock
from queue_server.vocabulary import CardAct, CardState, Language, Step, WindowState
from queue_server.wire.documents import DeskDoc, Words
from tests.kiosk_window.conftest import NOW_MS, OWN, card, desk, hall_docs, yellow

SnapCompare = Callable[..., bool]
SIZE, SMALL = (96, 27), (80, 24)

SIGNED_OUT = DeskDoc("desk/03", OWN, WindowState.CLOSED)
IDLE = replace(
    desk(WindowState.IDLE), undo=None, held=(), faults={}, rating_of="A011", rate_until_ms=NOW_MS + 12_000
)
CALLED = replace(desk(WindowState.CALLED), undo=Step.CALL, faults={})
SERVING = desk(WindowState.SERVING)
TOLD = (card(4), yellow(2))
ANSWERED = yellow(
    5,
    name=Words("差评未回访", "bad rating not called back"),
    state=CardState.UPHELD,
    facts={"number": "A031", "stars": "1"},
    is_acknowledged=True,
    acknowledged=("staff:S017", "duty"),
    explanation="当日两次拨打，市民均未接听，已发短信说明。",
    finding="属实",
    reason="维持",
    appeal_until_ms=NOW_MS + 86_400_000,
    acts=(CardAct.APPEAL,),
)
DESKS = {"idle": IDLE, "called": CALLED, "serving": SERVING}


def terminal(own: DeskDoc, language: Language) -> WindowApp:
    clock = ManualClock(NOW_MS)
    return WindowApp(MemoryLink([*hall_docs(), own], clock), OWN, language, clock)


async def shown(pilot: Pilot[None], screen: type[Screen[Any]]) -> None:
    """Wait until ``screen`` is there with all the link had to say."""
    async with asyncio.timeout(45):
        while not (isinstance(pilot.app.screen, screen) and len(pilot.app.screen.query("*")) > 5):
            await pilot.pause(0.01)
    await pilot.pause(0.2)


async def desk_shown(pilot: Pilot[None]) -> None:
    await shown(pilot, DeskScreen)


async def hall_named(pilot: Pilot[None]) -> None:
    await shown(pilot, SignInScreen)
    async with asyncio.timeout(45):
        while not (isinstance(pilot.app, WindowApp) and pilot.app.view.is_known):
            await pilot.pause(0.01)
    pilot.app.screen.set_focus(None)  # a blinking cursor is in no picture
    await pilot.pause(0.1)


async def transferring(pilot: Pilot[None]) -> None:
    await desk_shown(pilot)
    await pilot.press("t")
    await shown(pilot, ChooseScreen)


async def returning(pilot: Pilot[None]) -> None:
    await desk_shown(pilot)
    await pilot.press("b")
    await shown(pilot, EntryScreen)
    pilot.app.screen.set_focus(None)
    await pilot.pause(0.1)


async def listing(pilot: Pilot[None]) -> None:
    await desk_shown(pilot)
    await pilot.press("c")
    await shown(pilot, CardsScreen)


async def writing(pilot: Pilot[None]) -> None:
    await listing(pilot)
    assert isinstance(pilot.app, WindowApp)
    assert isinstance(pilot.app.clock, ManualClock)
    pilot.app.clock.advance_ms(DOUBLE_TAP_MS)
    await pilot.press("e")
    await shown(pilot, WriteScreen)
    pilot.app.screen.set_focus(None)
    await pilot.pause(0.1)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", DESKS)
def test_desk(snap_compare: SnapCompare, name: str, language: Language) -> None:
    assert snap_compare(terminal(DESKS[name], language), terminal_size=SIZE, run_before=desk_shown)


@pytest.mark.parametrize("language", Language)
def test_sign_in(snap_compare: SnapCompare, language: Language) -> None:
    assert snap_compare(terminal(SIGNED_OUT, language), terminal_size=SIZE, run_before=hall_named)


@pytest.mark.parametrize("language", Language)
def test_choose_dialogue(snap_compare: SnapCompare, language: Language) -> None:
    assert snap_compare(terminal(SERVING, language), terminal_size=SIZE, run_before=transferring)


@pytest.mark.parametrize("language", Language)
def test_entry_dialogue(snap_compare: SnapCompare, language: Language) -> None:
    assert snap_compare(terminal(IDLE, language), terminal_size=SIZE, run_before=returning)


def test_small_terminal(snap_compare: SnapCompare) -> None:
    assert snap_compare(terminal(SERVING, Language.ENGLISH), terminal_size=SMALL, run_before=desk_shown)


def test_small_dialogue(snap_compare: SnapCompare) -> None:
    assert snap_compare(terminal(IDLE, Language.CHINESE), terminal_size=SMALL, run_before=returning)


@pytest.mark.parametrize("language", Language)
def test_band(snap_compare: SnapCompare, language: Language) -> None:
    told = terminal(replace(SERVING, cards=TOLD), language)
    assert snap_compare(told, terminal_size=SIZE, run_before=desk_shown)


def test_small_band(snap_compare: SnapCompare) -> None:
    told = terminal(replace(SERVING, cards=TOLD), Language.ENGLISH)
    assert snap_compare(told, terminal_size=SMALL, run_before=desk_shown)


@pytest.mark.parametrize("language", Language)
def test_list_of_cards_with_one_in_detail(snap_compare: SnapCompare, language: Language) -> None:
    told = terminal(replace(IDLE, cards=(ANSWERED, *TOLD)), language)
    assert snap_compare(told, terminal_size=SIZE, run_before=listing)


def test_small_list_of_cards(snap_compare: SnapCompare) -> None:
    told = terminal(replace(IDLE, cards=(ANSWERED,)), Language.CHINESE)
    assert snap_compare(told, terminal_size=SMALL, run_before=listing)


@pytest.mark.parametrize("language", Language)
def test_explaining(snap_compare: SnapCompare, language: Language) -> None:
    told = terminal(replace(IDLE, cards=(yellow(),)), language)
    assert snap_compare(told, terminal_size=SIZE, run_before=writing)
