"""Text into cells: a font's outlines become block characters, many rows high. Pure; no widget, no colour.

All texts of one ``Line`` stand on one baseline, whatever their script. What was drawn once is remembered
(``DRAWN_MAX`` texts), so that repainting an unchanged text costs nothing.
"""

from enum import Enum, StrEnum
from functools import lru_cache
from itertools import groupby

import msgspec
from PIL import Image, ImageDraw, ImageFont

from kiosk.screenkit.dots import GRIDS, DotMode, Grid
from kiosk.screenkit.fonts import font_path

DRAWN_MAX = 1024
"""Texts remembered; a board shows about 40 at once, a kiosk's whole catalogue about 300."""
OVERSAMPLE = 4
"""Pixels drawn for each dot and direction, before averaging."""
INK_THRESHOLD = 116
"""A dot is set from this average of 255 on; a little below half, so that thin Chinese strokes survive."""
LEVELS = 6
"""Shades between paper and ink in the coarse modes."""


class Weight(StrEnum):
    """The two weights shipped."""

    REGULAR = "Regular"
    BOLD = "Bold"


class Line(Enum):
    """Which part of the em fills the rows: (above, below) the baseline, in em."""

    NUMBER = (0.752, 0.022)
    """Digits and capitals only: they fill the rows."""
    CHINESE = (0.875, 0.105)
    """Chinese and whatever has no descender."""
    FULL = (0.875, 0.240)
    """Everything, descenders included: one baseline for any neighbours."""


class Look(msgspec.Struct, frozen=True):
    """How a text is drawn; together with the text the key under which it is remembered."""

    rows: int
    mode: DotMode = DotMode.OCTANT
    weight: Weight = Weight.BOLD
    line: Line | None = None
    """None: chosen by the text's characters (``line_of``)."""
    tracking_em: float = 0.0
    """Extra space after each character."""
    columns_max: int = 0
    """0: as wide as the text is; otherwise letters are made narrower until it fits."""


class Run(msgspec.Struct, frozen=True):
    """Neighbouring cells of the same two shades, 0 (paper) to ``LEVELS`` (ink)."""

    characters: str
    front: int = LEVELS
    back: int = 0


class Drawing(msgspec.Struct, frozen=True):
    """A text in cells: ``rows`` lines, each ``columns`` wide."""

    columns: int
    lines: tuple[tuple[Run, ...], ...]


_NUMBER_SIGNS = frozenset("0123456789ABCDEFGHIJKLMNOPRSTUVWXYZ:.-+% ")
_DESCENDERS = frozenset("gjpqyQ,;()[]{}|_@/$§ç")


def line_of(text: str) -> Line:
    """Return the tightest line that clips nothing of ``text``."""
    if _NUMBER_SIGNS.issuperset(text):
        return Line.NUMBER
    return Line.FULL if _DESCENDERS & frozenset(text) else Line.CHINESE


@lru_cache(maxsize=DRAWN_MAX)
def draw(text: str, look: Look) -> Drawing:
    """Draw ``text`` in cells, exactly ``look.rows`` high."""
    across, dots = _dots(text, look, GRIDS[look.mode])
    return _cut(across, dots, look.rows, look.mode)


def draw_image(image: Image.Image, rows: int, mode: DotMode) -> Drawing:
    """Cut a square grey picture, 255 being ink, into cells: ``rows`` high and as wide as it is high."""
    grid = GRIDS[mode]
    across, down = 2 * rows * grid.across, rows * grid.down
    small = image.resize((across, down), Image.Resampling.BOX)
    return _cut(across, small.tobytes(), rows, mode)


