"""The words of the counter bus, as bytes and back. Pure; what a key *means* stands in a key map, never here.

::

    FF 68 L L 68 ADDR CMD DATA... CS 16       cut and checked by ``framing``
    up    keys    ADDR 01-7F  CMD any but 11  DATA = digits 00-09, then one function key 0A-13
    up    rating  ADDR 80-FF  CMD 11          DATA = 00 bad .. 03 very good (04 on five-key makes)
    down  show    CMD 02  6 digits, 0A = blank; people waiting = first 3, ticket = last 3
    down  ok/fail CMD 02  DATA 01 / 00        down  beep  CMD 03, no data
    down  stars   CMD 02  DATA 00-05          down  please rate  CMD 01  DATA 0B      (to evaluators)
    ack   keys: the same bytes.  rating: the same with CMD 01, or by another make 68 02 02 68 ADDR 01 CS 16

``addr`` in every Struct is the *window's* address 00-7F; the 80 of an evaluator exists only in the bytes.
"""

import enum

import msgspec

from devices.errors import OutOfRange
from devices.framing import BUS_LENGTH_MAX, Family, RawFrame, bus_checksum

ADDR_MAX = 0x7F
EVALUATOR_BIT = 0x80
BLANK = 0x0A
FUNCTION_FIRST, FUNCTION_LAST = 0x0A, 0x13
RATING_MAX = 0x04
STARS_MAX = 0x05
DIGITS_MAX = BUS_LENGTH_MAX - 3
"""The most digits a pad can send before its function key."""
SHOWN_MAX = 999
"""A pad has three places for the people waiting and three for the ticket."""

CMD_KEYS = 0x01
CMD_SHOW = 0x02
CMD_BEEP = 0x03
CMD_RATING = 0x11
PLEASE_RATE = 0x0B


class RatingAck(enum.StrEnum):
    """How a make of evaluator wants to hear that its rating was taken."""

    SAME_FRAME = "same_frame"
    """The same frame with CMD 01."""
    SHORT = "short"
    """``68 02 02 68 ADDR 01 CS 16``, without FF and without the rating."""


class PadKeys(msgspec.Struct, frozen=True):
    """A person pressed keys on a pad: digits, then one function key."""

    addr: int
    digits: str
    function: int
    command: int = CMD_KEYS


class RatingPressed(msgspec.Struct, frozen=True):
    """A citizen pressed a key of the evaluator at window ``addr``; ``value`` 0 is the worst."""

    addr: int
    value: int


class ShowTicket(msgspec.Struct, frozen=True):
    """Show a ticket's number at a pad, nothing else; an empty number clears the pad."""

    addr: int
    number: str


class ShowWaiting(msgspec.Struct, frozen=True):
    """Show how many people wait, and beside it a ticket's number where one is given."""

    addr: int
    waiting: int
    ticket: str | None = None


class Ok(msgspec.Struct, frozen=True):
    """Say at a pad that the keys had their effect."""

    addr: int


class Fail(msgspec.Struct, frozen=True):
    """Say at a pad that the keys were refused."""

    addr: int


class Beep(msgspec.Struct, frozen=True):
    """Let a pad beep."""

    addr: int


class Stars(msgspec.Struct, frozen=True):
    """Light so many stars of an evaluator: the staff member's level."""

    addr: int
    stars: int


class PleaseRate(msgspec.Struct, frozen=True):
    """Let an evaluator ask for a rating."""

    addr: int


class KeysHeard(msgspec.Struct, frozen=True):
    """The host's echo of a pad's keys; the pad repeats until it hears it."""

    keys: PadKeys


class RatingHeard(msgspec.Struct, frozen=True):
    """The host's acknowledgement of a rating; ``value`` is None in the short make."""

    addr: int
    value: int | None = None


UpFrame = PadKeys | RatingPressed
DownFrame = ShowTicket | ShowWaiting | Ok | Fail | Beep | Stars | PleaseRate | KeysHeard | RatingHeard


def ticket_digits(number: int | str) -> str:
    """Return the three digits a pad can show of a ticket: ``A017``, 17 and 1017 are all ``017``."""
    digits = "".join(letter for letter in str(number) if letter in "0123456789")
    return digits[-3:].zfill(3) if digits else ""


def acknowledge(frame: UpFrame, make: RatingAck = RatingAck.SAME_FRAME) -> bytes:
    """Return the bytes that tell a pad or an evaluator that it was heard."""
    if isinstance(frame, PadKeys):
        return encode(frame)
    return encode(RatingHeard(frame.addr, frame.value if make is RatingAck.SAME_FRAME else None))


def encode(frame: UpFrame | DownFrame) -> bytes:
    """Return the bytes of ``frame``; OutOfRange where it has none."""
    match frame:
        case PadKeys():
            return _wrap(frame.addr, frame.command, _key_data(frame))
        case KeysHeard():
            return encode(frame.keys)
        case RatingPressed():
            return _evaluator(frame.addr, CMD_RATING, frame.value, RATING_MAX)
        case RatingHeard():
            return _rating_heard(frame)
        case Stars():
            return _evaluator(frame.addr, CMD_SHOW, frame.stars, STARS_MAX)
        case PleaseRate():
            return _evaluator(frame.addr, CMD_KEYS, PLEASE_RATE, PLEASE_RATE)
        case _:
            return _encode_to_pad(frame)


