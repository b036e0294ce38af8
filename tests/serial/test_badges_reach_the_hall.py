"""From a badge at a door to a punch in the journal and a line on the wall: terminals, disk and websocket."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from devices.badge_reader.protocol import WiegandLine, wiegand26_bits
from devices.badge_reader.simulated import SimulatedEmReader, SimulatedWiegandReader
from queue_server.config import Config, Store
from queue_server.config_file.load import config_of_text
from queue_server.demo.small_hall import SMALL_HALL, link_to, open_house
from queue_server.hall.events import Recorded
from queue_server.runtime.engine import CommittedBatch
from queue_server.runtime.house import House
from queue_server.supervision.events import BadgeAssigned, BadgeRead, ReaderAlarmed
from queue_server.vocabulary import Device, Role, RuleCode, StaffId
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_server import Done
from queue_server.wire.from_wall import AssignBadge
from queue_server.wire.wall_documents import AttendanceDoc, CardDoc, StaffDoc
from tests.serial.test_badge_readers_on_a_wire import KEYS, OTHER_KEY, Cable
from tests.serial.test_badge_readers_on_a_wire import Field as OsdpReaders

WITHIN_S = 45.0
OWN, OTHER, STRANGE = "0001000734", "0001000735", "0005898564"
FACES = (b"0001000734", b"000F451E", b"0F451E", b"015,17694", b"0001000735", b"0005898564", b"005A0144")
"""The badges of these tests in every form that a reader says or a person writes."""
EM = '[[readers]]\nname = "east"\nport = "{port}"\nagain_after_ms = {again}\n'


def hall_with(folder: Path, readers: str) -> Config:
    """Return the small hall with these readers and no line."""
    text = f"{SMALL_HALL.replace('{port}', 'sim://north')}\n{readers}"
    store = Store(str(folder / "hall.db"), str(folder / "secret.key"))
    return msgspec.structs.replace(config_of_text(text), store=store, lines=(), counters=())


def journal_in(folder: Path) -> bytes:
    """Return all that the hall has written."""
    return b"".join(path.read_bytes() for path in folder.glob("hall.db*"))


class Doors:
    """A hall whose doors are watched: what its journal took, and what its wall shows."""

    def __init__(self, house: House, wall: HallLink) -> None:
        self.house, self.wall = house, wall
        self.records: list[Recorded] = []
        house.engine.on_committed(self._hear)

    def _hear(self, batch: CommittedBatch) -> None:
        self.records += batch.recorded

    @property
    def readings(self) -> list[Recorded]:
        return [one for one in self.records if isinstance(one.event, BadgeRead)]

    @property
    def punches(self) -> list[tuple[str, str]]:
        """Who was read, and at which door."""
        read = [one.event for one in self.readings if isinstance(one.event, BadgeRead)]
        return [(event.staff, event.reader) for event in read]

    @property
    def attendance(self) -> AttendanceDoc:
        doc = self.wall.docs.get("attendance")
        return doc if isinstance(doc, AttendanceDoc) else AttendanceDoc("attendance", "")

    def staff(self, staff: str) -> StaffDoc | None:
        doc = self.wall.docs.get(f"staff/{staff}")
        return doc if isinstance(doc, StaffDoc) else None

    def cards(self, rule: RuleCode) -> list[CardDoc]:
        """Return the cards of a rule that ask for attention on the wall."""
        cards = [one for one in self.wall.docs.values() if isinstance(one, CardDoc)]
        return [one for one in cards if one.rule is rule and one.is_current]

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(WITHIN_S):
            while not holds():  # noqa: ASYNC110 - a terminal and a websocket set no event of ours
                await asyncio.sleep(0.01)


@asynccontextmanager
async def doors(config: Config) -> AsyncIterator[Doors]:
    async with open_house(config) as house, asyncio.TaskGroup() as tasks:
        wall = link_to(house, Role.WALL, "w1")
        running = tasks.create_task(wall.run())
        watched = Doors(house, wall)
        await watched.until(lambda: "attendance" in wall.docs)
        yield watched
        running.cancel()


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path)
    made.plug()
    yield made
    made.unplug()


def em(cable: Cable, again_ms: int = 3000, more: str = "") -> str:
    return EM.format(port=cable.address, again=again_ms) + more


async def test_a_badge_left_lying_is_one_punch_of_a_person_at_a_door_and_an_instant(
    cable: Cable, tmp_path: Path
) -> None:
    async with doors(hall_with(tmp_path, em(cable))) as hall:
        before_ms = hall.house.engine.room.state.at_ms
        for _ in range(10):
            os.write(cable.far, SimulatedEmReader().show(OWN))
            await asyncio.sleep(0.02)
        os.write(cable.far, SimulatedEmReader().show(OTHER))
        await hall.until(lambda: len(hall.punches) > 1)
        assert hall.punches == [("S017", "east"), ("S018", "east")]
        reading = hall.readings[0]
        assert reading.actor == "reader:east"
        assert before_ms <= reading.at_ms <= hall.house.engine.room.state.at_ms
        await hall.until(lambda: (one := hall.staff("S017")) is not None and bool(one.punches_ms))
        shown = hall.staff("S017")
        assert shown is not None
        assert shown.punches_ms == (reading.at_ms,)


async def test_no_badge_stands_in_the_journal_or_the_log(cable: Cable, tmp_path: Path) -> None:
    with capture_logs() as logged:
        async with doors(hall_with(tmp_path, em(cable))) as hall:
            for badge in (OWN, OTHER, STRANGE):
                os.write(cable.far, b"?" + SimulatedEmReader().show(badge))
            await hall.until(lambda: len(hall.punches) == 3)
            await hall.until(lambda: bool(hall.attendance.unknown_badges))
            told = msgspec.json.encode(tuple(hall.wall.docs.values()))
    written = journal_in(tmp_path)
    assert b"badge_read" in written
    for face in FACES:
        assert face not in written
        assert face not in told
        assert face.decode() not in repr(logged)


async def test_an_unknown_badge_is_kept_shown_assigned_and_then_its_owners(
    cable: Cable, tmp_path: Path
) -> None:
    async with doors(hall_with(tmp_path, em(cable, again_ms=100))) as hall:
        for times in (1, 2):
            os.write(cable.far, SimulatedEmReader().show(STRANGE))
            await hall.until(lambda times=times: len(hall.readings) == times)  # type: ignore[misc]  # bound now
            await asyncio.sleep(0.15)
        await hall.until(lambda: any(one.times == 2 for one in hall.attendance.unknown_badges))
        (unknown,) = hall.attendance.unknown_badges
        instants = tuple(one.at_ms for one in hall.readings)
        assert (unknown.last4, unknown.reader) == ("8564", "east")
        assert (unknown.first_ms, unknown.last_ms) == instants
        assert hall.punches == [("", "east"), ("", "east")]
        await _assigned(hall, unknown.mark)
        os.write(cable.far, SimulatedEmReader().show(STRANGE))
        await hall.until(lambda: len(getattr(hall.staff("S018"), "punches_ms", ())) == 3)
        await hall.until(lambda: not hall.attendance.unknown_badges)
        assert hall.staff("S018").punches_ms[:2] == instants  # type: ignore[union-attr]  # seen just now


async def _assigned(hall: Doors, mark: str) -> None:
    manager = link_to(hall.house, Role.MANAGER, "m1")
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(manager.run())
        answer = await manager.request(AssignBadge(new_request_id(), mark, StaffId("S018")))
        running.cancel()
    assert isinstance(answer, Done)
    assert BadgeAssigned(mark, StaffId("S018")) in [one.event for one in hall.records]


SHOWS: Mapping[str, Callable[[str], bytes]] = {
    "em4100": SimulatedEmReader().show,
    "wiegand": SimulatedWiegandReader().show,
    "wiegand_hex": SimulatedWiegandReader(line=WiegandLine.HEX).show,
}


def glued(own: bytes, other: bytes) -> list[bytes]:
    return [own + other]


def piecemeal(own: bytes, other: bytes) -> list[bytes]:
    return [bytes((byte,)) for byte in own + other]


def noisy(own: bytes, other: bytes) -> list[bytes]:
    return [b"\x00\xff?~\r\n", own, b"\xfe\xfd\r\n", other, b"\x02\x01\r\n"]


def lossy(own: bytes, other: bytes) -> list[bytes]:
    """The first showing of each loses a byte in its midst, and its badge is told again."""
    return [own[:5] + own[6:], own, other[:4] + other[5:], other]


@pytest.mark.parametrize("kind", SHOWS)
@pytest.mark.parametrize("wire", [glued, piecemeal, noisy, lossy])
async def test_whatever_the_wire_does_each_showing_is_one_punch(
    cable: Cable, tmp_path: Path, kind: str, wire: Callable[[bytes, bytes], list[bytes]]
) -> None:
    async with doors(hall_with(tmp_path, em(cable, more=f'kind = "{kind}"\n'))) as hall:
        for part in wire(SHOWS[kind](OWN), SHOWS[kind](OTHER)):
            os.write(cable.far, part)
            await asyncio.sleep(0.002)
        await hall.until(lambda: len(hall.punches) > 1)
        os.write(cable.far, SHOWS[kind](STRANGE))
        await hall.until(lambda: len(hall.punches) > 2)
        assert hall.punches == [("S017", "east"), ("S018", "east"), ("", "east")]


async def test_a_door_pulled_out_is_a_fault_with_a_card_that_ends_when_it_is_back(
    cable: Cable, tmp_path: Path
) -> None:
    async with doors(hall_with(tmp_path, em(cable))) as hall:
        room = hall.house.engine.room
        os.write(cable.far, SimulatedEmReader().show(OWN))
        await hall.until(lambda: len(hall.punches) == 1)
        cable.unplug()
        await hall.until(lambda: Device.BADGE_READER in room.state.faults.get("reader:east", {}))
        await hall.until(lambda: bool(hall.cards(RuleCode.DEVICE_FAULT)))
        (card,) = hall.cards(RuleCode.DEVICE_FAULT)
        assert (card.subject, card.device) == ("device:reader:east/badge_reader", Device.BADGE_READER)
        assert card.facts["fault"] == room.state.faults["reader:east"][Device.BADGE_READER]
        cable.plug()
        await hall.until(lambda: not room.state.faults)
        await hall.until(lambda: not hall.cards(RuleCode.DEVICE_FAULT))
        os.write(cable.far, SimulatedEmReader().show(OTHER))
        await hall.until(lambda: len(hall.punches) == 2)


def osdp(folder: Path, cable: Cable, *addrs: int) -> str:
    """Return a reader at each address of one cable, each with its key's file."""
    tables = ""
    for addr in addrs:
        key = folder / f"{addr}.key"
        key.write_text(KEYS[addr])
        key.chmod(0o600)
        tables += f'[[readers]]\nname = "door-{addr}"\nport = "{cable.address}"\nkind = "osdp"\n'
        tables += f'address = {addr}\nkey_file = "{key}"\n'
    return tables


