"""The newest call, as large as the screen allows. It flashes when a call takes this place."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.timer import Timer

from hall_display.board.layout import Layout
from hall_display.board.view import BoardLanguage, HeroView
from hall_display.board.widgets.text_line import text_line
from kiosk.screenkit.glyphs import Weight

FLASH_S = 0.35
"""Half a flash: 1.4 in a second, well below what could harm anybody (3 in a second)."""
FLASHES = 3


class HeroPanel(Vertical):
    """Number, window, and the same in the second language."""

    hero: reactive[HeroView] = reactive(HeroView(), repaint=False)

    def __init__(self, sizes: Layout, language: BoardLanguage, flashes: int = FLASHES) -> None:
        super().__init__()
        self._language, self._flashes = language, flashes
        self._halves = 0
        self._timer: Timer | None = None
        dots = sizes.dots
        self._caption = text_line(sizes.caption, dots, classes="hero-caption")
        self._beside = text_line(sizes.caption, dots, classes="hero-beside", weight=Weight.REGULAR)
        self._area = text_line(sizes.caption, dots, classes="hero-area", align="right")
        self._number = text_line(sizes.number, dots, classes="hero-number", align="center", tracking_em=0.06)
        self._window = text_line(sizes.window, dots, classes="hero-window", align="center")
        self._second = text_line(
            sizes.second, dots, classes="hero-second", align="center", weight=Weight.REGULAR
        )
        self._has_second = sizes.second > 0
        self.styles.width = sizes.hero_columns

    def compose(self) -> ComposeResult:
        with Horizontal(classes="hero-head"):
            yield self._caption
            yield self._beside
            yield self._area
        with Vertical(classes="hero-body"):
            yield self._number
            yield self._window
            if self._has_second:
                yield self._second

    def watch_hero(self, before: HeroView, hero: HeroView) -> None:
        """Show the call, and flash when it is a call anew."""
        first, second = self._language.first, self._language.second
        self._caption.text = first(hero.caption) if hero.number else ""
        self._beside.text = second(hero.caption) if hero.number else ""
        self._area.text = first(hero.area)
        self._number.text = hero.number
        self._number.display = bool(hero.number)
        self._window.text = first(hero.go)
        self._second.text = second(hero.go_fully)
        self.set_class(not hero.number, "-empty")
        if hero.number and hero.flashes > before.flashes and before.flashes >= 0:
            self._flash()

    def _flash(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._halves = 2 * self._flashes
        if self._halves:
            self._timer = self.set_interval(FLASH_S, self._toggle, repeat=self._halves)

    def _toggle(self) -> None:
        self._halves -= 1
        self.set_class(self._halves % 2 == 1, "-flash")
