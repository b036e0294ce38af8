"""PriorityScreen: who is served first, and why. The kiosk believes; the window sees the certificate."""

from kiosk.citizen.messages import Place, ReasonChosen
from kiosk.citizen.screens.tiles_screen import TilesScreen
from kiosk.citizen.texts import ASK_PRIORITY, HOME, PRIORITY_HINT, REASONS
from kiosk.citizen.widgets.foot import FootKey
from kiosk.screenkit.language import Text
from kiosk.screenkit.pages import Tile
from queue_server.vocabulary import PriorityReason


class PriorityScreen(TilesScreen):
    """One tile for each reason."""

    GRID = (3, 2)
    GRID_LARGE = (2, 3)

    def question(self) -> Text:
        return ASK_PRIORITY

    def aside(self) -> str:
        return self.say(PRIORITY_HINT)

    def tiles(self) -> tuple[Tile, ...]:
        language = self.reading.language
        beside = "" if self.reading.is_large else None
        return tuple(
            Tile(
                reason.value,
                text.in_(language),
                text.beside(language) if beside is None else beside,
                self.state.view.is_open,
            )
            for reason, text in REASONS.items()
        )

    def turns(self) -> tuple[FootKey, ...]:
        """Everything is on one page."""
        return (FootKey(Place.HOME, HOME),)

    def chosen(self, key: str) -> None:
        self.post_message(ReasonChosen(PriorityReason(key)))
