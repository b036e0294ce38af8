"""A rule raises a card, the wall shows it in a second, a manager acknowledges it, the journal knows who."""

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
from textual.pilot import Pilot

from hall_display.wall.app import WallApp
from hall_display.wall.screens.act import ActScreen
from hall_display.wall.screens.detail import DetailScreen
from hall_display.wall.screens.overview import OverviewScreen
from hall_display.wall.widgets.head_bar import HeadBar
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit.touch_button import TouchButton
from queue_server.clock import ManualClock
from queue_server.config import Config, Store
from queue_server.config_file.load import config_of_text
from queue_server.demo.small_hall import SMALL_HALL, link_to, open_house
from queue_server.runtime.house import House
from queue_server.runtime.staff_doors import hash_pin
from queue_server.store.past import opened_past
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardState, ItemCode, Role, RuleCode
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done

MORNING_MS = int(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1000)
SIZE = (160, 45)
PIN = "135790"
MORE = """
[[staff]]
id = "S001"
name = "值班长"
pin_hash = "{pin_hash}"
is_manager = true

[supervision]
ceilings_min = {{ regular = 1 }}
"""


def hall(folder: Path) -> Config:
    """Return the small hall where a wait of more than a minute is a warning."""
    text = SMALL_HALL.replace("{port}", "sim://north") + MORE.format(pin_hash=hash_pin(PIN))
    store = Store(str(folder / "hall.db"), str(folder / "secret.key"))
    return msgspec.structs.replace(config_of_text(text), store=store)


def waits(house: House) -> list[Card]:
    cards = house.engine.rooms.supervision.state.cards.values()
    return [card for card in cards if card.rule is RuleCode.LONG_WAIT]


async def take_a_number(house: House) -> str:
    kiosk = link_to(house, Role.KIOSK, "K1")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(kiosk.run())
        answer = await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=20)
        running.cancel()
    assert isinstance(answer, Done)
    return answer.number


async def _until_shown(pilot: Pilot[None], text: str) -> None:
    while not any(text in _read(one) for one in pilot.app.screen.query(PlateButton)):
        await pilot.pause(0.01)


def _read(plate: PlateButton) -> str:
    return "".join(plate.render_line(y).text for y in range(plate.size.height)) if plate.plate else ""


async def _until(pilot: Pilot[None], kind: type) -> None:
    while not isinstance(pilot.app.screen, kind):
        await pilot.pause(0.01)


async def test_a_long_wait_is_on_the_wall_and_its_acknowledgement_in_the_journal(tmp_path: Path) -> None:
    clock = ManualClock(MORNING_MS)
    async with open_house(hall(tmp_path), clock) as house:
        number = await take_a_number(house)
        app = WallApp(link_to(house, Role.WALL, "W1"))
        async with app.run_test(size=SIZE) as pilot, asyncio.timeout(120):
            await _until(pilot, OverviewScreen)
            await _until_known(pilot)
            clock.advance_ms(61_000)
            while not waits(house):
                await pilot.pause(0.005)
            await _until_shown(pilot, number)
            await _acknowledge(pilot, number)
            while not waits(house)[0].acknowledged:
                await pilot.pause(0.01)
            assert waits(house)[0].state is CardState.RUNNING
    with opened_past(tmp_path / "hall.db") as journal:
        rows = tuple(journal.read(1, 10_000))
    told = [row for row in rows if row.kind == "telling_acknowledged"]
    assert [row.actor for row in told] == ["wall:W1/S001"]
    assert not any(PIN in str(row) for row in rows)


async def _until_known(pilot: Pilot[None]) -> None:
    while pilot.app.screen.has_class("-unknown") or not pilot.app.screen.query_one(HeadBar).head.clock:
        await pilot.pause(0.01)


async def _acknowledge(pilot: Pilot[None], number: str) -> None:
    plate = next(one for one in pilot.app.screen.query(PlateButton) if number in _read(one))
    assert await pilot.click(f"#{plate.id}")
    await _until(pilot, DetailScreen)
    while not pilot.app.screen.query_one("#deed-0", TouchButton).label:
        await pilot.pause(0.01)
    await pilot.press("1")
    await _until(pilot, ActScreen)
    await pilot.press(*"S001", "enter", *PIN, "enter")
    await _until(pilot, DetailScreen)
