"""SearchScreen: items by pinyin initials, English letters or code, with what is found above the keys."""

from collections.abc import Iterable

from textual.widget import Widget

from kiosk.citizen import search, texts
from kiosk.citizen.messages import ItemChosen, Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.items import item_tile
from kiosk.citizen.view import Item
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.citizen_pages import CitizenPages
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.citizen.widgets.key_pad import KeyPad
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile, TilePages
from queue_server.clock import Clock

COLUMNS = 18


class SearchScreen(CitizenScreen):
    """Nothing typed finds everything: the first page is the catalogue's own."""

    def __init__(self, state: KioskState, hall_clock: Clock) -> None:
        super().__init__(state, hall_clock)
        self._typed = ""

    def question(self) -> Text:
        typed = f"{self._typed}_"
        return Text(typed, typed) if self._typed else texts.ASK_SEARCH

    def aside(self) -> str:
        if not self._typed:
            return self.say(texts.ASK_SEARCH_HINT)
        found = self._found()
        return self.say(texts.filled(texts.ITEMS, n=len(found)) if found else texts.NOTHING_FOUND)

    def body(self) -> Iterable[Widget]:
        is_large = self.reading.is_large
        columns, rows = (1, 1) if is_large else (3, 2)
        yield CitizenPages(self._tiles(), columns=columns, rows=rows, is_large=is_large)
        yield KeyPad(search.KEYS, COLUMNS)

    def foot(self) -> tuple[FootKey, ...]:
        page, pages = self._place()
        return (
            FootKey(Place.BACK, texts.BACK),
            FootKey(Turn.DELETE, texts.DELETE, is_enabled=bool(self._typed)),
            FootKey(Turn.PREVIOUS, texts.PREVIOUS, is_enabled=page > 0),
            FootKey(Turn.NEXT, texts.NEXT, is_enabled=page + 1 < pages),
        )

    def show(self) -> None:
        self.query_one(CitizenPages).tiles = self._tiles()

    def on_key_pad_typed(self, event: KeyPad.Typed) -> None:
        event.stop()
        if len(self._typed) < search.TYPED_MAX:
            self._type(self._typed + event.key)

    def on_foot_turned(self, event: Foot.Turned) -> None:
        event.stop()
        if event.turn is Turn.DELETE:
            self._type(self._typed[:-1])
        else:
            self.query_one(CitizenPages).turn(-1 if event.turn is Turn.PREVIOUS else 1)

    def on_tile_pages_chosen(self, event: TilePages.Chosen) -> None:
        event.stop()
        self.post_message(ItemChosen(event.key))

    def on_tile_pages_page_turned(self, event: TilePages.PageTurned) -> None:
        event.stop()
        self.ask_anew()

    def _type(self, typed: str) -> None:
        self._typed = typed
        pages = self.query_one(CitizenPages)
        pages.page = 0
        pages.tiles = self._tiles()
        self.ask_anew()

    def _found(self) -> tuple[Item, ...]:
        return search.found(self._typed, self.state.view.items)

    def _tiles(self) -> tuple[Tile, ...]:
        return tuple(self._tile(item) for item in self._found())

    def _tile(self, item: Item) -> Tile:
        tile = item_tile(item, self.reading)
        return Tile(tile.key, tile.label, item.name.beside(self.reading.language))

    def _place(self) -> tuple[int, int]:
        if found := self.query(CitizenPages):
            return found.first().page, found.first().pages
        return 0, 1
