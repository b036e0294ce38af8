r"""The frames between the bridge and an app's process (Textual's WebDriver). Pure bytes, no process, no
socket.

After a line ``__GANGLION__`` each frame is::

    type (1 byte)   length (uint32, big-endian)   payload
    D               bytes for the terminal, or from it
    M               JSON: {"type": "resize" | "focus" | "blur" | "quit" | "exit", ...}
    P               a file for download: passed over

Textual does not document it (textual/drivers/web_driver.py 8.2.8; its docstring wrongly says
little-endian).
"""

import json
import struct

import msgspec

from queue_server.errors import PeerError

GREETING = b"__GANGLION__\n"
HEAD = struct.Struct(">cI")
PAYLOAD_MAX = 4 * 1024 * 1024
"""A whole 320 x 90 screen with a colour for each cell is about 1 MB."""
PRELUDE_MAX = 64 * 1024
"""What an app may print before its greeting, by mistake."""


class PacketFault(PeerError):
    """The process does not speak the WebDriver protocol."""


class Packet(msgspec.Struct, frozen=True):
    """One frame."""

    kind: bytes
    payload: bytes


class PacketReader:
    """Cuts a process's output into packets."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._is_greeted = False

    def feed(self, chunk: bytes) -> list[Packet]:
        """Take bytes in, return the packets that are now complete."""
        self._pending += chunk
        if not self._is_greeted and not self._greet():
            return []
        packets: list[Packet] = []
        while (packet := self._next()) is not None:
            packets.append(packet)
        return packets

    def _greet(self) -> bool:
        start = self._pending.find(GREETING)
        if start < 0:
            if len(self._pending) > PRELUDE_MAX:
                raise PacketFault(f"no greeting within {PRELUDE_MAX} bytes: is the command a Textual app?")
            return False
        del self._pending[: start + len(GREETING)]
        self._is_greeted = True
        return True

    def _next(self) -> Packet | None:
        if len(self._pending) < HEAD.size:
            return None
        kind, length = HEAD.unpack_from(self._pending)
        if kind not in (b"D", b"M", b"P") or length > PAYLOAD_MAX:
            raise PacketFault(f"bad frame {kind!r} of {length} bytes: does the app print to stdout?")
        end = HEAD.size + length
        if len(self._pending) < end:
            return None
        payload = bytes(self._pending[HEAD.size : end])
        del self._pending[:end]
        return Packet(kind, payload)


def encode(kind: bytes, payload: bytes) -> bytes:
    """Return one frame."""
    return HEAD.pack(kind, len(payload)) + payload


def encode_meta(**fields: object) -> bytes:
    """Return one ``M`` frame."""
    return encode(b"M", json.dumps(fields).encode())
