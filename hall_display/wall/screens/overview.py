"""The overview: everything at one look; when nothing asks for anybody, one large quiet word."""

from textual.app import ComposeResult
from textual.containers import Center, Container, Horizontal, Vertical

from hall_display.wall import words
from hall_display.wall.parts import CardColumn, Overview
from hall_display.wall.screens.wall_screen import WallScreen
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Span, Tone, row
from hall_display.wall.view import CARDS_SHOWN, overview
from hall_display.wall.widgets.curve_chart import CurveChart
from hall_display.wall.widgets.figure_tile import FigureTile
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from hall_display.wall.widgets.rating_tile import RatingTile
from hall_display.wall.widgets.window_map import WindowMap
from kiosk.screenkit.big_text import BigText

FIGURES = ("waiting", "longest", "mean", "within")
CALM_FIGURES = ("waiting", "mean", "within", "rating", "windows_open")
OPENS = {"rating": "ratings", "windows_open": "windows"}
WORD_ROWS, NEWS_ROWS = 9, 6


class OverviewScreen(WallScreen):
    """The screen everything begins at and an idle wall returns to."""

    def __init__(self) -> None:
        super().__init__(has_back=False)

    def compose_body(self) -> ComposeResult:
        yield Lines(id="forecasts", top=0)
        with Container(id="unknown"):
            yield BigText("", NEWS_ROWS, id="news", align="center")
            yield Lines(id="news-more", top=0, is_centred=True)
        with Vertical(id="calm"):
            yield BigText("", WORD_ROWS, id="well", align="center")
            with Center():
                yield Lines(id="well-more", top=0, is_centred=True)
            with Horizontal(id="calm-figures"):
                for name in CALM_FIGURES:
                    yield FigureTile(OPENS.get(name, "queues"), classes=f"{name} -calm")
            yield CurveChart("queues", classes="calm-curve")
        with Vertical(id="busy"):
            yield from self._compose_top()
            with Horizontal(id="bottom"):
                yield from self._compose_left()
                with Vertical(id="cards"):
                    yield Lines("cards", id="cards-caption")
                    for at in range(CARDS_SHOWN):
                        yield PlateButton(id=f"card-{at}")

    def _compose_top(self) -> ComposeResult:
        with Horizontal(id="figures"):
            for name in FIGURES:
                yield FigureTile("queues", classes=name)
            yield RatingTile("ratings")

    def _compose_left(self) -> ComposeResult:
        with Vertical(id="left"):
            with Horizontal(id="flow"):
                yield CurveChart("queues")
                yield Lines("queues", id="queues", gap=1)
            with Horizontal(id="people"):
                yield WindowMap()
                with Vertical(id="side"):
                    yield Lines("attendance", id="attendance")
                    yield Lines("devices", id="devices")
                    yield Lines("tasks", id="tasks")

    def show_body(self, sight: Sight) -> None:
        seen = overview(sight)
        self.set_class(not seen.is_known, "-unknown")
        self.set_class(seen.is_calm, "-calm")
        self.query_one("#forecasts", Lines).rows = (seen.accuracy,)
        if not seen.is_known:
            self._show_unknown(sight)
        elif seen.is_calm:
            self._show_calm(sight, seen)
        else:
            self._show_busy(seen)

    def _show_unknown(self, sight: Sight) -> None:
        self.query_one("#news", BigText).text = sight.say(words.CONNECTING)
        self.query_one("#news-more", Lines).rows = (row(Span(sight.say(words.NOTHING_YET), Tone.DIM)),)

    def _show_calm(self, sight: Sight, seen: Overview) -> None:
        self.query_one("#well", BigText).text = sight.say(words.ALL_WELL)
        self.query_one("#well-more", Lines).rows = (seen.well,)
        for name in CALM_FIGURES:
            self.query_one(f"#calm-figures .{name}", FigureTile).figure = getattr(seen, name)
        self.query_one(".calm-curve", CurveChart).curves = seen.curves

    def _show_busy(self, seen: Overview) -> None:
        for name in FIGURES:
            self.query_one(f"#figures .{name}", FigureTile).figure = getattr(seen, name)
        self.query_one(RatingTile).stars = seen.stars
        self.query_one("#flow CurveChart", CurveChart).curves = seen.curves
        self.query_one(WindowMap).grid = seen.windows
        for name in ("queues", "attendance", "devices", "tasks"):
            self.query_one(f"#{name}", Lines).rows = getattr(seen, name).rows
        self._show_cards(seen.cards)

    def _show_cards(self, cards: CardColumn) -> None:
        self.query_one("#cards-caption", Lines).rows = (cards.caption,)
        for at in range(CARDS_SHOWN):
            plate = cards.plates[at] if at < len(cards.plates) else None
            self.query_one(f"#card-{at}", PlateButton).plate = plate
