"""The band at the bottom: notices and the selection, one after the other, or what is wrong."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from hall_display.board.layout import Layout
from hall_display.board.notices import notice_pages
from hall_display.board.view import BoardLanguage
from hall_display.board.widgets.text_line import text_line
from kiosk.screenkit.glyphs import Look, width_of
from kiosk.screenkit.language import Text

PAGE_S = 6.0
"""How long one page of notices stands."""


class NoticeBand(Horizontal):
    """Notices in pages, no moving text: a page is painted once and read at leisure."""

    notices: reactive[tuple[Text, ...]] = reactive((), repaint=False)
    banner: reactive[Text | None] = reactive(None, repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage, page_s: float = PAGE_S) -> None:
        super().__init__()
        self._sizes, self._language, self._page_s = sizes, language, page_s
        self._line = text_line(sizes.notice_text, sizes.dots, classes="notice", align="center")
        self._pages: tuple[str, ...] = ()
        self._at = 0
        self.styles.height = sizes.notice

    def compose(self) -> ComposeResult:
        yield self._line

    def on_mount(self) -> None:
        """Begin to turn the pages."""
        self.set_interval(self._page_s, self._turn)

    def on_resize(self) -> None:
        """Cut the pages to the width."""
        self._cut()

    def watch_notices(self) -> None:
        """Begin again with the first."""
        self._cut()

    def watch_banner(self, banner: Text | None) -> None:
        """Show what is wrong instead of the notices."""
        self.set_class(banner is not None, "-alarm")
        self._cut()

    def _cut(self) -> None:
        texts = (self.banner,) if self.banner else self.notices
        lines = [line for text in texts for line in (self._language.first(text), self._language.second(text))]
        self._pages, self._at = notice_pages(lines, self._fits), 0
        self._show()

    def _fits(self, text: str) -> bool:
        look = Look(rows=self._sizes.notice_text, mode=self._sizes.dots)
        columns = self._line.size.width or self.app.size.width
        return (width_of(text, look) if self._sizes.notice_text > 1 else 2 * len(text)) <= columns

    def _turn(self) -> None:
        if len(self._pages) > 1:
            self._at = (self._at + 1) % len(self._pages)
            self._show()

    def _show(self) -> None:
        self._line.text = self._pages[self._at] if self._pages else ""
