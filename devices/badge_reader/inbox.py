"""What waits between a reader and the program above it, bounded.

Overflow rule, *the newest showing is dropped* and counted: nothing happens at the window, and the staff
member holds the badge there again. News of cables and readers is never dropped; it waits for room.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from devices.badge_reader.events import BadgeShown
from devices.badge_reader.showings import Showings

INBOX_MAX = 16
AGAIN_AFTER_MS = 3000
"""A badge that was not read for so long is meant anew."""

News = TypeVar("News")
"""What the reader tells beside badges."""


class Inbox(Generic[News]):
    """Showings and news in order, for one ``on_event``, which is awaited for one after the other."""

    def __init__(
        self, on_event: Callable[[BadgeShown | News], Awaitable[None]], again_after_ms: int, inbox_max: int
    ) -> None:
        self.overflows = 0
        self._on_event = on_event
        self._showings = Showings(again_after_ms)
        self._waiting: asyncio.Queue[BadgeShown | News] = asyncio.Queue(inbox_max)

    def read(self, badge: str, at_ms: int, addr: int | None = None) -> None:
        """Take a badge that was read at ``at_ms``; a repetition is no event."""
        if not self._showings.is_new(badge, at_ms, addr):
            return
        try:
            self._waiting.put_nowait(BadgeShown(badge, addr))
        except asyncio.QueueFull:
            self.overflows += 1
            self._showings.forget(badge, addr)

    async def tell(self, news: News) -> None:
        """Take news, waiting for room."""
        await self._waiting.put(news)

    async def deliver(self) -> None:
        """Hand one event after the other to ``on_event``, until cancelled."""
        while True:
            await self._on_event(await self._waiting.get())
