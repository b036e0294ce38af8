"""One line of text: in dots where there are rows for it, else in the terminal's own letters."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.big_text import Align, BigText
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.glyphs import Weight


class PlainLine(Widget):
    """A text in the terminal's own letters; it wraps rather than lose a letter."""

    text: reactive[str] = reactive("", layout=True)

    def __init__(self, text: str = "", classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.set_reactive(PlainLine.text, text)

    def render(self) -> Content:
        return Content(self.text)


TextLine = BigText | PlainLine
"""Both have ``text``."""


def text_line(
    rows: int,
    dots: DotMode,
    *,
    classes: str,
    text: str = "",
    align: Align = "left",
    weight: Weight = Weight.BOLD,
    tracking_em: float = 0.0,
) -> TextLine:
    """Return the widget for a line ``rows`` high; its classes also say ``-plain`` or ``-big``."""
    if rows <= 1:
        return PlainLine(text, classes=f"{classes} -plain -{align} -{weight.name.lower()}")
    return BigText(
        text, rows, align=align, weight=weight, tracking_em=tracking_em, mode=dots, classes=f"{classes} -big"
    )
