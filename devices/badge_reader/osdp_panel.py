"""libosdp's control panel for one line of readers, without its thread. The only caller of the library.

The library's own ``start`` refreshes in a thread, calls back there, prints what a callback raises and keeps
every event for ever. None of that is used here: ``refresh`` takes about 0.01 ms and never waits (its channel
is two buffers in memory), so the driver calls it on its own loop, some fifty times a second, and fetches the
events after it. The library logs to the standard error output; that is shut but for emergencies, and only a
reader that answers out of order is one.

A reader that went offline is left alone by the library for 300 s. ``restart`` begins with it at once: it is
disabled and, as soon as the library has noted that, enabled again. The other readers of the line keep their
channels. The library reads the machine's own clock, so a line of OSDP readers cannot run in virtual time.
A new ControlPanel would do the same for all of them together, and is never freed by the library.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from osdp import CardFormat, ControlPanel, Event, EventNotification, LibFlag, LogLevel, PDInfo

from devices.badge_reader.osdp_channel import BufferedChannel
from devices.badge_reader.osdp_words import ADDR_MAX, ReaderKey, badge_of_bits, badge_of_text
from devices.badge_reader.protocol import BadgeDropReason
from devices.errors import OutOfRange

READERS_MAX = 32
"""What the library's own masks hold. At 9600 baud the turn of each takes some 0.1 s."""


class OsdpReader(msgspec.Struct, frozen=True):
    """One reader of a line: its address, 0-126, and its key."""

    addr: int
    key: ReaderKey


class BadgeRead(msgspec.Struct, frozen=True):
    """A reader read a badge, or bits that are none."""

    addr: int
    badge: str | BadgeDropReason


class WentOnline(msgspec.Struct, frozen=True):
    """The secure channel to a reader stands."""

    addr: int


class WentOffline(msgspec.Struct, frozen=True):
    """The library gave a reader up."""

    addr: int


PanelNews = BadgeRead | WentOnline | WentOffline


class Panel:
    """The readers of one line, as the library sees them."""

    def __init__(self, readers: Sequence[OsdpReader], channel: BufferedChannel) -> None:
        """Prepare; OutOfRange where addresses are impossible or given twice. Nothing is said yet."""
        self._addrs = [reader.addr for reader in readers]
        _check(self._addrs)
        flags = [LibFlag.EnforceSecure, LibFlag.EnableNotification]
        infos = [
            PDInfo(reader.addr, channel, scbk=reader.key.reveal(), name=f"reader {reader.addr}", flags=flags)
            for reader in readers
        ]
        self._panel = ControlPanel(infos, log_level=LogLevel.Emergency)
        self._restarting: set[int] = set()

    def refresh(self) -> list[PanelNews]:
        """Let the library work, which takes no time; return what is new. Call it at least every 50 ms."""
        self._enable_the_disabled()
        self._panel.ctx.refresh()
        return [news for addr in self._addrs for news in self._fetch(addr)]

    def restart(self, addr: int) -> None:
        """Begin anew with one reader, from the first question on."""
        if addr not in self._restarting:
            self._restarting.add(addr)
            self._panel.ctx.disable_pd(self._addrs.index(addr))

    def _enable_the_disabled(self) -> None:
        for addr in tuple(self._restarting):
            index = self._addrs.index(addr)
            if not self._panel.ctx.is_pd_enabled(index):
                self._panel.ctx.enable_pd(index)
                self._restarting.discard(addr)

    def _fetch(self, addr: int) -> Iterator[PanelNews]:
        """Empty the library's own queue, which has no bound."""
        while (event := self._panel.get_event(addr, timeout=-1)) is not None:
            news = _news(addr, event)
            if news is not None and self._is_believed(addr, news):
                yield news

    def _is_believed(self, addr: int, news: PanelNews) -> bool:
        """A badge counts only while its reader's channel stands; what a restart itself causes is no news."""
        if isinstance(news, BadgeRead):
            return bool(self._panel.ctx.sc_status() >> self._addrs.index(addr) & 1)
        return addr not in self._restarting


def _check(addrs: list[int]) -> None:
    if not 1 <= len(addrs) <= READERS_MAX:
        raise OutOfRange("number of readers on a line", len(addrs), f"1-{READERS_MAX}")
    for addr in addrs:
        if not 0 <= addr <= ADDR_MAX or addrs.count(addr) > 1:
            raise OutOfRange("address of an OSDP reader", addr, f"0-{ADDR_MAX}, each once")


def _news(addr: int, event: dict[str, Any]) -> PanelNews | None:
    if event["event"] == Event.CardRead:
        return BadgeRead(addr, _badge(event))
    if event["event"] == Event.Notification and event["type"] == EventNotification.PeripheralDeviceStatus:
        return WentOnline(addr) if event["arg0"] else WentOffline(addr)
    return None


def _badge(event: dict[str, Any]) -> str | BadgeDropReason:
    if event["format"] == CardFormat.ASCII:
        return badge_of_text(event["data"])
    return badge_of_bits(event["data"], event["length"])
