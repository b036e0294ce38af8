"""What devices need of time. The only file of this package that reads it.

Devices care for how much time passed (gaps on a line, retries, back-off), never for the date, so any clock
that does not run backwards will do: a server passes its own, with the same two methods.
"""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Time as a value handed in."""

    def now_ms(self) -> int:
        """Return the present instant in ms; only differences mean anything here."""
        ...

    async def sleep_ms(self, duration_ms: int, /) -> None:
        """Return when ``duration_ms`` have passed."""
        ...


class SystemClock:
    """The running event loop's clock: monotonic, and obedient to a loop whose time is virtual."""

    def now_ms(self) -> int:
        return int(asyncio.get_running_loop().time() * 1000)

    async def sleep_ms(self, duration_ms: int, /) -> None:
        await asyncio.sleep(duration_ms / 1000)


def time_of_day() -> str:
    """Return the machine's local time of day to the millisecond, for a technician's list only."""
    now_ns = time.time_ns()
    whole = time.strftime("%H:%M:%S", time.localtime(now_ns // 1_000_000_000))
    return f"{whole}.{now_ns // 1_000_000 % 1000:03}"
