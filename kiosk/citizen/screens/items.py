"""ItemsScreen: the items of one queue or of one department."""

import msgspec
from textual.content import Content

from kiosk.citizen.messages import ItemChosen, Place
from kiosk.citizen.screens.tiles_screen import TilesScreen
from kiosk.citizen.texts import ASK_ITEM, BACK, HOME, MINUTES, filled
from kiosk.citizen.view import Item
from kiosk.citizen.visit import KioskState
from kiosk.citizen.wait_words import for_item, wait_lines
from kiosk.citizen.widgets.foot import FootKey
from kiosk.screenkit.language import Reading, Text
from kiosk.screenkit.pages import Tile
from kiosk.screenkit.theme import PALETTE
from queue_server.clock import Clock


class ItemsScreen(TilesScreen):
    """``queue`` or ``department`` says whose items."""

    def __init__(
        self, state: KioskState, hall_clock: Clock, *, queue: str = "", department: str = ""
    ) -> None:
        super().__init__(state, hall_clock)
        self._queue, self._department = queue, department

    def items(self) -> tuple[Item, ...]:
        """Return the items to choose from."""
        view = self.state.view
        return view.items_of_queue(self._queue) if self._queue else view.items_of_department(self._department)

    def question(self) -> Text:
        view = self.state.view
        found = view.queue(self._queue) if self._queue else view.department(self._department)
        name = found.name if found else Text("")
        return Text(f"{name.zh}  {ASK_ITEM.zh}", f"{name.en}  {ASK_ITEM.en}")

    def tiles(self) -> tuple[Tile, ...]:
        return tuple(self._tile(item) for item in self.items())

    def _tile(self, item: Item) -> Tile:
        tile = item_tile(item, self.reading)
        view = self.state.view
        queue, expected = view.queue(item.queue), view.expected(item, self.state.visit.klass)
        if self.reading.is_large or queue is None or expected is None:
            return tile
        said = (self.say(line) for line in wait_lines(for_item(queue, expected), expected))
        wait = Content("\n" + "  ".join(said)).stylize(PALETTE["hall-gold"])
        return msgspec.structs.replace(tile, sub_label=_content(tile.sub_label) + wait)

    def chosen(self, key: str) -> None:
        self.post_message(ItemChosen(key))

    def foot(self) -> tuple[FootKey, ...]:
        back = FootKey(Place.BACK, BACK)
        home = () if self.reading.is_large else (FootKey(Place.HOME, HOME),)
        return (back, *home, *self.turns())


def item_tile(item: Item, reading: Reading) -> Tile:
    """Return the tile of one item: its name in both languages, and how long it takes."""
    label = item.name.in_(reading.language)
    if reading.is_large:
        return Tile(item.code, label)
    minutes = Content(filled(MINUTES, n=item.minutes).in_(reading.language)).stylize(PALETTE["hall-ink-dim"])
    beside = item.name.beside(reading.language)
    return Tile(item.code, label, Content(f"{beside}\n" if beside else "") + minutes)


def _content(text: str | Content) -> Content:
    return text if isinstance(text, Content) else Content(text)
