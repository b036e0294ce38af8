"""A badge reader alone on its cable: each showing once, and the cable's fate.

::

    reader = BadgeReader(opener("/dev/serial/by-id/usb-..."), on_event, clock)
    tasks.create_task(reader.run())              # until cancelled, in the caller's TaskGroup

``on_event`` is awaited for one event after the other: ``BadgeShown``, ``LineLost``, ``LineBack``. What is one
showing says ``showings``, what happens when the program above is too slow says ``inbox``. Readers that hang
on one line with addresses and a secure channel are ``osdp_reader``'s.
"""

import asyncio
import enum
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from devices.badge_reader.badge import BadgeForm
from devices.badge_reader.events import BadgeReaderEvent
from devices.badge_reader.inbox import AGAIN_AFTER_MS, INBOX_MAX, Inbox
from devices.badge_reader.protocol import (
    BadgeDropReason,
    BadgeSplitter,
    EmSplitter,
    WiegandLine,
    WiegandSplitter,
)
from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.events import LineBack, LineLost
from devices.reconnect import stay_connected

STALE_MS = 500
"""Half a badge, then silence for so long: the other half will not come."""


class ReaderKind(enum.StrEnum):
    """What a reader speaks."""

    EM4100 = "em4100"
    """The frames of the RDM6300 family."""
    WIEGAND26 = "wiegand26"
    """Lines of 26 bits, from a converter."""
    WIEGAND26_HEX = "wiegand26_hex"
    """Lines of 6 hex digits, from a converter of another make."""


class BadgeReaderSettings(msgspec.Struct, frozen=True):
    """How a reader is understood."""

    kind: ReaderKind = ReaderKind.EM4100
    form: BadgeForm = BadgeForm.TEN_DIGITS
    """How much of an EM4100 badge's number counts; a Wiegand 26 reader knows only the pair."""
    again_after_ms: int = AGAIN_AFTER_MS
    stale_ms: int = STALE_MS
    inbox_max: int = INBOX_MAX
    """Events that may wait for ``on_event``."""


class BadgeReader:
    """One reader."""

    def __init__(
        self,
        open_port: Opener,
        on_event: Callable[[BadgeReaderEvent], Awaitable[None]],
        clock: Clock | None = None,
        settings: BadgeReaderSettings | None = None,
    ) -> None:
        self._settings = settings or BadgeReaderSettings()
        self.splitter = splitter_of(self._settings)
        self._open_port = open_port
        self._clock = clock or SystemClock()
        self._inbox: Inbox[LineLost | LineBack] = Inbox(
            on_event, self._settings.again_after_ms, self._settings.inbox_max
        )

    @property
    def drops(self) -> Mapping[BadgeDropReason, int]:
        """How much was thrown away since the start, by reason."""
        return self.splitter.drops

    @property
    def overflows(self) -> int:
        """How many showings were dropped because the program above took none."""
        return self._inbox.overflows

    async def run(self) -> None:
        """Read until cancelled. AddressError, and whatever ``on_event`` raises, ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._inbox.deliver())
            tasks.create_task(stay_connected(self._open_port, self._listen, self._inbox.tell, self._clock))

    async def _listen(self, port: Port) -> None:
        self._take(self.splitter.expire(), self._clock.now_ms())
        heard_at_ms = self._clock.now_ms()
        while True:
            data = await port.read()
            now_ms = self._clock.now_ms()
            if now_ms - heard_at_ms > self._settings.stale_ms:
                self._take(self.splitter.expire(), heard_at_ms)
            heard_at_ms = now_ms
            self._take(self.splitter.feed(data), now_ms)

    def _take(self, badges: list[str], at_ms: int) -> None:
        for badge in badges:
            self._inbox.read(badge, at_ms)


def splitter_of(settings: BadgeReaderSettings) -> BadgeSplitter:
    """Return what cuts the bytes of this kind of reader into badges."""
    if settings.kind is ReaderKind.EM4100:
        return EmSplitter(settings.form)
    is_hex = settings.kind is ReaderKind.WIEGAND26_HEX
    return WiegandSplitter(WiegandLine.HEX if is_hex else WiegandLine.BITS)
