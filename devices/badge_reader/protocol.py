"""What a badge reader says on its cable: EM4100 frames, or lines of Wiegand bits. Pure.

::

    EM4100 (RDM6300 family)   02  V V N N N N N N N N  C C  03     9600 8N1, letters are ASCII hex
                              V: version byte; N: the badge's number, four bytes; C: XOR of these five
    Wiegand 26, converter     00101101000000001010001000 CR LF     CR, LF or both
                              even parity | facility 8 bits | number 16 bits | odd parity
      or, by others           5A0144 CR LF                  the 24 bits between the parities, in hex

Each badge comes out as its canonical text (``badge``), as often as the reader says it: a reader repeats a
badge that lies on it, and what is one showing is ``showings``' business. What is no badge is dropped and
counted by reason; the search goes on behind the first byte of a broken frame, so a true frame that garbage
swallowed is still read.
"""

import enum
from collections.abc import Mapping
from functools import reduce
from operator import xor
from typing import Protocol

import msgspec

from devices.badge_reader.badge import BadgeForm, badge_of, badge_of_pair
from devices.errors import OutOfRange

EM_START, EM_END = 0x02, 0x03
EM_FRAME_BYTES = 14
HEX_LETTERS = frozenset(b"0123456789ABCDEFabcdef")
WIEGAND_BITS = 26
WIEGAND_HEX = 6
LINE_BYTES_MAX = 64
"""A line of bits has 26 letters; more than this is noise without an end."""


class BadgeDropReason(enum.StrEnum):
    """Why bytes were thrown away. ``GARBAGE`` counts bytes, the others count frames or lines."""

    GARBAGE = "garbage"
    """Bytes that begin no frame: wrong speed, or noise."""
    NOT_HEX = "not_hex"
    """A letter in a frame, or in a converter's hex line, that is no hex digit."""
    BAD_END = "bad_end"
    """The frame does not end with 03."""
    BAD_CHECKSUM = "bad_checksum"
    NOT_BITS = "not_bits"
    """A line with anything but 0 and 1: wrong speed, or a converter that speaks another form."""
    BAD_LENGTH = "bad_length"
    """Not 26 bits, or not 6 hex digits: another kind of badge, or some were lost."""
    BAD_PARITY = "bad_parity"
    """26 bits that contradict each other: D0 and D1 exchanged, or noise between reader and converter."""
    OUT_OF_TURN = "out_of_turn"
    """An OSDP reply that nobody asked for, or in the clear while the channel stands: late, or forged."""
    TOO_LONG = "too_long"
    STALE = "stale"
    """Half a badge, then silence."""


class WiegandLine(enum.StrEnum):
    """How a converter writes a Wiegand 26 badge.

    One is never taken for the other: six of the 26 bits, the rest lost, would be somebody else's badge.
    """

    BITS = "bits"
    """26 letters, 0 and 1, with both parities."""
    HEX = "hex"
    """6 hex digits; the converter has checked the parities and kept them to itself."""


class BadgeSplitter(Protocol):
    """Bytes in, canonical badges out."""

    @property
    def drops(self) -> Mapping[BadgeDropReason, int]:
        """How much was thrown away since the start, by reason."""
        ...

    def feed(self, data: bytes) -> list[str]:
        """Take what was heard; return every badge that is now whole, in order."""
        ...

    def expire(self) -> list[str]:
        """Give up half a badge, since the reader was silent for long; return badges found in it."""
        ...


class Wiegand26(msgspec.Struct, frozen=True):
    """What 26 bits carry."""

    facility: int
    number: int


class _Drops:
    """The counts that both kinds of reader keep."""

    def __init__(self) -> None:
        self._drops: dict[BadgeDropReason, int] = {}

    @property
    def drops(self) -> Mapping[BadgeDropReason, int]:
        return self._drops

    def _drop(self, reason: BadgeDropReason) -> None:
        self._drops[reason] = self._drops.get(reason, 0) + 1


class EmSplitter(_Drops):
    """EM4100 frames in, badges out; ``form`` says how much of the number counts in this hall."""

    def __init__(self, form: BadgeForm = BadgeForm.TEN_DIGITS) -> None:
        super().__init__()
        self._form = form
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[str]:
        """Take what was heard; return every badge that is now whole, in order."""
        self._buffer += data
        return self._scan(is_final=False)

    def expire(self) -> list[str]:
        """Give up half a frame, since the reader was silent for long; return badges found in it."""
        return self._scan(is_final=True)

    def _scan(self, *, is_final: bool) -> list[str]:
        badges: list[str] = []
        at, end = 0, len(self._buffer)
        while at < end:
            verdict = _measure(bytes(self._buffer[at : at + EM_FRAME_BYTES]))
            if verdict is None and not is_final:
                break
            if isinstance(verdict, int):
                badges.append(badge_of(verdict, self._form))
                at += EM_FRAME_BYTES
            else:
                self._drop(verdict or BadgeDropReason.STALE)
                at += 1
        del self._buffer[:at]
        return badges


