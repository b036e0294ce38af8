"""One announcement aloud, within a time. Whatever the voice does, the board hears that it ended.

A voice that fails or hangs must not stop the calls: its fault is told, and the next call follows.
"""

import asyncio
from collections.abc import Awaitable, Callable

from hall_display.board.messages import CallSpoken
from queue_server.errors import Fault
from queue_server.wire.from_server import Announced

Speak = Callable[[Announced], Awaitable[None]]
"""Says one call and returns when it is said; raises Fault or OSError when it cannot."""

SPEAKING_MAX_S = 20.0
"""Chime, Chinese and English take about eight seconds; a voice that needs more hangs."""


async def speak_within(
    speak: Speak, call: Announced, tell: Callable[[CallSpoken], object], limit_s: float = SPEAKING_MAX_S
) -> None:
    """Speak ``call`` and tell when it ended, well or not."""
    fault = ""
    try:
        async with asyncio.timeout(limit_s):
            await speak(call)
    except TimeoutError:
        fault = f"the voice did not end within {limit_s} s"
    except (Fault, OSError) as error:
        fault = str(error) or type(error).__name__
    tell(CallSpoken(call.n, fault))


async def say_nothing(call: Announced) -> None:
    """The voice of a silent board."""
