"""The number of a resident identity card, which shows itself as its last four signs only. Pure.

GB 11643-1999: seventeen digits and a check sign, ISO 7064 MOD 11-2. The number comes out by ``in_full``
alone: it stands in no ``repr``, no text, no failed comparison of a test, and no encoder knows how to write
it.
"""

import enum

LENGTH = 18
WEIGHTS = tuple(pow(2, LENGTH - 1 - place, 11) for place in range(LENGTH - 1))
"""GB 11643-1999, 5.2: 2^(i-1) mod 11, with i counted from the right and from 1."""
CHECKS = "10X98765432"
"""The check sign for each remainder of the weighted sum by 11."""


class CardUnreadable(enum.StrEnum):
    """Why no number came of a card."""

    NOT_READ = "not_read"
    """The reader could not read it, or was not heard to the end: lifted too soon, laid askew, worn out."""
    BAD_NUMBER = "bad_number"
    """What stands on it is no identity number."""
    LYING = "lying"
    """It has been lying there since somebody else's turn: lift it and put it on again."""


class CardNumber:
    """A number whose check is right."""

    __slots__ = ("_number",)

    def __init__(self, number: str) -> None:
        """Take a number; ValueError, which does not repeat it, where it is none."""
        if not is_number(number):
            raise ValueError(
                "not the number of an identity card: eighteen signs and a right check are needed"
            )
        self._number = number

    @property
    def in_full(self) -> str:
        """Every sign of it: for the one who asked for the card, and nobody else."""
        return self._number

    @property
    def last_four(self) -> str:
        """What may be shown."""
        return self._number[-4:]

    def __repr__(self) -> str:
        return f"CardNumber(**************{self.last_four})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CardNumber) and other._number == self._number

    def __hash__(self) -> int:
        return hash(self._number)


def is_number(text: str) -> bool:
    """Return whether ``text`` is a whole number with the right check."""
    body = text[:-1]
    if len(text) != LENGTH or not (body.isascii() and body.isdigit()):
        return False
    return text[-1] == check_sign(body)


def check_sign(body: str) -> str:
    """Return the check sign of seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECKS[total % len(CHECKS)]
