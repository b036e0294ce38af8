"""A connection between a terminal and the server: in order, late, and cut with all that is on its way.

``Socket`` is the server's end and has what the product uses of a websocket, so that the product's own
conversation, seats and ``broadcast`` work on it. A repeated message is a terminal that sends it again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Generator

from websockets.exceptions import ConnectionClosedError
from websockets.protocol import State

Later = Callable[[float, Callable[[], None]], None]
"""Does something after so many ms."""


class Socket:
    """The server's end."""

    request = None
    send_in_progress = None

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

    def send_text(self, data: bytes) -> None:
        self._to_terminal.append(bytes(data))
        self._later(self._delay_ms(), self._reach)

    def send_data(self) -> None:
        return None

    async def send(self, data: bytes, text: bool = True) -> None:
        if self.state is not State.OPEN:
            raise ConnectionClosedError(None, None)
        self.send_text(data)

    async def recv(self) -> bytes:
        while not self._arrived:
            if self.state is not State.OPEN:
                raise ConnectionClosedError(None, None)
            self._bell.clear()
            await self._bell.wait()
        return self._arrived.popleft()

    def __aiter__(self) -> "Socket":
        return self

    async def __anext__(self) -> bytes:
        return await self.recv()

    def get_write_buffer_size(self) -> int:
        return sum(map(len, self._to_terminal))

    def abort(self) -> None:
        self._later(0, self.cut)

    def close(self, *_: object) -> "Closing":
        self._later(1, self.cut)
        return Closing()


class Closing:
    """``transport.close()`` is called, ``socket.close()`` is awaited: this may be both."""

    def __await__(self) -> Generator[None, None, None]:
        yield from ()
