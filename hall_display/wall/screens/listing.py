"""A list to look through page by page: windows, queues, cards, call-backs, attendance, devices, ratings."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Grid

from hall_display.wall import words
from hall_display.wall.places import LISTS
from hall_display.wall.plates import Listing
from hall_display.wall.screens.wall_screen import WallScreen
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, row
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit.pages import paginate

ROWS = 8
"""Plates below one another, of three lines each."""
COLUMNS = {"windows": 4}
"""How many stand side by side; elsewhere three."""


class ListScreen(WallScreen):
    """``at`` is the list."""

    BINDINGS: ClassVar = [
        Binding("down", "step(1, 0)", show=False),
        Binding("up", "step(-1, 0)", show=False),
        Binding("right", "step(0, 1)", show=False),
        Binding("left", "step(0, -1)", show=False),
    ]

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self._columns = COLUMNS.get(at, 3)

    def compose_body(self) -> ComposeResult:
        yield Lines(id="title")
        with Grid(id="plates") as grid:
            grid.styles.grid_size_columns = self._columns
            for at in range(self._columns * ROWS):
                yield PlateButton(id=f"plate-{at}")
        yield Lines(id="empty", top=0, is_centred=True)

    def show_body(self, sight: Sight) -> None:
        listing = LISTS[self.at](sight)
        shown = paginate(listing.plates, self._columns * ROWS)
        self.take_pages(len(shown))
        self.query_one("#title", Lines).rows = (self._title(sight, listing),)
        plates = shown[self.page]
        for at in range(self._columns * ROWS):
            self.query_one(f"#plate-{at}", PlateButton).plate = plates[at] if at < len(plates) else None
        self.set_class(not listing.plates, "-empty")
        self.query_one("#empty", Lines).rows = (row(Span(listing.empty, Tone.DIM)),)

    def _title(self, sight: Sight, listing: Listing) -> Row:
        page = sight.say(words.PAGE, page=self.page + 1, pages=self.pages) if self.pages > 1 else ""
        return row(
            Span(listing.title, Tone.INK, is_bold=True),
            Span(f"  {listing.beside}     ", Tone.LINE),
            *listing.figures.left,
            right=(Span(page, Tone.DIM),),
        )

    def action_step(self, down: int, right: int) -> None:
        """Move to the plate beside; the first arrow goes to the first plate."""
        plates = [one for one in self.query(PlateButton) if one.plate and one.plate.key]
        if not plates:
            return
        here = self.focused
        at = plates.index(here) + down * self._columns + right if here in plates else 0
        plates[max(0, min(at, len(plates) - 1))].focus()
