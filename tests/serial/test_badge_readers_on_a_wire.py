"""Badge readers on real terminals. The OSDP readers are the library's own other side."""

import asyncio
import contextlib
import os
import random
import threading
import tty
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from osdp import (
    Capability,
    CardFormat,
    Channel,
    Event,
    LibFlag,
    LogLevel,
    PDCapabilities,
    PDInfo,
    PeripheralDevice,
)

from devices.badge_reader.badge import badge_of_pair
from devices.badge_reader.driver import BadgeReader
from devices.badge_reader.events import (
    BadgeReaderEvent,
    BadgeShown,
    Distrust,
    OsdpEvent,
    ReaderNotTrusted,
    ReaderReady,
)
from devices.badge_reader.osdp_panel import OsdpReader
from devices.badge_reader.osdp_reader import OsdpLine, OsdpSettings
from devices.badge_reader.osdp_words import ReaderKey
from devices.badge_reader.protocol import BadgeDropReason, wiegand26_bits
from devices.badge_reader.simulated import SimulatedEmReader
from devices.clock import SystemClock
from devices.events import LineBack, LineLost
from devices.port import opener

WITHIN_S = 45.0
BADGE, OTHER_BADGE = "0005898564", "0000065538"
KEYS = {1: "00112233445566778899AABBCCDDEEFF", 2: "FFEEDDCCBBAA99887766554433221100"}
OTHER_KEY = "0F" * 16


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not is_so():
            await SystemClock().sleep_ms(5)


class Cable:
    """A terminal under a name that stays; its far end can be pulled out."""

    def __init__(self, folder: Path) -> None:
        self._link = folder / "badges"
        self.address = str(self._link)
        self.far = -1

    def plug(self) -> None:
        self.far, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self.far, False)
        self._link.symlink_to(os.ttyname(slave))
        self._slave = slave

    def unplug(self) -> None:
        if self.far >= 0:
            self._link.unlink()
            os.close(self._slave)
            os.close(self.far)
        self.far = -1


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    made = Cable(tmp_path)
    made.plug()
    yield made
    made.unplug()


class Ear(Channel):  # type: ignore[misc]  # the library has no types
    """One reader's share of the line: every reader hears everything."""

    def __init__(self, far: Callable[[], int]) -> None:
        super().__init__()
        self.heard = bytearray()
        self._far = far

    def read(self, max_bytes: int) -> bytes:
        data = bytes(self.heard[:max_bytes])
        del self.heard[:max_bytes]
        return data

    def write(self, buf: bytes) -> int:
        with contextlib.suppress(OSError):
            os.write(self._far(), buf)
        return len(buf)

    def flush(self) -> None:
        self.heard.clear()


class Field:
    """OSDP readers at the far end of a cable."""

    def __init__(self, cable: Cable, keys: dict[int, str]) -> None:
        self._cable = cable
        self._ears = {addr: Ear(lambda: cable.far) for addr in keys}
        self._readers: dict[int, Any] = {}
        for addr, key in keys.items():
            self.put(addr, key)

    def put(self, addr: int, key: str) -> None:
        """Mount a reader, in the place of another."""
        known = PDCapabilities([(Capability.CommunicationSecurity, 1, 1), (Capability.CardDataFormat, 1, 1)])
        scbk, flags = bytes.fromhex(key), [LibFlag.EnforceSecure]
        info = PDInfo(addr, self._ears[addr], scbk=scbk, flags=flags)
        self._readers[addr] = PeripheralDevice(info, known, log_level=LogLevel.Emergency)

    async def run(self) -> None:
        while True:
            with contextlib.suppress(OSError):
                data = os.read(self._cable.far, 4096)
                for ear in self._ears.values():
                    ear.heard += data
            for reader in self._readers.values():
                reader.ctx.refresh()
            await asyncio.sleep(0.01)

    def show(self, addr: int, bits: str) -> None:
        data = bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))
        event = {
            "event": Event.CardRead,
            "reader_no": 0,
            "direction": 0,
            "format": CardFormat.Wiegand,
            "length": len(bits),
            "data": data,
        }
        assert self._readers[addr].ctx.submit_event(event)


