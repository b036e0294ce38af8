"""The managers' wall as pictures: fixed size, frozen clock. Looked at before they are kept."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hall_display.wall.app import WallApp, WallOptions
from hall_display.wall.trial import SCENES
from hall_display.wall.trial_hall import AT_MS
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.dots import DOTS_VARIABLE, DotMode
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import Language

SnapCompare = Callable[..., bool]
Act = Callable[[Pilot[None]], Awaitable[None]]
SIZE = (160, 45)
LANGUAGES = [Language.CHINESE, Language.ENGLISH]


@pytest.fixture(autouse=True)
def _octants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DOTS_VARIABLE, DotMode.OCTANT)


def wall(scene: str, language: Language) -> WallApp:
    clock = ManualClock(AT_MS)
    return WallApp(MemoryLink(SCENES[scene](AT_MS), clock), WallOptions(language), clock=clock)


async def settled(pilot: Pilot[None]) -> None:
    async with asyncio.timeout(45):
        while not _is_filled(pilot):
            await pilot.pause(0.01)
    await pilot.pause(0.1)


def _is_filled(pilot: Pilot[None]) -> bool:
    screen = pilot.app.screen
    plates = any(one.plate for one in screen.query(PlateButton))
    return plates or any(one.text for one in screen.query("#well").results(BigText))


def after(*keys: str) -> Act:
    """Return the keys pressed one after the other, each on a settled screen."""

    async def press(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.2)
        for field in pilot.app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause(0.2)

    return press


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", ["busy", "calm"])
def test_overview(snap_compare: SnapCompare, scene: str, language: Language) -> None:
    assert snap_compare(wall(scene, language), terminal_size=SIZE, run_before=settled)


def test_a_very_large_hall(snap_compare: SnapCompare) -> None:
    assert snap_compare(wall("large", Language.CHINESE), terminal_size=SIZE, run_before=settled)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", list("wqctadr"))
def test_list(snap_compare: SnapCompare, key: str, language: Language) -> None:
    assert snap_compare(wall("busy", language), terminal_size=SIZE, run_before=after(key))


DETAILS = {
    "window": ("w", "down", "right", "right", "enter"),
    "queue": ("q", "down", "enter"),
    "card": ("c", "down", "right", "right", "enter"),
    "task": ("t", "down", "enter"),
    "person": ("a", "down", "down", "enter"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DETAILS)
def test_detail(snap_compare: SnapCompare, name: str, language: Language) -> None:
    assert snap_compare(wall("busy", language), terminal_size=SIZE, run_before=after(*DETAILS[name]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_act(snap_compare: SnapCompare, language: Language) -> None:
    keys = ("c", "down", "enter", "4")
    assert snap_compare(wall("busy", language), terminal_size=SIZE, run_before=after(*keys))
