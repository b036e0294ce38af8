"""Draw the block font: every character whose shape is a fraction of its cell. A build tool, never imported at run time.

A browser rounds a font's ascent to whole pixels, so blocks meet without a seam only where ascent x size is whole.
Hence one file for each family of sizes (``ASCENTS``), and ``Bleed`` for all other sizes and for cells somewhat
larger than the font: its dots reach over the cell's edge, which hides the seam at the price of a soft edge.
"""

import unicodedata
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from kiosk.screenkit.dots import OCTANTS, QUADRANTS, SEXTANTS

EM = 1680
"""Divisible by 2, 3, 4, 7, 8, 10, 12 and 16: every dot and every ascent below falls on a whole unit."""
WIDTH = EM // 2
ASCENTS = {"8": EM * 7 // 8, "12": EM * 11 // 12, "10": EM * 9 // 10, "14": EM * 6 // 7}
"""Name -> ascent in units. Exact at font sizes that are multiples of the number in the name."""
BLEED = EM // 25
"""How far the dots of the file ``Bleed`` reach over the edge of the cell, in units."""

Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in units from the cell's left bottom, y upward."""


def block_rects() -> dict[int, list[Rect]]:
    """Return the rectangles of U+2580..259F, sextants and octants by code point."""
    shapes = {0x2580 + n: [(0, 0, WIDTH, EM * n // 8)] for n in range(1, 9)}
    shapes |= {0x2588 + n: [(0, 0, WIDTH * (8 - n) // 8, EM)] for n in range(1, 8)}
    shapes |= {0x2594: [(0, EM * 7 // 8, WIDTH, EM)], 0x2595: [(WIDTH * 7 // 8, 0, WIDTH, EM)]}
    shapes |= {0x2591 + n: _shade(n + 1) for n in range(3)}
    for characters, across, down in ((QUADRANTS, 2, 2), (SEXTANTS, 2, 3), (OCTANTS, 2, 4)):
        shapes |= {ord(c): _dots(bits, across, down) for bits, c in enumerate(characters) if c != " "}
    return shapes


def _dots(bits: int, across: int, down: int) -> list[Rect]:
    wide, high = WIDTH // across, EM // down
    places = ((n % across * wide, EM - (n // across + 1) * high) for n in range(across * down) if bits >> n & 1)
    return [(x, y, x + wide, y + high) for x, y in places]


def _shade(quarters: int) -> list[Rect]:
    """Return a dither of 4 x 8 dots of which ``quarters`` in four are set."""
    order = ((0, 0), (1, 1), (1, 0), (0, 1))[:quarters]
    wide, high = WIDTH // 4, EM // 8
    spots = ((x, y) for y in range(8) for x in range(4) if (x % 2, y % 2) in order)
    return [(x * wide, y * high, (x + 1) * wide, (y + 1) * high) for x, y in spots]


STROKES = {"LIGHT": (EM // 14,), "SINGLE": (EM // 14,), "HEAVY": (EM // 7,), "DOUBLE": (EM // 14, EM // 14)}
"""Thickness of the stroke, or of both strokes."""
DOUBLE_GAP = EM // 12
SIDES = {"UP": ("UP",), "DOWN": ("DOWN",), "LEFT": ("LEFT",), "RIGHT": ("RIGHT",),
         "HORIZONTAL": ("LEFT", "RIGHT"), "VERTICAL": ("UP", "DOWN")}  # fmt: skip


def line_rects() -> dict[int, list[Rect]]:
    """Return the box lines U+2500..257F as rectangles, read off their Unicode names; no dashes, no diagonals."""
    shapes: dict[int, list[Rect]] = {}
    for code in range(0x2500, 0x2580):
        words = unicodedata.name(chr(code)).removeprefix("BOX DRAWINGS ").replace("ARC ", "").split()
        if "DASH" not in words and "DIAGONAL" not in words:
            shapes[code] = [rect for side, stroke in _arms(words).items() for rect in _arm(side, stroke)]
    return shapes


def _arms(words: list[str]) -> dict[str, str]:
    """Read ``DOWN LIGHT AND RIGHT HEAVY`` or ``LIGHT DOWN AND RIGHT`` into side -> stroke."""
    arms: dict[str, str] = {}
    for part in " ".join(words).split(" AND "):
        tokens = part.split()
        stroke = next((t for t in tokens if t in STROKES), next(t for t in words if t in STROKES))
        arms |= {side: stroke for token in tokens for side in SIDES.get(token, ())}
    return arms


def _arm(side: str, stroke: str) -> list[Rect]:
    middle_x, middle_y = WIDTH // 2, EM // 2
    rects: list[Rect] = []
    thick = STROKES[stroke]
    for offset in (0,) if len(thick) == 1 else (-DOUBLE_GAP, DOUBLE_GAP):
        half = thick[0] // 2
        x, y = middle_x + offset, middle_y + offset
        reach = half + abs(offset)
        rects.append({
            "LEFT": (0, y - half, middle_x + reach, y + half),
            "RIGHT": (middle_x - reach, y - half, WIDTH, y + half),
            "UP": (x - half, middle_y - reach, x + half, EM),
            "DOWN": (x - half, 0, x + half, middle_y + reach),
        }[side])  # fmt: skip
    return rects


def write_blocks(folder: Path) -> None:
    """Write ``WutongBlocks-{8,10,12,14,Bleed}.woff2``."""
    for name, ascent in ASCENTS.items():
        _write(folder / f"WutongBlocks-{name}.woff2", ascent, bleed=0)
    _write(folder / "WutongBlocks-Bleed.woff2", ASCENTS["8"], bleed=BLEED)


def _write(path: Path, ascent: int, bleed: int) -> None:
    shapes = {0x20: []} | line_rects() | block_rects()
    glyphs = {f"u{code:05X}": _glyph(rects, ascent - EM, bleed) for code, rects in shapes.items()}
    glyphs = {".notdef": _glyph([], 0, 0)} | glyphs
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({code: f"u{code:05X}" for code in shapes})
    builder.setupGlyf(glyphs)
    table = builder.font["glyf"]
    # A left bearing other than xMin shifts the glyph sideways in browsers.
    builder.setupHorizontalMetrics({name: (WIDTH, getattr(table[name], "xMin", 0)) for name in glyphs})
    builder.setupHorizontalHeader(ascent=ascent, descent=ascent - EM)
    builder.setupNameTable({"familyName": "Wutong Blocks", "styleName": path.stem.split("-")[1]})
    builder.setupOS2(
        sTypoAscender=ascent, sTypoDescender=ascent - EM, sTypoLineGap=0,
        usWinAscent=ascent, usWinDescent=EM - ascent, fsSelection=0x40,
    )  # fmt: skip
    builder.setupPost(isFixedPitch=1)
    builder.font.flavor = "woff2"
    builder.save(path)


def _glyph(rects: list[Rect], bottom: int, bleed: int) -> object:
    pen = TTGlyphPen(None)
    for x0, y0, x1, y1 in rects:
        left, right = x0 - bleed * (x0 == 0), x1 + bleed * (x1 == WIDTH)
        low, high = bottom + y0 - bleed * (y0 == 0), bottom + y1 + bleed * (y1 == EM)
        pen.moveTo((left, low))
        pen.lineTo((left, high))
        pen.lineTo((right, high))
        pen.lineTo((right, low))
        pen.closePath()
    return pen.glyph()
