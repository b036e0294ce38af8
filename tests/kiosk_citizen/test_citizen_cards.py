"""A card on the kiosk's reader: the same as its number typed, where it is asked for and nowhere else."""

import asyncio
import logging
import re
from argparse import ArgumentParser
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import pytest
from textual.widgets import Static
from textual.worker import WorkerFailed

from devices.events import DeviceBack, DeviceSilent, LineBack, LineLost
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.driver import IdCardShown, ReaderEvent, SelfTestFailed
from devices.id_card_reader.simulated import SimulatedIdCardReader, invented
from devices.memory_port import MemoryCable
from devices.player import Player
from kiosk.citizen import options
from kiosk.citizen.app import IDLE_MS
from kiosk.citizen.card_machine import CableCardReader, word_of
from kiosk.citizen.messages import CardRead, IdentityTyped, Place
from kiosk.citizen.screens.code_entry import CodeScreen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.citizen.visit import CardReader
from kiosk.screenkit.big_text import BigText
from queue_server.vocabulary import Device, Language
from queue_server.wire.from_kiosk import ReportDevice, TakeTicket
from queue_server.wire.from_server import Done
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk, only, slip

CARD = CardNumber(invented(345).number)
NUMBER = CARD.in_full
Crash = Callable[[Kiosk, pytest.MonkeyPatch], Coroutine[Any, Any, None]]


@pytest.fixture
def kiosk() -> Kiosk:
    """A kiosk with a card reader."""
    return Kiosk(reads_cards=True)


async def ask_for_card(kiosk: Kiosk) -> None:
    """Go by touch to where the identity is asked for."""
    await kiosk.until(lambda: kiosk.app.state.card_reader is CardReader.READY)
    await kiosk.to_item("D", ID_CARD)
    await kiosk.touch("#foot-identity")
    await kiosk.on(IdentityScreen)


def note(kiosk: Kiosk) -> str:
    """Return the line below the number."""
    return str(kiosk.app.screen.query_one(".typed-note", Static).content)


def typed(kiosk: Kiosk) -> str:
    """Return what stands in large letters where the number is typed."""
    return kiosk.app.screen.query_one(".typed", BigText).text


def faults(kiosk: Kiosk, device: Device) -> list[str]:
    """Return what the hall was told of a machine, in order."""
    return [act.fault for act in kiosk.link.asked if isinstance(act, ReportDevice) and act.device is device]


async def test_a_card_put_on_is_the_number_typed(kiosk: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        await ask_for_card(kiosk)
        assert "请放置身份证" in kiosk.text()
        assert typed(kiosk) == "请放身份证"
        kiosk.card_reader.show(CARD)
        await kiosk.on(ItemScreen)
        await kiosk.until(lambda: f"身份证 ****{NUMBER[-4:]}" in kiosk.text())
        assert NUMBER[:-4] not in kiosk.text()
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket).identity == NUMBER
        assert NUMBER not in kiosk.text()
        others = [act for act in kiosk.link.asked if not isinstance(act, TakeTicket)]
        assert NUMBER not in repr(others)
        assert all(NUMBER not in repr(printed) for printed in kiosk.printer.printed)
    assert NUMBER not in caplog.text


async def test_a_card_is_wanted_on_the_screen_that_asks_for_it_and_on_no_other(kiosk: Kiosk) -> None:
    async with kiosk.running():
        for place in set(Place) - {Place.BACK, Place.HOME}:
            await kiosk.go(place)
            await kiosk.pilot.pause()
            assert kiosk.card_reader.is_wanted is (place is Place.IDENTITY), place
            await kiosk.go(Place.HOME)
            await kiosk.on(HomeScreen)
        assert kiosk.card_reader.wishes[-1:] == [False]


