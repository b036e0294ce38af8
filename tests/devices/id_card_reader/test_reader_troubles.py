"""What goes wrong with a card reader, and how it is told: self-test, silence, a cable pulled out."""

import asyncio

import pytest

from devices.events import DeviceBack, DeviceSilent, LineBack, LineLost
from devices.id_card_reader.card_number import CardUnreadable
from devices.id_card_reader.driver import IdCardUnreadable, SelfTestFailed
from devices.id_card_reader.protocol import BAD, Command
from devices.id_card_reader.simulated import SimulatedIdCardReader, reply
from devices.memory_port import CableFaults
from tests.devices.id_card_reader.conftest import ONE, OTHER, Bench, run, shown


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


class MuddledReader(SimulatedIdCardReader):
    """Says before each answer, late, what answers another question."""

    def hear(self, data: bytes, at_ms: int = 0) -> bytes:
        answer = super().hear(data, at_ms)
        asked = self.asked[-1] if self.asked else Command.STATUS
        return reply(BAD[Command.SELECT if asked is Command.FIND else Command.FIND]) + answer


def test_a_late_answer_is_not_taken_for_another_questions() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await bench.show(ONE)
        assert bench.events == [DeviceBack(), *shown(ONE)]

    run(program, lambda: Bench(device=MuddledReader()))


class HaltingReader(SimulatedIdCardReader):
    """Falls silent in the middle of the first card it reads."""

    def hear(self, data: bytes, at_ms: int = 0) -> bytes:
        answer = super().hear(data, at_ms)
        return answer[:600] if self.asked.count(Command.READ) == 1 else answer


def test_the_half_of_a_card_does_not_swallow_what_comes_after_it() -> None:
    async def program(bench: Bench) -> None:
        bench.reader.want(True)
        await bench.show(ONE)
        await bench.show(OTHER, for_ms=2000)
        assert bench.of_cards == [IdCardUnreadable(CardUnreadable.NOT_READ), *shown(OTHER)]

    run(program, lambda: Bench(device=HaltingReader()))
