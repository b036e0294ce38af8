"""RatingTile: the mean of the day's ratings, and the five levels as bars; silence stands apart."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.strip import Strip

from hall_display.wall.parts import Stars
from hall_display.wall.spans import Span, Tone
from hall_display.wall.widgets.lines import Lines, Painted
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.theme import PALETTE

BAR = "▆"
BAD = 2
"""The last so many levels ask for attention when anybody pressed them."""


class LevelBars(Painted):
    """Five lines: name, bar, count."""

    levels: reactive[tuple[tuple[str, int], ...]] = reactive(())

    def render_line(self, y: int) -> Strip:
        if y >= len(self.levels):
            return self.blank()
        name, count = self.levels[y]
        wide = max(cell_len(name) for name, _ in self.levels)
        most = max(count for _, count in self.levels)
        is_bad = y >= len(self.levels) - BAD
        room = max(1, self.size.width - wide - 6)
        length = -(-count * room // most) if most else 0
        bar = PALETTE[Tone.AMBER] if is_bad else "#3f77b8"
        tone = Tone.LINE if not count else Tone.AMBER if is_bad else Tone.INK
        return self.line(
            (
                Span(name + " " * (wide - cell_len(name) + 1), Tone.DIM),
                Span(BAR * length, ink=bar),
                Span(" " * (room - length)),
                Span(f"{count:>5}", tone),
            ),
            padding=0,
        )


class RatingTile(Vertical):
    """``stars`` come down; a touch opens ``opens``."""

    stars: reactive[Stars] = reactive(Stars(), repaint=False)

    def __init__(self, opens: str, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._opens = opens

    def compose(self) -> ComposeResult:
        yield Lines(self._opens, classes="tile-caption")
        with Horizontal(classes="rating-middle"):
            yield BigText("", 4, classes="rating-mean")
            yield LevelBars(classes="rating-levels")

    def on_mount(self) -> None:
        self._show(self.stars)

    def watch_stars(self, stars: Stars) -> None:
        if self.is_mounted:
            self._show(stars)

    def _show(self, stars: Stars) -> None:
        self.query_one(".tile-caption", Lines).rows = (stars.caption,)
        self.query_one(BigText).text = stars.mean
        self.query_one(LevelBars).levels = stars.levels

    def on_click(self) -> None:
        self.post_message(Lines.Opened(self._opens))