async def test_a_card_is_no_longer_wanted_once_another_screen_lies_on_that_one(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await ask_for_card(kiosk)
        kiosk.scanner.show("https://queue.example.gov.cn/t/20260302-D003-K7Q2M9XZ3T4BABCD")
        await kiosk.on(CodeScreen)
        await kiosk.touch("#foot-back")
        await kiosk.on(IdentityScreen)
        assert kiosk.card_reader.wishes[-2:] == [False, True]
        kiosk.clock.advance_ms(IDLE_MS)
        await kiosk.on(HomeScreen)
        assert kiosk.card_reader.wishes[-1:] == [False]


async def test_a_card_told_too_late_is_nobodys(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await ask_for_card(kiosk)
        await kiosk.go(Place.HOME)
        kiosk.card_reader.show(CARD)
        kiosk.card_reader.show(CardUnreadable.NOT_READ)
        await kiosk.pilot.pause()
        assert kiosk.app.state.visit.identity == ""
        assert isinstance(kiosk.app.screen, HomeScreen)
        await ask_for_card(kiosk)
        assert "重新放置" not in note(kiosk)


async def test_what_a_card_said_ends_with_the_visit(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await ask_for_card(kiosk)
        kiosk.card_reader.show(CARD)
        await kiosk.on(ItemScreen)
        await kiosk.touch("#foot-home")
        await kiosk.on(HomeScreen)
        assert kiosk.app.state.visit.identity == ""
        await kiosk.to_item("D", ID_CARD)
        assert NUMBER[-4:] not in kiosk.text()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (Language.CHINESE, "请重新放置身份证，或输入号码"),
        (Language.ENGLISH, "Please place the card again, or type the number"),
    ],
)
@pytest.mark.parametrize("why", list(CardUnreadable))
async def test_a_card_that_cannot_be_read_is_asked_for_again(
    why: CardUnreadable, language: Language, sentence: str
) -> None:
    kiosk = Kiosk(language, reads_cards=True)
    async with kiosk.running():
        await ask_for_card(kiosk)
        kiosk.card_reader.show(why)
        await kiosk.until(lambda: sentence in note(kiosk))
        assert sentence in kiosk.text()
        await kiosk.type_keys("1")
        assert sentence not in note(kiosk)
        assert typed(kiosk) == "1"
        kiosk.card_reader.show(CARD)
        await kiosk.on(ItemScreen)
        assert kiosk.app.state.visit.identity == NUMBER


async def test_a_reader_that_fails_is_told_to_the_hall_and_typing_is_offered(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await ask_for_card(kiosk)
        await kiosk.until(lambda: faults(kiosk, Device.ID_READER)[-1:] == [""])
        kiosk.card_reader.become("unreachable")
        await kiosk.until(lambda: "读卡器暂不能用，请输入号码" in kiosk.text())
        assert "请放置身份证" not in kiosk.text()
        assert typed(kiosk) == ""
        await kiosk.until(lambda: faults(kiosk, Device.ID_READER)[-1:] == ["unreachable"])
        await kiosk.type_keys("11010519491231002X")
        await kiosk.touch("#foot-confirm")
        await kiosk.on(ItemScreen)
        assert kiosk.app.state.visit.identity == "11010519491231002X"
        kiosk.card_reader.become("")
        await kiosk.until(lambda: faults(kiosk, Device.ID_READER)[-2:] == ["unreachable", ""])
        assert set(faults(kiosk, Device.PRINTER)) == {""}


async def test_a_server_that_was_away_is_told_of_the_reader_anew(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.card_reader.become("silent")
        await kiosk.until(lambda: faults(kiosk, Device.ID_READER)[-1:] == ["silent"])
        kiosk.link.go_down()
        await kiosk.until(lambda: not kiosk.app.state.view.is_open)
        before = len(faults(kiosk, Device.ID_READER))
        kiosk.link.come_up()
        await kiosk.until(lambda: faults(kiosk, Device.ID_READER)[before:] == ["silent"])


async def test_a_kiosk_without_a_reader_asks_for_no_card() -> None:
    kiosk = Kiosk()
    async with kiosk.running():
        await kiosk.go(Place.IDENTITY)
        await kiosk.on(IdentityScreen)
        assert "请输入身份证号码" in kiosk.text()
        assert "卡" not in note(kiosk)
        assert faults(kiosk, Device.ID_READER) == []


def test_no_message_shows_the_number() -> None:
    for message in (CardRead(CARD), IdentityTyped(NUMBER)):
        shown = repr(message) + repr(list(message.__rich_repr__()))
        assert NUMBER not in shown


def explode(*_: object, **__: object) -> None:
    raise RuntimeError("a bug")


async def crash_over_card(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the screen below break when the number reaches it."""
    await ask_for_card(kiosk)
    monkeypatch.setattr(ItemScreen, "show", explode)
    kiosk.card_reader.show(CARD)


async def crash_over_link(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the link break when the number is to be sent."""
    await ask_for_card(kiosk)
    kiosk.card_reader.show(CARD)
    await kiosk.on(ItemScreen)
    monkeypatch.setattr(kiosk.link, "request", explode)
    kiosk.want(ID_CARD)


async def live_until(kiosk: Kiosk, crash: Coroutine[Any, Any, None]) -> None:
    """Run the kiosk until it has crashed; raises what it died of."""
    async with kiosk.running():
        await crash
        await kiosk.until(lambda: kiosk.app._exception)


@pytest.mark.parametrize("crash", [crash_over_card, crash_over_link])
async def test_the_last_words_of_a_screen_that_crashes_do_not_show_the_number(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], crash: Crash
) -> None:
    """Its traceback shows the variables of every frame, and may end in a machine's log."""
    with pytest.raises((RuntimeError, WorkerFailed)):
        await live_until(kiosk, crash(kiosk, monkeypatch))
    words = re.sub(r"[\s│╭╮╰╯─]", "", capsys.readouterr().err)
    assert "locals" in words
    assert "abug" in words
    assert NUMBER not in words


# The reader on its cable


@pytest.mark.parametrize(
    ("event", "word"),
    [
        (LineLost("unplugged"), "unreachable"),
        (DeviceSilent(), "silent"),
        (SelfTestFailed(), "self_test"),
        (DeviceBack(), ""),
        (LineBack(3), None),
        (IdCardShown(CARD), None),
    ],
)
def test_each_trouble_of_the_reader_has_one_word(event: ReaderEvent, word: str | None) -> None:
    assert word_of(event) == word


async def test_a_card_on_a_simulated_reader_is_told_and_its_troubles_too() -> None:
    cable, device = MemoryCable(), SimulatedIdCardReader()
    reader = CableCardReader(cable.open_near, peer=Player(cable.open_far, device))
    cards, told = asyncio.Queue[CardNumber | CardUnreadable](), asyncio.Queue[str]()
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(reader.read(cards.put_nowait, told.put_nowait))
        assert await told.get() == ""
        reader.want(True)
        device.put(invented(345))
        assert await cards.get() == CARD
        cable.unplug()
        assert await told.get() == "unreachable"
        reading.cancel()


def made(words: Iterable[str]) -> object:
    """Return the card reader of a kiosk with these words on its command line."""
    parser = ArgumentParser()
    options.add_arguments(parser)
    return options.make_app(parser.parse_args(["--server", "sim:", *words]))._machines.card_reader


def test_the_command_line_names_the_reader() -> None:
    assert isinstance(made(["--id-reader", "sim:"]), CableCardReader)
    assert isinstance(made(["--id-reader", "/dev/serial/by-id/usb-reader"]), CableCardReader)
    assert made([]) is made(["--id-reader", "none"]) is None
