"""Watch a badge reader, or play one by hand. Screen and keyboard are the caller's.

What can be typed while one is played::

    0001000734        the badge is held to the reader once (015,17694 does the same)
    lay 0001000734    the badge is left lying there; the reader repeats it
    lift              it is taken away
    raw 02...         these very bytes
    quit
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from devices.badge_reader.badge import badge_of_printed
from devices.badge_reader.driver import BadgeReader, BadgeReaderSettings, ReaderKind
from devices.badge_reader.events import OsdpEvent
from devices.badge_reader.osdp_panel import OsdpReader
from devices.badge_reader.osdp_reader import OsdpLine
from devices.badge_reader.protocol import BadgeDropReason, WiegandLine
from devices.badge_reader.simulated import SimulatedEmReader, SimulatedReader, SimulatedWiegandReader
from devices.cable import Opener, Port
from devices.clock import Clock, time_of_day
from devices.player import Player
from devices.technician.badge_words import describe_badge_event
from devices.technician.watching import Out
from devices.technician.words import describe_drops

SAY_DROPS_EVERY_MS = 1000


class Driver(Protocol):
    """What both kinds of driver give to a watch."""

    @property
    def drops(self) -> Mapping[BadgeDropReason, int]:
        """How much was thrown away, by reason."""
        ...

    async def run(self) -> None:
        """Read until cancelled."""
        ...


OnEvent = Callable[[OsdpEvent], Awaitable[None]]


class BadgeWatch:
    """One watched reader, or line of readers."""

    def __init__(
        self, open_port: Opener, out: Out, clock: Clock, make: Callable[[Opener, OnEvent], Driver]
    ) -> None:
        self._open_port = open_port
        self._out = out
        self._clock = clock
        self._driver = make(self._open, self._take)
        self._drops_said = 0

    async def run(self) -> None:
        """Watch until cancelled, through losses of the cable."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._driver.run())
            tasks.create_task(self._say_drops())

    def totals(self) -> str:
        """Say what was thrown away."""
        return describe_drops({str(reason): count for reason, count in self._driver.drops.items()})

    async def _open(self) -> Port:
        port = await self._open_port()
        self._out(f"{time_of_day()}  已连接 connected")
        return port

    async def _take(self, event: OsdpEvent) -> None:
        self._out(f"{time_of_day()}  {describe_badge_event(event)}")

    async def _say_drops(self) -> None:
        while True:
            await self._clock.sleep_ms(SAY_DROPS_EVERY_MS)
            dropped = sum(self._driver.drops.values())
            if dropped != self._drops_said:
                self._drops_said = dropped
                self._out(f"{time_of_day()}  {self.totals()}")


def watch_reader(open_port: Opener, out: Out, clock: Clock, settings: BadgeReaderSettings) -> BadgeWatch:
    """Return a watch over one reader; it writes nothing."""
    return BadgeWatch(open_port, out, clock, lambda cable, take: BadgeReader(cable, take, clock, settings))


def watch_osdp(open_port: Opener, out: Out, clock: Clock, readers: Sequence[OsdpReader]) -> BadgeWatch:
    """Return a watch over a line of OSDP readers; it asks them, since they never speak unasked."""
    return BadgeWatch(open_port, out, clock, lambda cable, take: OsdpLine(cable, take, readers, clock))


def simulated_reader(kind: ReaderKind) -> SimulatedReader:
    """Return a reader of this kind, made of memory."""
    if kind is ReaderKind.EM4100:
        return SimulatedEmReader()
    return SimulatedWiegandReader(
        line=WiegandLine.HEX if kind is ReaderKind.WIEGAND26_HEX else WiegandLine.BITS
    )


class BadgePlay:
    """A reader on a cable, driven by typed lines."""

    def __init__(self, open_port: Opener, reader: SimulatedReader, out: Out, clock: Clock) -> None:
        self._reader = reader
        self._out = out
        self._player = Player(open_port, reader, clock)

    async def run(self, lines: AsyncIterator[str]) -> None:
        """Play until ``lines`` end or say quit."""
        async with asyncio.TaskGroup() as tasks:
            playing = tasks.create_task(self._player.run())
            await self._player.connected.wait()
            async for line in lines:
                if line.split() in (["quit"], ["exit"]):
                    break
                await self._do(line.split())
            playing.cancel()

    async def _do(self, words: list[str]) -> None:
        match words:
            case []:
                pass
            case ["lift"]:
                self._reader.lift()
            case ["raw", *hexes]:
                await self._say_bytes("".join(hexes))
            case ["lay", printed]:
                await self._show(printed, is_left=True)
            case [printed]:
                await self._show(printed, is_left=False)
            case _:
                self._out("?  例如 for example: 0001000734, lay 0001000734, lift, raw 02, quit")

    async def _show(self, printed: str, *, is_left: bool) -> None:
        badge = badge_of_printed(printed)
        if badge is None:
            self._out(f"?  不是工牌号 no badge is printed so: {printed} (0001000734, or 015,17694)")
            return
        now_ms = self._player.now_ms()
        await self._player.say(self._reader.lay(badge, now_ms) if is_left else self._reader.show(badge))

    async def _say_bytes(self, text: str) -> None:
        try:
            await self._player.say(bytes.fromhex(text))
        except ValueError:
            self._out(f"?  不是十六进制 no hexadecimal bytes: {text}")
