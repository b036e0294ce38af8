"""The other side of the floors: ``python -m queue_server.drill.floor_server``. It knows nothing of a hall.

One port answers each websocket message with as many bytes as the message asks for; the other sends so many
bytes to everybody connected, as plain sockets, whenever one of them says anything.
"""

import asyncio
import contextlib
import re
import sys

import msgspec
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

BACKLOG = 4096
ANSWER = re.compile(rb'"answer":(\d+)')
"""Where a request says how long its answer is to be."""


class Plain(asyncio.Protocol):
    """One plain connection among all."""

    everybody: set[asyncio.Transport] = set()  # noqa: RUF012 - one set for all, as a broadcaster has

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "a stream has such a transport"
        self._transport = transport
        self.everybody.add(transport)

    def connection_lost(self, _: Exception | None) -> None:
        self.everybody.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        message = b"x" * int(data)
        for transport in self.everybody:
            transport.write(message)


async def echo(socket: ServerConnection) -> None:
    """Answer until the other side goes."""
    with contextlib.suppress(ConnectionClosed):
        while True:
            data = await socket.recv(decode=False)
            found = ANSWER.search(data)
            await socket.send(data.ljust(int(found[1]) if found else 0), text=True)


async def run() -> None:
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(Plain, "127.0.0.1", 0, backlog=BACKLOG)
    async with serve(
        echo, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=BACKLOG, max_size=2**20
    ) as server:
        ports = {
            "port": next(iter(server.sockets)).getsockname()[1],
            "plain": plain.sockets[0].getsockname()[1],
        }
        sys.stdout.write(msgspec.json.encode(ports).decode() + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run())
