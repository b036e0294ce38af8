"""How many people wait in each queue. More queues than fit are shown page after page."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from hall_display.board.layout import Layout
from hall_display.board.view import WAITING, BoardLanguage, CardView, lines_needed, two_lines
from hall_display.board.widgets.text_line import TextLine, text_line
from kiosk.screenkit.glyphs import Weight

PAGE_S = 8.0
"""How long one page of queues stands."""
UNKNOWN = "–"
"""The count while nobody can know it."""
COUNT_WIDTH = 3.4
"""Columns kept for the count, for each of its rows: two digits in full, three narrowed. A width that followed
the text would lay the whole screen out anew at every change, at five times the cost."""


class QueueCard(Vertical):
    """One queue: letter, name, people waiting."""

    card: reactive[CardView | None] = reactive(None, repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage) -> None:
        super().__init__()
        self._sizes, self._language = sizes, language
        self._is_english_wall = sizes.is_wall and language is BoardLanguage.ENGLISH
        self._title = text_line(sizes.card_name, sizes.dots, classes="card-name")
        self._seconds = tuple(self._second_line() for _ in range(2 if sizes.is_wall else 1))
        self._count = text_line(sizes.card_count, sizes.dots, classes="card-count", align="right")
        self._count.styles.width = max(4, round(COUNT_WIDTH * sizes.card_count))

    def _second_line(self) -> TextLine:
        sizes = self._sizes
        if self._is_english_wall:
            return text_line(sizes.card_name, sizes.dots, classes="card-name")
        return text_line(sizes.card_second, sizes.dots, classes="card-second", weight=Weight.REGULAR)

    def compose(self) -> ComposeResult:
        """The count stands below the name on a wall, and beside it in a terminal."""
        if self._sizes.is_wall:
            yield self._title
        with Horizontal(classes="card-lower"):
            with Vertical(classes="card-words"):
                if not self._sizes.is_wall:
                    yield self._title
                yield from self._shown_seconds()
            yield self._count

    def _shown_seconds(self) -> tuple[TextLine, ...]:
        if self._is_english_wall:
            return self._seconds[:1]
        return self._seconds if self._sizes.card_second else ()

    def watch_card(self, card: CardView | None) -> None:
        """Show the queue, or an empty place."""
        self.visible = card is not None
        if card is None:
            return
        self._title.text, *seconds = self._texts(card)
        for line, text in zip(self._seconds, seconds, strict=True):
            line.text = text
        self._count.text = UNKNOWN if card.waiting is None else str(card.waiting)
        self.set_class(card.waiting is None, "-unknown")
        self.set_class(card.is_alarmed, "-alarmed")
        self.set_class(not card.is_open, "-unserved")

    def on_resize(self) -> None:
        """Show the second language only where it has room beside the first."""
        self.watch_card(self.card)

    def _texts(self, card: CardView) -> tuple[str, ...]:
        """Return the text of the name's line and those of the second lines."""
        first, second = self._language.first(card.name), self._language.second(card.name)
        if self._is_english_wall:
            above, below = two_lines(first)
            return f"{card.code} {above}", below, ""
        name = f"{card.code} {first}"
        if self._sizes.is_wall:
            return name, *two_lines(second)
        columns = self._title.size.width
        taken = lines_needed(name, columns) + lines_needed(second, columns)
        return name, second if taken <= self.size.height else ""


class WaitingBand(Horizontal):
    """One page of queues, changing every ``page_s`` seconds where there are more."""

    cards: reactive[tuple[CardView, ...]] = reactive((), repaint=False)
    page: reactive[int] = reactive(0, repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage, page_s: float = PAGE_S) -> None:
        super().__init__()
        self._sizes, self._language, self._page_s = sizes, language, page_s
        self._places = tuple(QueueCard(sizes, language) for _ in range(sizes.cards))
        self._pages = text_line(sizes.label, sizes.dots, classes="waiting-pages")
        self.styles.height = sizes.card

    def compose(self) -> ComposeResult:
        with Vertical(classes="waiting-label"):
            yield self._label(self._sizes.card_name, self._language.first(WAITING), "waiting-first")
            if self._sizes.is_roomy:
                yield self._label(self._sizes.label, self._language.second(WAITING), "waiting-second")
            yield self._pages
        yield from self._places

    def _label(self, rows: int, text: str, classes: str) -> TextLine:
        return text_line(rows, self._sizes.dots, classes=classes, text=text)

    def on_mount(self) -> None:
        """Begin to turn the pages."""
        self.set_interval(self._page_s, self._turn)

    def _turn(self) -> None:
        self.page = (self.page + 1) % self._page_count()

    def _page_count(self) -> int:
        return max(1, -(-len(self.cards) // len(self._places)))

    def watch_cards(self) -> None:
        """Show the present page's queues anew; a page that no longer is gives way to the first."""
        self.page = self.page if self.page < self._page_count() else 0
        self._show()

    def watch_page(self) -> None:
        """Show another page."""
        self._show()

    def _show(self) -> None:
        start, pages = self.page * len(self._places), self._page_count()
        shown = self.cards[start : start + len(self._places)]
        for at, place in enumerate(self._places):
            place.card = shown[at] if at < len(shown) else None
        self._pages.text = f"{self.page + 1}/{pages}" if pages > 1 else ""
