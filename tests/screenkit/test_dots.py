"""The characters of dots: every pattern has one, no character stands for two, the Unicode charts are met."""

import pytest

from kiosk.screenkit.dots import GRIDS, OCTANTS, SEXTANTS, DotMode


@pytest.mark.parametrize("mode", list(DotMode))
def test_every_pattern_has_a_character_of_its_own(mode: DotMode) -> None:
    grid = GRIDS[mode]
    assert len(grid.characters) == 2 ** (grid.across * grid.down)
    assert len(set(grid.characters)) == len(grid.characters)


@pytest.mark.parametrize(
    ("dots", "code"),
    [
        ("3", 0x1CD00),
        ("23", 0x1CD01),
        ("123", 0x1CD02),
        ("4", 0x1CD03),
        ("1", 0x1CEA8),
        ("2345678", 0x1CDE5),
        ("1234", 0x2580),
        ("1357", 0x258C),
    ],
)
def test_octants_stand_where_unicode_16_puts_them(dots: str, code: int) -> None:
    """``BLOCK OCTANT-23`` is U+1CD01: dots are counted from 1, to the right, then down."""
    bits = sum(1 << (int(dot) - 1) for dot in dots)
    assert ord(OCTANTS[bits]) == code


def test_sextants_stand_where_unicode_13_puts_them() -> None:
    assert ord(SEXTANTS[1]) == 0x1FB00
    assert ord(SEXTANTS[62]) == 0x1FB3B
