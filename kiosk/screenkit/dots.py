"""Which character shows which pattern of dots in one cell. Tables only: no fonts, no colours, no screens.

A cell is half as wide as it is high. Octants (Unicode 16) cut it into 2 x 4 square dots, quadrants into 2 x
2, half blocks into 1 x 2. Bit 0 is the dot top left; bits run to the right, then down.
"""

from enum import StrEnum

import msgspec

DOTS_VARIABLE = "WUTONG_DOTS"
"""The environment's word for how finely this machine's terminal may be drawn on."""


class DotMode(StrEnum):
    """How finely a cell is cut; the coarser ones are for terminals whose font lacks the finer."""

    OCTANT = "octant"
    QUADRANT = "quadrant"
    HALF = "half"


class Grid(msgspec.Struct, frozen=True):
    """The dots of one cell."""

    across: int
    down: int
    characters: str
    """Indexed by the pattern's bits."""


_EARLIER_OCTANTS = {
    0x00: 0x0020, 0x01: 0x1CEA8, 0x02: 0x1CEAB, 0x03: 0x1FB82, 0x05: 0x2598, 0x0A: 0x259D,
    0x0F: 0x2580, 0x14: 0x1FBE6, 0x28: 0x1FBE7, 0x3F: 0x1FB85, 0x40: 0x1CEA3, 0x50: 0x2596,
    0x55: 0x258C, 0x5A: 0x259E, 0x5F: 0x259B, 0x80: 0x1CEA0, 0xA0: 0x2597, 0xA5: 0x259A,
    0xAA: 0x2590, 0xAF: 0x259C, 0xC0: 0x2582, 0xF0: 0x2584, 0xF5: 0x2599, 0xFA: 0x259F,
    0xFC: 0x2586, 0xFF: 0x2588,
}  # fmt: skip
"""Patterns that had a character before the block U+1CD00, which leaves them out (Unicode 16, chart 1CC00)."""

HALVES = " ▀▄█"
QUADRANTS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"


def _octants() -> str:
    fresh = iter(range(0x1CD00, 0x1CDE6))
    known = _EARLIER_OCTANTS
    return "".join(chr(known[bits] if bits in known else next(fresh)) for bits in range(256))


def _sextants() -> str:
    """Return the 64 patterns of 2 x 3 dots: U+1FB00 on, without the four that are older (chart 1FB00)."""
    older = {0: " ", 21: "▌", 42: "▐", 63: "█"}
    fresh = iter(range(0x1FB00, 0x1FB3C))
    return "".join(older[bits] if bits in older else chr(next(fresh)) for bits in range(64))


OCTANTS = _octants()
SEXTANTS = _sextants()

GRIDS = {
    DotMode.OCTANT: Grid(2, 4, OCTANTS),
    DotMode.QUADRANT: Grid(2, 2, QUADRANTS),
    DotMode.HALF: Grid(1, 2, HALVES),
}
