"""The band at the top: whose hall, which day, what time. The time is the hall's, handed down."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from hall_display.board.layout import Layout
from hall_display.board.view import BoardLanguage, HeadView
from hall_display.board.widgets.text_line import TextLine, text_line
from kiosk.screenkit.glyphs import Weight


class HeadBand(Horizontal):
    """The hall's name, its date and its clock."""

    head: reactive[HeadView] = reactive(HeadView(), repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage) -> None:
        super().__init__()
        self._sizes, self._language = sizes, language
        self._hall = self._line(sizes.head_name, "head-name")
        self._second = self._line(sizes.head_second, "head-second", Weight.REGULAR)
        self._date = self._line(sizes.head_date, "head-date", Weight.REGULAR)
        self._clock = self._line(sizes.head - 2 if sizes.is_wall else 1, "head-clock")

    def _line(self, rows: int, classes: str, weight: Weight = Weight.BOLD) -> TextLine:
        return text_line(rows, self._sizes.dots, classes=classes, weight=weight)

    def compose(self) -> ComposeResult:
        self.styles.height = self._sizes.head
        with Vertical(classes="head-left"):
            yield self._hall
            if self._sizes.head_second:
                yield self._second
        if self._sizes.is_wall:
            with Vertical(classes="head-right"):
                yield self._date
        else:
            yield self._date
        yield self._clock

    def watch_head(self, head: HeadView) -> None:
        """Show the new head; lines whose text did not change are not painted."""
        first, second = self._language.first(head.hall), self._language.second(head.hall)
        self._hall.text = first if self._sizes.is_wall else f"{first}  {second}".strip()
        self._second.text = second
        self._date.text = self._language.first(head.date)
        self._clock.text = head.clock
