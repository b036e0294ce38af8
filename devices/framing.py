"""Cut the bytes of a shared line into frames. Pure: no clock, no port, no meaning.

Three families live on one RS-485 line, told apart by their first two bytes::

    FF 68 L L 68 ADDR CMD DATA... CS 16        pads and evaluators; CS = sum(ADDR..last DATA) & FF
       68 2 2 68 ADDR  01         CS 16        an acknowledgement of one make of evaluator, without FF
    A0 90 ADDR A5 LENhi LENlo DATA... XOR      two-colour LED bar; XOR over ADDR..last DATA
    A0 90 ADDR [...] A5 AA                     its reply
    80|ADDR  C0|(ADDR&C0)>>2  44 TEXT... 1A    one-colour LED bar

A head that turns out wrong costs one byte: the search goes on behind it, so a true frame that garbage
swallowed is still found. Nothing waits for more than ``FRAME_BYTES_MAX`` bytes. What was thrown away is
counted by reason, since the counts tell a technician what is wrong with the wire (``bad_checksum``:
collisions or noise; ``garbage``: wrong speed or polarity).
"""

import enum
from collections.abc import Mapping

import msgspec

BUS_LENGTH_MAX = 32
"""The largest L believed: the longest frame seen in use has 8, a staff number typed on a pad some 14."""
BAR_DATA_BYTES_MAX = 240
"""The most text data for one bar; the widest bars show 16 Chinese characters (48 bytes)."""
BAR_REPLY_BYTES_MAX = 16
"""A bar's reply is believed to end within so many bytes."""
FRAME_BYTES_MAX = BAR_DATA_BYTES_MAX + 7

BUS_END = 0x16
ONE_COLOUR_MARK = 0x44
ONE_COLOUR_END = 0x1A


class Family(enum.StrEnum):
    """Which shape a frame has."""

    COUNTER_BUS = "counter_bus"
    SHORT_ACK = "short_ack"
    TWO_COLOUR = "two_colour"
    TWO_COLOUR_REPLY = "two_colour_reply"
    ONE_COLOUR = "one_colour"


class DropReason(enum.StrEnum):
    """Why bytes were thrown away. ``GARBAGE`` counts bytes, the others count broken frames."""

    GARBAGE = "garbage"
    """Bytes that begin no frame."""
    BAD_LENGTH = "bad_length"
    """The two L bytes differ or are impossible."""
    BAD_START = "bad_start"
    """The second 68 (or the 44 of a bar) is missing."""
    BAD_CHECKSUM = "bad_checksum"
    BAD_END = "bad_end"
    """The frame does not end as it must."""
    TOO_LONG = "too_long"
    """More bytes announced than any device sends."""
    STALE = "stale"
    """Half a frame, then silence."""


class RawFrame(msgspec.Struct, frozen=True):
    """One whole frame, checked; ``data`` is every byte of it."""

    family: Family
    data: bytes


_Verdict = RawFrame | DropReason | None
"""A frame stands at the front; or the front byte begins none; or more bytes are needed to know."""


class Splitter:
    """Bytes in, frames out."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._drops: dict[DropReason, int] = {}

    @property
    def drops(self) -> Mapping[DropReason, int]:
        """How much was thrown away since the start, by reason."""
        return self._drops

    @property
    def pending_bytes(self) -> int:
        """How many bytes of an unfinished frame are held; never as many as ``FRAME_BYTES_MAX``."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[RawFrame]:
        """Take what was heard; return every frame that is now whole, in order."""
        self._buffer += data
        return self._scan(is_final=False)

    def expire(self) -> list[RawFrame]:
        """Give up what is half heard, since the line was silent for long; return frames found in it."""
        return self._scan(is_final=True)

    def _scan(self, is_final: bool) -> list[RawFrame]:
        frames: list[RawFrame] = []
        at, end = 0, len(self._buffer)
        while at < end:
            verdict = measure(bytes(self._buffer[at : at + FRAME_BYTES_MAX]))
            if verdict is None and not is_final:
                break
            if isinstance(verdict, RawFrame):
                frames.append(verdict)
                at += len(verdict.data)
            else:
                self._drop(verdict or DropReason.STALE)
                at += 1
        del self._buffer[:at]
        return frames

    def _drop(self, reason: DropReason) -> None:
        self._drops[reason] = self._drops.get(reason, 0) + 1


