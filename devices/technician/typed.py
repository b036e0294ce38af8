"""What a technician types to play a device, understood. Pure.

::

    3 call          press a key by its cap: start rate call recall cancel fn pause transfer
    3 17 call       digits, then a key
    3 60F           the same in one word: digits 6, function key 0F      (3 0C: no digits)
    3 rate 2        the evaluator at window 3 is pressed: 2
    raw FF68...     these very bytes (3 raw FF68... does the same)
    show            what stands on every device
    quit
"""

import re

import msgspec

from devices.technician.words import KEY_NAMES


class PressKeys(msgspec.Struct, frozen=True):
    """Press keys on a pad."""

    addr: int
    digits: str
    function: int


class PressRating(msgspec.Struct, frozen=True):
    """Press a key of an evaluator."""

    addr: int
    value: int


class SayBytes(msgspec.Struct, frozen=True):
    """Put bytes on the line."""

    data: bytes


class ShowAll(msgspec.Struct, frozen=True):
    """Say what stands on every device."""


class Quit(msgspec.Struct, frozen=True):
    """Stop playing."""


class NotUnderstood(msgspec.Struct, frozen=True):
    """``why`` says what could be typed instead."""

    why: str


Typed = PressKeys | PressRating | SayBytes | ShowAll | Quit | NotUnderstood

_KEYS = re.compile(r"(?P<digits>[0-9]*)(?P<function>0[A-F]|1[0-3])", re.IGNORECASE)


def understand(line: str) -> Typed | None:
    """Return what ``line`` asks for; None for an empty line."""
    match line.split():
        case []:
            return None
        case ["show"]:
            return ShowAll()
        case ["quit"] | ["exit"]:
            return Quit()
        case ["raw", *hexes] | [_, "raw", *hexes]:
            return _bytes("".join(hexes))
        case [addr, *rest] if addr.isascii() and addr.isdigit():
            return _at_window(int(addr), rest)
        case _:
            return NotUnderstood("先写窗口号 begin with a window's number, show, raw or quit")


def _at_window(addr: int, words: list[str]) -> Typed:
    match words:
        case ["rate", value] if value in ("0", "1", "2", "3", "4"):
            return PressRating(addr, int(value))
        case [key]:
            return _keys(addr, "", key)
        case [digits, key] if digits.isascii() and digits.isdigit():
            return _keys(addr, digits, key)
        case _:
            return NotUnderstood("例如 for example: 3 call, 3 17 call, 3 60F, 3 rate 2")


def _keys(addr: int, digits: str, key: str) -> Typed:
    if key in KEY_NAMES:
        return PressKeys(addr, digits, KEY_NAMES[key])
    if match := _KEYS.fullmatch(key):
        return PressKeys(addr, digits + match["digits"], int(match["function"], 16))
    return NotUnderstood(f"没有这个键 no such key: {key} ({' '.join(KEY_NAMES)}, or hex 0A-13)")


def _bytes(text: str) -> Typed:
    try:
        return SayBytes(bytes.fromhex(text))
    except ValueError:
        return NotUnderstood(f"不是十六进制 no hexadecimal bytes: {text}")