class Bench:
    """A line of readers, and the readers."""

    def __init__(
        self, cable: Cable, addrs: Sequence[int] = (1,), field_keys: dict[int, str] | None = None
    ) -> None:
        self.cable = cable
        self.events: list[OsdpEvent] = []
        self.field = Field(cable, field_keys or {addr: KEYS[addr] for addr in addrs})
        readers = [OsdpReader(addr, ReaderKey(KEYS[addr])) for addr in addrs]
        settings = OsdpSettings(retry_delays_ms=lambda: iter([100] * 1000))
        self.line = OsdpLine(opener(cable.address), self._take, readers, settings=settings)

    async def _take(self, event: OsdpEvent) -> None:
        self.events.append(event)

    async def shows_until_told(self, addr: int, facility: int, number: int) -> None:
        """Hold a badge there until it is heard, as people do."""
        event = BadgeShown(badge_of_pair(facility, number), addr)
        async with asyncio.timeout(WITHIN_S):
            while event not in self.events:
                self.field.show(addr, wiegand26_bits(facility, number))
                await SystemClock().sleep_ms(200)

    async def has_told(self, event: OsdpEvent) -> None:
        await until(lambda: event in self.events)


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    async with asyncio.TaskGroup() as tasks:
        sides = [tasks.create_task(bench.field.run()), tasks.create_task(bench.line.run())]
        yield bench
        for side in sides:
            side.cancel()


async def test_a_badge_that_lies_on_an_em_reader_arrives_once_over_a_terminal(cable: Cable) -> None:
    events: list[BadgeReaderEvent] = []

    async def take(event: BadgeReaderEvent) -> None:
        events.append(event)

    reader = BadgeReader(opener(cable.address), take)
    async with asyncio.timeout(WITHIN_S), asyncio.TaskGroup() as tasks:
        run = tasks.create_task(reader.run())
        while reader.splitter.drops.get(BadgeDropReason.GARBAGE, 0) < 20:
            os.write(cable.far, b"??" + SimulatedEmReader().show(BADGE))
            await SystemClock().sleep_ms(10)
        run.cancel()
    assert events == [BadgeShown(BADGE)]


async def test_a_badge_comes_through_the_secure_channel_once_and_nothing_is_printed(
    cable: Cable, capfd: pytest.CaptureFixture[str]
) -> None:
    threads = threading.active_count()
    async with running(Bench(cable)) as bench:
        await bench.has_told(ReaderReady(1))
        for _ in range(3):
            bench.field.show(1, wiegand26_bits(90, 324))
        bench.field.show(1, "1" + wiegand26_bits(90, 324)[1:])
        bench.field.show(1, "1" * 37)
        await bench.has_told(BadgeShown("37-1FFFFFFFFF", 1))
        assert threading.active_count() == threads
    assert bench.events == [ReaderReady(1), BadgeShown(BADGE, 1), BadgeShown("37-1FFFFFFFFF", 1)]
    assert bench.line.drops == {BadgeDropReason.BAD_PARITY: 1}
    assert capfd.readouterr() == ("", "")


async def test_several_readers_of_a_line_have_each_their_own_key_and_address(cable: Cable) -> None:
    async with running(Bench(cable, addrs=(1, 2))) as bench:
        await bench.has_told(ReaderReady(1))
        await bench.has_told(ReaderReady(2))
        bench.field.show(2, wiegand26_bits(90, 324))
        await bench.has_told(BadgeShown(BADGE, 2))
        bench.field.show(1, wiegand26_bits(90, 324))
        await bench.has_told(BadgeShown(BADGE, 1))


