"""BigText: a text many rows high, of any script, drawn by ``glyphs``. It shrinks to fit and never clips a
number.

The mode is chosen once for a machine, not for a text: the environment's ``WUTONG_DOTS`` (``octant``,
``quadrant``, ``half``) or the argument.
"""

import os
from collections.abc import Iterable
from typing import ClassVar, Literal

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from kiosk.screenkit.dots import DOTS_VARIABLE, DotMode
from kiosk.screenkit.glyphs import LEVELS, Drawing, Line, Look, Weight, draw, width_of

Align = Literal["left", "center", "right"]
ROWS_MIN = 2
"""Below this nothing can be read; letters are made narrower instead."""
NARROWEST = 0.8
"""Letters may be made this much narrower before the whole text is made lower."""


def machine_mode() -> DotMode:
    """Return the mode this machine's terminal can show: ``WUTONG_DOTS``, octants where it is unset.

    ``web.arguments`` sets it to quadrants for an app that runs in a terminal and was told nothing.
    """
    return DotMode(os.environ.get(DOTS_VARIABLE, DotMode.OCTANT))


def warm(texts: Iterable[str], rows: int, weight: Weight = Weight.BOLD, mode: DotMode | None = None) -> None:
    """Draw ``texts`` ahead of time, so that the first call of the day is as quick as the second."""
    look = Look(rows=rows, weight=weight, mode=mode or machine_mode())
    for text in texts:
        draw(text, look)


def fitting(text: str, look: Look, columns: int) -> Look:
    """Return ``look`` with rows and width lowered until ``text`` fits into ``columns``."""
    while (width := width_of(text, look)) > columns:
        if width * NARROWEST <= columns or look.rows <= ROWS_MIN:
            return msgspec.structs.replace(look, columns_max=columns)
        look = msgspec.structs.replace(look, rows=look.rows - 1)
    return look


class BigText(Widget):
    """A text ``rows`` cells high; ``text`` and ``ink`` may change at any time.

    ``ink`` is a colour; empty means: the colour of the style sheet. ``width: auto`` gives the text's own
    width.
    """

    DEFAULT_CSS: ClassVar[str] = "BigText { height: auto; width: 1fr; }"
    text: reactive[str] = reactive("", repaint=False)
    ink: reactive[str] = reactive("")

    def __init__(
        self,
        text: str = "",
        rows: int = 6,
        *,
        ink: str = "",
        align: Align = "left",
        weight: Weight = Weight.BOLD,
        line: Line | None = None,
        tracking_em: float = 0.0,
        mode: DotMode | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._look = Look(
            rows=rows, mode=mode or machine_mode(), weight=weight, line=line, tracking_em=tracking_em
        )
        self._align = align
        self.set_reactive(BigText.text, text)
        self.set_reactive(BigText.ink, ink)

    def watch_text(self) -> None:
        """Repaint; lay out anew only where the width follows the text."""
        width = self.styles.width
        self.refresh(layout=width is not None and width.is_auto)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        return width_of(self.text, self._look)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - as above
        return self._look.rows

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        _, back = self.background_colors
        paper = style_of(back.rgb, back.rgb)
        look = self._fitted()
        line = y - (self.size.height - look.rows) // 2
        if not self.text or not 0 <= line < look.rows:
            return Strip.blank(width, paper)
        drawing = draw(self.text, look)
        spare = width - drawing.columns
        left = {"left": 0, "center": spare // 2, "right": spare}[self._align]
        segments = segments_of(drawing, line, self._front().rgb, back.rgb)
        right = spare - left
        return Strip([Segment(" " * left, paper), *segments, Segment(" " * right, paper)], width)

    def _fitted(self) -> Look:
        look = self._look
        if self.size.height < look.rows:
            look = msgspec.structs.replace(look, rows=max(1, self.size.height))
        return fitting(self.text, look, self.size.width)

    def _front(self) -> Color:
        return Color.parse(self.ink) if self.ink else self.colors[3]


Rgb = tuple[int, int, int]


def segments_of(drawing: Drawing, line: int, front: Rgb, back: Rgb) -> list[Segment]:
    """Return one line of a drawing in these two colours."""
    return [
        Segment(run.characters, style_of(_blend(front, back, run.front), _blend(front, back, run.back)))
        for run in drawing.lines[line]
    ]


def _blend(front: Rgb, back: Rgb, level: int) -> Rgb:
    red, green, blue = (b + (f - b) * level // LEVELS for f, b in zip(front, back, strict=True))
    return red, green, blue


def style_of(front: Rgb, back: Rgb) -> Style:
    """Return ink on paper."""
    return Style(color=Color(*front).rich_color, bgcolor=Color(*back).rich_color)
