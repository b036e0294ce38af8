"""The card reader on its cable: one showing is one event, nobody is read in passing, troubles are told."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from devices.errors import OutOfRange
from devices.events import DeviceBack, DeviceSilent, LineBack, LineLost
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.driver import (
    INBOX_MAX,
    IdCardReader,
    IdCardShown,
    IdCardUnreadable,
    ReaderEvent,
    ReaderTimings,
    SelfTestFailed,
)
from devices.id_card_reader.protocol import Command
from devices.id_card_reader.simulated import SimulatedCard, SimulatedIdCardReader, invented
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable
from devices.player import Player
from devices.virtual_time import run_virtually

ONE, OTHER = invented(1), invented(2)
Program = Callable[["Bench"], Awaitable[None]]


class Bench:
    """A reader on a cable, and hands that hold cards."""

    def __init__(self, faults: CableFaults = NO_FAULTS, device: SimulatedIdCardReader | None = None) -> None:
        self.cable = MemoryCable("reader", faults, chance=random.Random(5).random)
        self.device = device or SimulatedIdCardReader()
        self.player = Player(self.cable.open_far, self.device)
        self.events: list[ReaderEvent] = []
        self.may_take = asyncio.Event()
        self.may_take.set()
        self.reader = IdCardReader(self.cable.open_near, self._take)

    async def _take(self, event: ReaderEvent) -> None:
        await self.may_take.wait()
        self.events.append(event)

    async def show(self, card: SimulatedCard, for_ms: int = 4000, then_ms: int = 1500) -> None:
        """Put a card on, lift it, and be away for a while."""
        self.device.put(card)
        await asyncio.sleep(for_ms / 1000)
        self.device.lift()
        await asyncio.sleep(then_ms / 1000)

    async def asked(self, command: Command) -> None:
        """Wait until the reader is asked for ``command`` the next time."""
        before = self.device.asked.count(command)
        while self.device.asked.count(command) == before:
            self.player.changed.clear()
            await self.player.changed.wait()

    @property
    def of_cards(self) -> list[ReaderEvent]:
        return [event for event in self.events if isinstance(event, IdCardShown | IdCardUnreadable)]

    @property
    def of_the_reader(self) -> list[ReaderEvent]:
        return [event for event in self.events if not isinstance(event, IdCardShown | IdCardUnreadable)]


def run(program: Program, bench: Callable[[], Bench] = Bench) -> None:
    """Run both sides of a bench in virtual time."""

    async def whole() -> None:
        laid = bench()
        async with asyncio.TaskGroup() as tasks:
            sides = [tasks.create_task(laid.player.run()), tasks.create_task(laid.reader.run())]
            await asyncio.sleep(0.5)
            await program(laid)
            for side in sides:
                side.cancel()

    run_virtually(whole())


def shown(*cards: SimulatedCard) -> list[IdCardShown]:
    return [IdCardShown(CardNumber(card.number)) for card in cards]


@pytest.mark.parametrize("finds_again", [True, False])
@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(NO_FAULTS, id="perfect"),
        pytest.param(CableFaults(is_one_byte_at_a_time=True), id="one byte at a time"),
        pytest.param(CableFaults(duplicate=0.5), id="duplicated"),
        pytest.param(CableFaults(garbage=0.5), id="garbage"),
        pytest.param(CableFaults(delay_ms=200), id="delayed"),
        pytest.param(CableFaults(glue_ms=100), id="glued"),
    ],
)
def test_one_showing_is_one_event_on_any_cable(faults: CableFaults, finds_again: bool) -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        for card in (ONE, OTHER, OTHER):
            await bench.show(card)
        assert bench.of_cards == shown(ONE, OTHER, OTHER)

    run(program, lambda: Bench(faults, SimulatedIdCardReader(finds_a_card_again=finds_again)))


def test_a_cable_that_loses_bytes_reads_a_card_rightly_or_not_at_all() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        for _ in range(20):
            await bench.show(ONE, for_ms=8000)
        cards = bench.of_cards
        assert set(map(type, cards)) <= {IdCardShown, IdCardUnreadable}
        assert all(card in shown(ONE) for card in cards if isinstance(card, IdCardShown))
        assert shown(ONE)[0] in cards
        assert IdCardUnreadable(CardUnreadable.NOT_READ) in cards

    run(program, lambda: Bench(CableFaults(loss=0.0006)))


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (SimulatedCard(ONE.number, may_be_selected=False), CardUnreadable.NOT_READ),
        (SimulatedCard(ONE.number, may_be_read=False), CardUnreadable.NOT_READ),
        (SimulatedCard(ONE.number[:-1] + "?"), CardUnreadable.BAD_NUMBER),
    ],
)
def test_a_card_that_cannot_be_read_is_told_once_until_it_is_lifted(
    card: SimulatedCard, why: CardUnreadable
) -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await bench.show(card, for_ms=10_000)
        assert bench.of_cards == [IdCardUnreadable(why)]
        await bench.show(ONE)
        assert bench.of_cards == [IdCardUnreadable(why), *shown(ONE)]

    run(program)


def test_a_card_shifted_where_it_lies_is_still_the_same_showing() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        bench.device.put(ONE)
        await asyncio.sleep(2)
        bench.device.lift()
        await asyncio.sleep(0.3)
        bench.device.put(ONE)
        await asyncio.sleep(2)
        assert bench.of_cards == shown(ONE)

    run(program)


# Wanted


def test_while_no_card_is_wanted_none_is_looked_for() -> None:
    async def program(bench: Bench) -> None:
        await bench.show(ONE, for_ms=30_000)
        assert set(bench.device.asked) == {Command.STATUS}
        assert 5 <= len(bench.device.asked) <= 9
        assert bench.of_cards == []

    run(program)


def test_it_is_asked_no_more_often_than_every_300_ms() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(30)
        assert 95 <= bench.device.asked.count(Command.FIND) <= 101
        assert Command.READ not in bench.device.asked

    run(program)
    with pytest.raises(OutOfRange, match="300 or more"):
        ReaderTimings(poll_every_ms=299)


def test_a_card_that_lies_there_already_is_read_when_it_is_asked_for() -> None:
    async def program(bench: Bench) -> None:
        bench.device.put(ONE)
        await asyncio.sleep(3)
        bench.reader.want(True)
        await asyncio.sleep(1)
        assert bench.of_cards == shown(ONE)

    run(program)


def test_a_card_forgotten_by_one_citizen_is_not_read_for_the_next() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        bench.device.put(ONE)
        await asyncio.sleep(1)
        bench.reader.want(False)
        await asyncio.sleep(20)
        bench.reader.want(True)
        await asyncio.sleep(3)
        assert bench.of_cards == [*shown(ONE), IdCardUnreadable(CardUnreadable.LYING)]
        bench.device.lift()
        await asyncio.sleep(1)
        await bench.show(OTHER)
        assert bench.of_cards[2:] == shown(OTHER)

    run(program)


@pytest.mark.parametrize("asked_last", [Command.FIND, Command.SELECT, Command.READ])
def test_what_is_read_for_a_screen_that_has_gone_is_dropped(asked_last: Command) -> None:
    """The next screen wants a card before the answer for the last one has come."""

    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(0.7)
        bench.device.put(ONE)
        await bench.asked(asked_last)
        bench.device.lift()
        bench.reader.want(False)
        bench.reader.want(True)
        await asyncio.sleep(5)
        assert bench.of_cards == []

    run(program, lambda: Bench(CableFaults(delay_ms=400)))


def test_what_waits_to_be_told_is_dropped_with_the_screen_it_was_for() -> None:
    async def program(bench: Bench) -> None:
        bench.may_take.clear()
        bench.reader.want(True)
        await bench.show(ONE)
        await bench.show(OTHER)
        bench.reader.want(False)
        bench.may_take.set()
        await asyncio.sleep(1)
        assert bench.of_cards == []

    async def busy_with_a_trouble(bench: Bench) -> None:
        bench.may_take.clear()
        bench.device.is_broken = True
        await asyncio.sleep(6)
        bench.device.is_broken = False
        await asyncio.sleep(3)
        await program(bench)
        assert SelfTestFailed() in bench.events

    run(busy_with_a_trouble)


def test_cards_beyond_the_bound_are_dropped_and_counted() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        bench.may_take.clear()
        for order in range(INBOX_MAX + 4):
            await bench.show(invented(order))
        bench.may_take.set()
        await asyncio.sleep(1)
        assert bench.of_cards == shown(*map(invented, range(INBOX_MAX + 1)))
        assert bench.reader.overflows == 3

    run(program)


# Troubles


def test_a_reader_that_works_is_told_at_the_start() -> None:
    async def program(bench: Bench) -> None:
        await asyncio.sleep(30)
        assert bench.events == [DeviceBack()]

    run(program)


def test_a_failed_self_test_is_told_and_no_card_is_looked_for_until_it_passes() -> None:
    device = SimulatedIdCardReader()
    device.is_broken = True

    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await bench.show(ONE)
        assert bench.events == [SelfTestFailed()]
        assert Command.FIND not in device.asked
        device.is_broken = False
        await asyncio.sleep(2)
        await bench.show(ONE)
        assert bench.events == [SelfTestFailed(), DeviceBack(), *shown(ONE)]

    run(program, lambda: Bench(device=device))


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_reader_that_answers_nothing_is_told_and_its_return_too(is_wanted: bool) -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(is_wanted)
        await asyncio.sleep(1)
        bench.device.is_silent = True
        await asyncio.sleep(60)
        assert bench.events == [DeviceBack(), DeviceSilent()]
        bench.device.is_silent = False
        await asyncio.sleep(5)
        assert bench.events == [DeviceBack(), DeviceSilent(), DeviceBack()]
        bench.reader.want(True)
        await bench.show(ONE)
        assert bench.of_cards == shown(ONE)

    run(program)


def test_one_answer_that_is_lost_is_no_trouble() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(1)
        bench.device.is_silent = True
        await asyncio.sleep(1.5)
        bench.device.is_silent = False
        await asyncio.sleep(10)
        assert bench.events == [DeviceBack()]

    run(program)


def test_a_reader_pulled_out_is_told_comes_back_and_is_tested_anew() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await bench.show(ONE)
        bench.cable.unplug()
        await asyncio.sleep(10)
        before = bench.device.asked.count(Command.STATUS)
        bench.cable.plug()
        await asyncio.sleep(10)
        assert bench.device.asked.count(Command.STATUS) == before + 1
        await bench.show(OTHER)
        assert [type(event) for event in bench.of_the_reader] == [DeviceBack, LineLost, LineBack, DeviceBack]
        assert bench.of_cards == shown(ONE, OTHER)

    run(program)


@pytest.mark.parametrize("asked_last", [Command.FIND, Command.SELECT, Command.READ])
def test_a_reader_pulled_out_amidst_a_card_reads_the_next_one(asked_last: Command) -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(0.7)
        bench.device.put(ONE)
        await bench.asked(asked_last)
        bench.cable.unplug()
        bench.device.lift()
        await asyncio.sleep(2)
        bench.cable.plug()
        await asyncio.sleep(8)
        await bench.show(OTHER)
        assert bench.of_cards == shown(OTHER)

    run(program, lambda: Bench(CableFaults(delay_ms=100)))


def test_a_card_brought_by_the_simulated_reader_itself_is_read_again_and_again() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(10)
        assert bench.of_cards[:2] == shown(ONE, ONE)

    run(program, lambda: Bench(device=SimulatedIdCardReader(brings_card_after=5)))
