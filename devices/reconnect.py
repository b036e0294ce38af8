"""Hold a cable open for ever: notice its loss, say so once, wait, reopen by its stable name, say so.

It knows no bytes: what is said on the cable is ``talk``'s, which ends by raising PortLost.
"""

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


async def _talk_until_lost(port: Port, talk: Talk) -> str:
    """Return why the cable was lost."""
    reason = "closed"
    try:
        await talk(port)
    except* PortLost as losses:
        reason = _first(losses).reason
    finally:
        await port.close()
    return reason


def _first(group: BaseExceptionGroup[PortLost]) -> PortLost:
    first = group.exceptions[0]
    return first if isinstance(first, PortLost) else _first(first)
