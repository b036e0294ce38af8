"""The calls before the newest, newest first; the one being spoken is marked."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from hall_display.board.layout import Layout
from hall_display.board.view import RECENT, BoardLanguage, RowView, window_text
from hall_display.board.widgets.text_line import text_line
from kiosk.screenkit.glyphs import Weight
from kiosk.screenkit.language import Text

WINDOW_WORD = Text("号窗口", "Window")


class RecentRow(Horizontal):
    """One call: its number and its window; empty when there is none."""

    row: reactive[RowView | None] = reactive(None, repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage) -> None:
        super().__init__()
        self._sizes, self._language = sizes, language
        self._number = text_line(sizes.row, sizes.dots, classes="row-number")
        self._window = text_line(sizes.row, sizes.dots, classes="row-window", align="right")
        self._word = text_line(1, sizes.dots, classes="row-word")
        self.styles.height = sizes.row + 1

    def compose(self) -> ComposeResult:
        yield self._number
        yield self._window
        if not self._is_worded:
            with Vertical(classes="row-words"):
                yield self._word

    @property
    def _is_worded(self) -> bool:
        """Whether 号窗口 stands in the window's own line."""
        return self._sizes.has_row_words or self._sizes.row == 1

    def watch_row(self, row: RowView | None) -> None:
        """Show the call, or nothing."""
        self._number.text = row.number if row else ""
        self._window.text = self._window_text(row.window) if row else ""
        self._word.text = self._word_text() if row else ""
        self.set_class(row is not None and row.is_speaking, "-speaking")

    def _window_text(self, window: str) -> str:
        if not self._is_worded:
            return window
        return self._language.first(window_text(window))

    def _word_text(self) -> str:
        return f"{self._language.first(WINDOW_WORD)}\n{self._language.second(WINDOW_WORD)}".strip()


class RecentPanel(Vertical):
    """As many rows as the layout has; never more."""

    rows: reactive[tuple[RowView, ...]] = reactive((), repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage) -> None:
        super().__init__()
        self._sizes, self._language = sizes, language
        self._lines = tuple(RecentRow(sizes, language) for _ in range(sizes.rows))

    def compose(self) -> ComposeResult:
        dots, rows = self._sizes.dots, self._sizes.caption
        with Horizontal(classes="recent-head"):
            yield text_line(rows, dots, classes="recent-caption", text=self._language.first(RECENT))
            yield text_line(
                rows, dots, classes="recent-beside", text=self._language.second(RECENT), weight=Weight.REGULAR
            )
        yield from self._lines

    def watch_rows(self, rows: tuple[RowView, ...]) -> None:
        """Hand each line its call; only lines that differ are painted."""
        for at, line in enumerate(self._lines):
            line.row = rows[at] if at < len(rows) else None
