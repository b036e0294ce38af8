"""A board of the load: as light as a client of the wire can be, so that a hundred fit into one process.

It stands on the library's protocol without I/O and has no task. What has arrived is stamped at once and read
a little later, when the others have theirs: a hundred real boards are a hundred machines, and none of them
waits while another reads. The floor's plain sockets are stamped in the same place.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from websockets.client import ClientProtocol
from websockets.frames import Frame
from websockets.uri import parse_uri

from queue_server.drill.clients import ANNOUNCED, OPEN_WITHIN_S, hello_of
from queue_server.errors import Fault
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.from_board import Heard
from queue_server.wire.from_server import Announced
from queue_server.wire.greeting import Welcome

READ_AFTER_S = 0.005
"""A hundred boards are told within two or three ms."""


class Ears:
    """What the boards have heard so far."""

    def __init__(self) -> None:
        self.heard_ns: defaultdict[str, list[int]] = defaultdict(list)
        """Number called -> when it reached each board."""
        self.out_of_turn = 0
        self.sizes: list[int] = []


class Board(asyncio.Protocol):
    """One connection, from the handshake to its end."""

    def __init__(self, url: str, name: str, ears: Ears) -> None:
        self._protocol = ClientProtocol(parse_uri(url))
        self._name, self._ears, self._last = name, ears, 0
        loop = asyncio.get_running_loop()
        self._later = loop.call_later
        self.greeted: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "a socket's"
        self.transport = transport
        self._protocol.send_request(self._protocol.connect())
        self._send()

    def data_received(self, data: bytes) -> None:
        self._later(READ_AFTER_S, self._read, data, time.perf_counter_ns())

    def connection_lost(self, error: Exception | None) -> None:
        if not self.greeted.done():
            self.greeted.set_exception(Fault(f"drill: the server did not take board {self._name}: {error}"))

    def _read(self, data: bytes, at_ns: int) -> None:
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._hear(bytes(event.data), at_ns)
            else:
                self._say(codec.encode(hello_of(Role.BOARD, self._name)))
        self._send()

    def _hear(self, word: bytes, at_ns: int) -> None:
        if word.startswith(ANNOUNCED):
            self._announced(word, at_ns)
        elif not self.greeted.done():
            self._welcomed(word)

    def _welcomed(self, word: bytes) -> None:
        said = codec.decode_from_server(word)
        if isinstance(said, Welcome):
            self.greeted.set_result(None)
        else:
            self.greeted.set_exception(Fault(f"drill: the server did not let board {self._name} in: {said}"))

    def _announced(self, word: bytes, at_ns: int) -> None:
        said = codec.decode_from_server(word)
        assert isinstance(said, Announced), "it begins like one"
        self._ears.heard_ns[said.number].append(at_ns)
        self._ears.sizes.append(len(word))
        self._ears.out_of_turn += said.n != self._last + 1 if self._last else 0
        self._last = said.n
        self._say(codec.encode(Heard(said.n)))

    def _say(self, word: bytes) -> None:
        self._protocol.send_text(word)

    def _send(self) -> None:
        for data in self._protocol.data_to_send():
            self.transport.write(data)


@asynccontextmanager
async def boards_at(url: str, boards: int, ears: Ears) -> AsyncIterator[None]:
    """Have so many boards in role; all are cut in the end. Raises Fault when the server takes one not."""
    loop, at = asyncio.get_running_loop(), parse_uri(url)
    made = list[Board]()
    try:
        for n in range(boards):
            _, board = await loop.create_connection(partial(Board, url, f"B{n}", ears), at.host, at.port)
            made.append(board)
        async with asyncio.timeout(OPEN_WITHIN_S):
            for board in made:
                await board.greeted
        yield
    finally:
        for board in made:
            board.transport.abort()
