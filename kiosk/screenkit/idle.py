"""When a person has walked away: at the end of a wait without a touch the app hears ``IdleReached``."""

import asyncio

from textual.message import Message

from queue_server.clock import Clock


class IdleReached(Message):
    """Nobody has touched the screen for the app's ``idle_ms``; said once until the next touch."""


class IdleWatch:
    """Counts from the last touch, by the clock that was passed in."""

    def __init__(self, clock: Clock, idle_ms: int) -> None:
        self._clock = clock
        self._idle_ms = idle_ms
        self._touched_ms = clock.now_ms()
        self._was_touched = asyncio.Event()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_ms = self._clock.now_ms()
        self._was_touched.set()

    def left_ms(self) -> int:
        """Return how long until nobody counts as there, 0 when that is now."""
        return max(0, self._touched_ms + self._idle_ms - self._clock.now_ms())

    async def wait(self) -> None:
        """Return when nobody has touched the screen for ``idle_ms``."""
        while left_ms := self.left_ms():
            await self._clock.sleep_ms(left_ms)
        self._was_touched.clear()

    async def wait_for_touch(self) -> None:
        """Return at the next touch after ``wait``."""
        await self._was_touched.wait()
