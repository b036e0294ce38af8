"""From a card on a real terminal to a ticket of a real hall; and that its number and the rest stay nowhere.

What is logged is looked at unmasked: the logbook's mask is a last resort, and nothing may need it.
"""

import asyncio
import io
import logging
import os
import tty
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from textual.pilot import Pilot

from devices.id_card_reader.driver import LIFTED_AFTER
from devices.id_card_reader.protocol import Command
from devices.id_card_reader.simulated import SimulatedCard, SimulatedIdCardReader, invented
from kiosk.citizen import options
from kiosk.citizen.app import CitizenApp
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.citizen.visit import CardReader
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import TouchButton
from queue_server import logbook
from queue_server.demo.small_hall import open_house, small_hall
from queue_server.runtime.house import House
from queue_server.vocabulary import Device
from tests.end_to_end.conftest import until

CARD = SimulatedCard(invented(77).number, name="测试某", address="乌有省子虚市亡是路77号")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that any program logs, however small, and unmasked."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers, root.level
    monkeypatch.setattr(logbook, "mask_text", lambda text: text)
    monkeypatch.setattr(logbook, "SECRET_KEYS", frozenset())
    logbook.configure_logbook(stream, level="DEBUG")
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def reader() -> SimulatedIdCardReader:
    return SimulatedIdCardReader()


@asynccontextmanager
async def terminal(reader: SimulatedIdCardReader) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """Let the reader live behind a terminal; yield its port and a hand that pulls it out."""
    far, near = os.openpty()
    tty.setraw(near)
    loop = asyncio.get_running_loop()
    loop.add_reader(far, lambda: os.write(far, reader.hear(os.read(far, 4096))))
    with ExitStack() as plugged:
        plugged.callback(os.close, far)
        plugged.callback(os.close, near)
        plugged.callback(loop.remove_reader, far)
        yield os.ttyname(near), plugged.close


def kiosk_of(house: House, port: str, log: Path) -> CitizenApp:
    """Return a kiosk as its command line makes it."""
    parser = ArgumentParser()
    options.add_arguments(parser)
    words = ("--server", house.url, "--name", "K1", "--id-reader", port, "--log-file", str(log))
    return options.make_app(parser.parse_args(words))


async def touch(pilot: Pilot[Any], button: str, opens: type) -> None:
    """Put a finger on a button as soon as it is there; return when what it opens is shown."""
    await until(lambda: any(b.size.height for b in pilot.app.screen.query(button).results(TouchButton)))
    await asyncio.sleep(DOUBLE_TAP_MS / 1000)  # a finger's own pace: quicker taps are one
    await pilot.click(button)
    await until(lambda: type(pilot.app.screen) is opens)


async def take_by_card(pilot: Pilot[Any], reader: SimulatedIdCardReader, opens: type) -> None:
    """Go to the item, put the card on the reader, take a number, lift the card."""
    await touch(pilot, "TilePages TouchButton", ItemScreen)
    await touch(pilot, "#foot-identity", IdentityScreen)
    reader.put(CARD)
    await until(lambda: type(pilot.app.screen) is ItemScreen)
    reader.lift()
    await touch(pilot, "#take", opens)
    vain = reader.asked.count(Command.FIND) + LIFTED_AFTER
    await until(lambda: reader.asked.count(Command.FIND) >= vain or reader.asked[-1] is Command.STATUS)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def faults(house: House) -> dict[Device, str]:
    return dict(house.engine.room.state.faults.get("kiosk:K1", {}))


async def test_a_card_gives_one_ticket_and_leaves_no_trace(
    tmp_path: Path, said: io.StringIO, reader: SimulatedIdCardReader
) -> None:
    async with terminal(reader) as (port, unplug), open_house(small_hall(tmp_path)) as house:
        app = kiosk_of(house, port, tmp_path / "kiosk.log")
        async with app.run_test(size=(96, 27)) as pilot:
            await until(lambda: app.state.view.is_open and app.state.card_reader is CardReader.READY)
            await take_by_card(pilot, reader, TicketScreen)
            app.go_home()
            await take_by_card(pilot, reader, NoticeScreen)
            await until(lambda: app.screen.query("#remedy-reprint"))
            unplug()
            await until(lambda: faults(house).get(Device.ID_READER) == "unreachable")
    stored, logged = bytes_of(tmp_path), said.getvalue()
    assert b"ticket_issued" in stored
    assert "kiosk" in logged
    for trace in (CARD.number, CARD.number[:-4], CARD.name, CARD.address):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert trace.encode(encoding) not in stored
        assert trace not in logged
