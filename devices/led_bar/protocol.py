"""The two makes of LED bar, as bytes and back. Pure.

::

    two-colour   A0 90 ADDR A5 LENhi LENlo {char colour}... XOR    char: ASCII byte or GBK pair
    its reply    A0 90 ADDR [...] A5 AA
    one-colour   80|ADDR  C0|(ADDR&C0)>>2  44 GBK-text 1A

A letter that GBK has no bytes for is shown as ``?``, a control character as a space; text longer than any
bar is cut between letters.
"""

import enum
from collections.abc import Iterable

import msgspec

from devices.errors import OutOfRange
from devices.framing import (
    BAR_DATA_BYTES_MAX,
    ONE_COLOUR_END,
    ONE_COLOUR_MARK,
    Family,
    RawFrame,
    bar_xor,
    one_colour_second,
)

ADDR_MAX = 0x7F


class LedColour(enum.IntEnum):
    """What a two-colour bar can light; yellow is both at once."""

    RED = 0
    GREEN = 1
    YELLOW = 2


class LedKind(enum.StrEnum):
    """Which make a bar is."""

    TWO_COLOUR = "two_colour"
    ONE_COLOUR = "one_colour"


class LedRun(msgspec.Struct, frozen=True):
    """Neighbouring letters of one colour."""

    text: str
    colour: LedColour = LedColour.RED


class LedText(msgspec.Struct, frozen=True):
    """What the bar at ``addr`` is to show."""

    addr: int
    runs: tuple[LedRun, ...]

    @property
    def text(self) -> str:
        """The letters without their colours."""
        return "".join(run.text for run in self.runs)


class LedReply(msgspec.Struct, frozen=True):
    """A two-colour bar says that it understood."""

    addr: int


def encode_led(text: LedText, kind: LedKind) -> bytes:
    """Return the bytes that put ``text`` on a bar of that kind; OutOfRange for an impossible address."""
    if not 0 <= text.addr <= ADDR_MAX:
        raise OutOfRange("address of an LED bar", text.addr, f"0-{ADDR_MAX}")
    return _two_colour(text) if kind is LedKind.TWO_COLOUR else _one_colour(text)


def encode_reply(addr: int) -> bytes:
    """Return what a two-colour bar answers."""
    return bytes((0xA0, 0x90, addr, 0xA5, 0xAA))


def decode_led(raw: RawFrame) -> LedText | LedReply | None:
    """Read a frame for a bar, or a bar's reply; None for any other frame, or for text that is no GBK."""
    match raw.family:
        case Family.TWO_COLOUR:
            return _read_two_colour(raw.data)
        case Family.TWO_COLOUR_REPLY:
            return LedReply(raw.data[2])
        case Family.ONE_COLOUR:
            return _read_one_colour(raw.data)
        case _:
            return None


def gbk_letters(text: str) -> list[bytes]:
    """Return ``text`` letter by letter in GBK, as a bar can show it."""
    return [(letter if letter >= " " else " ").encode("gbk", errors="replace") for letter in text]


def _two_colour(text: LedText) -> bytes:
    data = _fitting(letter + bytes((run.colour,)) for run in text.runs for letter in gbk_letters(run.text))
    body = bytes((text.addr, 0xA5, *len(data).to_bytes(2))) + data
    return b"\xa0\x90" + body + bytes((bar_xor(body),))


def _one_colour(text: LedText) -> bytes:
    head = bytes((0x80 | text.addr, one_colour_second(text.addr), ONE_COLOUR_MARK))
    return head + _fitting(gbk_letters(text.text)) + bytes((ONE_COLOUR_END,))


def _fitting(letters: Iterable[bytes]) -> bytes:
    """Join as many whole letters as a frame can carry."""
    data = b""
    for letter in letters:
        if len(data) + len(letter) > BAR_DATA_BYTES_MAX:
            break
        data += letter
    return data


def _read_two_colour(frame: bytes) -> LedText | None:
    letters: list[LedRun] = []
    data = frame[6:-1]
    while data:
        size = 1 if data[0] < 0x80 else 2
        letter = _letter(data[:size])
        if letter is None or len(data) <= size or data[size] > LedColour.YELLOW:
            return None
        letters.append(LedRun(letter, LedColour(data[size])))
        data = data[size + 1 :]
    return LedText(frame[2], _joined(letters))


def _read_one_colour(frame: bytes) -> LedText | None:
    text = _letter(frame[3:-1])
    return None if text is None else LedText(frame[0] & 0x7F, _joined([LedRun(text)] if text else []))


def _letter(data: bytes) -> str | None:
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return None


def _joined(letters: list[LedRun]) -> tuple[LedRun, ...]:
    """Join neighbours of one colour."""
    runs: list[LedRun] = []
    for letter in letters:
        if runs and runs[-1].colour == letter.colour:
            letter = LedRun(runs.pop().text + letter.text, letter.colour)
        runs.append(letter)
    return tuple(runs)
