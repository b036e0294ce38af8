"""Real input: a finger on the kiosk, hex typed into a real cable; down to paper, board, voice, pad and bar.

Nothing between them is put on: a house with its journal on disk, screens on the real wire, a cable of two
pseudo-terminals held together by socat.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from devices.counter_bus.retries import RETRY_WINDOW_MS
from devices.memory_port import MemoryCable
from devices.player import Player
from devices.ticket_printer.simulated import Paper, SimulatedPrinter
from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.screens.board import BoardScreen
from hall_display.speech.speech import NullSpeech
from kiosk.citizen.app import CitizenApp
from kiosk.citizen.machines import CablePrinter, Machines
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.citizen.visit import Printer
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import TouchButton
from queue_server.clock import SystemClock
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.runtime.house import House
from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import new_request_id
from queue_server.wire.documents import DeskDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import TicketSlip
from tests.end_to_end.conftest import FarEnd, linked, socat_cable, until

pytestmark = pytest.mark.needs("socat")

SIGN_IN = "FF 68 0D 0D 68 03 01 00 00 00 01 00 00 00 07 03 04 0F 22 16"
"""Badge 0001000734 and the key 0F, on the pad of window 3."""
SIGNED_IN = "FF 68 03 03 68 03 02 01 06 16"
CALL = "FF 68 03 03 68 03 01 0C 10 16"
RECALL = "FF 68 03 03 68 03 01 0D 11 16"
UNDO = "FF 68 04 04 68 03 01 00 0E 12 16"
NO_SHOW = "FF 68 03 03 68 03 01 0E 12 16"
FINISH = "FF 68 03 03 68 03 01 0B 0F 16"
PLEASE_RATE = "FF 68 03 03 68 83 01 0B 8F 16"
VERY_GOOD = "FF 68 03 03 68 83 11 03 97 16"
"""The evaluator of window 3."""
NUMBER_1 = "FF 68 08 08 68 03 02 0A 0A 0A 00 00 01 24 16"
"""The pad shows the digits of A001."""
SPOKEN = "请 A 零 零 一 号 到 三 号 窗口"


class Board:
    """A board on the real wire, and what was heard of it."""

    def __init__(self, app: BoardApp, voice: NullSpeech) -> None:
        self._app, self._voice = app, voice

    async def shows(self, number: str) -> None:
        def hero_is_shown() -> bool:
            screen = self._app.screen
            return isinstance(screen, BoardScreen) and screen.hero.number == number

        await until(hero_is_shown)

    async def has_said(self, *sentences: str) -> None:
        """Wait for as many sentences; then they must be exactly these."""
        await until(lambda: len(self._voice.said) >= len(sentences))
        assert tuple(self._voice.said) == sentences


@asynccontextmanager
async def board_of(house: House) -> AsyncIterator[Board]:
    voice = NullSpeech()
    app = BoardApp(link_to(house, Role.BOARD, "B1"), BoardOptions(flashes=0), speak=voice.say)
    async with app.run_test(size=(120, 35)):
        yield Board(app, voice)


async def touch(pilot: Pilot[Any], button: str, opens: type) -> None:
    """Put a finger on a button as soon as it is there; return when what it opens is shown."""

    def is_there() -> bool:
        return any(each.size.height for each in pilot.app.screen.query(button).results(TouchButton))

    def is_open() -> bool:
        return type(pilot.app.screen) is opens

    await until(is_there)
    await asyncio.sleep(DOUBLE_TAP_MS / 1000)  # a finger's own pace: quicker taps are one
    await pilot.click(button)
    await until(is_open)


async def take_by_touch(house: House) -> tuple[TicketSlip, Paper]:
    """Take a number at a kiosk with two touches; return what the server gave and what was printed."""
    cable, printer = MemoryCable(), SimulatedPrinter()
    machine = CablePrinter(cable.open_near, SystemClock(), peer=Player(cable.open_far, printer))
    app = CitizenApp(link_to(house, Role.KIOSK, "K1"), Machines(machine))
    async with app.run_test(size=(96, 27)) as pilot:
        await until(lambda: app.state.view.is_open and app.state.printer is Printer.READY)
        await touch(pilot, "TilePages TouchButton", ItemScreen)
        await touch(pilot, "#take", TicketScreen)
        await until(lambda: printer.papers)
        assert isinstance(app.screen, TicketScreen)
        assert printer.unread_bytes == 0
        return app.screen.slip, printer.papers[0]


@asynccontextmanager
async def hall_with_pad(folder: Path) -> AsyncIterator[tuple[House, FarEnd, Board]]:
    async with (
        socat_cable(folder) as (port, far),
        open_house(small_hall(folder, port)) as house,
        board_of(house) as board,
    ):
        far.type_hex(SIGN_IN)
        await far.frame(SIGNED_IN)
        yield house, far, board


def events_in(folder: Path, kind: str) -> list[dict[str, Any]]:
    return [row["body"] for row in read_rows(folder / "hall.db") if row["body"]["event"] == kind]


async def bar_shows(far: FarEnd, text: str) -> None:
    """Wait for the bar's frame with ``text`` in GBK, a colour byte behind each letter."""
    letters = b".".join(re.escape(letter.encode("gbk")) for letter in text)
    await far.until(lambda frame: re.search(letters, frame, re.DOTALL) is not None)


