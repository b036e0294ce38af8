"""The doors over cables in memory: whose badge it is, what of it is written, and what trouble cannot lose."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from devices.badge_reader.events import BadgeShown, Distrust, ReaderNotTrusted, ReaderReady, ReaderSilent
from devices.badge_reader.simulated import SimulatedEmReader
from devices.cable import Opener
from devices.memory_port import MemoryCable
from queue_server.config import Config, Reader, StaffMember, Wired
from queue_server.demo.small_hall import open_house, small_hall
from queue_server.hall.state import HallState
from queue_server.runtime.field.opening import opener_of
from queue_server.runtime.field.readers import SILENT, WORDS, Owners
from queue_server.runtime.house import House
from queue_server.supervision.commands import ReportReader
from queue_server.supervision.state import SupervisionState
from queue_server.vocabulary import Device, StaffId

KEY = b"k" * 32
OWN = "0001000734"


def owners(*badges: str, key: bytes = KEY) -> Owners:
    return Owners(tuple(StaffMember(StaffId(f"S{n}"), badge=badge) for n, badge in enumerate(badges)), key)


@pytest.mark.parametrize("written", [OWN, "1000734", "015,17694", " 15.17694 "])
def test_a_badge_is_its_owners_however_the_configuration_writes_it(written: str) -> None:
    reading = owners("", written).reading("east", OWN)
    assert (reading.staff, reading.reader, reading.last4) == ("S1", "east", "0734")


def test_what_stands_for_a_badge_is_another_under_another_key_and_for_another_badge() -> None:
    marks = {
        owners().mark(OWN),
        owners(key=b"j" * 32).mark(OWN),
        owners().mark("0001000735"),
    }
    assert len(marks) == 3
    assert all(len(mark) == 16 and OWN not in mark for mark in marks)
    assert owners().mark(OWN) == owners("x").mark(OWN)


@pytest.mark.parametrize(
    ("badge", "last"), [("37-0A1B2C3D4E", "3D4E"), ("1234567", "567"), ("1234", "34"), ("7", ""), ("", "")]
)
def test_no_more_than_half_of_a_short_badge_is_written(badge: str, last: str) -> None:
    assert owners().reading("east", badge).last4 == last


def doored(folder: Path, *, kind: str = "em4100", readers: int = 1) -> Config:
    """Return the small hall with readers ``door-0`` and so on, each on its cable."""
    doors = tuple(Reader(f"door-{n}", f"sim://door-{n}", kind=kind) for n in range(readers))
    return replace(small_hall(folder), lines=(), counters=(), readers=doors)


def osdp_doored(folder: Path) -> Config:
    """Return the small hall with two OSDP readers on one cable that nobody answers on."""
    (folder / "door.key").write_text("0123456789abcdef" * 2)
    (folder / "door.key").chmod(0o600)
    doors = tuple(
        Reader(f"door-{n}", "sim://doors", kind="osdp", address=n, key_file=str(folder / "door.key"))
        for n in (1, 2)
    )
    return replace(doored(folder), readers=doors)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(45):
        while not holds():  # noqa: ASYNC110 - the rooms set no event of ours
            await asyncio.sleep(0)


def supervision(house: House) -> SupervisionState:
    return house.engine.rooms.supervision.state


def hall(house: House) -> HallState:
    return house.engine.rooms.hall.state


async def test_a_reader_with_an_impossible_address_is_its_own_fault_and_no_other_door_waits(
    tmp_path: Path,
) -> None:
    cable = MemoryCable("door-0")
    config = doored(tmp_path, readers=2)
    broken = (config.readers[0], replace(config.readers[1], port="COM9"))

    def opener(wired: Wired) -> Opener:
        return cable.open_near if wired.port == "sim://door-0" else opener_of(wired)

    async with open_house(replace(config, readers=broken), opener=opener) as house:
        await until(lambda: hall(house).faults == {"reader:door-1": {Device.BADGE_READER: "端口地址有误"}})
        far = await cable.open_far()
        await far.write(SimulatedEmReader().show(OWN))
        await until(lambda: any(map(bool, supervision(house).punches.get(supervision(house).day, {}))))
        assert house.engine.trouble == ""


async def test_what_osdp_readers_tell_comes_to_the_reader_of_that_address(tmp_path: Path) -> None:
    cable = MemoryCable("doors")
    async with open_house(osdp_doored(tmp_path), opener=lambda _: cable.open_near) as house:
        readers = house.field._readers
        line = readers._lines[0][0]
        for event in (ReaderNotTrusted(2, Distrust.NOT_SECURE), ReaderSilent(1), BadgeShown(OWN, 2)):
            await readers._heard(line, event)
        assert supervision(house).alarms == {"door-2": WORDS[Distrust.NOT_SECURE]}
        assert hall(house).faults == {"reader:door-1": {Device.BADGE_READER: SILENT}}
        for addr in (1, 2):
            await readers._heard(line, ReaderReady(addr))
        assert supervision(house).alarms == {}
        assert hall(house).faults == {}


async def test_an_alarm_that_could_not_be_written_is_told_when_writing_works_again(tmp_path: Path) -> None:
    cable = MemoryCable("doors")
    async with open_house(osdp_doored(tmp_path), opener=lambda _: cable.open_near) as house:
        readers = house.field._readers
        readers._alarms["door-1"] = "密钥不符"  # its report was lost with the disk
        house.field._troubled("")
        await until(lambda: supervision(house).alarms == {"door-1": "密钥不符"})


@pytest.mark.parametrize("is_there", [True, False], ids=["of another kind now", "taken out"])
async def test_an_alarm_of_a_reader_that_can_give_none_any_more_ends_at_the_next_start(
    tmp_path: Path, is_there: bool
) -> None:
    cable = MemoryCable("doors")
    async with open_house(osdp_doored(tmp_path), opener=lambda _: cable.open_near) as house:
        await house.field._submit("reader:door-1", ReportReader("door-1", "密钥不符"))
        assert supervision(house).alarms
    after = replace(doored(tmp_path), readers=(Reader("door-1", "sim://doors"),) if is_there else ())
    async with open_house(after, opener=lambda _: cable.open_near) as house:
        await until(lambda: not supervision(house).alarms)
