"""The field over cables in memory: faults are told at the windows, busy and refused presses are signalled."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace

from devices.memory_port import MemoryCable
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus
from queue_server.demo.small_hall import open_house, small_hall
from queue_server.hall.events import DeviceChanged, Event, StaffSignedIn
from queue_server.runtime.engine import CommittedBatch
from queue_server.runtime.house import House
from queue_server.vocabulary import Device, WindowNo


class Bench:
    """A small hall whose line is a cable in memory with everything on it."""

    def __init__(self, house: House, cable: MemoryCable, player: BusPlayer) -> None:
        self.house, self.cable, self.player = house, cable, player
        self.events: list[Event] = []
        self._came = asyncio.Event()
        house.engine.on_committed(self._hear)

    def _hear(self, batch: CommittedBatch) -> None:
        self.events += [recorded.event for recorded in batch.recorded]
        self._came.set()

    async def until(self, holds: Callable[[list[Event]], bool]) -> None:
        async with asyncio.timeout(45):
            while not holds(self.events):
                self._came.clear()
                await self._came.wait()

    async def pad_shows(self, holds: Callable[[SimulatedBus], bool]) -> None:
        async with asyncio.timeout(45):
            while not holds(self.player.bus):
                self.player.changed.clear()
                await self.player.changed.wait()


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    cable = MemoryCable("north")
    bus = SimulatedBus(pads=(3, 4), evaluators=(3, 4), bars=(3, 4))
    player = BusPlayer(cable.open_far, bus)
    opened = open_house(small_hall(folder), opener=lambda _: cable.open_near)
    async with opened as house, asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.run())
        stage = Bench(house, cable, player)
        await stage.pad_shows(lambda bus: bus.pads[3].waiting == 0 or bus.pads[3].ticket != "")
        yield stage
        playing.cancel()


def line_faults(events: list[Event]) -> list[tuple[str, bool]]:
    return [
        (event.place, bool(event.fault))
        for event in events
        if isinstance(event, DeviceChanged) and event.device is Device.LINE
    ]


async def test_a_pulled_cable_is_told_at_each_of_its_windows_and_its_return_as_well(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        stage.cable.unplug()
        await stage.until(
            lambda events: line_faults(events)[-2:] == [("window:03", True), ("window:04", True)]
        )
        stage.cable.plug()
        await stage.until(
            lambda events: line_faults(events)[-2:] == [("window:03", False), ("window:04", False)]
        )


async def test_what_stood_on_the_displays_is_there_again_after_the_cable(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        stage.cable.unplug()
        stage.player.bus.pads[3].waiting = None
        stage.cable.plug()
        await stage.pad_shows(lambda bus: bus.pads[3].waiting == 0)


async def test_a_badge_number_typed_on_the_pad_signs_in_and_opens_the_window(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        await stage.player.press(3, "0001000734", 0x0F)
        await stage.until(lambda events: any(isinstance(event, StaffSignedIn) for event in events))
        await stage.pad_shows(lambda bus: bus.pads[3].verdict is True)
        await stage.pad_shows(lambda bus: bus.bars[3].text == "空闲")


async def test_a_wrong_badge_fails_on_the_pad_and_changes_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        await stage.player.press(3, "99999", 0x0F)
        await stage.pad_shows(lambda bus: bus.pads[3].verdict is False and bus.pads[3].beeps == 1)
        assert not any(isinstance(event, StaffSignedIn) for event in stage.events)
        await stage.until(lambda events: any(getattr(event, "act", "") == "sign_in" for event in events))


async def test_keys_without_a_meaning_fail_on_the_pad(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        await stage.player.press(3, "9", 0x0E)
        await stage.pad_shows(lambda bus: bus.pads[3].verdict is False)


async def test_a_rating_that_nobody_asked_for_is_refused_and_recorded(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        await stage.player.rate(3, 0)
        await stage.until(lambda events: any(getattr(event, "act", "") == "rate_service" for event in events))


async def test_a_line_with_an_impossible_address_is_a_fault_at_its_windows_not_the_end_of_the_hall(
    tmp_path: Path,
) -> None:
    async with open_house(small_hall(tmp_path, "sim://nowhere")) as house:
        stage = Bench(house, MemoryCable(), BusPlayer(MemoryCable().open_far, SimulatedBus()))
        places = {"window:03", "window:04"}
        await stage.until(lambda _: set(house.engine.room.state.faults) == places)
        assert house.engine.trouble == ""


async def test_a_fault_from_before_a_restart_ends_when_the_cable_is_there(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        stage.cable.unplug()
        await stage.until(lambda events: ("window:04", True) in line_faults(events))
    async with bench(tmp_path) as stage:
        await stage.until(lambda _: not stage.house.engine.room.state.faults)


async def test_the_fault_of_a_line_that_was_taken_out_ends_with_it(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        stage.cable.unplug()
        await stage.until(lambda events: ("window:04", True) in line_faults(events))
    without = replace(small_hall(tmp_path), lines=(), counters=())
    async with open_house(without) as house, asyncio.timeout(45):
        while house.engine.room.state.faults:  # noqa: ASYNC110 - the room sets no event of ours
            await asyncio.sleep(0)


async def test_what_a_line_said_while_the_disk_was_full_is_said_again(tmp_path: Path) -> None:
    async with bench(tmp_path) as stage:
        field, engine = stage.house.field, stage.house.engine
        field._devices[WindowNo("03"), Device.LINE] = ("north", "cable out")  # its report was lost
        field._troubled("")
        await stage.until(lambda events: line_faults(events) == [("window:03", True)])
        assert engine.room.state.faults == {"window:03": {Device.LINE: "cable out"}}