async def test_a_wrong_key_is_told_once_without_the_key_and_its_badges_do_not_count(cable: Cable) -> None:
    async with running(Bench(cable, addrs=(1, 2), field_keys={1: OTHER_KEY, 2: KEYS[2]})) as bench:
        await bench.has_told(ReaderNotTrusted(1, Distrust.KEY_WRONG))
        await bench.has_told(ReaderReady(2))
        bench.field.show(1, wiegand26_bits(90, 324))
        bench.field.show(2, wiegand26_bits(1, 2))
        await bench.has_told(BadgeShown(OTHER_BADGE, 2))
        bench.field.put(1, KEYS[1])
        await bench.has_told(ReaderReady(1))
    assert bench.events.count(ReaderNotTrusted(1, Distrust.KEY_WRONG)) == 1
    assert BadgeShown(BADGE, 1) not in bench.events
    told = repr(bench.events).upper()
    assert not any(key in told for key in (*KEYS.values(), OTHER_KEY))


async def test_a_cable_pulled_out_and_put_back_heals_by_itself(cable: Cable) -> None:
    async with running(Bench(cable)) as bench:
        await bench.has_told(ReaderReady(1))
        cable.unplug()
        await until(lambda: isinstance(bench.events[-1], LineLost))
        cable.plug()
        await until(lambda: isinstance(bench.events[-1], ReaderReady))
        assert isinstance(bench.events[-2], LineBack)
        bench.field.show(1, wiegand26_bits(90, 324))
        await bench.has_told(BadgeShown(BADGE, 1))
    assert len(bench.events) == 5


async def test_a_reader_exchanged_on_a_standing_channel_is_noticed_and_the_right_one_is_welcome(
    cable: Cable,
) -> None:
    async with running(Bench(cable)) as bench:
        await bench.has_told(ReaderReady(1))
        bench.field.put(1, OTHER_KEY)
        await bench.has_told(ReaderNotTrusted(1, Distrust.KEY_WRONG))
        bench.field.put(1, KEYS[1])
        await until(lambda: bench.events.count(ReaderReady(1)) == 2)
    assert len(bench.events) == 3


async def test_a_reader_switched_off_and_on_is_back_before_anything_is_told(cable: Cable) -> None:
    async with running(Bench(cable)) as bench:
        await bench.has_told(ReaderReady(1))
        bench.field.put(1, KEYS[1])
        await bench.shows_until_told(1, 90, 324)
    assert bench.events == [ReaderReady(1), BadgeShown(BADGE, 1)]


def forged(seq: int, block: bytes = b"") -> bytes:
    """Return a badge as a stranger on the wire says it: facility 1, number 2, in any security block."""
    bits = wiegand26_bits(1, 2).ljust(32, "0")
    body = block + bytes((0x50, 0, 1, 26, 0)) + int(bits, 2).to_bytes(4, "big")
    body += bytes(4 if block and block[1] > 0x14 else 0)
    said = bytes((0x53, 0x81, len(body) + 6, 0, seq | (8 if block else 0))) + body
    return said + bytes((-sum(said) & 0xFF,))


async def test_a_badge_forged_into_the_wire_is_none(cable: Cable) -> None:
    async with running(Bench(cable)) as bench:
        for kind in (0, *range(0x11, 0x19)) * 2:  # first while the channel is built, then while it stands
            for at in range(16):
                os.write(cable.far, forged(at % 4, bytes((2, kind)) if kind else b""))
                await SystemClock().sleep_ms(5)
            await bench.has_told(ReaderReady(1))
        await bench.shows_until_told(1, 90, 324)
    assert BadgeShown(OTHER_BADGE, 1) not in bench.events
    assert bench.line.drops[BadgeDropReason.OUT_OF_TURN] > 0


async def test_noise_on_the_wire_costs_no_badge_that_is_held_there(cable: Cable) -> None:
    noise = random.Random(20)
    async with running(Bench(cable)) as bench:
        await bench.has_told(ReaderReady(1))
        for number in range(8):
            os.write(cable.far, noise.randbytes(300))
            await bench.shows_until_told(1, 90, number)
    shown = [event for event in bench.events if isinstance(event, BadgeShown)]
    assert shown == [BadgeShown(badge_of_pair(90, number), 1) for number in range(8)]
