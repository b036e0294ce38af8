"""The board's one screen: it holds the values of all parts and lays the parts out for the size it has."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.reactive import reactive
from textual.screen import Screen

from hall_display.board.layout import Layout, dots_for, layout_for
from hall_display.board.view import BoardLanguage, CardView, HeadView, HeroView, RowView, window_text
from hall_display.board.widgets.head_band import HeadBand
from hall_display.board.widgets.hero_panel import FLASHES, HeroPanel
from hall_display.board.widgets.notice_band import NoticeBand
from hall_display.board.widgets.recent_panel import RecentPanel
from hall_display.board.widgets.waiting_band import WaitingBand
from kiosk.screenkit.big_text import warm
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.glyphs import Weight
from kiosk.screenkit.language import Text


class BoardScreen(Screen[None]):
    """Values come down from the app; only parts whose value changed are painted."""

    sizes: reactive[Layout | None] = reactive(None, recompose=True)
    head: reactive[HeadView] = reactive(HeadView(), repaint=False)
    hero: reactive[HeroView] = reactive(HeroView(), repaint=False)
    rows: reactive[tuple[RowView, ...]] = reactive((), repaint=False)
    cards: reactive[tuple[CardView, ...]] = reactive((), repaint=False)
    notices: reactive[tuple[Text, ...]] = reactive((), repaint=False)
    banner: reactive[Text | None] = reactive(None, repaint=False)

    def __init__(self, language: BoardLanguage, dots: DotMode | None = None, flashes: int = FLASHES) -> None:
        super().__init__()
        self._language, self._dots, self._flashes = language, dots, flashes

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size; nothing happens where it asks for the same sizes."""
        columns, rows = event.size
        has_second = self._language is BoardLanguage.BOTH
        sizes = layout_for(columns, rows, dots_for(columns, rows, self._dots), has_second=has_second)
        warm_letters(sizes, self._language)
        self.sizes = sizes

    def compose(self) -> ComposeResult:
        sizes = self.sizes
        if sizes is None:
            return
        self.set_class(sizes.is_roomy, "-roomy")
        self.set_class(sizes.is_wall, "-wall")
        yield HeadBand(sizes, self._language).data_bind(head=BoardScreen.head)
        with Horizontal(id="middle"):
            yield HeroPanel(sizes, self._language, self._flashes).data_bind(hero=BoardScreen.hero)
            yield RecentPanel(sizes, self._language).data_bind(rows=BoardScreen.rows)
        yield WaitingBand(sizes, self._language).data_bind(cards=BoardScreen.cards)
        yield NoticeBand(sizes, self._language).data_bind(
            notices=BoardScreen.notices, banner=BoardScreen.banner
        )


def warm_letters(sizes: Layout, language: BoardLanguage) -> None:
    """Open the fonts in every size of the calls, so that the first call is drawn as quickly as the next.

    A font in a new size takes 20 to 60 ms, a call drawn with it takes 5.
    """
    hero = HeroView("A0", "0")
    for rows, text, weight in (
        (sizes.number, hero.number, Weight.BOLD),
        (sizes.window, language.first(hero.go), Weight.BOLD),
        (sizes.second, language.second(hero.go_fully), Weight.REGULAR),
        (sizes.row, hero.number, Weight.BOLD),
        (sizes.row, language.first(window_text(hero.window)), Weight.BOLD),
        (sizes.card_count, "0", Weight.BOLD),
    ):
        if rows > 1:
            warm((text,), rows, weight, sizes.dots)
