"""A part of a whole, and a quotient as the nearest integer: what every figure of the house is made of."""

import msgspec


class Share(msgspec.Struct, frozen=True):
    """A part of a whole, both kept: 3 of 4 is another thing than 300 of 400."""

    part: int
    whole: int

    @property
    def permille(self) -> int | None:
        """Return tenths of a percent, a half up; None of nothing."""
        return rounded(1000 * self.part, self.whole)


def rounded(part: int, whole: int) -> int | None:
    """Return ``part / whole`` as the nearest integer, a half up; None when there is no whole."""
    return (2 * part + whole) // (2 * whole) if whole else None
