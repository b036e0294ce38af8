"""The load of phones, each following one ticket: how long their set-up takes, and when each hears of a call.

The tickets are taken first, one after the other, so the first phones are called first and each phone knows
how many stand before it. After the k-th call a phone is told when it has heard that k fewer stand there.
"""

import asyncio
import time
from collections.abc import Callable
from statistics import median

import msgspec
from websockets.asyncio.client import ClientConnection

from queue_server.drill.clients import all_greeted, answer_to, greeted, hello_of
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import TakeTicket

TICKET = b'"key":"ticket/'
AHEAD = b'"ahead":'
STATE = b'"state":"waiting"'


class Phones(msgspec.Struct, frozen=True):
    """What is asked of the load."""

    url: str
    phones: int
    per_ticket: int
    item: str
    seconds: float
    """How long to listen after ``go``."""


class Told(msgspec.Struct):
    """What came of it."""

    set_up_s: float
    last_ns: list[int]
    """Of the k-th call from the first one: when the last phone heard of it, 0 when not all did."""
    messages: int
    message_bytes: int
    """Of one delta, in the middle; 0 when none came."""
    cpu_share: float

    def after_ms(self, pressed_ns: list[int]) -> list[float]:
        """Return how long after each press the last phone heard, for the calls that all of them heard."""
        pairs = zip(pressed_ns, self.last_ns, strict=False)
        return [(last_ns - began_ns) / 1e6 for began_ns, last_ns in pairs if last_ns]


class _Phone:
    """One citizen's page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.has_document = asyncio.Event()
        self.before = 0
        """How many stood before it at first."""
        self.steps: list[tuple[int, int]] = []
        """When it heard that so many had been called since."""
        self.messages = 0
        self.sizes: list[int] = []

    async def listen(self) -> None:
        while True:
            data = await self._socket.recv(decode=False)
            self.messages += 1
            if self.has_document.is_set():
                self.sizes.append(len(data))
            if TICKET in data:
                self._ticket(data, time.perf_counter_ns())

    def _ticket(self, data: bytes, now_ns: int) -> None:
        document = data[data.index(TICKET) :]
        at = document.index(AHEAD) + len(AHEAD)
        ahead = int(document[at : document.index(b",", at)])
        if not self.has_document.is_set():
            self.before = ahead
            self.has_document.set()
        elif STATE in document:
            self.steps.append((self.before - ahead, now_ns))

    def heard_ns(self, call: int) -> int:
        """Return when it was told of so many calls, 0 for not yet."""
        return next((at_ns for called, at_ns in self.steps if called >= call), 0)


async def follow(spec: Phones, ready: Callable[[], object]) -> Told:
    """Take the tickets, open a phone for each code, listen for the time asked for."""
    codes = await _codes(spec)
    began_ns = time.perf_counter_ns()
    hellos = [hello_of(Role.PHONE, f"P{n}", codes[n // spec.per_ticket]) for n in range(spec.phones)]
    async with all_greeted(spec.url, hellos) as sockets:
        phones = [_Phone(socket) for socket in sockets]
        async with asyncio.TaskGroup() as tasks:
            listening = [tasks.create_task(phone.listen()) for phone in phones]
            for phone in phones:
                await phone.has_document.wait()
            set_up_s = (time.perf_counter_ns() - began_ns) / 1e9
            await asyncio.to_thread(ready)
            told_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
            await asyncio.sleep(spec.seconds)
            share = (time.process_time_ns() - cpu_ns) / (time.perf_counter_ns() - told_ns)
            for task in listening:
                task.cancel()
    sizes = [size for phone in phones for size in phone.sizes]
    return Told(
        set_up_s,
        _last(phones),
        sum(phone.messages for phone in phones),
        round(median(sizes)) if sizes else 0,
        share,
    )


async def _codes(spec: Phones) -> list[str]:
    kiosk = await greeted(spec.url, hello_of(Role.KIOSK, "phones"))
    codes: list[str] = []
    for _ in range(-(-spec.phones // spec.per_ticket)):
        done = await answer_to(kiosk, TakeTicket(new_request_id(), ItemCode(spec.item)))
        assert done.slip is not None, "an issued ticket has a slip"
        codes.append(done.slip.code)
    kiosk.transport.abort()
    return codes


def _last(phones: list[_Phone]) -> list[int]:
    """Return, call by call, when the last phone that still waited then had heard of it."""
    calls = max((called for phone in phones for called, _ in phone.steps), default=0)
    last: list[int] = []
    for call in range(1, calls + 1):
        heard = [phone.heard_ns(call) for phone in phones if phone.before >= call]
        last.append(max(heard) if heard and all(heard) else 0)
    return last
