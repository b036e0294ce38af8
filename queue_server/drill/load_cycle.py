"""The load of windows at work: each cycle one number is taken, and one is called, started and finished.

So the number of people waiting stays what it was, and its cost can be seen.
"""

import asyncio
import time
from collections.abc import Callable

import msgspec
from websockets.asyncio.client import ClientConnection

from queue_server.drill.clients import ANSWERS, greeted, hello_of
from queue_server.drill.load_boards import at_work
from queue_server.errors import Fault
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire import codec
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_window import CallNext, FinishService, StartService
from queue_server.wire.session import OUTSTANDING_MAX

DONE = ANSWERS[0]
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


class _Terminal:
    """A client that always listens, as a screen does: one that does not is cut as too slow."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._answers: asyncio.Queue[bytes] = asyncio.Queue(1)

    async def listen(self) -> None:
        while True:
            data = await self.socket.recv(decode=False)
            if data.startswith(ANSWERS):
                await self._answers.put(data)

    async def ask(self, message: msgspec.Struct) -> None:
        """Say something and wait for its answer. Raises Fault when it was not done."""
        await self.socket.send(codec.encode(message), text=True)
        data = await self._answers.get()
        if not data.startswith(DONE):
            raise Fault(f"drill: {message} was answered {data.decode()}")


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
    async with asyncio.TaskGroup() as tasks:
        terminals: list[_Terminal] = []
        listening = []
        for window in spec.windows:
            terminals.append(_Terminal(await at_work(spec.url, window)))
            listening.append(tasks.create_task(terminals[-1].listen()))
        kiosks = []
        for n in range(AT_ONCE):
            kiosks.append(_Terminal(await greeted(spec.url, hello_of(Role.KIOSK, f"C{n}"))))
            listening.append(tasks.create_task(kiosks[-1].listen()))
        await asyncio.to_thread(ready)
        cycled = await _rounds(spec, kiosks, terminals)
        for task in listening:
            task.cancel()
    for terminal in (*terminals, *kiosks):
        terminal.socket.transport.abort()
    return cycled


async def _rounds(spec: Cycles, kiosks: list["_Terminal"], windows: list["_Terminal"]) -> Cycled:
    calls_ms: list[float] = []
    began_ns = time.perf_counter_ns()
    async with asyncio.TaskGroup() as tasks:
        for n, kiosk in enumerate(kiosks):
            own = windows[n::AT_ONCE]
            if own:
                tasks.create_task(_round(spec, kiosk, own, calls_ms))
    return Cycled(len(calls_ms) / (time.perf_counter_ns() - began_ns) * 1e9, calls_ms)


async def _round(spec: Cycles, kiosk: "_Terminal", windows: list["_Terminal"], calls_ms: list[float]) -> None:
    for n in range(spec.cycles // AT_ONCE):
        window = windows[n % len(windows)]
        await kiosk.ask(TakeTicket(new_request_id(), ItemCode(spec.item)))
        began_ns = time.perf_counter_ns()
        await window.ask(CallNext(new_request_id()))
        calls_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
        await window.ask(StartService(new_request_id()))
        await window.ask(FinishService(new_request_id()))
