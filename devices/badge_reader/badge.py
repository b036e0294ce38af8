"""One text for one badge, whichever reader read it. Pure.

The canonical text is **ten decimal digits**, the number as it is printed on most badges::

    number      the last four bytes of an EM4100 badge, as one number
    0001000734  canonical: ten digits, zeros in front
    015,17694   the same badge as others print it: the third-last byte, and the last two bytes as a number

A reader that speaks Wiegand 26 knows only the last three bytes: a *facility* of 8 bits and a *number* of 16.
Its canonical text is their value in ten digits, ``facility * 65536 + number``: so the badge above is
``0001000734`` from either reader, and facility 90, number 324 is ``0005898564``. Where the fourth byte is not
zero the two kinds of reader would disagree; ``BadgeForm.PAIR`` lets a reader that knows it forget it.

A badge of another length (OSDP readers of other makes) is ``BITS-HEX``, such as ``37-0A1B2C3D4E``: the number
of bits, and all of them, parity included, as one number in hex. It is never taken for ten digits.
"""

import enum
import re

PAIR_BITS, NUMBER_BITS = 24, 32
_PAIR = re.compile(r"([0-9]{1,3})[.,]([0-9]{1,5})")
_DIGITS = re.compile(r"[0-9]{1,10}")


class BadgeForm(enum.StrEnum):
    """How much of a badge's number counts, as it is printed in a hall."""

    TEN_DIGITS = "ten_digits"
    """All four bytes: ``0001000734``."""
    PAIR = "pair"
    """The last three bytes, as on ``015,17694``, and as every Wiegand 26 reader knows them."""


def badge_of(number: int, form: BadgeForm = BadgeForm.TEN_DIGITS) -> str:
    """Return the canonical text of a badge's number; of more than four bytes the last four count."""
    bits = NUMBER_BITS if form is BadgeForm.TEN_DIGITS else PAIR_BITS
    return f"{number & (1 << bits) - 1:010d}"


def badge_of_pair(facility: int, number: int) -> str:
    """Return the canonical text of a facility (0-255) and a number (0-65535)."""
    return badge_of((facility & 0xFF) << 16 | number & 0xFFFF)


def badge_of_other_bits(bits: str) -> str:
    """Return the canonical text of a badge that is neither EM4100 nor Wiegand 26: ``BITS-HEX``."""
    return f"{len(bits)}-{int(bits, 2):0{-(-len(bits) // 4)}X}"


def badge_of_printed(text: str) -> str | None:
    """Return the canonical text of what stands on a badge, in either form; None where it is neither."""
    text = text.strip()
    if pair := _PAIR.fullmatch(text):
        facility, number = int(pair[1]), int(pair[2])
        return badge_of_pair(facility, number) if facility <= 0xFF and number <= 0xFFFF else None
    if _DIGITS.fullmatch(text) and int(text) < 1 << NUMBER_BITS:
        return badge_of(int(text))
    return None


def one_text(text: str) -> str:
    """Return one text for a badge, however a person writes it or a reader says it."""
    return badge_of_printed(text) or text.strip()


def number_of(badge: str) -> int | None:
    """Return the number of a canonical text of ten digits; None for a badge of another kind."""
    is_number = len(badge) == 10 and badge_of_printed(badge) == badge
    return int(badge) if is_number else None


def printed_pair(badge: str) -> str | None:
    """Return ``015,17694`` for a canonical text of ten digits; None for a badge of another kind."""
    number = number_of(badge)
    return None if number is None else f"{number >> 16 & 0xFF:03d},{number & 0xFFFF:05d}"
