"""Calling the next ticket is as much work with thousands waiting as with a hundred: work is counted."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from queue_server.runtime.doorstep import doorstep
from queue_server.wire.from_server import Done

OURS = "/queue_server/"
LISTED = 100
"""More than a window terminal lists, so that its list is full with the few."""
TURNS = 20
"""Turns of the loop after a call in which its screens are told."""


class Count:
    """Functions of ours that were called."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        self.calls += event == "call" and OURS in frame.f_code.co_filename


@contextmanager
def counting() -> Iterator[Count]:
    count = Count()
    sys.setprofile(count)
    try:
        yield count
    finally:
        sys.setprofile(None)


async def work_of_a_call(waiting: int) -> int:
    """Return how many functions a call costs, with its documents for the screens."""
    async with doorstep() as door:
        await door.rehearsal.sign_in("01")
        for _ in range(waiting):
            await door.rehearsal.take()
        with counting() as count:
            assert isinstance(await door.rehearsal.call("01"), Done)
            for _ in range(TURNS):
                await asyncio.sleep(0)
        return count.calls


async def test_a_call_is_as_much_work_when_twenty_times_as_many_wait() -> None:
    few, many = await work_of_a_call(LISTED), await work_of_a_call(20 * LISTED)
    assert few > 50
    assert many <= few * 1.1
