"""The code scanner on its cable: each code once, and the cable's fate.

::

    scanner = CodeScanner(opener("/dev/serial/by-id/usb-..."), on_event, clock)
    tasks.create_task(scanner.run())             # until cancelled, in the caller's TaskGroup

``on_event`` is awaited for one event after the other: ``CodeScanned``, ``LineLost``, ``LineBack``. A
scanner left on a code reads it again and again: the same code within ``again_after_ms`` of the last time is
the same showing. At most ``INBOX_MAX`` events wait; of more codes the newest is dropped: the citizen sees
that nothing happened, and shows it again.
"""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.code_scanner.protocol import CodeSplitter
from devices.events import LineBack, LineLost
from devices.reconnect import stay_connected

AGAIN_AFTER_MS = 2000
"""A code shown again after so long is meant again."""
STALE_MS = 500
"""Half a code, then silence for so long: the other half will not come."""
INBOX_MAX = 16


class CodeScanned(msgspec.Struct, frozen=True):
    """A citizen showed a code."""

    code: str


ScannerEvent = CodeScanned | LineLost | LineBack


class CodeScanner:
    """One scanner."""

    def __init__(
        self,
        open_port: Opener,
        on_event: Callable[[ScannerEvent], Awaitable[None]],
        clock: Clock | None = None,
        again_after_ms: int = AGAIN_AFTER_MS,
        encoding: str = "utf-8",
    ) -> None:
        self.splitter = CodeSplitter(encoding)
        self.overflows = 0
        self._open_port = open_port
        self._on_event = on_event
        self._clock = clock or SystemClock()
        self._again_after_ms = again_after_ms
        self._inbox: asyncio.Queue[ScannerEvent] = asyncio.Queue(INBOX_MAX)
        self._last_code = ""
        self._last_at_ms = 0

    async def run(self) -> None:
        """Read until cancelled. AddressError, and whatever ``on_event`` raises, ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._deliver())
            tasks.create_task(stay_connected(self._open_port, self._listen, self._tell, self._clock))

    async def _listen(self, port: Port) -> None:
        self.splitter.expire()
        heard_at_ms = self._clock.now_ms()
        while True:
            data = await port.read()
            now_ms = self._clock.now_ms()
            if now_ms - heard_at_ms > STALE_MS:
                self.splitter.expire()
            heard_at_ms = now_ms
            for code in self.splitter.feed(data):
                self._scanned(code, now_ms)

    def _scanned(self, code: str, at_ms: int) -> None:
        is_again = code == self._last_code and at_ms - self._last_at_ms < self._again_after_ms
        self._last_code, self._last_at_ms = code, at_ms
        if is_again:
            return
        try:
            self._inbox.put_nowait(CodeScanned(code))
        except asyncio.QueueFull:
            self.overflows += 1

    async def _deliver(self) -> None:
        while True:
            await self._on_event(await self._inbox.get())

    async def _tell(self, event: LineLost | LineBack) -> None:
        await self._inbox.put(event)
