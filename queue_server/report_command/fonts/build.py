"""Build the fonts that are shipped, from Debian's fonts-noto-cjk. Run by hand; never imported by the product.

``python -m queue_server.report_command.fonts.build`` writes beside this file ``WutongPaper-Regular.otf``
(every Chinese character that GBK has, since names use rare ones) and ``WutongPaper-Bold.otf`` (GB 2312, for
what we write ourselves), both with Latin and signs. OpenType and not woff2, which typst does not read.

The source is licensed under the SIL Open Font License 1.1 (``OFL.txt``); the name is changed as it demands of
modified versions.
"""

from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from queue_server.report_command.fonts import HAN, LATIN, SIGNS

HERE = Path(__file__).parent
NOTO = Path("/usr/share/fonts/opentype/noto")
SANS_SC_FACE = 2
"""Noto Sans CJK SC within the collection: proportional Latin, digits of one width."""
FAMILY = "Wutong Paper"


def gb2312() -> set[int]:
    """Return every character of GB 2312: rows A1 to F7 with 94 places each, where assigned."""
    pairs = (bytes((row, place)) for row in range(0xA1, 0xF8) for place in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode("gb2312", errors="ignore")}


def write_subset(style: str, characters: Iterable[int]) -> Path:
    """Cut ``characters`` out of the source and save them under our own name."""
    options = subset.Options(font_number=SANS_SC_FACE, layout_features=["kern"], hinting=False)
    font = subset.load_font(str(NOTO / f"NotoSansCJK-{style}.ttc"), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(characters))
    cutter.subset(font)
    _rename(font, style)
    path = HERE / f"{FAMILY.replace(' ', '')}-{style}.otf"
    font.save(path)
    return path


def _rename(font: TTFont, style: str) -> None:
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    for number, text in ((1, FAMILY), (2, style), (4, f"{FAMILY} {style}"), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = postscript
    top[0].FullName, top[0].FamilyName = f"{FAMILY} {style}", FAMILY


def main() -> None:
    """Write both fonts; two minutes at most."""
    usual = gb2312() | LATIN | SIGNS
    write_subset("Regular", usual | HAN)
    write_subset("Bold", usual)


if __name__ == "__main__":
    main()
