"""The load's clients: bare websockets that speak the wire, as light as they can be. They read no document.

An answer is told from other words by how it begins; everything else is decoded after the clock has stopped.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
from websockets.asyncio.client import ClientConnection, connect

from queue_server.errors import Fault
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.from_server import Done
from queue_server.wire.greeting import WIRE_VERSION, Hello, Welcome

ANSWERS = (b'{"type":"done"', b'{"type":"refused"', b'{"type":"busy"', b'{"type":"faulted"')
ANNOUNCED = b'{"type":"announced"'
AT_ONCE = 64
"""Connections that are being opened at the same time."""
OPEN_WITHIN_S = 60.0


async def opened(url: str) -> ClientConnection:
    """Return a connection that has not greeted."""
    return await connect(
        url,
        compression=None,
        ping_interval=None,
        close_timeout=0.1,
        open_timeout=OPEN_WITHIN_S,
        max_size=codec.FROM_SERVER_BYTES_MAX,
        proxy=None,
    )


async def greeted(url: str, hello: Hello) -> ClientConnection:
    """Return a connection in role. Raises Fault when the server says no."""
    socket = await opened(url)
    await socket.send(codec.encode(hello), text=True)
    first = codec.decode_from_server(await socket.recv())
    if not isinstance(first, Welcome):
        raise Fault(f"drill: the server did not let {hello.role.value} {hello.name} in: {first}")
    return socket


def hello_of(role: Role, name: str, ticket: str = "") -> Hello:
    return Hello(WIRE_VERSION, role, name, ticket=ticket)


@asynccontextmanager
async def all_greeted(url: str, hellos: Sequence[Hello | None]) -> AsyncIterator[list[ClientConnection]]:
    """Open a connection for each greeting, some at a time; None greets nobody. All are cut in the end."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def come(hello: Hello | None) -> ClientConnection:
        async with turn:
            return await (opened(url) if hello is None else greeted(url, hello))

    async with AsyncExitStack() as stack:
        async with asyncio.TaskGroup() as tasks:
            coming = [tasks.create_task(come(hello)) for hello in hellos]
        sockets = [task.result() for task in coming]
        for socket in sockets:
            stack.callback(socket.transport.abort)
        yield sockets


async def answer_to(socket: ClientConnection, message: msgspec.Struct) -> Done:
    """Say something and return its answer; what else is said meanwhile is passed over."""
    await socket.send(codec.encode(message), text=True)
    while True:
        data = await socket.recv(decode=False)
        if data.startswith(ANSWERS):
            answer = codec.decode_from_server(data)
            if not isinstance(answer, Done):
                raise Fault(f"drill: {message} was answered {answer}")
            return answer
