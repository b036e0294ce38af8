"""Draw the block fonts: every character whose shape is a fraction of its cell. A build tool only.

A browser rounds a font's ascent to whole pixels, and smooths an edge that falls between two pixels; blocks
then show seams. So there is one file for each even size, in which every edge is a whole pixel at that size.
Letting blocks reach over the edge of their cell does not help: the smoothed edge paints over its neighbour.
"""

import unicodedata
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from kiosk.screenkit.dots import OCTANTS, QUADRANTS, SEXTANTS

SIZES = range(8, 98, 2)
"""Font sizes in device pixels. 320 x 90 cells on Full HD are 12, 96 x 27 are 40, on 4K 80."""
UNITS = 32
"""Font units of a pixel."""
ASCENT = 0.84
"""Share of the size above the baseline, before it is rounded to pixels; as in the text fonts."""

Rect = tuple[int, int, int, int]
"""left, top, right, bottom in pixels from the cell's left top."""


def shapes_of(size: int) -> dict[int, list[Rect]]:
    """Return the rectangles of all block characters and box lines by code point, for a cell ``size`` high."""
    return {0x20: []} | _lines(size) | _blocks(size)


def _blocks(high: int) -> dict[int, list[Rect]]:
    """Return U+2580..259F, sextants and octants."""
    wide = high // 2
    shapes = {0x2580 + n: [(0, high - _part(high, n, 8), wide, high)] for n in range(1, 9)}
    shapes |= {0x2588 + n: [(0, 0, _part(wide, 8 - n, 8), high)] for n in range(1, 8)}
    shapes |= {0x2594: [(0, 0, wide, _part(high, 1, 8))], 0x2595: [(wide - _part(wide, 1, 8), 0, wide, high)]}
    shapes |= {0x2591 + n: _shade(high, n + 1) for n in range(3)}
    for characters, across, down in ((QUADRANTS, 2, 2), (SEXTANTS, 2, 3), (OCTANTS, 2, 4)):
        shapes |= {ord(c): _dots(high, bits, across, down) for bits, c in enumerate(characters) if c != " "}
    return shapes


def _part(length: int, share: int, of: int) -> int:
    """Return ``share / of`` of ``length`` in whole pixels, but never nothing."""
    return max(1, round(length * share / of)) if share else 0


def _dots(high: int, bits: int, across: int, down: int) -> list[Rect]:
    xs = [_part(high // 2, n, across) for n in range(across + 1)]
    ys = [_part(high, n, down) for n in range(down + 1)]
    places = ((n % across, n // across) for n in range(across * down) if bits >> n & 1)
    return [(xs[x], ys[y], xs[x + 1], ys[y + 1]) for x, y in places]


def _shade(high: int, quarters: int) -> list[Rect]:
    """Return a dither of 4 x 8 dots of which ``quarters`` in four are set."""
    order = ((0, 0), (1, 1), (1, 0), (0, 1))[:quarters]
    spots = (y * 4 + x for y in range(8) for x in range(4) if (x % 2, y % 2) in order)
    return _dots(high, sum(1 << spot for spot in spots), 4, 8)


_SIDES = {"UP": ("UP",), "DOWN": ("DOWN",), "LEFT": ("LEFT",), "RIGHT": ("RIGHT",),
          "HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN")}  # fmt: skip
_STROKES = ("LIGHT", "SINGLE", "HEAVY", "DOUBLE")


def _lines(high: int) -> dict[int, list[Rect]]:
    """Return U+2500..257F, read off their Unicode names; no dashes, no diagonals."""
    shapes: dict[int, list[Rect]] = {}
    for code in range(0x2500, 0x2580):
        words = unicodedata.name(chr(code)).removeprefix("BOX DRAWINGS ").replace("ARC ", "").split()
        if "DASH" not in words and "DIAGONAL" not in words:
            shapes[code] = [rect for arm in _arms(words).items() for rect in _arm(high, *arm)]
    return shapes


def _arms(words: list[str]) -> dict[str, str]:
    """Read ``DOWN LIGHT AND RIGHT HEAVY`` or ``LIGHT DOWN AND RIGHT`` into side -> stroke."""
    arms: dict[str, str] = {}
    for part in " ".join(words).split(" AND "):
        tokens = part.split()
        stroke = next((t for t in tokens if t in _STROKES), next(t for t in words if t in _STROKES))
        arms |= {side: stroke for token in tokens for side in _SIDES.get(token, ())}
    return arms


def _arm(high: int, side: str, stroke: str) -> list[Rect]:
    """Return the stroke, or both, from the middle of the cell to one side."""
    wide, thin = high // 2, _part(high, 1, 14)
    thick = thin * 2 if stroke == "HEAVY" else thin
    rects: list[Rect] = []
    for offset in (-thin, thin) if stroke == "DOUBLE" else (0,):
        left, top = (wide - thick) // 2, (high - thick) // 2
        reach = abs(offset)
        rects.append({
            "LEFT": (0, top + offset, left + thick + reach, top + offset + thick),
            "RIGHT": (left - reach, top + offset, wide, top + offset + thick),
            "UP": (left + offset, 0, left + offset + thick, top + thick + reach),
            "DOWN": (left + offset, top - reach, left + offset + thick, high),
        }[side])  # fmt: skip
    return rects


def write_blocks(folder: Path) -> None:
    """Write ``WutongBlocks-<size>.woff2`` for all ``SIZES``, about 4 kB each."""
    for size in SIZES:
        _write(folder / f"WutongBlocks-{size}.woff2", size)


def _write(path: Path, size: int) -> None:
    em, ascent = size * UNITS, round(size * ASCENT) * UNITS
    shapes = shapes_of(size)
    glyphs = {".notdef": _glyph([], ascent)} | {_name(code): _glyph(shapes[code], ascent) for code in shapes}
    builder = FontBuilder(em, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({code: _name(code) for code in shapes})
    builder.setupGlyf(glyphs)
    table = builder.font["glyf"]
    # A left bearing other than xMin shifts the glyph sideways in browsers.
    builder.setupHorizontalMetrics({name: (em // 2, getattr(table[name], "xMin", 0)) for name in glyphs})
    builder.setupHorizontalHeader(ascent=ascent, descent=ascent - em)
    builder.setupNameTable({"familyName": "Wutong Blocks", "styleName": str(size)})
    builder.setupOS2(
        sTypoAscender=ascent, sTypoDescender=ascent - em, sTypoLineGap=0,
        usWinAscent=ascent, usWinDescent=em - ascent, fsSelection=0x40,
    )  # fmt: skip
    builder.setupPost(isFixedPitch=1)
    builder.font.flavor = "woff2"
    builder.save(path)


def _name(code: int) -> str:
    return f"u{code:05X}"


def _glyph(rects: list[Rect], ascent: int) -> object:
    pen = TTGlyphPen(None)
    for rect in rects:
        left, top, right, bottom = (edge * UNITS for edge in rect)
        pen.moveTo((left, ascent - bottom))
        pen.lineTo((left, ascent - top))
        pen.lineTo((right, ascent - top))
        pen.lineTo((right, ascent - bottom))
        pen.closePath()
    return pen.glyph()
