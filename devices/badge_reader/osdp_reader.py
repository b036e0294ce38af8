"""One line of OSDP readers: each showing once, by a secure channel or not at all.

::

    line = OsdpLine(opener("/dev/serial/by-id/usb-..."), on_event, [OsdpReader(1, ReaderKey("..."))], clock)
    tasks.create_task(line.run())                # until cancelled, in the caller's TaskGroup

``on_event`` is awaited for one event after the other (``events.OsdpEvent``). A reader whose channel does not
stand is heard by nobody: neither a plain badge nor one from a reader with another key comes through. When the
cable is lost: LineLost at once, reopening by the same address, LineBack, and ReaderReady for each reader. A
reader that falls silent on a good cable is noticed by the library after its own tries, about 9 s.

One task speaks for the library and one hears for it; there is no thread (see ``osdp_panel``).
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from devices.badge_reader.events import OsdpEvent
from devices.badge_reader.inbox import AGAIN_AFTER_MS, INBOX_MAX, Inbox
from devices.badge_reader.osdp_channel import BufferedChannel
from devices.badge_reader.osdp_panel import BadgeRead, OsdpReader, Panel, PanelNews, WentOnline
from devices.badge_reader.osdp_roll import Delays, ReaderNews, Roll, retry_delays_ms
from devices.badge_reader.protocol import BadgeDropReason
from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.events import LineBack, LineLost
from devices.reconnect import both_ways, stay_connected

REFRESH_MS = 20
"""How often the library works; it wants 50 ms or less."""


class OsdpSettings(msgspec.Struct, frozen=True):
    """How a line of readers is driven."""

    again_after_ms: int = AGAIN_AFTER_MS
    inbox_max: int = INBOX_MAX
    """Events that may wait for ``on_event``."""
    retry_delays_ms: Delays = retry_delays_ms


class OsdpLine:
    """The driver of one line of readers. See the module for how it is used."""

    def __init__(
        self,
        open_port: Opener,
        on_event: Callable[[OsdpEvent], Awaitable[None]],
        readers: Sequence[OsdpReader],
        clock: Clock | None = None,
        settings: OsdpSettings | None = None,
    ) -> None:
        """Prepare; OutOfRange where the readers' addresses are impossible or given twice."""
        settings = settings or OsdpSettings()
        self._open_port = open_port
        self._clock = clock or SystemClock()
        self._channel = BufferedChannel()
        self._panel = Panel(readers, self._channel)
        self._roll = Roll([reader.addr for reader in readers], settings.retry_delays_ms)
        self._is_first = True
        self._drops: dict[BadgeDropReason, int] = {}
        self._inbox: Inbox[LineLost | LineBack | ReaderNews] = Inbox(
            on_event, settings.again_after_ms, settings.inbox_max
        )

    @property
    def drops(self) -> Mapping[BadgeDropReason, int]:
        """How many badges and replies were thrown away since the start, by reason."""
        refused = self._channel.refused
        return self._drops | ({BadgeDropReason.OUT_OF_TURN: refused} if refused else {})

    @property
    def overflows(self) -> int:
        """How many showings were dropped because the program above took none."""
        return self._inbox.overflows

    async def run(self) -> None:
        """Read until cancelled. AddressError, and whatever ``on_event`` raises, ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._inbox.deliver())
            tasks.create_task(stay_connected(self._open_port, self._talk, self._inbox.tell, self._clock))

    async def _talk(self, port: Port) -> None:
        self._channel.clear()
        for addr in self._roll.begin_anew():
            if not self._is_first:
                self._panel.restart(addr)
        self._is_first = False
        await both_ways(port, self._listen, self._speak)

    async def _listen(self, port: Port) -> None:
        while True:
            self._channel.heard(await port.read())

    async def _speak(self, port: Port) -> None:
        while True:
            for news in self._panel.refresh():
                await self._take(news)
            for addr in self._roll.due(self._clock.now_ms()):
                self._panel.restart(addr)
            if data := self._channel.take():
                await port.write(data)
            await self._clock.sleep_ms(REFRESH_MS)

    async def _take(self, news: PanelNews) -> None:
        if isinstance(news, BadgeRead):
            self._read(news)
            return
        for told in self._told(news.addr, is_online=isinstance(news, WentOnline)):
            await self._inbox.tell(told)

    def _told(self, addr: int, *, is_online: bool) -> list[ReaderNews]:
        if is_online:
            return self._roll.went_online(addr)
        return self._roll.went_offline(addr, self._channel.answered_step(addr), self._clock.now_ms())

    def _read(self, news: BadgeRead) -> None:
        if isinstance(news.badge, BadgeDropReason):
            self._drops[news.badge] = self._drops.get(news.badge, 0) + 1
        else:
            self._inbox.read(news.badge, self._clock.now_ms(), news.addr)
