"""A rehearsed hall that listens on a free port of this machine, and clients for it. For tests and drills.

No rule stands here. Links reconnect almost at once, so that losing a connection costs a test nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

from websockets.asyncio.client import ClientConnection, connect

from queue_server.config import Config, Listen, StaffMember, Store, Token
from queue_server.runtime.listener import Listener
from queue_server.runtime.pace import Pace
from queue_server.runtime.rehearsal import PLAN, SECRET, Rehearsal, running
from queue_server.runtime.seat import Bounds
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import Role, StaffId
from queue_server.wire import codec
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import FromServer
from queue_server.wire.greeting import WIRE_VERSION, Hello
from queue_server.wire.session import Rates

BADGE = "04A1B2C3"
QUICK = Pace(round_s=0.0, kiosks_s=0.0, phones_s=0.0, drain_s=0.005)
UNHURRIED = Rates(kiosk=1e6, window=1e6, board=1e6, manager=1e6)


def config_of(
    *, tokens: tuple[Token, ...] = (), listen: Listen | None = None, staff: tuple[StaffMember, ...] = ()
) -> Config:
    """Return a configuration of the rehearsed hall on a free port, with one staff member by badge."""
    staff = staff or (StaffMember(StaffId("S1"), badge=BADGE),)
    return Config(plan=PLAN, listen=listen or Listen(port=0), store=Store(), tokens=tokens, staff=staff)


class Doorstep:
    """A listening rehearsal."""

    def __init__(self, rehearsal: Rehearsal, listener: Listener, scheme: str = "ws") -> None:
        self.rehearsal, self.listener, self.scheme = rehearsal, listener, scheme

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.listener.port}/"

    def link(self, role: Role, name: str, **more: object) -> HallLink:
        """Return a link that greets with this role and name; ``more`` are fields of the greeting."""
        fields = {"version": WIRE_VERSION, "role": role, "name": name} | more
        return HallLink(self.url, Hello(**fields), delays=at_once, rejected_s=0.01)  # type: ignore[arg-type]  # fields by name

    @asynccontextmanager
    async def stranger(self, **options: object) -> AsyncIterator[ClientConnection]:
        """Open a bare connection that has not greeted."""
        options = {"compression": None, "proxy": None, "close_timeout": 0.1} | options
        async with connect(self.url, **options) as socket:  # type: ignore[arg-type]  # options by name
            yield socket


def at_once() -> Iterator[float]:
    """Yield the delays of a link that comes back at once."""
    while True:
        yield 0.005


async def greet(socket: ClientConnection, role: Role, name: str, **more: object) -> FromServer:
    """Greet on a bare connection and return the server's first word."""
    fields = {"version": WIRE_VERSION, "role": role, "name": name} | more
    await socket.send(codec.encode(Hello(**fields)), text=True)  # type: ignore[arg-type]  # fields by name
    return await heard(socket)


async def heard(socket: ClientConnection) -> FromServer:
    """Return the server's next word."""
    return codec.decode_from_server(await socket.recv())


@asynccontextmanager
async def doorstep(
    config: Config | None = None,
    *,
    rehearsal: Rehearsal | None = None,
    pace: Pace = QUICK,
    bounds: Bounds | None = None,
    rates: Rates = UNHURRIED,
    greeting_s: float = 5.0,
    heartbeat_s: float = 15.0,
) -> AsyncIterator[Doorstep]:
    """Run a rehearsed hall with its listener for the length of the block."""
    config = config or config_of()
    rehearsal = rehearsal or Rehearsal(MemoryJournal())
    async with running(rehearsal):
        listener = Listener(
            config,
            rehearsal.engine,
            rehearsal.hall,
            rehearsal.clock,
            SECRET,
            pace=pace,
            bounds=bounds,
            rates=rates,
            greeting_s=greeting_s,
            heartbeat_s=heartbeat_s,
        )
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(listener.run())
            await listener.is_listening.wait()
            try:
                yield Doorstep(rehearsal, listener, "wss" if config.listen.certificate else "ws")
            finally:
                listening.cancel()


async def until(is_true: Callable[[], bool]) -> None:
    """Return when the condition holds; it is looked at every millisecond for ten seconds."""
    for _ in range(10_000):
        if is_true():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("what was waited for did not come true")


@asynccontextmanager
async def at_work(link: HallLink) -> AsyncIterator[HallLink]:
    """Run a link for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        running_link = tasks.create_task(link.run())
        try:
            yield link
        finally:
            running_link.cancel()
