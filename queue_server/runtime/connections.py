"""Connections before anybody knows who they are: so many at a time, so many bytes, so many pings.

A stranger is a connection that has not been admitted: somebody about to greet, a browser that reads a page,
or somebody who means ill. When the server is full, the stranger who has been silent longest gives way, so
that silence cannot keep a kiosk out. What a greeting never needs (many bytes, many pings) ends the connection
before it costs the hall anything. Pings are counted for those in role too: no rate of messages stops them.
"""

import asyncio
import resource
import socket as sockets
from collections.abc import Callable
from typing import TypeGuard

import structlog
from websockets.asyncio.server import Server, ServerConnection
from websockets.datastructures import Headers
from websockets.frames import CTRL_OPCODES, Frame, Opcode
from websockets.http11 import Request

log = structlog.stdlib.get_logger("queue_server.listener")

STRANGERS_MAX = 256
"""Connections beyond ``clients_max`` that may be between connecting and being admitted."""
STRANGER_BYTES_MAX = 8 * 1024
"""What may be said before being admitted: a handshake with its headers, and one greeting."""
SILENT_S = 1.0
"""A stranger younger than this has had no time to greet, and gives way to nobody."""
PINGS_AT_ONCE, PING_EVERY_S = 32, 0.5
"""A client pings every ten seconds, and answers one ping of ours in fifteen."""
BACKLOG = 2048
"""A storm of reconnections waits here, in the kernel, instead of being refused."""
AT_ONCE = 16
"""So many are let in between two rounds of the loop. With thousands at once each handshake would take a turn
with all others, nobody's would end within its time, and everybody would begin again."""
KERNEL_BYTES = 128 * 1024
"""The kernel's own buffer for each client: what waits beyond it is seen, bounded and merged by us."""
FILES_KEPT = 64
"""Open files for all else: the journal, its log, the serial lines, the standard streams."""

FORGOTTEN = Request("", Headers())
"""Stands for every handshake that is over: the headers are 1.5 KiB of each client."""


class Capacity:
    """How many connections there may be, and who of them is a stranger. Oldest first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._strangers: dict[BoundedConnection, float] = {}
        self._count = 0

    def came(self, connection: "BoundedConnection", at_s: float) -> "BoundedConnection | None":
        """Take one in; return who must go for it, perhaps itself."""
        self._count += 1
        self._strangers[connection] = at_s
        if self._count <= self.most:
            return None
        oldest = next(iter(self._strangers))
        return oldest if at_s - self._strangers[oldest] >= SILENT_S else connection

    def admitted(self, connection: "BoundedConnection") -> None:
        """Somebody we know: it keeps its place."""
        self._strangers.pop(connection, None)

    def is_stranger(self, connection: "BoundedConnection") -> bool:
        return connection in self._strangers

    def left(self, connection: "BoundedConnection") -> None:
        self._count -= 1
        self._strangers.pop(connection, None)


class BoundedConnection(ServerConnection):
    """A connection of ours; ``type_within`` makes the type of one listener."""

    capacity: Capacity
    _hear: Callable[[bytes], None] | None = None

    def hear_at_once(self, hear: Callable[[bytes], None] | None) -> None:
        """Have ``hear`` called with each whole message as it arrives, not wake who waits in ``recv``.

        A message in pieces, and all that comes while it or another waits for ``recv``, goes there in its
        turn. None: everything goes there. ``hear`` raises nothing.
        """
        self._hear = hear

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, KERNEL_BYTES)
        self._heard_bytes = 0
        self._pings, self._pings_at_s = 0.0, self.loop.time()
        leaving = self.capacity.came(self, self.loop.time())
        if leaving is not None:
            leaving.transport.abort()

    def admit(self) -> None:
        """Let somebody in: it keeps its place, and what its handshake said is needed no more."""
        self.capacity.admitted(self)
        self.request, self.response = FORGOTTEN, None

    def connection_lost(self, exc: Exception | None) -> None:
        self.capacity.left(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self.capacity.is_stranger(self):
            self._heard_bytes += len(data)
            if self._heard_bytes > STRANGER_BYTES_MAX:
                self.transport.abort()
                return
        super().data_received(data)

    def process_event(self, event: Frame | Request) -> None:  # type: ignore[override]  # Event is not exported
        if isinstance(event, Frame) and event.opcode in CTRL_OPCODES and not self._may_ping():
            self.transport.abort()
            return
        if self._hear is not None and self._is_whole(event):
            self._hear(bytes(event.data))
        else:
            super().process_event(event)

    def _is_whole(self, event: Frame | Request) -> TypeGuard[Frame]:
        is_message = isinstance(event, Frame) and event.fin and event.opcode is Opcode.TEXT
        return is_message and not self.recv_messages.frames

    def _may_ping(self) -> bool:
        """Count one ping or pong; they drain away with time."""
        now_s = self.loop.time()
        self._pings = max(0.0, self._pings - (now_s - self._pings_at_s) / PING_EVERY_S) + 1
        self._pings_at_s = now_s
        return self._pings <= PINGS_AT_ONCE


def type_within(capacity: Capacity) -> type[BoundedConnection]:
    """Return the connection type of one listener."""
    return type("ListenersConnection", (BoundedConnection,), {"capacity": capacity})


def deepen(server: Server, backlog: int) -> None:
    """Let so many wait in the kernel; asyncio takes the same number for those it lets in at once."""
    for listening in server.sockets:
        with listening.dup() as socket:
            socket.listen(backlog)


def capacity_for(clients_max: int) -> Capacity:
    """Return how many connections there may be within the files this process may open.

    The limit of the shell is raised to the system's own first. Out of files, a server could accept nobody.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    wanted = clients_max + STRANGERS_MAX
    files = hard if hard != resource.RLIM_INFINITY else wanted + AT_ONCE + FILES_KEPT
    most = min(wanted, files - AT_ONCE - FILES_KEPT)
    if most < wanted:
        log.warning("few_open_files", limit=files, connections=most, wanted=wanted, do="raise ulimit -n")
    return Capacity(most)