def measure(head: bytes) -> RawFrame | DropReason | None:
    """Judge the front of a line: a frame, a reason to drop the first byte, or None for need-more."""
    if head[0] == 0x68:
        return _short_ack(head)
    if head[0] < 0x80:
        return DropReason.GARBAGE
    if len(head) < 2:
        return None
    if head[:2] == b"\xff\x68":
        return _counter_bus(head)
    if head[:2] == b"\xa0\x90":
        return _two_colour(head)
    if head[1] == one_colour_second(head[0] & 0x7F):
        return _one_colour(head)
    return DropReason.GARBAGE


def bus_checksum(body: bytes) -> int:
    """Return CS over ADDR..last DATA."""
    return sum(body) & 0xFF


def bar_xor(body: bytes) -> int:
    """Return XOR over ADDR..last DATA of a two-colour bar."""
    value = 0
    for byte in body:
        value ^= byte
    return value


def one_colour_second(addr: int) -> int:
    """Return the second byte of a one-colour bar's frame: the two high bits of the address, moved."""
    return 0xC0 | (addr & 0xC0) >> 2


def _counter_bus(head: bytes) -> _Verdict:
    if len(head) > 2 and not 2 <= head[2] <= BUS_LENGTH_MAX:
        return DropReason.TOO_LONG if head[2] > BUS_LENGTH_MAX else DropReason.BAD_LENGTH
    if len(head) > 3 and head[3] != head[2]:
        return DropReason.BAD_LENGTH
    if len(head) > 4 and head[4] != 0x68:
        return DropReason.BAD_START
    if len(head) < 5 or len(head) < head[2] + 7:
        return None
    body = head[5 : 5 + head[2]]
    return _closed(Family.COUNTER_BUS, head[: head[2] + 7], bus_checksum(body))


def _closed(family: Family, frame: bytes, checksum: int) -> _Verdict:
    if frame[-1] != BUS_END:
        return DropReason.BAD_END
    if frame[-2] != checksum:
        return DropReason.BAD_CHECKSUM
    return RawFrame(family, frame)


def _short_ack(head: bytes) -> _Verdict:
    start = b"\x68\x02\x02\x68"
    if head[:4] != start[: len(head)]:
        return DropReason.GARBAGE
    if (len(head) > 4 and head[4] < 0x80) or (len(head) > 5 and head[5] != 0x01):
        return DropReason.GARBAGE
    if len(head) < 8:
        return None
    return _closed(Family.SHORT_ACK, head[:8], bus_checksum(head[4:6]))


def _two_colour(head: bytes) -> _Verdict:
    if len(head) < 5:
        return None
    if head[3] != 0xA5 or head[4] == 0xAA:
        return _two_colour_reply(head)
    if len(head) < 6:
        return None
    length = head[4] << 8 | head[5]
    if length > BAR_DATA_BYTES_MAX:
        return DropReason.TOO_LONG
    if len(head) < length + 7:
        return None
    frame = head[: length + 7]
    return (
        RawFrame(Family.TWO_COLOUR, frame) if frame[-1] == bar_xor(frame[2:-1]) else DropReason.BAD_CHECKSUM
    )


def _two_colour_reply(head: bytes) -> _Verdict:
    end = head.find(b"\xa5\xaa", 3, BAR_REPLY_BYTES_MAX)
    if end >= 0:
        return RawFrame(Family.TWO_COLOUR_REPLY, head[: end + 2])
    return DropReason.BAD_END if len(head) >= BAR_REPLY_BYTES_MAX else None


def _one_colour(head: bytes) -> _Verdict:
    if len(head) > 2 and head[2] != ONE_COLOUR_MARK:
        return DropReason.BAD_START
    text = head[3:].partition(b"\x1a")[0]
    if any(byte < 0x20 for byte in text):
        return DropReason.BAD_END
    if len(text) > BAR_DATA_BYTES_MAX:
        return DropReason.TOO_LONG
    if len(head) < len(text) + 4:
        return None
    return RawFrame(Family.ONE_COLOUR, head[: len(text) + 4])
