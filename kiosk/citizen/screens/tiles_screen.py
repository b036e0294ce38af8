"""TilesScreen: a screen that is a choice among tiles, page by page. The shape of five screens."""

from collections.abc import Iterable

from textual.widget import Widget

from kiosk.citizen.messages import Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.texts import BACK, NEXT, PAGE, PREVIOUS, filled
from kiosk.citizen.widgets.citizen_pages import CitizenPages
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.screenkit.pages import Tile, TilePages


class TilesScreen(CitizenScreen):
    """Subclasses give ``tiles``, the grid, and what a chosen key means."""

    GRID = (2, 3)
    """Columns and rows."""
    GRID_LARGE = (1, 3)
    ROWS_HIGH = 4
    """How high the labels of large tiles are."""

    def tiles(self) -> tuple[Tile, ...]:
        """Return what can be chosen."""
        return ()

    def chosen(self, key: str) -> None:
        """Tell the app what was chosen."""

    def grid(self) -> tuple[int, int]:
        """Return columns and rows as this citizen reads."""
        return self.GRID_LARGE if self.reading.is_large else self.GRID

    def frame(self) -> tuple[object, ...]:
        return (*super().frame(), self.grid())

    def is_sub_plain(self) -> bool:
        """Say whether what stands below a large label is a plain line, for which the label gives a row."""
        return False

    def body(self) -> Iterable[Widget]:
        columns, rows = self.grid()
        yield CitizenPages(
            self.tiles(),
            columns=columns,
            rows=rows,
            is_large=self.reading.is_large,
            rows_high=self.ROWS_HIGH - 1 if self.is_sub_plain() else self.ROWS_HIGH,
            is_sub_plain=self.is_sub_plain(),
        )

    def foot(self) -> tuple[FootKey, ...]:
        return (FootKey(Place.BACK, BACK), *self.turns())

    def turns(self) -> tuple[FootKey, ...]:
        """Return the buttons that turn pages, dark where there is nothing to turn."""
        page, pages = self._place()
        return (
            FootKey(Turn.PREVIOUS, PREVIOUS, is_enabled=page > 0),
            FootKey(Turn.NEXT, NEXT, is_enabled=page + 1 < pages),
        )

    def aside(self) -> str:
        page, pages = self._place()
        return self.say(filled(PAGE, page=page + 1, pages=pages)) if pages > 1 else ""

    def show(self) -> None:
        self.query_one(CitizenPages).tiles = self.tiles()

    def on_tile_pages_chosen(self, event: TilePages.Chosen) -> None:
        event.stop()
        self.chosen(event.key)

    def on_tile_pages_page_turned(self, event: TilePages.PageTurned) -> None:
        event.stop()
        self.ask_anew()

    def on_foot_turned(self, event: Foot.Turned) -> None:
        event.stop()
        self.query_one(CitizenPages).turn(-1 if event.turn is Turn.PREVIOUS else 1)

    def _place(self) -> tuple[int, int]:
        """Return the page shown and how many there are; before there are any, the first of them."""
        if found := self.query(CitizenPages):
            return found.first().page, found.first().pages
        columns, rows = self.grid()
        return 0, max(1, -(-len(self.tiles()) // (columns * rows)))
