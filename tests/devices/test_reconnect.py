"""A cable held open for ever: what is told, how long is waited, and that it stops when it is told to."""

import asyncio
from itertools import islice, pairwise

import pytest

from devices.cable import Port, reopen_delays_ms
from devices.clock import SystemClock
from devices.errors import AddressError, PortLost
from devices.events import LineBack, LineLost
from devices.memory_port import MemoryCable
from devices.reconnect import both_ways, stay_connected
from devices.virtual_time import EverybodyWaits, run_virtually


def test_delays_double_and_then_stay() -> None:
    assert list(islice(reopen_delays_ms(), 8)) == [250, 500, 1000, 2000, 4000, 5000, 5000, 5000]


def test_jitter_adds_up_to_a_quarter() -> None:
    assert list(islice(reopen_delays_ms(100, 400, jitter=lambda: 1.0), 4)) == [125, 250, 500, 500]


class Told:
    """What was told, and when."""

    def __init__(self) -> None:
        self.events: list[tuple[int, LineLost | LineBack]] = []
        self.clock = SystemClock()

    async def tell(self, event: LineLost | LineBack) -> None:
        self.events.append((self.clock.now_ms(), event))


async def read_for_ever(port: Port) -> None:
    while True:
        await port.read()


def test_a_loss_and_a_return_are_told_once_each_however_many_tries_it_took() -> None:
    async def program() -> None:
        cable, told = MemoryCable(), Told()
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(stay_connected(cable.open_near, read_for_ever, told.tell, told.clock))
            await asyncio.sleep(10)
            cable.unplug()
            await asyncio.sleep(3)
            cable.plug()
            await asyncio.sleep(10)
            run.cancel()
        assert told.events == [(10_000, LineLost("unplugged")), (13_750, LineBack(3750))]

    run_virtually(program())


def test_a_cable_that_flaps_is_reopened_ever_more_slowly() -> None:
    async def program() -> None:
        opened: list[int] = []
        told = Told()

        async def flapping() -> Port:
            opened.append(told.clock.now_ms())
            cable = MemoryCable()
            port = cable.plug_near()
            cable.unplug()
            return port

        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(stay_connected(flapping, read_for_ever, told.tell, told.clock))
            await asyncio.sleep(20)
            run.cancel()
        pauses = [later - sooner for sooner, later in pairwise(opened)]
        assert pauses == [250, 500, 1000, 2000, 4000, 5000, 5000]

    run_virtually(program())


def test_an_address_that_can_never_work_ends_it() -> None:
    async def wrong() -> Port:
        raise AddressError("COM1", "not a known form")

    async def program() -> None:
        told = Told()
        with pytest.raises(AddressError):
            await stay_connected(wrong, read_for_ever, told.tell, told.clock)

    run_virtually(program())


def test_a_loss_noticed_by_the_writer_ends_the_reading_with_the_writers_reason() -> None:
    async def speak(port: Port) -> None:
        raise PortLost("sim://x", "the port takes no bytes")

    async def program() -> None:
        with pytest.raises(PortLost, match="takes no bytes"):
            await both_ways(MemoryCable().plug_near(), read_for_ever, speak)

    run_virtually(program())


def test_a_bug_in_either_direction_is_not_taken_for_a_loss() -> None:
    async def wrong(port: Port) -> None:
        raise ZeroDivisionError

    async def program() -> None:
        with pytest.raises(ExceptionGroup) as caught:
            await both_ways(MemoryCable().plug_near(), read_for_ever, wrong)
        assert caught.value.subgroup(ZeroDivisionError) is not None

    run_virtually(program())


def test_virtual_time_says_so_when_everybody_waits_for_somebody_else() -> None:
    async def program() -> None:
        await MemoryCable().plug_near().read()

    with pytest.raises(EverybodyWaits):
        run_virtually(program())