async def test_hex_typed_into_a_cable_calls_the_ticket_a_finger_took(tmp_path: Path) -> None:
    async with hall_with_pad(tmp_path) as (house, far, board):
        slip, paper = await take_by_touch(house)
        issued = events_in(tmp_path, "ticket_issued")
        assert [event["number"] for event in issued] == [slip.number] == ["A001"]
        assert (paper.largest, paper.qr, paper.is_cut) == (slip.number, slip.link, True)
        assert slip.link.endswith(f"/t/{slip.code}")

        far.type_hex(CALL)
        await far.frame(CALL)  # the echo
        await far.frame(NUMBER_1)
        await bar_shows(far, "请A001号")
        await board.shows("A001")
        await board.has_said(SPOKEN)
        called = events_in(tmp_path, "ticket_called")
        assert [(event["ticket"], event["window"]) for event in called] == [(slip.ticket, "03")]


async def test_a_recall_is_spoken_again_and_a_no_show_is_undone(tmp_path: Path) -> None:
    async with hall_with_pad(tmp_path) as (house, far, board):
        await take_by_touch(house)
        far.type_hex(CALL)
        await board.has_said(SPOKEN)
        far.type_hex(RECALL)
        await far.frame(RECALL)
        await board.has_said(SPOKEN, SPOKEN)

        far.type_hex(NO_SHOW)
        await bar_shows(far, "空闲")
        far.type_hex(UNDO)
        await far.frame(UNDO)
        await far.frame(NUMBER_1)
        await bar_shows(far, "请A001号")
        await board.has_said(SPOKEN, SPOKEN)
        assert len(events_in(tmp_path, "ticket_missed")) == len(events_in(tmp_path, "step_undone")) == 1


async def test_an_undone_call_leaves_the_board_and_the_ticket_is_called_anew(tmp_path: Path) -> None:
    async with hall_with_pad(tmp_path) as (house, far, board):
        await take_by_touch(house)
        far.type_hex(CALL)
        await board.shows("A001")
        await board.has_said(SPOKEN)
        far.type_hex(UNDO)
        await board.shows("")
        far.type_hex(NO_SHOW)  # refused: nobody is called
        await far.frame("FF 68 02 02 68 03 03 06 16")
        await asyncio.sleep(RETRY_WINDOW_MS / 1000)  # sooner, the same key is the pad's own repetition
        far.type_hex(CALL)
        await board.shows("A001")
        await board.has_said(SPOKEN, SPOKEN)


async def test_stars_pressed_by_the_citizen_are_the_finished_tickets_and_no_other(tmp_path: Path) -> None:
    async with (
        hall_with_pad(tmp_path) as (house, far, _),
        linked(link_to(house, Role.WINDOW, "03", "03")) as window,
        linked(link_to(house, Role.KIOSK, "K1")) as kiosk,
    ):

        def desk() -> DeskDoc | None:
            found = window.docs.get("desk/03")
            return found if isinstance(found, DeskDoc) else None

        await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=15)
        far.type_hex(CALL)
        await far.frame(CALL)
        far.type_hex(FINISH)
        await far.frame(PLEASE_RATE)
        far.type_hex(VERY_GOOD)
        await until(lambda: (doc := desk()) and (doc.last_rated, doc.last_stars) == ("A001", 5))
        await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=15)
        await asyncio.sleep(RETRY_WINDOW_MS / 1000)  # sooner, the same key is the pad's own repetition
        far.type_hex(CALL)
        await until(lambda: (doc := desk()) and doc.ticket and doc.ticket.number == "A002")
        assert (doc := desk())
        assert doc.last_rated == ""
