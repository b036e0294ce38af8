"""The floor of telling many: plain sockets that hear the same bytes, and websockets that only stand there."""

import asyncio
import time
from collections.abc import Callable

import msgspec

from queue_server.drill.clients import all_greeted


class Plain(msgspec.Struct, frozen=True):
    """So many sockets, told so often, so many bytes each."""

    port: int
    receivers: int
    rounds: int
    size: int


class Reached(msgspec.Struct):
    """Milliseconds from the word to the last receiver, round by round."""

    last_ms: list[float]


class Idle(msgspec.Struct, frozen=True):
    """So many websockets at an echo."""

    url: str
    clients: int


class Stood(msgspec.Struct):
    """How long they took to come."""

    set_up_s: float


async def stand(spec: Idle, ready: Callable[[], object]) -> Stood:
    """Hold the connections open while somebody looks at the other side, until the word to go."""
    began_ns = time.perf_counter_ns()
    async with all_greeted(spec.url, [None] * spec.clients):
        set_up_s = (time.perf_counter_ns() - began_ns) / 1e9
        await asyncio.to_thread(ready)
    return Stood(set_up_s)


class _Receiver(asyncio.Protocol):
    """Counts what comes; the last of all rings."""

    def __init__(self, crowd: "_Crowd") -> None:
        self._crowd = crowd
        self._bytes = 0

    def data_received(self, data: bytes) -> None:
        self._bytes += len(data)
        if self._bytes >= self._crowd.size:
            self._bytes -= self._crowd.size
            self._crowd.one_more()


class _Crowd:
    def __init__(self, receivers: int, size: int) -> None:
        self.receivers, self.size = receivers, size
        self._count = 0
        self.is_whole = asyncio.Event()

    def one_more(self) -> None:
        self._count += 1
        if self._count == self.receivers:
            self._count = 0
            self.is_whole.set()


async def reach(spec: Plain, ready: Callable[[], object]) -> Reached:
    """Have everybody told, again and again."""
    loop, crowd = asyncio.get_running_loop(), _Crowd(spec.receivers, spec.size)
    transports = []
    for _ in range(spec.receivers):
        transport, _receiver = await loop.create_connection(lambda: _Receiver(crowd), "127.0.0.1", spec.port)
        transports.append(transport)
    await asyncio.to_thread(ready)
    last_ms = []
    for _ in range(spec.rounds):
        began_ns = time.perf_counter_ns()
        transports[0].write(b"%d" % spec.size)
        await crowd.is_whole.wait()
        crowd.is_whole.clear()
        last_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
    for transport in transports:
        transport.abort()
    return Reached(last_ms)
