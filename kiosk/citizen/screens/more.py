"""MoreScreen: in large type, everything that has no room on the first screen."""

from kiosk.citizen.messages import Place, PlaceChosen
from kiosk.citizen.screens.tiles_screen import TilesScreen
from kiosk.citizen.texts import APPOINTMENT, ASK_MORE, DEPARTMENTS, HELP, HOME, SEARCH, TICKET_BACK
from kiosk.citizen.widgets.foot import FootKey
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile

_NEEDS_SERVER = frozenset({Place.APPOINTMENT, Place.TICKET})


class MoreScreen(TilesScreen):
    """One large tile for each place."""

    GRID = (3, 2)
    GRID_LARGE = (2, 3)

    def question(self) -> Text:
        return ASK_MORE

    def tiles(self) -> tuple[Tile, ...]:
        places = (
            (Place.APPOINTMENT, APPOINTMENT),
            (Place.TICKET, TICKET_BACK),
            (Place.DEPARTMENTS, DEPARTMENTS),
            (Place.SEARCH, SEARCH),
            (Place.HELP, HELP),
        )
        is_open = self.state.view.is_open
        return tuple(
            Tile(place.value, self.say(text), is_enabled=is_open or place not in _NEEDS_SERVER)
            for place, text in places
        )

    def turns(self) -> tuple[FootKey, ...]:
        """Everything is on one page."""
        return (FootKey(Place.HOME, HOME),)

    def chosen(self, key: str) -> None:
        self.post_message(PlaceChosen(Place(key)))
