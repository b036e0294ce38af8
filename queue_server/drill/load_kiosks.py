"""The load of kiosks, and of the same messages at the echo: so many connections, each with so many under way.

One kind of client for both, so that the load costs the figure and its floor the same.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterator
from itertools import count

import msgspec
from websockets.asyncio.client import ClientConnection

from queue_server.drill.clients import ANSWERS, all_greeted, hello_of
from queue_server.vocabulary import ItemCode, RequestId, Role
from queue_server.wire import codec
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done

Go = Callable[[], object]


class Kiosks(msgspec.Struct, frozen=True):
    """What is asked of the load."""

    url: str
    kiosks: int
    outstanding: int
    seconds: float
    item: str
    warm_s: float = 0.3
    pace_s: float = 0.0
    """With it, each kiosk waits so long between two presses, whatever it is answered."""
    echo_bytes: int = 0
    """Length of the answers of an echo; 0: a real hall answers."""
    name: str = "K"


class Issued(msgspec.Struct):
    """What came of it."""

    per_s: float
    latencies_ms: list[float]
    cpu_share: float
    """Of one core, by this process alone."""
    answers: int
    refused: int
    repeated: int
    """Numbers that came twice."""
    asked_bytes: int
    answer_bytes: int
    at_ns: list[int]
    """When each answer came; on the machine's monotonic clock."""


class _Kiosk:
    """One connection's turn: what is under way, and what came back."""

    def __init__(self, socket: ClientConnection, asks: Iterator[bytes]) -> None:
        self._socket, self._asks = socket, asks
        self._under_way: deque[int] = deque()
        self.answers: list[bytes] = []
        self.spans: list[tuple[int, int]] = []

    async def press(self) -> None:
        self._under_way.append(time.perf_counter_ns())
        await self._socket.send(next(self._asks), text=True)

    async def run(self, outstanding: int, pace_s: float, end_ns: int) -> None:
        """Keep so many under way until the time is over, then wait for what is left."""
        for _ in range(outstanding):
            await self.press()
        while self._under_way:
            data = await self._socket.recv(decode=False)
            if not data.startswith(ANSWERS):
                continue
            now_ns = time.perf_counter_ns()
            self.spans.append((self._under_way.popleft(), now_ns))
            self.answers.append(data)
            if now_ns < end_ns:
                await asyncio.sleep(pace_s) if pace_s else None
                await self.press()


def _asks(spec: Kiosks, kiosk: int) -> Iterator[bytes]:
    """Yield what one kiosk says: a ticket, or as many bytes for the echo to answer."""
    for n in count():
        request = RequestId(f"{spec.name}{kiosk}.{n}.{time.perf_counter_ns():x}")
        said = codec.encode(TakeTicket(request, ItemCode(spec.item)))
        if spec.echo_bytes:
            # As long as the real one: the item's room says how long the answer is to be.
            head = b'{"type":"done","answer":%d,"request":"' % spec.echo_bytes
            said = (head + request.encode()).ljust(len(said))
        yield said


async def issue(spec: Kiosks, ready: Go) -> Issued:
    """Press until the time is over; the first moments are not counted."""
    names = [f"{spec.name}{n}" for n in range(spec.kiosks)]
    hellos = [None if spec.echo_bytes else hello_of(Role.KIOSK, name) for name in names]
    async with all_greeted(spec.url, hellos) as sockets:
        kiosks = [_Kiosk(socket, _asks(spec, n)) for n, socket in enumerate(sockets)]
        await asyncio.to_thread(ready)
        began_ns = time.perf_counter_ns()
        warm_ns = began_ns + int(spec.warm_s * 1e9)
        end_ns = warm_ns + int(spec.seconds * 1e9)
        cpu_ns = time.process_time_ns()
        async with asyncio.TaskGroup() as tasks:
            for one in kiosks:
                tasks.create_task(one.run(spec.outstanding, spec.pace_s, end_ns))
        share = (time.process_time_ns() - cpu_ns) / (time.perf_counter_ns() - began_ns)
    return _summed(spec, kiosks, warm_ns, end_ns, share)


def _summed(spec: Kiosks, kiosks: list[_Kiosk], warm_ns: int, end_ns: int, share: float) -> Issued:
    spans = sorted((end, began) for one in kiosks for began, end in one.spans if warm_ns <= end < end_ns)
    answers = [data for one in kiosks for data in one.answers]
    numbers = [] if spec.echo_bytes else [_number(data) for data in answers]
    issued = [number for number in numbers if number]
    return Issued(
        per_s=len(spans) / spec.seconds,
        latencies_ms=[round((end - began) / 1e6, 4) for end, began in spans],
        cpu_share=share,
        answers=len(answers),
        refused=len(numbers) - len(issued),
        repeated=len(issued) - len(set(issued)),
        asked_bytes=len(next(_asks(spec, 0))),
        answer_bytes=len(answers[-1]) if answers else 0,
        at_ns=[end for end, _ in spans] if spec.pace_s else [],
    )


def _number(data: bytes) -> str:
    answer = codec.decode_from_server(data)
    return answer.slip.ticket if isinstance(answer, Done) and answer.slip else ""
