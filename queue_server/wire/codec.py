"""Bytes to messages and back: one encoder, and one typed decoder for each role and direction.

A message of another speaker, an unknown tag or a wrong field is a ``PeerError`` with a reason that names the
field and never repeats the bytes: they may hold an identity number or a PIN.
"""

from typing import TypeVar

import msgspec

from queue_server.errors import PeerError
from queue_server.vocabulary import Role
from queue_server.wire.from_board import FromBoard
from queue_server.wire.from_kiosk import FromKiosk
from queue_server.wire.from_manager import FromManager
from queue_server.wire.from_rating import FromRating
from queue_server.wire.from_server import Announced, FromServer
from queue_server.wire.from_wall import FromWall
from queue_server.wire.from_window import FromWindow
from queue_server.wire.greeting import Hello

Spoken = FromKiosk | FromWindow | FromManager | FromRating | FromBoard
"""Everything a client may say after its greeting."""

HELLO_BYTES_MAX = 2048
"""The greeting comes from anybody: no longer than it must be."""
BYTES_MAX: dict[Role, int] = {
    Role.KIOSK: 4096,
    Role.WINDOW: 4096,
    Role.BOARD: 256,
    Role.WALL: 4096,
    Role.MANAGER: 65_536,
    Role.PHONE: 256,
    Role.RATING: 256,
}
"""The longest message of each role. A manager's list of skills is the longest thing anybody says."""
FROM_SERVER_BYTES_MAX = 8 * 1024 * 1024
"""A snapshot of the largest hall stays below this."""

_encoder = msgspec.json.Encoder()
_hello = msgspec.json.Decoder(Hello)
_from_server: msgspec.json.Decoder[FromServer] = msgspec.json.Decoder(FromServer)
_spoken: dict[Role, msgspec.json.Decoder[Spoken]] = {
    Role.KIOSK: msgspec.json.Decoder(FromKiosk),
    Role.WINDOW: msgspec.json.Decoder(FromWindow),
    Role.BOARD: msgspec.json.Decoder(FromBoard),
    Role.MANAGER: msgspec.json.Decoder(FromManager),
    Role.WALL: msgspec.json.Decoder(FromWall),
    Role.RATING: msgspec.json.Decoder(FromRating),
}

Word = TypeVar("Word")


def encode(message: msgspec.Struct) -> bytes:
    """Return the message as UTF-8 JSON."""
    return _encoder.encode(message)


class _RawSnapshot(msgspec.Struct, frozen=True, tag="snapshot"):
    seq: int
    at_ms: int
    docs: tuple[msgspec.Raw, ...]
    recent: tuple[Announced, ...]


class _RawDelta(msgspec.Struct, frozen=True, tag="delta"):
    seq: int
    at_ms: int
    docs: tuple[msgspec.Raw, ...]
    gone: tuple[str, ...]


def encode_raw(message: msgspec.Struct) -> msgspec.Raw:
    """Return the message encoded once, to be put into many others."""
    return msgspec.Raw(_encoder.encode(message))


def encode_snapshot(
    seq: int, at_ms: int, docs: tuple[msgspec.Raw, ...], recent: tuple[Announced, ...] = ()
) -> bytes:
    """Return a ``Snapshot`` of documents that are encoded already."""
    return _encoder.encode(_RawSnapshot(seq, at_ms, docs, recent))


def encode_delta(seq: int, at_ms: int, docs: tuple[msgspec.Raw, ...], gone: tuple[str, ...] = ()) -> bytes:
    """Return a ``Delta`` of documents that are encoded already."""
    return _encoder.encode(_RawDelta(seq, at_ms, docs, gone))


def decode_hello(data: bytes | str) -> Hello:
    """Read the greeting. Raises PeerError."""
    return _decode(_hello, data, HELLO_BYTES_MAX, "greeting")


def decode_spoken(role: Role, data: bytes | str) -> Spoken:
    """Read what a client of this role said. Raises PeerError, also for a role that has nothing to say."""
    decoder = _spoken.get(role)
    if decoder is None:
        raise PeerError(f"a {role.value} says nothing after its greeting")
    return _decode(decoder, data, BYTES_MAX[role], role.value)


def decode_from_server(data: bytes | str) -> FromServer:
    """Read what the server said. Raises PeerError."""
    return _decode(_from_server, data, FROM_SERVER_BYTES_MAX, "server")


def _decode(decoder: msgspec.json.Decoder[Word], data: bytes | str, bytes_max: int, speaker: str) -> Word:
    if len(data) > bytes_max:
        raise PeerError(f"{speaker}: {len(data)} bytes are more than {bytes_max}")
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PeerError(f"{speaker}: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    """Name the place of the mistake (`$.ticket`) and what belongs there; keep the value to itself."""
    said, _, place = str(error).partition(" - at `")
    if isinstance(error, msgspec.ValidationError):
        wanted = f": {said}" if said.startswith("Expected ") else ""
        return f"the message does not fit at {place.rstrip('`') or 'its top'}{wanted}"
    return "this is no JSON message"