class WiegandSplitter(_Drops):
    """Lines of a converter in, badges out."""

    def __init__(self, line: WiegandLine = WiegandLine.BITS) -> None:
        super().__init__()
        self._read = read_wiegand26 if line is WiegandLine.BITS else read_wiegand26_hex
        self._line = bytearray()
        self._is_overlong = False

    def feed(self, data: bytes) -> list[str]:
        """Take what was heard; return every badge whose line has ended, in order."""
        badges: list[str] = []
        for byte in data:
            if byte in b"\r\n":
                badges += self._ended()
            elif len(self._line) < LINE_BYTES_MAX:
                self._line.append(byte)
            else:
                self._is_overlong = True
        return badges

    def expire(self) -> list[str]:
        """Forget half a line, since the converter was silent for long."""
        if self._line:
            self._drop(BadgeDropReason.STALE)
        self._begin_anew()
        return []

    def _ended(self) -> list[str]:
        line, is_overlong = bytes(self._line).strip(), self._is_overlong
        self._begin_anew()
        if not line:
            return []
        found = BadgeDropReason.TOO_LONG if is_overlong else self._read(line.decode("latin-1"))
        if isinstance(found, Wiegand26):
            return [badge_of_pair(found.facility, found.number)]
        self._drop(found)
        return []

    def _begin_anew(self) -> None:
        self._line.clear()
        self._is_overlong = False


def _measure(head: bytes) -> int | BadgeDropReason | None:
    """Judge the front: a badge's number, a reason to drop the first byte, or None for need-more."""
    if head[0] != EM_START:
        return BadgeDropReason.GARBAGE
    if any(letter not in HEX_LETTERS for letter in head[1:13]):
        return BadgeDropReason.NOT_HEX
    if len(head) < EM_FRAME_BYTES:
        return None
    if head[13] != EM_END:
        return BadgeDropReason.BAD_END
    data = bytes.fromhex(head[1:13].decode("ascii"))
    return (
        int.from_bytes(data[1:5], "big") if em_checksum(data[:5]) == data[5] else BadgeDropReason.BAD_CHECKSUM
    )


def em_checksum(data: bytes) -> int:
    """Return the XOR of a badge's five bytes."""
    return reduce(xor, data, 0)


def em_frame(number: int, version: int = 0) -> bytes:
    """Return what an EM4100 reader says of a badge; OutOfRange where it could not."""
    if not 0 <= number < 1 << 32:
        raise OutOfRange("number of an EM4100 badge", number, "0-4294967295")
    if not 0 <= version <= 0xFF:
        raise OutOfRange("version of an EM4100 badge", version, "0-255")
    data = bytes((version,)) + number.to_bytes(4, "big")
    letters = (data + bytes((em_checksum(data),))).hex().upper().encode("ascii")
    return bytes((EM_START,)) + letters + bytes((EM_END,))


def read_wiegand26(bits: str) -> Wiegand26 | BadgeDropReason:
    """Read 26 bits written as 0 and 1; the reason where they are no badge.

    Even parity over the first half (with its parity bit first), odd parity over the second (its bit last).
    """
    if set(bits) - {"0", "1"}:
        return BadgeDropReason.NOT_BITS
    if len(bits) != WIEGAND_BITS:
        return BadgeDropReason.BAD_LENGTH
    if bits[:13].count("1") % 2 != 0 or bits[13:].count("1") % 2 != 1:
        return BadgeDropReason.BAD_PARITY
    return Wiegand26(int(bits[1:9], 2), int(bits[9:25], 2))


def read_wiegand26_hex(letters: str) -> Wiegand26 | BadgeDropReason:
    """Read facility and number written as 6 hex digits; the reason where they are no badge."""
    if set(letters.encode("latin-1")) - HEX_LETTERS:
        return BadgeDropReason.NOT_HEX
    if len(letters) != WIEGAND_HEX:
        return BadgeDropReason.BAD_LENGTH
    return Wiegand26(int(letters[:2], 16), int(letters[2:], 16))


def wiegand26_bits(facility: int, number: int) -> str:
    """Return the 26 bits of a badge, as a converter writes them; OutOfRange where they do not fit."""
    if not 0 <= facility <= 0xFF:
        raise OutOfRange("facility of a Wiegand 26 badge", facility, "0-255")
    if not 0 <= number <= 0xFFFF:
        raise OutOfRange("number of a Wiegand 26 badge", number, "0-65535")
    data = f"{facility:08b}{number:016b}"
    even, odd = data[:12].count("1") % 2, 1 - data[12:].count("1") % 2
    return f"{even}{data}{odd}"