def _cut(across: int, dots: bytes, rows: int, mode: DotMode) -> Drawing:
    grid = GRIDS[mode]
    stride = grid.down * across
    cut = _crisp if mode is DotMode.OCTANT else _shaded
    bands = (dots[row * stride : (row + 1) * stride] for row in range(rows))
    return Drawing(across // grid.across, tuple(cut(band, across, grid) for band in bands))


def width_of(text: str, look: Look) -> int:
    """Return how many columns ``text`` takes, without drawing it."""
    grid = GRIDS[look.mode]
    columns = -(-_natural_width(text, look, grid) // grid.across) if text else 0
    return min(columns, look.columns_max) if look.columns_max else columns


@lru_cache(maxsize=64)
def _font(family: str, weight: Weight, size_px: float) -> ImageFont.FreeTypeFont:
    path = str(font_path(family, weight))
    return ImageFont.truetype(path, size_px, layout_engine=ImageFont.Layout.BASIC)


def _em_dots(text: str, look: Look, grid: Grid) -> float:
    above, below = (look.line or line_of(text)).value
    return look.rows * grid.down / float(above + below)


def _spread(grid: Grid) -> float:
    """Return a dot's height over its width; a cell is twice as high as wide."""
    return 2 * grid.across / grid.down


def _natural_width(text: str, look: Look, grid: Grid) -> int:
    """Return the width in dots, at least one."""
    em_px = _em_dots(text, look, grid) * OVERSAMPLE
    return max(1, round(_advance(text, look, em_px) * _spread(grid) / OVERSAMPLE))


def _advance(text: str, look: Look, em_px: float) -> float:
    runs = _script_runs(text)
    spaces = look.tracking_em * em_px * max(0, len(text) - 1)
    return spaces + sum(_font(family, look.weight, em_px).getlength(part) for family, part in runs)


def _script_runs(text: str) -> list[tuple[str, str]]:
    """Cut into runs of one font: proportional Latin, or everything else."""
    return [(family, "".join(part)) for family, part in groupby(text, key=_family)]


def _family(char: str) -> str:
    """Return the font of ``char``; signs between dashes and stars are half a cell too narrow in Hall."""
    return "Latin" if char < "\u0100" or "\u2010" <= char < "\u2720" else "Hall"


def _dots(text: str, look: Look, grid: Grid) -> tuple[int, bytes]:
    """Return the dots across and the grey of every dot, row by row."""
    across = width_of(text, look) * grid.across
    down = look.rows * grid.down
    em_px = _em_dots(text, look, grid) * OVERSAMPLE
    wide = max(1, round(_advance(text, look, em_px)))
    box = max(wide, round(across * OVERSAMPLE / _spread(grid))) if across else 1
    if look.columns_max and across == look.columns_max * grid.across:
        box = wide
    image = Image.new("L", (box, down * OVERSAMPLE), 0)
    _ink(image, text, look, em_px)
    small = image.resize((across, down), Image.Resampling.BOX) if across else image
    return across, small.tobytes()


def _ink(image: Image.Image, text: str, look: Look, em_px: float) -> None:
    pen = ImageDraw.Draw(image)
    above, _ = (look.line or line_of(text)).value
    left, baseline = 0.0, em_px * above
    for family, part in _script_runs(text):
        font = _font(family, look.weight, em_px)
        for piece in part if look.tracking_em else (part,):
            pen.text((left, baseline), piece, fill=255, font=font, anchor="ls")
            left += font.getlength(piece) + look.tracking_em * em_px


def _crisp(band: bytes, across: int, grid: Grid) -> tuple[Run, ...]:
    """Cut one row of cells; a dot is ink or paper, so the whole row is one run."""
    bits = band.translate(_INK)
    cells = bytearray(across // grid.across)
    for place in range(grid.across * grid.down):
        start = place // grid.across * across + place % grid.across
        row = bits[start : start // across * across + across : grid.across]
        cells = bytearray(cell | bit << place for cell, bit in zip(cells, row, strict=True))
    return (Run("".join(grid.characters[cell] for cell in cells)),)


_INK = bytes(value >= INK_THRESHOLD for value in range(256))
_LEVEL = bytes(round(value * LEVELS / 255) for value in range(256))


def _shaded(band: bytes, across: int, grid: Grid) -> tuple[Run, ...]:
    """Cut one row of cells; each takes the two shades nearest to its dots."""
    levels = band.translate(_LEVEL)
    columns = range(0, across, grid.across)
    cells = [_shaded_cell(_cell_levels(levels, across, grid, left), grid) for left in columns]
    runs = groupby(cells, key=lambda cell: cell[1:])
    return tuple(Run("".join(cell[0] for cell in part), *shades) for shades, part in runs)


def _cell_levels(levels: bytes, across: int, grid: Grid, left: int) -> list[int]:
    return [levels[down * across + left + right] for down in range(grid.down) for right in range(grid.across)]


def _shaded_cell(levels: list[int], grid: Grid) -> tuple[str, int, int]:
    low, high = min(levels), max(levels)
    if low == high:
        return " ", LEVELS, low
    middle = (low + high) / 2
    inked = [level for level in levels if level > middle]
    paper = [level for level in levels if level <= middle]
    bits = sum(1 << place for place, level in enumerate(levels) if level > middle)
    return grid.characters[bits], round(sum(inked) / len(inked)), round(sum(paper) / len(paper))
