"""Calling the next ticket is as much work with thousands waiting as with a hundred: work is counted."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from queue_server.runtime.doorstep import Doorstep, doorstep
from queue_server.runtime.pace import Pace
from queue_server.wire.from_server import Done

OURS = "/queue_server/"
LISTED = 100
"""More than a window terminal lists, so that its list is full with the few."""
AT_ONCE = Pace(round_s=0.0, kiosks_s=0.0, figures_s=3600.0)
"""Nothing is told but what a call has changed: what time alone brings would be counted with it."""


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


async def all_told(door: Doorstep) -> None:
    """Return when the documents stand where the journal does."""
    async with asyncio.timeout(10):
        while door.listener.audience.library.seq < door.rehearsal.engine.head.seq:  # noqa: ASYNC110 - each turn counts
            await asyncio.sleep(0)


async def work_of_a_call(waiting: int) -> int:
    """Return how many functions a call costs, with its documents for the screens."""
    async with doorstep(pace=AT_ONCE) as door:
        await door.rehearsal.sign_in("01")
        for _ in range(waiting):
            await door.rehearsal.take()
        await all_told(door)
        with counting() as count:
            assert isinstance(await door.rehearsal.call("01"), Done)
            await all_told(door)
        return count.calls


async def test_a_call_is_as_much_work_when_twenty_times_as_many_wait() -> None:
    few, many = await work_of_a_call(LISTED), await work_of_a_call(20 * LISTED)
    assert few > 50
    # A turn of the loop more or less, which chance decides, is a handful of functions.
    assert many <= few + few // 20
