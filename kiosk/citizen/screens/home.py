"""HomeScreen: the queues with who waits, and the ways to everything else. It is never popped."""

from textual.content import Content

from kiosk.citizen.messages import Place, QueueChosen
from kiosk.citizen.screens.tiles_screen import TilesScreen
from kiosk.citizen.texts import (
    APPOINTMENT,
    ASK_QUEUE,
    DEPARTMENTS,
    HELP,
    MORE,
    NEXT,
    PRIORITY,
    PRIORITY_OFF,
    REASONS,
    SEARCH,
    TICKET_BACK,
)
from kiosk.citizen.view import QueueTile, Wait
from kiosk.citizen.wait_words import large_line, tile_lines
from kiosk.citizen.widgets.citizen_pages import CitizenPages
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile
from kiosk.screenkit.theme import PALETTE
from kiosk.screenkit.touch_button import Kind
from queue_server.vocabulary import Language

INKS = {
    Wait.NONE: PALETTE["hall-go-ink"],
    Wait.SOME: PALETTE["hall-gold"],
    Wait.LONG: PALETTE["hall-amber-ink"],
    Wait.CLOSED: PALETTE["hall-ink-dim"],
    Wait.UNKNOWN: PALETTE["hall-ink-dim"],
}
"""Wait -> the colour in which it is said."""
GRID_SIX = (3, 2)
GRID_NINE = (3, 3)
TILES_SIX = 6
LINES_MAX = 3
"""So many lines of a wait leave no room for an empty one above them."""
LINES_OF_NINE_MAX = 2
"""Where nine tiles stand on a page; a name may take two lines of the five there are."""


class HomeScreen(TilesScreen):
    """The first screen; with a priority reason it says so."""

    GRID_LARGE = (2, 2)
    GRID_LARGE_LETTERS = (1, 3)
    """Names in letters are three times as long as in Chinese: beside one another nobody could read them."""
    IS_FOOT_TALL = True

    def question(self) -> Text:
        return ASK_QUEUE

    def aside(self) -> str:
        reason = self.state.visit.reason
        marks = (f"{self.say(PRIORITY)}: {self.say(REASONS[reason])}",) if reason else ()
        return "   ".join((*marks, super().aside()))

    def grid(self) -> tuple[int, int]:
        if self.reading.is_large:
            return self.GRID_LARGE_LETTERS if self.is_sub_plain() else self.GRID_LARGE
        return GRID_SIX if len(self.state.view.queues) <= TILES_SIX else GRID_NINE

    def is_sub_plain(self) -> bool:
        return self.reading.language is Language.ENGLISH

    def tiles(self) -> tuple[Tile, ...]:
        return tuple(self._tile(queue) for queue in self.state.view.queues)

    def chosen(self, key: str) -> None:
        self.post_message(QueueChosen(key))

    def foot(self) -> tuple[FootKey, ...]:
        more = self._place()[1] > 1
        return self._keys() + ((FootKey(Turn.NEXT, NEXT),) if more else ())

    def on_foot_turned(self, event: Foot.Turned) -> None:
        """Turn to the next page, and from the last one to the first."""
        event.stop()
        page, pages = self._place()
        self.query_one(CitizenPages).page = (page + 1) % pages

    def _keys(self) -> tuple[FootKey, ...]:
        is_open = self.state.view.is_open
        if self.reading.is_large:
            return (self._priority(), FootKey(Place.MORE, MORE))
        return (
            FootKey(Place.APPOINTMENT, APPOINTMENT, is_enabled=is_open),
            self._priority(),
            FootKey(Place.TICKET, TICKET_BACK, is_enabled=is_open),
            FootKey(Place.DEPARTMENTS, DEPARTMENTS),
            FootKey(Place.SEARCH, SEARCH),
            FootKey(Place.HELP, HELP),
        )

    def _priority(self) -> FootKey:
        if self.state.visit.reason:
            return FootKey(Place.PRIORITY, PRIORITY_OFF, Kind.PRIORITY)
        return FootKey(Place.PRIORITY, PRIORITY, Kind.PRIORITY, is_enabled=self.state.view.is_open)

    def _tile(self, queue: QueueTile) -> Tile:
        is_open = self.state.view.is_open
        language = self.reading.language
        if self.reading.is_large:
            return Tile(
                queue.code, queue.name.in_(language), large_line(queue, queue.expected).in_(language), is_open
            )
        letter = Content(f"{queue.code}  ").stylize(PALETTE["hall-gold"] if is_open else "")
        is_roomy = self.grid() == GRID_SIX
        lines = tile_lines(queue, queue.expected, language)[: LINES_MAX if is_roomy else LINES_OF_NINE_MAX]
        gap = "\n\n" if is_roomy and len(lines) < LINES_MAX else "\n"
        beside = Content(f"{queue.name.beside(language)}{gap}")
        said = Content("\n".join((*lines, *self._padding(lines))))
        inked = said.stylize(INKS[queue.wait]) if is_open else said
        return Tile(queue.code, letter + Content(queue.name.in_(language)), beside + inked, is_open)

    def _padding(self, lines: tuple[str, ...]) -> tuple[str, ...]:
        """Make one line as high as two where others have two, so that all names stand in one row."""
        is_known = any(queue.expected for queue in self.state.view.queues)
        return ("",) if is_known and len(lines) == 1 else ()
