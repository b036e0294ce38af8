"""A real browser for tests and pictures: Debian's chromium through Playwright; never at run time."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET_MS = 400
"""The screen is settled when no bytes came for this long."""
FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    "--disable-lcd-text", "--hide-scrollbars",
)  # fmt: skip


@asynccontextmanager
async def open_page(url: str, width_px: int, height_px: int) -> AsyncIterator[Page]:
    """Open ``url`` in a window of exactly this size and yield the page once its screen is drawn."""
    viewport = ViewportSize(width=width_px, height=height_px)
    async with async_playwright() as playwright:
        with tempfile.TemporaryDirectory(prefix="wutong-browser-") as profile:
            context = await playwright.chromium.launch_persistent_context(
                profile,
                executable_path=CHROMIUM,
                headless=True,
                args=FLAGS,
                viewport=viewport,
            )
            try:
                page = context.pages[0]
                await page.goto(url)
                await settle(page)
                yield page
            finally:
                await context.close()


async def settle(page: Page, timeout_ms: float = 20_000) -> None:
    """Return when the screen is live and has been quiet for a moment."""
    await page.wait_for_selector("body[data-state=live]", timeout=timeout_ms)
    before: str | None = ""
    while (now := await page.get_attribute("body", "data-bytes")) != before:
        before = now
        await asyncio.sleep(QUIET_MS / 1000)


async def tap(page: Page, column: int, row: int) -> None:
    """Tap the middle of a cell, counted from 0."""
    box = await page.locator(".xterm-screen").bounding_box()
    cols = int(await page.get_attribute("body", "data-cols") or 0)
    rows = int(await page.get_attribute("body", "data-rows") or 0)
    assert box is not None
    x = box["x"] + (column + 0.5) * box["width"] / cols
    y = box["y"] + (row + 0.5) * box["height"] / rows
    await page.mouse.click(x, y)
