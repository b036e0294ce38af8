"""Cards on the reader: one showing is one event, and nobody is read in passing."""

import asyncio

import pytest

from devices.errors import OutOfRange
from devices.id_card_reader.card_number import CardUnreadable
from devices.id_card_reader.driver import (
    INBOX_MAX,
    IdCardShown,
    IdCardUnreadable,
    ReaderTimings,
    SelfTestFailed,
)
from devices.id_card_reader.protocol import Command
from devices.id_card_reader.simulated import SimulatedCard, SimulatedIdCardReader, invented
from devices.memory_port import NO_FAULTS, CableFaults
from tests.devices.id_card_reader.conftest import ONE, OTHER, Bench, run, shown


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


def test_the_next_citizens_card_may_lie_there_before_it_is_asked_for() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        bench.device.put(ONE)
        await asyncio.sleep(1)
        bench.reader.want(False)
        await asyncio.sleep(5)
        bench.device.lift()
        await asyncio.sleep(1)
        looked_for = bench.device.asked.count(Command.FIND)
        bench.device.put(OTHER)
        await asyncio.sleep(20)
        assert bench.device.asked.count(Command.FIND) == looked_for
        assert bench.device.asked.count(Command.READ) == 1
        bench.reader.want(True)
        await asyncio.sleep(1)
        assert bench.of_cards == shown(ONE, OTHER)

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


def test_a_card_found_for_a_screen_that_has_gone_is_looked_for_anew_by_the_next() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await asyncio.sleep(0.7)
        bench.device.put(ONE)
        await bench.asked(Command.FIND)
        bench.reader.want(False)
        bench.reader.want(True)
        await asyncio.sleep(5)
        assert bench.of_cards == shown(ONE)

    run(program, lambda: Bench(CableFaults(delay_ms=100)))


@pytest.mark.parametrize("asked_last", [Command.FIND, Command.SELECT])
def test_a_card_is_not_read_once_its_screen_has_gone(asked_last: Command) -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        bench.device.put(ONE)
        await bench.asked(asked_last)
        bench.reader.want(False)
        await asyncio.sleep(5)
        assert Command.READ not in bench.device.asked

    run(program, lambda: Bench(CableFaults(delay_ms=100)))


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
