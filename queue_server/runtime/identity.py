"""Identity numbers: read, checked, brought into one form. Pure; the number leaves here only into a digest.

GB 11643-1999: 17 digits and a check letter, ISO 7064 MOD 11-2 over weights 2**(17-i) mod 11. The old form has
15 digits with a two-figure year of the 1900s and no check; it names the same person as its 18-digit form, so
it is brought into that one. Anything else is a passport or permit number: 5 to 12 letters and digits, which
is too short for a mistyped card to pass as one.
"""

import re
from datetime import date

import msgspec

from queue_server.errors import Refusal
from queue_server.vocabulary import RefusalCode

CHECK_LETTERS = "10X98765432"
"""The check letter for each remainder of the weighted sum by 11."""
WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))
PASSPORT = re.compile(r"[A-Z0-9]{5,12}")
CARD_18 = re.compile(r"[1-9]\d{16}[\dX]")
CARD_15 = re.compile(r"[1-9]\d{14}")


class Identity(msgspec.Struct, frozen=True):
    """A checked identity number in its one form. It shows itself as its last four digits only."""

    number: str

    @property
    def last4(self) -> str:
        return self.number[-4:]

    def __repr__(self) -> str:
        return f"Identity(…{self.last4})"

    __str__ = __repr__


def parse_identity(text: str) -> Identity | Refusal:
    """Return the identity that ``text`` names, as typed or read from a card; else a ``BAD_IDENTITY``."""
    number = re.sub(r"[\s\-·]", "", text).upper()
    if CARD_15.fullmatch(number):
        number = _modern(number)
    is_card = len(number) == 18 and number[:17].isascii() and number[:17].isdigit()
    is_valid = _is_valid_card(number) if is_card else _is_passport(number)
    return Identity(number) if is_valid else Refusal(RefusalCode.BAD_IDENTITY)


def check_letter(first17: str) -> str:
    """Return the check letter of GB 11643 for the first seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first17, strict=True))
    return CHECK_LETTERS[total % 11]


def _modern(card15: str) -> str:
    first17 = card15[:6] + "19" + card15[6:]
    return first17 + check_letter(first17)


def _is_valid_card(number: str) -> bool:
    if not CARD_18.fullmatch(number) or check_letter(number[:17]) != number[17]:
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def _is_passport(number: str) -> bool:
    return PASSPORT.fullmatch(number) is not None and any(letter.isdigit() for letter in number)
