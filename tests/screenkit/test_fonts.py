"""The shipped fonts: small enough, complete, and exact to the cell."""

from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageFont

from kiosk.screenkit.dots import OCTANTS, QUADRANTS, SEXTANTS
from kiosk.screenkit.fonts import FOLDER, font_path
from kiosk.screenkit.fonts.build import gb2312
from kiosk.screenkit.fonts.build_blocks import SIZES, UNITS, shapes_of

SIZE_MAX = 3_000_000


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_the_hall_font_holds_all_of_gb2312_in_less_than_three_megabytes(style: str) -> None:
    path = font_path("Hall", style)
    known = TTFont(path).getBestCmap()
    assert path.stat().st_size < SIZE_MAX
    assert [hex(code) for code in gb2312() if code not in known] == []


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_a_line_of_the_hall_font_is_one_em_high_and_latin_half_an_em_wide(style: str) -> None:
    line = TTFont(font_path("Hall", style))["hhea"]
    assert (line.ascent - line.descent, line.lineGap) == (1000, 0)
    font = ImageFont.truetype(str(font_path("Hall", style)), 40)
    assert {round(font.getlength(char)) for char in "AiW0·—…“→●"} == {20}
    assert {round(font.getlength(char)) for char in "国，。"} == {40}


@pytest.mark.parametrize("size", SIZES)
def test_a_block_font_is_exact_at_its_size(size: int) -> None:
    font = TTFont(font_path("Blocks", str(size)))
    assert font["head"].unitsPerEm == size * UNITS
    assert font["hhea"].ascent % UNITS == 0
    assert font["hhea"].ascent - font["hhea"].descent == size * UNITS
    for name in font.getGlyphOrder():
        width, bearing = font["hmtx"][name]
        assert width == size * UNITS // 2
        assert bearing == getattr(font["glyf"][name], "xMin", 0)


def test_every_block_character_is_drawn() -> None:
    blocks = {char for char in OCTANTS + SEXTANTS + QUADRANTS if char != " "} | {
        chr(c) for c in range(0x2580, 0x25A0)
    }
    assert {ord(char) for char in blocks} <= set(shapes_of(40))


@pytest.mark.parametrize("size", [12, 26, 40])
def test_the_eight_dots_of_a_cell_cover_it_once(size: int) -> None:
    shapes = shapes_of(size)
    singles = [shapes[ord(OCTANTS[1 << dot])][0] for dot in range(8)]
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in singles)
    assert area == size * size // 2
    tops = sorted({top for _, top, _, _ in singles} | {size})
    assert all(below - above >= size // 4 for above, below in pairwise(tops))


def test_the_licence_is_shipped_with_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text(encoding="utf-8")
