"""The SDT frames of identity card readers, and of a card's data its number alone. Pure.

::

    AA AA AA 96 69  LENhi LENlo  CMD PARA      DATA...  XOR      to the reader
    AA AA AA 96 69  LENhi LENlo  SW1 SW2 SW3   DATA...  XOR      from it; SW1 and SW2 are 00

LEN counts from CMD or SW1 to XOR; XOR is over LENhi to the last data byte. ``find`` a card, ``select`` it,
``read`` it; ``status`` asks the reader for its self-test.

Name, sex, nation, birth, address, validity and photo stand beside the number in the same reply. They are
dropped where the reply is cut out of the line: no letter of them is decoded, and no value of this module
holds their bytes. A foreign permanent residence card may lay its text out otherwise: then no number is found
in the number's place, and it counts as unreadable.
"""

import enum
from collections.abc import Mapping
from functools import reduce
from operator import xor

import msgspec

from devices.framing import DropReason
from devices.id_card_reader.card_number import CardNumber, CardUnreadable, is_number

HEAD = b"\xaa\xaa\xaa\x96\x69"
COMMAND_LENGTH_MIN, REPLY_LENGTH_MIN = 3, 4
CARD_LENGTH = 0x0508
"""LEN of the reply with a card's data, the longest there is: 1295 bytes with the head."""
TEXT_BYTES, PHOTO_BYTES = 256, 1024
PARTS = TEXT_BYTES.to_bytes(2, "big") + PHOTO_BYTES.to_bytes(2, "big")
"""How a card's data begin: the length of the text, the length of the photo."""
NUMBER_AT, NUMBER_BYTES = 136, 36
"""Where in the frame the number stands, UTF-16LE. Before it: name 14, sex 44, nation 46, birth 50, address
66; after it: issuer 172, valid from 202, until 218."""


class Command(enum.Enum):
    """What can be asked of a reader: CMD and PARA."""

    STATUS = b"\x11\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"


GOOD: Mapping[Command, tuple[int, int]] = {
    Command.STATUS: (0x90, 4),
    Command.FIND: (0x9F, 8),
    Command.SELECT: (0x90, 12),
    Command.READ: (0x90, CARD_LENGTH),
}
"""SW3 and LEN of a yes; the same SW3 of another length answers another question."""
BAD: Mapping[Command, int] = {
    Command.STATUS: 0x60,
    Command.FIND: 0x80,
    Command.SELECT: 0x81,
    Command.READ: 0x41,
}
"""SW3 of the usual no: self-test failed, no card, not selected, not read."""


class Reply(msgspec.Struct, frozen=True):
    """What a reader said; of a card's data only what became of the number."""

    status: int
    """SW3."""
    length: int
    """LEN."""
    card: CardNumber | CardUnreadable | None = None


def frame(body: bytes) -> bytes:
    """Return a whole frame around CMD or SW1 to the last data byte."""
    checked = (len(body) + 1).to_bytes(2, "big") + body
    return HEAD + checked + bytes((checksum(checked),))


def question(command: Command) -> bytes:
    """Return the bytes that ask for ``command``."""
    return frame(command.value)


def is_answer(command: Command, reply: Reply) -> bool:
    """Return whether ``reply`` can answer ``command``; one that was late for another question does not."""
    if is_good(command, reply):
        return True
    others = {status for asked, status in BAD.items() if asked is not command}
    return reply.length == REPLY_LENGTH_MIN and reply.status not in others | {0x90, 0x9F}


def is_good(command: Command, reply: Reply) -> bool:
    """Return whether ``reply`` says yes to ``command``."""
    return (reply.status, reply.length) == GOOD[command]


class FrameSplitter:
    """Bytes in, frames out, from LENhi to XOR; a head that turns out wrong costs one byte."""

    def __init__(self, length_min: int) -> None:
        self._length_min = length_min
        self._buffer = bytearray()
        self._drops: dict[DropReason, int] = {}

    @property
    def drops(self) -> Mapping[DropReason, int]:
        """How much was thrown away since the start: bytes of garbage, and frames by what was wrong."""
        return self._drops

    @property
    def pending_bytes(self) -> int:
        """How many bytes of an unfinished frame are held; never as many as the longest frame has."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take what was heard; return every frame that is now whole, in order."""
        self._buffer += data
        frames: list[bytes] = []
        at = 0
        while at < len(self._buffer):
            found = measure(self._buffer[at : at + len(HEAD) + 2 + CARD_LENGTH], self._length_min)
            if found is None:
                break
            if isinstance(found, DropReason):
                self._drop(found)
                at += 1
            else:
                frames.append(bytes(self._buffer[at + len(HEAD) : at + found]))
                at += found
        del self._buffer[:at]
        return frames

    def expire(self) -> None:
        """Forget half a frame: its other half will not come."""
        if self._buffer:
            self._drop(DropReason.STALE)
        self._buffer.clear()

    def _drop(self, reason: DropReason) -> None:
        self._drops[reason] = self._drops.get(reason, 0) + 1


class ReplySplitter:
    """A reader's bytes in, its replies out."""

    def __init__(self) -> None:
        self._frames = FrameSplitter(REPLY_LENGTH_MIN)

    @property
    def drops(self) -> Mapping[DropReason, int]:
        """How much was thrown away since the start, by reason."""
        return self._frames.drops

    @property
    def pending_bytes(self) -> int:
        """How many bytes of an unfinished reply are held."""
        return self._frames.pending_bytes

    def feed(self, data: bytes) -> list[Reply]:
        """Take what was heard; return every reply that is now whole, in order."""
        return [reply_of(body) for body in self._frames.feed(data)]

    def expire(self) -> None:
        """Forget half a reply."""
        self._frames.expire()


def measure(head: bytes | bytearray, length_min: int) -> int | DropReason | None:
    """Judge the front of a line: a frame's bytes, a reason to drop the first one, or None for need-more."""
    if head[: len(HEAD)] != HEAD[: len(head)]:
        return DropReason.GARBAGE
    if len(head) < len(HEAD) + 2:
        return None
    length = int.from_bytes(head[len(HEAD) : len(HEAD) + 2], "big")
    if not length_min <= length <= CARD_LENGTH:
        return DropReason.TOO_LONG if length > CARD_LENGTH else DropReason.BAD_LENGTH
    size = len(HEAD) + 2 + length
    if len(head) < size:
        return None
    is_right = head[size - 1] == checksum(head[len(HEAD) : size - 1])
    return size if is_right else DropReason.BAD_CHECKSUM


def checksum(data: bytes | bytearray) -> int:
    """Return XOR over LENhi to the last data byte."""
    return reduce(xor, data, 0)


def reply_of(body: bytes) -> Reply:
    """Read LENhi to XOR of a reply; of a card's data everything but the number is dropped here."""
    length, status = int.from_bytes(body[:2], "big"), body[4]
    return Reply(status, length, card_of(body) if length == CARD_LENGTH else None)


def card_of(body: bytes) -> CardNumber | CardUnreadable:
    """Return the number in a card's data, or why there is none."""
    if body[5:9] != PARTS:
        return CardUnreadable.NOT_READ
    at = NUMBER_AT - len(HEAD)
    number = body[at : at + NUMBER_BYTES].decode("utf-16-le", errors="replace")
    return CardNumber(number) if is_number(number) else CardUnreadable.BAD_NUMBER
