"""Lines: a part of the wall that is text only. One value comes down; one widget paints it."""

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from hall_display.wall.spans import Row, Span, fitted, width_of
from kiosk.screenkit.theme import PALETTE

PADDING = 2
"""Cells at either side of every line."""


@lru_cache(maxsize=2048)
def style_of(ink: str, paper: str, is_bold: bool) -> Style:
    """Return a style; the wall has few, so each is made once."""
    return Style(color=ink, bgcolor=paper, bold=is_bold)


def segments_of(spans: Iterable[Span], paper: str) -> list[Segment]:
    """Return the spans as they are painted on ``paper``."""
    return [
        Segment(span.text, style_of(span.ink or PALETTE[span.tone], span.paper or paper, span.is_bold))
        for span in spans
    ]


class Painted(Widget):
    """A widget that paints its own lines, each exactly as wide as it is."""

    @property
    def paper(self) -> str:
        """The colour behind the text."""
        return self.background_colors[1].hex6

    def line(self, spans: Iterable[Span], *, padding: int = PADDING) -> Strip:
        """Return spans as a strip with its padding; they are as wide as the room between."""
        blank = Segment(" " * padding, style_of(PALETTE["hall-ink"], self.paper, is_bold=False))
        return Strip([blank, *segments_of(spans, self.paper), blank], self.size.width)

    def blank(self) -> Strip:
        """Return an empty line."""
        return Strip.blank(self.size.width, style_of(PALETTE["hall-ink"], self.paper, is_bold=False))

    def fit(self, row: Row) -> Strip:
        """Return a row fitted into the widget's width."""
        return self.line(fitted(row, max(0, self.size.width - 2 * PADDING)))


class Lines(Painted):
    """Rows below one another from ``top`` on; a touch opens ``opens``, where it leads somewhere."""

    rows: reactive[tuple[Row, ...]] = reactive(())

    class Opened(Message):
        """A finger touched a part that leads to ``where``."""

        def __init__(self, where: str) -> None:
            super().__init__()
            self.where = where

    def __init__(
        self, opens: str = "", *, top: int = 1, gap: int = 0,
        is_centred: bool = False, classes: str | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:  # fmt: skip
        """``gap`` is the lines between the first row, the part's name, and the rest."""
        super().__init__(id=id, classes=classes)
        self._opens, self._top, self._gap, self._is_centred = opens, top, gap, is_centred

    def render_line(self, y: int) -> Strip:
        at = y - self._top
        if at > 0:
            at = max(1, at - self._gap) if at > self._gap else -1
        if not 0 <= at < len(self.rows):
            return self.blank()
        return self.fit(self._placed(self.rows[at]))

    def _placed(self, row: Row) -> Row:
        if not self._is_centred:
            return row
        spare = self.size.width - 2 * PADDING - width_of(row.left)
        return Row((Span(" " * (spare // 2)), *row.left))

    def on_click(self) -> None:
        if self._opens:
            self.post_message(self.Opened(self._opens))