@asynccontextmanager
async def mounted(cable: Cable, keys: dict[int, str]) -> AsyncIterator[OsdpReaders]:
    async with asyncio.TaskGroup() as tasks:
        readers = OsdpReaders(cable, keys)
        running = tasks.create_task(readers.run())
        yield readers
        running.cancel()


async def test_two_osdp_readers_of_one_cable_are_two_doors(cable: Cable, tmp_path: Path) -> None:
    config = hall_with(tmp_path, osdp(tmp_path, cable, 1, 2))
    async with mounted(cable, KEYS) as readers, doors(config) as hall:
        async with asyncio.timeout(WITHIN_S):
            while len(hall.punches) < 2:
                readers.show(1, wiegand26_bits(15, 17694))
                readers.show(2, wiegand26_bits(15, 17695))
                await asyncio.sleep(0.1)
        await asyncio.sleep(0.2)
        assert sorted(hall.punches) == [("S017", "door-1"), ("S018", "door-2")]


async def test_a_wrong_key_is_an_alarm_on_the_wall_and_ends_with_the_right_one(
    cable: Cable, tmp_path: Path
) -> None:
    config = hall_with(tmp_path, osdp(tmp_path, cable, 1, 2))
    with capture_logs() as logged:
        async with mounted(cable, {1: OTHER_KEY, 2: KEYS[2]}) as readers, doors(config) as hall:
            await hall.until(lambda: hall.attendance.reader_alarms == {"door-1": "密钥不符"})
            await hall.until(lambda: len(hall.cards(RuleCode.READER_ALARM)) == 1)
            readers.show(1, wiegand26_bits(15, 17694))
            readers.put(1, KEYS[1])
            await hall.until(lambda: hall.attendance.reader_alarms == {})
            await hall.until(lambda: not hall.cards(RuleCode.READER_ALARM))
            alarms = [one.event for one in hall.records if isinstance(one.event, ReaderAlarmed)]
            assert alarms == [ReaderAlarmed("door-1", "密钥不符"), ReaderAlarmed("door-1", "")]
            assert hall.punches == []
            readers.show(1, wiegand26_bits(15, 17694))
            await hall.until(lambda: hall.punches == [("S017", "door-1")])
    written = journal_in(tmp_path)
    for key in (*KEYS.values(), OTHER_KEY):
        assert key.encode() not in written.upper()
        assert key not in repr(logged).upper()
