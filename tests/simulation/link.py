"""A connection between a terminal and the server: in order, late, and cut with all that is on its way.

``Socket`` is the server's end and has what the product uses of a websocket, so that the product's own
conversation and seats work on it. A repeated message is a terminal that sends it again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Generator

from websockets.exceptions import ConnectionClosedError
from websockets.frames import Frame
from websockets.protocol import State
from websockets.streams import StreamReader

Later = Callable[[float, Callable[[], None]], None]
"""Does something after so many ms."""


class Socket:
    """The server's end."""

    request = None

    def __init__(self, later: Later, delay_ms: Callable[[], float], told: Callable[[bytes], None]) -> None:
        self._later, self._delay_ms, self._told = later, delay_ms, told
        self.state = State.OPEN
        self.protocol = self.transport = self
        self.on_cut: Callable[[], None] = lambda: None
        self._arrived: deque[bytes] = deque()
        self._bell = asyncio.Event()
        self._to_terminal: deque[bytes] = deque()
        self._to_server: deque[bytes] = deque()

    # --- the terminal's end --------------------------------------------------------------------------------

    def say(self, data: bytes) -> None:
        self._to_server.append(data)
        self._later(self._delay_ms(), self._arrive)

    def _arrive(self) -> None:
        if self.state is State.OPEN:
            self._arrived.append(self._to_server.popleft())
            self._bell.set()

    def _reach(self) -> None:
        if self.state is State.OPEN:
            self._told(self._to_terminal.popleft())

    def cut(self) -> None:
        """Both ends notice; what was on its way is lost."""
        if self.state is State.OPEN:
            self.state = State.CLOSED
            self._bell.set()
            self.on_cut()

    # --- what the product uses of a websocket --------------------------------------------------------------

    def write(self, frame: bytes) -> None:
        """The transport's: one whole frame of text."""
        self._send(payload_of(frame))

    def _send(self, data: bytes) -> None:
        self._to_terminal.append(data)
        self._later(self._delay_ms(), self._reach)

    async def send(self, data: bytes, text: bool = True) -> None:
        if self.state is not State.OPEN:
            raise ConnectionClosedError(None, None)
        self._send(data)

    async def recv(self, decode: bool | None = None) -> bytes:
        while not self._arrived:
            if self.state is not State.OPEN:
                raise ConnectionClosedError(None, None)
            self._bell.clear()
            await self._bell.wait()
        return self._arrived.popleft()

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self._to_terminal))

    def abort(self) -> None:
        self._later(0, self.cut)

    def close(self, *_: object) -> "Closing":
        self._later(1, self.cut)
        return Closing()


def payload_of(frame: bytes) -> bytes:
    """Return what a server's frame carries; it is read as a client of the library reads it."""
    reader = StreamReader()
    reader.feed_data(frame)
    reading = Frame.parse(reader.read_exact, mask=False)
    try:
        next(reading)
    except StopIteration as parsed:
        return bytes(parsed.value.data)
    raise AssertionError("the server sent half a frame")


class Closing:
    """``transport.close()`` is called, ``socket.close()`` is awaited: this may be both."""

    def __await__(self) -> Generator[None, None, None]:
        yield from ()
