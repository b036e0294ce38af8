"""FigureTile: one large figure with its name above and a line below."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from hall_display.wall.parts import Figure
from hall_display.wall.widgets.lines import Lines
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.theme import PALETTE


class FigureTile(Vertical):
    """``figure`` comes down; a touch on any part of it opens ``opens``."""

    figure: reactive[Figure] = reactive(Figure(), repaint=False)

    def __init__(self, opens: str, rows: int = 4, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._opens, self._rows = opens, rows

    def compose(self) -> ComposeResult:
        yield Lines(self._opens, classes="tile-caption")
        with Horizontal(classes="tile-middle"):
            yield BigText("", self._rows, classes="tile-figure")
            yield Static("", classes="tile-unit", markup=False)
        yield Lines(self._opens, top=0, classes="tile-foot")

    def on_mount(self) -> None:
        self._show(self.figure)

    def watch_figure(self, figure: Figure) -> None:
        if self.is_mounted:
            self._show(figure)

    def _show(self, figure: Figure) -> None:
        self.query_one(".tile-caption", Lines).rows = (figure.caption,)
        self.query_one(".tile-foot", Lines).rows = (figure.foot,)
        big = self.query_one(BigText)
        big.text, big.ink = figure.figure, PALETTE[figure.tone]
        unit = self.query_one(".tile-unit", Static)
        if str(unit.content) != figure.unit:
            unit.update(figure.unit)

    def on_click(self) -> None:
        self.post_message(Lines.Opened(self._opens))