def _encode_to_pad(frame: ShowTicket | ShowWaiting | Ok | Fail | Beep) -> bytes:
    match frame:
        case ShowTicket():
            return _wrap(frame.addr, CMD_SHOW, _places("") + _places(ticket_digits(frame.number)))
        case ShowWaiting():
            waiting = str(max(0, min(frame.waiting, SHOWN_MAX))).zfill(3)
            return _wrap(frame.addr, CMD_SHOW, _places(waiting) + _places(ticket_digits(frame.ticket or "")))
        case Ok():
            return _wrap(frame.addr, CMD_SHOW, b"\x01")
        case Fail():
            return _wrap(frame.addr, CMD_SHOW, b"\x00")
        case Beep():
            return _wrap(frame.addr, CMD_BEEP, b"")


def decode_up(raw: RawFrame) -> UpFrame | None:
    """Read what a device said; None for a frame no pad or evaluator sends."""
    if raw.family is not Family.COUNTER_BUS:
        return None
    addr, command, data = raw.data[5], raw.data[6], raw.data[7:-2]
    if addr & EVALUATOR_BIT:
        return _rating(addr, command, data)
    return _keys(addr, command, data)


def decode_down(raw: RawFrame) -> DownFrame | None:
    """Read what a host said to a pad or an evaluator; None for a frame no host sends."""
    if raw.family is Family.SHORT_ACK:
        return RatingHeard(raw.data[4] & ADDR_MAX)
    if raw.family is not Family.COUNTER_BUS:
        return None
    addr, command, data = raw.data[5], raw.data[6], raw.data[7:-2]
    if addr & EVALUATOR_BIT:
        return _to_evaluator(addr & ADDR_MAX, command, data)
    return _to_pad(addr, command, data)


def _to_pad(addr: int, command: int, data: bytes) -> DownFrame | None:
    if command == CMD_BEEP and not data:
        return Beep(addr)
    if command == CMD_SHOW and data in (b"\x00", b"\x01"):
        return Ok(addr) if data == b"\x01" else Fail(addr)
    shown = _shown(addr, data) if command == CMD_SHOW else None
    if shown is not None:
        return shown
    keys = _keys(addr, command, data)
    return None if keys is None else KeysHeard(keys)


def _to_evaluator(addr: int, command: int, data: bytes) -> DownFrame | None:
    if len(data) != 1:
        return None
    if command == CMD_SHOW and data[0] <= STARS_MAX:
        return Stars(addr, data[0])
    if command == CMD_KEYS and data[0] == PLEASE_RATE:
        return PleaseRate(addr)
    if command == CMD_KEYS and data[0] <= RATING_MAX:
        return RatingHeard(addr, data[0])
    return None


def _rating(addr: int, command: int, data: bytes) -> RatingPressed | None:
    if command != CMD_RATING or len(data) != 1 or data[0] > RATING_MAX:
        return None
    return RatingPressed(addr & ADDR_MAX, data[0])


def _keys(addr: int, command: int, data: bytes) -> PadKeys | None:
    if command == CMD_RATING or not data or not FUNCTION_FIRST <= data[-1] <= FUNCTION_LAST:
        return None
    if addr == 0 or any(digit > 9 for digit in data[:-1]):
        return None
    return PadKeys(addr, "".join(map(str, data[:-1])), data[-1], command)


def _shown(addr: int, data: bytes) -> ShowTicket | ShowWaiting | None:
    if not 2 <= len(data) <= 6 or any(place > BLANK for place in data):
        return None
    waiting, ticket = _read_places(data[:-3]), _read_places(data[-3:])
    if waiting is None or ticket is None:
        return None
    return ShowWaiting(addr, int(waiting), ticket or None) if waiting else ShowTicket(addr, ticket)


def _read_places(places: bytes) -> str | None:
    """Return the digits shown, "" for blank; None where a blank stands behind a digit."""
    digits = places.lstrip(bytes((BLANK,)))
    return None if BLANK in digits else "".join(map(str, digits))


def _places(digits: str) -> bytes:
    return bytes(int(digit) for digit in digits) if digits else bytes((BLANK,) * 3)


def _key_data(keys: PadKeys) -> bytes:
    if not FUNCTION_FIRST <= keys.function <= FUNCTION_LAST:
        raise OutOfRange("function key", keys.function, "0A-13")
    if keys.command == CMD_RATING or not 0 <= keys.command <= 0xFF:
        raise OutOfRange("command of a pad", keys.command, "00-FF, but not 11")
    if len(keys.digits) > DIGITS_MAX or not all(digit in "0123456789" for digit in keys.digits):
        raise OutOfRange("digits", keys.digits, f"at most {DIGITS_MAX} of 0-9")
    return bytes((*map(int, keys.digits), keys.function))


def _rating_heard(frame: RatingHeard) -> bytes:
    if frame.value is not None:
        return _evaluator(frame.addr, CMD_KEYS, frame.value, RATING_MAX)
    whole = _wrap(frame.addr | EVALUATOR_BIT, CMD_KEYS, b"", ADDR_MAX | EVALUATOR_BIT)
    return whole[1:]


def _evaluator(addr: int, command: int, value: int, value_max: int) -> bytes:
    if not 0 <= value <= value_max:
        raise OutOfRange("value for an evaluator", value, f"0-{value_max}")
    return _wrap(addr | EVALUATOR_BIT, command, bytes((value,)), ADDR_MAX | EVALUATOR_BIT)


def _wrap(addr: int, command: int, data: bytes, addr_max: int = ADDR_MAX) -> bytes:
    if not 0 <= addr <= addr_max:
        raise OutOfRange("address on the counter bus", addr, f"0-{addr_max}")
    body = bytes((addr, command)) + data
    return b"\xff\x68" + bytes((len(body), len(body))) + b"\x68" + body + bytes((bus_checksum(body), 0x16))
