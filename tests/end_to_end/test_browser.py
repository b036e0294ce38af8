"""The screens in a real browser before a real hall: a finger on the page ends in the journal, the code on the
page is read off the glass, and every screen is there.
"""

import asyncio
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Page
from textual.pilot import Pilot

from kiosk.citizen.app import CitizenApp
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import TouchButton
from kiosk.screenkit.web.browser import open_page, settle, tap
from queue_server.demo.small_hall import link_to, open_house
from queue_server.runtime.house import House
from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, Role, TicketId
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import ReprintTicket, TakeTicket
from queue_server.wire.from_server import Done, TicketSlip
from tests.end_to_end.conftest import free_port, linked, small_hall_on, until, web_program

pytestmark = [pytest.mark.needs("chromium", "zbar-tools"), pytest.mark.timeout(120)]

SECOND_ITEM = """
[[items]]
code = "GA-2"
name = "户口迁入"
name_en = "Move household in"
department = "GA"
queue = "A"
"""
FULL_HD = (1920, 1080)
GOLD = (0xFF, 0xD7, 0x5E)
BADGE = "0001000734"
TILE, TAKE = "TilePages TouchButton", "#take"

Cell = tuple[int, int]


async def way_to_a_number(house: House) -> list[Cell]:
    """Walk a kiosk of the same size up to its last button; return the cells a finger must tap."""
    app = CitizenApp(link_to(house, Role.KIOSK, "K2"))
    cells: list[Cell] = []
    async with app.run_test(size=(96, 27)) as pilot:
        for screen, button in ((HomeScreen, TILE), (ItemsScreen, TILE), (ItemScreen, TAKE)):
            cells.append(await _cell_of(pilot, screen, button))
            if button is not TAKE:
                await asyncio.sleep(DOUBLE_TAP_MS / 1000)  # a finger's own pace: quicker taps are one
                await pilot.click(offset=cells[-1])
    return cells


async def _cell_of(pilot: Pilot[Any], screen: type, button: str) -> Cell:
    found: list[Cell] = []

    def button_is_shown() -> bool:
        for each in pilot.app.screen.query(button).results(TouchButton):
            if type(pilot.app.screen) is screen and each.size.height and not each.disabled:
                found.append((int(each.region.center[0]), int(each.region.center[1])))
                return True
        return False

    await until(button_is_shown)
    return found[0]


async def tap_and_see(page: Page, cell: Cell) -> None:
    """Tap a cell; return when the screen has answered and is quiet again."""
    before = await page.get_attribute("body", "data-bytes")
    await asyncio.sleep(DOUBLE_TAP_MS / 1000)
    await tap(page, *cell)
    await page.wait_for_function("before => document.body.dataset.bytes !== before", arg=before)
    await settle(page)


async def code_on(page: Page, picture: Path) -> str:
    """Return what zbarimg reads off the screen, as soon as it reads anything."""
    async with asyncio.timeout(45):
        while True:
            await page.screenshot(path=picture)
            reader = await asyncio.create_subprocess_exec(
                "zbarimg", "--nodbus", "--raw", "-q", str(picture), stdout=asyncio.subprocess.PIPE
            )
            output, _ = await reader.communicate()
            if read := output.decode().strip():
                return read


async def colours_on(page: Page) -> Counter[Any]:
    """Return how many pixels of the screen each colour has."""
    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    found = picture.getcolors(picture.width * picture.height) or []
    return Counter({colour: count for count, colour in found})


def events_in(folder: Path, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in read_rows(folder / "hall.db") if row["body"]["event"] == kind]


async def slip_of(house: House, ticket: str) -> TicketSlip:
    async with linked(link_to(house, Role.KIOSK, "K3")) as kiosk:
        answer = await kiosk.request(ReprintTicket(new_request_id(), TicketId(ticket)), timeout_s=15)
    assert isinstance(answer, Done)
    assert answer.slip is not None
    return answer.slip


async def test_a_finger_in_the_browser_takes_a_number_whose_code_a_phone_can_follow(tmp_path: Path) -> None:
    config = small_hall_on(tmp_path, free_port(), SECOND_ITEM)
    async with open_house(config) as house, web_program("kiosk", "citizen", "--server", house.url) as address:
        way = await way_to_a_number(house)
        async with open_page(address, *FULL_HD) as page:
            for cell in way:
                await tap_and_see(page, cell)
            await until(lambda: events_in(tmp_path, "ticket_issued"))
            issued = events_in(tmp_path, "ticket_issued")
            assert [(event["number"], event["item"]) for event in issued] == [("A001", "GA-1")]
            link = await code_on(page, tmp_path / "ticket.png")
            assert link == (await slip_of(house, issued[0]["ticket"])).link
            await page.goto(link)
            await page.wait_for_function("document.getElementById('number').textContent === 'A001'")


async def test_a_window_in_the_browser_calls_and_the_board_in_the_browser_shows_it(tmp_path: Path) -> None:
    config = small_hall_on(tmp_path, free_port())
    async with (
        open_house(config) as house,
        linked(link_to(house, Role.KIOSK, "K1")) as kiosk,
        web_program("kiosk", "window", "--window", "3", "--server", house.url) as window_address,
        web_program("hall-display", "board", "--silent", "--server", house.url) as board_address,
    ):
        await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=15)
        async with open_page(window_address, *FULL_HD) as window:
            board = await window.context.new_page()
            await board.set_viewport_size({"width": FULL_HD[0], "height": FULL_HD[1]})
            await board.goto(board_address)
            await settle(board)
            before = await colours_on(board)
            await window.bring_to_front()
            await window.keyboard.type(BADGE)
            await window.keyboard.press("Enter")
            await until(lambda: events_in(tmp_path, "staff_signed_in"))
            await settle(window)
            await window.keyboard.press("n")
            await until(lambda: events_in(tmp_path, "ticket_called"))
            await settle(window)
            assert (await colours_on(window))[GOLD] > 10_000
            await board.bring_to_front()
            await settle(board)
            after = await colours_on(board)
            assert after[GOLD] > before[GOLD] + 10_000
