"""The phone's page in a real browser: the number, the call, the other language, a code nobody gave out."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, async_playwright

from queue_server.hall.commands import MarkNoShow
from queue_server.runtime.codes import subkey, ticket_code
from queue_server.runtime.doorstep import Doorstep, doorstep
from queue_server.runtime.pages import policy
from queue_server.runtime.rehearsal import SECRET
from queue_server.vocabulary import TicketId, WindowNo

CODE = ticket_code(subkey(SECRET, "ticket"), TicketId("20260302-A002"))


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 390, "height": 780}, locale="zh-CN")
        yield await context.new_page()
        await browser.close()


async def open_page(page: Page, door: Doorstep, code: str) -> list[str]:
    """Open the page of a code; return the list into which the browser's complaints will go."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"http://127.0.0.1:{door.listener.port}/t/{code}")
    return complaints


async def says(page: Page, place: str, text: str) -> None:
    await page.locator(f"#{place}", has_text=text).wait_for()


@pytest.mark.needs("chromium")
async def test_the_page_follows_the_ticket_to_the_window(page: Page) -> None:
    async with doorstep() as door:
        await door.rehearsal.sign_in("01")
        for _ in range(3):
            await door.rehearsal.take()
        complaints = await open_page(page, door, CODE)
        await says(page, "number", "A002")
        await says(page, "detail", "前面 1 人")
        await door.rehearsal.call("01")
        await says(page, "detail", "下一位就是您")
        await door.rehearsal.ask(MarkNoShow(WindowNo("01")), "window:01")
        await door.rehearsal.call("01")
        await says(page, "state", "请到 01 号窗口")
        await page.click("#language")
        await says(page, "state", "Please go to window 01")
        button = await page.locator("#language").bounding_box()
        assert button is not None
        assert button["height"] >= 44
        assert complaints == []


@pytest.mark.needs("chromium")
async def test_the_page_says_that_nobody_gave_out_this_code(page: Page) -> None:
    async with doorstep() as door:
        await open_page(page, door, "20260302-A002-AAAA")
        await says(page, "link", "没有找到这个号")
        assert await page.text_content("#number") == ""


def test_the_policy_names_the_own_host_and_no_other_text() -> None:
    assert "connect-src 'self' ws://10.0.0.2:8765 wss://10.0.0.2:8765;" in policy("10.0.0.2:8765")
    assert "connect-src 'self';" in policy("evil.example; script-src *")
