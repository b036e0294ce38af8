"""Build the fonts that are shipped, from Debian's fonts-noto-cjk. Run by hand; never imported by the
product.

``python -m kiosk.screenkit.fonts.build`` writes beside this file:

- ``WutongHall-{Regular,Bold}.woff2``: GB 2312, Latin-1, signs; Latin is half an em wide;
- ``WutongLatin-{Regular,Bold}.woff2``: proportional Latin and digits for huge texts;
- ``WutongBlocks-*.woff2``: blocks, quadrants, sextants, octants and box lines (``build_blocks``).

The source is licensed under the SIL Open Font License 1.1 (``OFL.txt``); the name is changed as it demands
of modified versions. Every file's lines are 1 em high and its cell 0.5 em wide, so a screen of cells has no
gaps.
"""

from collections.abc import Iterable
from pathlib import Path
from unicodedata import east_asian_width

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from kiosk.screenkit.fonts.build_blocks import write_blocks

HERE = Path(__file__).parent
NOTO = Path("/usr/share/fonts/opentype/noto")
MONO_SC_FACE = 7
"""Noto Sans Mono CJK SC within the collection: Latin half an em wide."""
SANS_SC_FACE = 2
"""Noto Sans CJK SC: proportional Latin."""
FIRST_SIGN = 0x2190
SIGN_MIDDLE = 380
"""Where arrows, circles and stars have their middle above the baseline, in thousandths of an em."""
CELL = 500
"""Width of a cell in thousandths of an em."""
ASCENT = 840
"""Thousandths of an em above the baseline; the rest is below it: a line is one em.

Chinese reaches 40 beyond it, g 70 below the line: xterm.js cuts what is over four pixels outside a cell.
"""
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2028), *range(0x2190, 0x219A)]
SIGNS = [ord(char) for char in "€№■□▲▶▸▼◀○●★☆✓✔✗‹›〇"]


def gb2312() -> list[int]:
    """Return every character of GB 2312: rows A1 to F7 with 94 places each, where assigned."""
    pairs = (bytes((row, place)) for row in range(0xA1, 0xF8) for place in range(0xA1, 0xFF))
    return sorted({ord(char) for pair in pairs for char in pair.decode("gb2312", errors="ignore")})


def write_subset(source: Path, face: int, characters: Iterable[int], family: str, style: str) -> Path:
    """Cut ``characters`` out of one face and save it as woff2 under our own name."""
    font = subset.load_font(str(source), subset.Options(font_number=face))
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(characters))
    cutter.subset(font)
    if face == MONO_SC_FACE:
        narrow_ambiguous(font)
    _rename(font, family, style)
    _set_line(font)
    font.flavor = "woff2"
    path = HERE / f"{family.replace(' ', '')}-{style}.woff2"
    font.save(path)
    return path


def narrow_ambiguous(font: TTFont) -> None:
    """Squeeze to half an em every sign a terminal counts as one cell but this font draws two cells wide.

    Such are the middle dot, dashes, ellipsis, quotation marks, arrows, Greek and Cyrillic (UAX 11, class A).
    """
    strings = font["CFF "].cff.topDictIndex[0].CharStrings
    glyphs, widths = font.getGlyphSet(), font["hmtx"]
    for code, name in font.getBestCmap().items():
        if widths[name][0] > CELL and east_asian_width(chr(code)) not in "WF":
            old = strings[name]
            share = CELL / widths[name][0]
            pen = T2CharStringPen(CELL - old.private.nominalWidthX, glyphs)
            glyphs[name].draw(TransformPen(pen, _squeeze(code, share)))
            strings[name] = pen.getCharString(old.private, old.globalSubrs)
            widths[name] = (CELL, round(widths[name][1] * share))


def _squeeze(code: int, share: float) -> tuple[float, float, float, float, float, float]:
    """Return the transform: letters become narrow, signs small, or a circle would be an egg."""
    if code < FIRST_SIGN:
        return (share, 0, 0, 1, 0, 0)
    return (share, 0, 0, share, 0, SIGN_MIDDLE * (1 - share))


def _rename(font: TTFont, family: str, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    postscript = f"{family.replace(' ', '')}-{style}"
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = postscript
    top[0].FullName, top[0].FamilyName = f"{family} {style}", family


def _set_line(font: TTFont) -> None:
    line, desktop = font["hhea"], font["OS/2"]
    line.ascent, line.descent, line.lineGap = ASCENT, ASCENT - 1000, 0
    desktop.sTypoAscender, desktop.sTypoDescender, desktop.sTypoLineGap = ASCENT, ASCENT - 1000, 0
    desktop.usWinAscent, desktop.usWinDescent = ASCENT, 1000 - ASCENT


def main() -> None:
    """Write all fonts; a few minutes at most."""
    for style in ("Regular", "Bold"):
        source = NOTO / f"NotoSansCJK-{style}.ttc"
        write_subset(source, MONO_SC_FACE, {*gb2312(), *LATIN, *SIGNS}, "Wutong Hall", style)
        write_subset(source, SANS_SC_FACE, {*LATIN, *SIGNS}, "Wutong Latin", style)
    write_blocks(HERE)


if __name__ == "__main__":
    main()
