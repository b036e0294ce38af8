"""The words between the server and its forecaster, and their frames. Bytes in, messages out; no I/O.

::

    length (4 bytes, big endian) | message (MessagePack, tagged)

The server says ``Learn`` for every law that changed, then ``Question``; the forecaster says ``Ready`` once,
then ``Foreseen`` or ``Failed`` to each question. A frame that is too long or makes no sense is a PeerError.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from queue_server.errors import PeerError
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.present import Present
from queue_server.vocabulary import ItemCode

FRAME_BYTES_MAX = 16 * 1024 * 1024
"""A hall with ten thousand waiting stays far below."""
LENGTH_BYTES = 4


class Learn(msgspec.Struct, frozen=True, tag="learn"):
    """The law of an item, as of now: its sorted durations in ms as doubles."""

    item: ItemCode
    sorted_ms: bytes


class Question(msgspec.Struct, frozen=True, tag="question"):
    """What will come of this present, by the laws learned before?"""

    n: int
    present: Present
    seed: int
    replays: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The forecaster has started and may be asked."""


class Foreseen(msgspec.Struct, frozen=True, tag="foreseen"):
    """The answer to question ``n``."""

    n: int
    forecast: Forecast


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """Question ``n`` could not be answered."""

    n: int
    detail: str


FromServer = Learn | Question
FromForecaster = Ready | Foreseen | Failed

Word = TypeVar("Word")
_encoder = msgspec.msgpack.Encoder()
of_server: msgspec.msgpack.Decoder[FromServer] = msgspec.msgpack.Decoder(FromServer)
of_forecaster: msgspec.msgpack.Decoder[FromForecaster] = msgspec.msgpack.Decoder(FromForecaster)


def frame(message: FromServer | FromForecaster) -> bytes:
    """Return the message in its frame."""
    body = _encoder.encode(message)
    assert len(body) <= FRAME_BYTES_MAX, f"a {type(message).__name__} of {len(body)} bytes"
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


class Frames(Generic[Word]):
    """What came in so far of one speaker."""

    def __init__(self, decoder: msgspec.msgpack.Decoder[Word]) -> None:
        self._decoder = decoder
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Word]:
        """Yield every message that is complete. Raises PeerError; nothing after it can be trusted."""
        self._buffer += data
        while len(self._buffer) >= LENGTH_BYTES:
            end = LENGTH_BYTES + int.from_bytes(self._buffer[:LENGTH_BYTES], "big")
            if end > LENGTH_BYTES + FRAME_BYTES_MAX:
                raise PeerError(f"a frame of {end - LENGTH_BYTES} bytes; at most {FRAME_BYTES_MAX} are read")
            if len(self._buffer) < end:
                return
            body = bytes(self._buffer[LENGTH_BYTES:end])
            del self._buffer[:end]
            yield self._message(body)

    def _message(self, body: bytes) -> Word:
        try:
            return self._decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise PeerError(f"a frame that makes no sense: {error}") from error
