"""One client in the audience: its socket, what it may see, what it has not been sent yet. No task in here.

Bounds and overflow rules. Boards, kiosks, walls, managers and phones: while a connection is full, its keys of
changed documents gather in one place and the newest state wins when there is room again. Windows: so many
bytes, then disconnect, and it resumes. Announcements are never dropped: they wait for room in order, and a
board too far behind is disconnected and resumes. A connection that stays full is a slow reader and closed.

What many hear is framed once. The library's own ``broadcast`` makes the frame anew for each of them, which
costs as much again as the system's call that sends it.
"""

from collections.abc import Iterable

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.frames import Frame, Opcode
from websockets.protocol import State

from queue_server.runtime.library import View
from queue_server.runtime.tokens import Admitted
from queue_server.wire import codec
from queue_server.wire.greeting import Rejected


class Bounds(msgspec.Struct, frozen=True):
    """How much may wait for one client."""

    full_bytes: int = 64 * 1024
    """A write buffer above this is full: nothing is added until it has drained."""
    window_bytes_max: int = 256 * 1024
    """A window terminal's buffer above this: disconnect and resume."""
    answers_bytes_max: int = 1024 * 1024
    """Answers go out whatever the buffer holds, up to this: then it is closed."""
    announcements_max: int = 256
    """A board further behind than this: disconnect and resume."""
    slow_s: float = 15.0
    """A buffer full for so long belongs to a slow reader."""


class Seat:
    """A place in the audience."""

    __slots__ = (
        "announced_to", "bounds", "client", "full_since_s", "has_ended", "name", "pending", "role", "socket",
        "view",
    )  # fmt: skip

    def __init__(self, socket: ServerConnection, client: Admitted, view: View, bounds: Bounds) -> None:
        self.socket, self.client, self.view, self.bounds = socket, client, view, bounds
        self.role, self.name = client.role, client.name
        self.pending: set[str] = set()
        """Keys that changed and were not sent."""
        self.announced_to = 0
        """The last announcement sent to a board."""
        self.full_since_s: float | None = None
        self.has_ended = False

    @property
    def is_open(self) -> bool:
        return not self.has_ended and self.socket.protocol.state is State.OPEN

    @property
    def is_full(self) -> bool:
        """Whether nothing but answers may be added now."""
        return self.buffered_bytes > self.bounds.full_bytes

    @property
    def buffered_bytes(self) -> int:
        return self.socket.transport.get_write_buffer_size()

    def say(self, data: bytes) -> None:
        """Send at once, full or not; a client that takes no answers is closed."""
        if not self.is_open:
            return
        self.socket.transport.write(framed(data))
        if self.buffered_bytes > self.bounds.answers_bytes_max:
            self.cut()

    def say_message(self, message: msgspec.Struct) -> None:
        self.say(codec.encode(message))

    def end(self, code: str, detail: str) -> None:
        """Say why and close; a client that does not read it is left to the heartbeat."""
        if self.is_open:
            self.socket.transport.write(framed(codec.encode(Rejected(code, detail))))
            self.socket.transport.close()
        self.has_ended = True

    def cut(self) -> None:
        """Close without a word: nobody is reading. It may come back and resume."""
        if self.is_open:
            self.socket.transport.abort()
        self.has_ended = True


def framed(data: bytes) -> bytes:
    """Return one whole message of text as it goes over the line (RFC 6455, 5.2); a server masks nothing."""
    return Frame(Opcode.TEXT, data).serialize(mask=False)


def say_to_all(seats: Iterable[Seat], data: bytes) -> None:
    """Send the same to many at once, whatever their buffers hold: who is full was sorted out before."""
    frame = framed(data)
    for seat in seats:
        if seat.is_open:
            seat.socket.transport.write(frame)
