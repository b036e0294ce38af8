"""The load of windows at work: each cycle one number is taken, and one is called, started and finished.

So the number of people waiting stays what it was, and its cost can be seen.
"""

import asyncio
import time
from collections.abc import Callable

import msgspec
from websockets.asyncio.client import ClientConnection

from queue_server.drill.clients import ANSWERS, answer_to, greeted, hello_of, new_request_id
from queue_server.drill.load_boards import at_work, off_work
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire import codec
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_window import CallNext, FinishService, StartService
from queue_server.wire.session import OUTSTANDING_MAX

AT_ONCE = 8
"""Windows that act at the same moment, in each size: what grows is the hall, not the load."""


class Cycles(msgspec.Struct, frozen=True):
    """What is asked of the load."""

    url: str
    windows: tuple[str, ...]
    item: str
    cycles: int


class Fill(msgspec.Struct, frozen=True):
    """So many people come and wait."""

    url: str
    item: str
    tickets: int


class Filled(msgspec.Struct):
    """How many came."""

    issued: int


class Cycled(msgspec.Struct):
    """What came of it."""

    per_s: float
    calls_ms: list[float]


async def fill(spec: Fill, ready: Callable[[], object]) -> Filled:
    """Have one kiosk issue the numbers, as many at once as the wire lets it ask for."""
    kiosk = await greeted(spec.url, hello_of(Role.KIOSK, "filler"))
    await asyncio.to_thread(ready)
    asked = answered = 0
    while answered < spec.tickets:
        while asked < min(spec.tickets, answered + OUTSTANDING_MAX):
            take = TakeTicket(new_request_id(), ItemCode(spec.item))
            await kiosk.send(codec.encode(take), text=True)
            asked += 1
        answered += (await kiosk.recv(decode=False)).startswith(ANSWERS)
    kiosk.transport.abort()
    return Filled(answered)


async def cycle(spec: Cycles, ready: Callable[[], object]) -> Cycled:
    """Go round until so many cycles are done. Every window is signed in; eight at a time act."""
    windows = [await at_work(spec.url, window) for window in spec.windows]
    kiosks = [await greeted(spec.url, hello_of(Role.KIOSK, f"C{n}")) for n in range(AT_ONCE)]
    await asyncio.to_thread(ready)
    calls_ms: list[float] = []
    began_ns = time.perf_counter_ns()
    async with asyncio.TaskGroup() as tasks:
        for n, kiosk in enumerate(kiosks):
            own = windows[n::AT_ONCE]
            if own:
                tasks.create_task(_round(spec, kiosk, own, calls_ms))
    spent_s = (time.perf_counter_ns() - began_ns) / 1e9
    for window in windows:
        await off_work(window)
    for kiosk in kiosks:
        kiosk.transport.abort()
    return Cycled(len(calls_ms) / spent_s, calls_ms)


async def _round(
    spec: Cycles, kiosk: ClientConnection, windows: list[ClientConnection], calls_ms: list[float]
) -> None:
    for n in range(spec.cycles // AT_ONCE):
        window = windows[n % len(windows)]
        await answer_to(kiosk, TakeTicket(new_request_id(), ItemCode(spec.item)))
        began_ns = time.perf_counter_ns()
        await answer_to(window, CallNext(new_request_id()))
        calls_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
        await answer_to(window, StartService(new_request_id()))
        await answer_to(window, FinishService(new_request_id()))
