"""How long the last of those who wait for the window waits yet, in one start of the terminal."""

import asyncio
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from kiosk.screenkit.memory_link import MemoryLink
from kiosk.window.app import WindowApp
from kiosk.window.widgets.counts_panel import CountsPanel
from queue_server.clock import ManualClock
from queue_server.vocabulary import Language, WindowState
from queue_server.wire.expected import Expected
from tests.kiosk_window.conftest import NOW_MS, OWN, desk, hall_docs
from tests.screens.pictures import album
from tests.screens.test_window_snapshots import SIZE, SMALL, desk_shown

WAITS = {"known": Expected(25, 30), "next": Expected(0, 2, is_next=True), "not-today": Expected(90, None)}
SERVING = desk(WindowState.SERVING)


@pytest.mark.parametrize(("language", "size"), [(Language.CHINESE, SIZE), (Language.ENGLISH, SMALL)])
async def test_the_wait_of_the_last_looks_as_it_did(
    snapshot: SnapshotAssertion, language: Language, size: tuple[int, int]
) -> None:
    is_as_before = album(snapshot)
    clock = ManualClock(NOW_MS)
    link = MemoryLink([*hall_docs(), SERVING], clock)
    app = WindowApp(link, OWN, language, clock)
    async with app.run_test(size=size) as pilot:
        await desk_shown(pilot)
        for name, expected in WAITS.items():
            link.tell(replace(SERVING, expected=expected))
            await told(pilot, app, expected)
            assert is_as_before(name, app), name


async def told(pilot: Pilot[None], app: WindowApp, expected: Expected) -> None:
    """Wait until the terminal has heard of this wait, and shows nobody's line cut off."""
    async with asyncio.timeout(45):
        while app.view.expected != expected:
            await pilot.pause(0.01)
    await pilot.pause(0.2)
    panel = app.screen.query_one(CountsPanel)
    assert all(len(line) <= panel.size.width for line in lines_of(panel))


def lines_of(panel: CountsPanel) -> Iterator[str]:
    return iter(panel.render().plain.splitlines())
