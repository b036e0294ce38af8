"""The phone's page in a real browser: the number, the call, the other language, a code nobody gave out."""

from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Page, WebSocketRoute, async_playwright

from kiosk.screenkit.expected_words import your_wait_text
from queue_server.hall.commands import MarkNoShow
from queue_server.runtime.codes import subkey, ticket_code
from queue_server.runtime.doorstep import Doorstep, doorstep
from queue_server.runtime.pages import policy
from queue_server.runtime.rehearsal import SECRET
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, TicketState, WindowNo
from queue_server.wire import codec
from queue_server.wire.documents import QueueDoc, TicketDoc
from queue_server.wire.expected import Expected
from queue_server.wire.from_server import Delta, FromServer, Snapshot
from queue_server.wire.greeting import WIRE_VERSION, Welcome
from queue_server.wire.words import Words

CODE = ticket_code(subkey(SECRET, "ticket"), TicketId("20260302-A002"))

KNOWN, NEXT, OPEN = Expected(10, 15), Expected(0, 2, is_next=True), Expected(40, None)
UNSURE, SOON = Expected(0, None), Expected(0, 5)


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
async def test_the_page_says_how_long_it_takes_in_the_words_of_the_screens_and_never_jumps(
    page: Page,
) -> None:
    line = FakeLine()
    await page.route_web_socket("**/ws", line.answer)
    async with doorstep() as door:
        complaints = await open_page(page, door, CODE)
        await says(page, "detail", "前面 3 人")
        below = await top_of(page, "queue")
        for expected in (KNOWN, NEXT, OPEN, UNSURE, SOON, None):
            line.tell(expected)
            await waits(page, your_wait_text(expected).zh if expected else "")
            assert await top_of(page, "queue") == pytest.approx(below, abs=0.5)
        await page.click("#language")
        for expected in (KNOWN, NEXT, OPEN, UNSURE, SOON):
            line.tell(expected)
            await waits(page, your_wait_text(expected).en)
        line.tell(KNOWN, TicketState.CALLED)
        await waits(page, "")
        assert complaints == []


async def top_of(page: Page, place: str) -> float:
    box = await page.locator(f"#{place}").bounding_box()
    assert box is not None
    return box["y"]


async def waits(page: Page, text: str) -> None:
    """Wait until the line of the wait says exactly this."""
    await page.wait_for_function("text => document.getElementById('wait').textContent === text", arg=text)


class FakeLine:
    """A server that tells one ticket what a test wants: the page cannot tell it from the real one."""

    def __init__(self) -> None:
        self._tell: Callable[[FromServer], object] = lambda _: None

    def answer(self, socket: WebSocketRoute) -> None:
        self._tell = lambda message: socket.send(codec.encode(message).decode())
        socket.on_message(self._greet)

    def _greet(self, _: str | bytes) -> None:
        self._tell(Welcome(WIRE_VERSION, "epoch", 0, 0, 480))
        queue = QueueDoc("queue/A", QueueCode("A"), Words("户籍", "Household"), "A", 4, open_windows=2)
        self._tell(Snapshot(1, 0, (queue, ticket_doc(None))))

    def tell(self, expected: Expected | None, state: TicketState = TicketState.WAITING) -> None:
        self._tell(Delta(2, 0, (ticket_doc(expected, state),)))


def ticket_doc(expected: Expected | None, state: TicketState = TicketState.WAITING) -> TicketDoc:
    return TicketDoc(
        "ticket/20260302-A002", "A002", state, TicketClass.REGULAR, QueueCode("A"), ItemCode("A1"), 3,
        expected=expected,
    )  # fmt: skip


@pytest.mark.needs("chromium")
async def test_the_page_says_that_nobody_gave_out_this_code(page: Page) -> None:
    async with doorstep() as door:
        await open_page(page, door, "20260302-A002-AAAA")
        await says(page, "link", "没有找到这个号")
        assert await page.text_content("#number") == ""


def test_the_policy_names_the_own_host_and_no_other_text() -> None:
    assert "connect-src 'self' ws://10.0.0.2:8765 wss://10.0.0.2:8765;" in policy("10.0.0.2:8765")
    assert "connect-src 'self';" in policy("evil.example; script-src *")
