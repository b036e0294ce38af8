"""The bar over a window, at any size: a plate with its number, and by it the ticket and the state."""

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Resize
from textual.reactive import reactive
from textual.screen import Screen

from hall_display.board.bar_view import BarView
from hall_display.board.layout import CHINESE_ROWS_MIN, DIGIT_ROWS_MIN
from hall_display.board.view import BoardLanguage
from hall_display.board.widgets.text_line import TextLine, text_line
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.glyphs import Weight
from kiosk.screenkit.language import Text

WIDE = 4
"""From this many columns a row on, plate and ticket stand side by side."""
PLATE_WIDTH, TICKET_WIDTH, STATE_WIDTH = 6, 4, 7
"""Columns that the longest text needs for each of its rows, letters made as narrow as they may be."""


class BarScreen(Screen[None]):
    """One value comes down: ``bar``."""

    grid: reactive[tuple[int, int]] = reactive((0, 0), recompose=True)
    bar: reactive[BarView] = reactive(BarView(Text("")), repaint=False)

    def __init__(self, language: BoardLanguage, dots: DotMode) -> None:
        super().__init__()
        self._language, self._dots = language, dots
        self._lines: dict[str, TextLine] = {}

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.grid = (event.size.width, event.size.height)

    def compose(self) -> ComposeResult:
        columns, rows = self.grid
        if not rows:
            return
        is_wide = columns >= WIDE * rows
        plate, ticket, state, second = bar_rows(columns, rows, self._dots, self._language)
        self.set_class(is_wide, "-wide")
        self._lines = {
            "plate": self._line("plate", plate),
            "ticket": self._line("ticket", ticket),
            "state": self._line("state", state),
            "second": self._line("second", second, Weight.REGULAR),
        }
        with Container(id="bar"):
            with Vertical(id="plate"):
                yield self._lines["plate"]
            with Vertical(id="now"):
                yield self._lines["ticket"]
            with Vertical(id="words"):
                yield self._lines["state"]
                if second:
                    yield self._lines["second"]
        self._show(self.bar)

    def _line(self, name: str, rows: int, weight: Weight = Weight.BOLD) -> TextLine:
        return text_line(rows, self._dots, classes=f"bar-{name}", align="center", weight=weight)

    def watch_bar(self, bar: BarView) -> None:
        """Show the window anew."""
        self._show(bar)

    def _show(self, bar: BarView) -> None:
        if not self._lines:
            return
        self._lines["plate"].text = self._language.first(bar.window)
        self._lines["ticket"].text = bar.ticket
        self._lines["state"].text = self._language.first(bar.state)
        self._lines["second"].text = self._language.second(bar.state)
        self.query("#now").set(display=bool(bar.ticket))
        for name, is_on in (
            ("-called", bar.is_called), ("-serving", bar.is_serving), ("-closed", bar.is_closed)
        ):  # fmt: skip
            self.set_class(is_on, name)


def bar_rows(columns: int, rows: int, dots: DotMode, language: BoardLanguage) -> tuple[int, int, int, int]:
    """Return the rows of plate, ticket, state and the state's second language for a bar of this size.

    Where the width would press a text below what can be read in dots, it stands in plain letters.
    """
    has_second = language is BoardLanguage.BOTH
    is_wide = columns >= WIDE * rows
    inside = columns // 3 - 2 if is_wide else columns - 2
    high = rows - 2 if is_wide and rows > CHINESE_ROWS_MIN[dots] + 1 else rows
    shares = (1.0, 1.0, 0.65, 0.35) if is_wide else (0.2, 0.4, 0.2, 0.1)
    plate, ticket, state, second = (round(high * share) for share in shares)
    least = CHINESE_ROWS_MIN[dots]
    return (
        _readable(min(plate, inside // PLATE_WIDTH), least),
        _readable(min(ticket, inside // TICKET_WIDTH), DIGIT_ROWS_MIN[dots]),
        _readable(min(state if has_second else high if is_wide else state, inside // STATE_WIDTH), least),
        _readable(min(second, inside // STATE_WIDTH), least) if has_second and rows > 1 else 0,
    )


def _readable(rows: int, least: int) -> int:
    return rows if rows >= least else 1
