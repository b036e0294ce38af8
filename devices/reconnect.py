"""Hold a cable open for ever: notice its loss, say so once, wait, reopen by its stable name, say so.

It knows no bytes: what is said on the cable is ``talk``'s, which ends by raising PortLost.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from devices.cable import Opener, Port, reopen_delays_ms
from devices.clock import Clock
from devices.errors import PortLost
from devices.events import LineBack, LineLost

STEADY_AFTER_MS = 5000
"""A cable that held for so long is reopened quickly again; one that flaps is not."""

Talk = Callable[[Port], Awaitable[None]]
Tell = Callable[[LineLost | LineBack], Awaitable[None]]


async def stay_connected(
    open_port: Opener,
    talk: Talk,
    tell: Tell,
    clock: Clock,
    delays_ms: Callable[[], Iterator[int]] = reopen_delays_ms,
) -> None:
    """Talk whenever the cable is there, until cancelled. AddressError and bugs end it."""
    lost_at_ms: int | None = None
    waits = delays_ms()
    while True:
        reason = ""
        opened_at_ms = clock.now_ms()
        try:
            port = await open_port()
        except PortLost as loss:
            reason = loss.reason
        else:
            if lost_at_ms is not None:
                await tell(LineBack(clock.now_ms() - lost_at_ms))
                lost_at_ms = None
            reason = await _talk_until_lost(port, talk)
        if lost_at_ms is None:
            lost_at_ms = clock.now_ms()
            await tell(LineLost(reason))
        if clock.now_ms() - opened_at_ms >= STEADY_AFTER_MS:
            waits = delays_ms()
        await clock.sleep_ms(next(waits))


async def both_ways(port: Port, listen: Talk, speak: Talk) -> None:
    """Listen and speak at once until the cable is lost; raise PortLost with the first reason.

    A loss travels as a value between the two, never as a failure of the group: a TaskGroup prefers its
    children's errors to a cancellation that comes at the same moment, and the program could not be stopped.
    """
    loss = PortLost("", "the listener ended")
    async with asyncio.TaskGroup() as tasks:
        speaking = tasks.create_task(_speak_until_lost(port, speak))
        try:
            await listen(port)
        except PortLost as heard:
            loss = heard
        speaking.cancel()
    raise loss if speaking.cancelled() else speaking.result()


async def _speak_until_lost(port: Port, speak: Talk) -> PortLost:
    """Return the loss, after ending the read under way."""
    try:
        await speak(port)
    except PortLost as loss:
        await port.close()
        return loss
    raise AssertionError("a speaker never ends by itself")


async def _talk_until_lost(port: Port, talk: Talk) -> str:
    """Return why the cable was lost."""
    try:
        await talk(port)
    except PortLost as loss:
        return loss.reason
    finally:
        await port.close()
    raise AssertionError("a talk ends by losing its cable")
