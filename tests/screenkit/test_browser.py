"""The page in a real browser that reaches nothing but the bridge: octants, taps, codes, reconnection."""

import asyncio
import io
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Page

from kiosk.screenkit.gallery import CODE, COLS, ROWS
from kiosk.screenkit.web.browser import open_page, settle, tap
from kiosk.screenkit.web.server import Bridge, address_of, listen, port_of
from kiosk.screenkit.web.shot import shoot

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.timeout(120)]

GOLD = (0xFF, 0xD7, 0x5E)
NIGHT = (0x04, 0x15, 0x2B)
LETTER = (40, 160, 260, 400)
"""Where the letter of A012 stands, in pixels."""
GALLERY = (sys.executable, "-m", "kiosk.screenkit.gallery")


@asynccontextmanager
async def gallery() -> AsyncIterator[Page]:
    """Open the gallery on a Full HD screen."""
    bridge = Bridge(GALLERY, "127.0.0.1", 0, COLS, ROWS)
    async with listen(bridge) as server, open_page(address_of(server), 1920, 1080) as page:
        yield page


async def picture_of(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


def gold_in(picture: Image.Image, box: tuple[int, int, int, int]) -> float:
    """Return the share of golden pixels."""
    part = picture.crop(box)
    return colours_in(part).get(GOLD, 0) / (part.width * part.height)


def colours_in(picture: Image.Image) -> dict[object, int]:
    """Return how many pixels each colour has."""
    return {colour: count for count, colour in picture.getcolors(picture.width * picture.height) or ()}


async def test_the_screen_has_no_seams_a_tap_changes_it_and_a_reload_starts_afresh() -> None:
    async with gallery() as page:
        foreign: list[str] = []
        page.on("request", lambda request: foreign.append(request.url))
        picture = await picture_of(page)
        assert await page.get_attribute("body", "data-cell") == "20x40"
        # The foot of the 1 of A012: octants of five cells, and the same gold right across them.
        foot = picture.crop((470, 360, 570, 380))
        assert set(colours_in(foot)) == {GOLD}
        assert set(colours_in(picture.crop(LETTER))) == {GOLD, NIGHT}
        before = gold_in(picture, (40, 160, 780, 400))
        assert 0.2 < before < 0.6
        await tap(page, 70, 21)
        await settle(page)
        after = await picture_of(page)
        assert gold_in(after, LETTER) != gold_in(picture, LETTER)
        await page.reload()
        await settle(page)
        assert gold_in(await picture_of(page), LETTER) == gold_in(picture, LETTER)
        assert all(url.startswith("http://127.0.0.1") for url in foreign)


@pytest.mark.needs("zbar-tools")
async def test_a_phone_reads_the_code_off_the_screen(tmp_path: Path) -> None:
    picture = tmp_path / "screen.png"
    await shoot(GALLERY, COLS, ROWS, picture, size_px=(1366, 768), taps=[(70, 21)])
    with Image.open(picture) as image:
        # At this odd size too no edge of a block is smoothed: the number has two colours.
        assert set(colours_in(image.convert("RGB").crop((39, 118, 400, 286)))) == {GOLD, NIGHT}
    command = ["zbarimg", "--nodbus", "-q", "--raw", str(picture)]
    read = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=True)
    assert read.stdout.strip() == CODE


async def test_a_lost_server_is_said_and_survived() -> None:
    bridge = Bridge(GALLERY, "127.0.0.1", 0, COLS, ROWS)
    async with AsyncExitStack() as first:
        server = await first.enter_async_context(listen(bridge))
        port = port_of(server)
        async with open_page(address_of(server), 1920, 1080) as page:
            await first.aclose()
            await page.wait_for_selector("#notice:not([hidden])")
            assert "连接中断" in await page.inner_text("#notice")
            async with listen(Bridge(GALLERY, "127.0.0.1", port, COLS, ROWS)):
                await page.wait_for_selector("body[data-state=live]")
                await settle(page)
                assert await page.is_hidden("#notice")
