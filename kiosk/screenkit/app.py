"""HallApp: what every app on a screen of the hall has in common. No screen of its own, no link, no business."""

from typing import ClassVar

from textual.app import App

from kiosk.screenkit.theme import PALETTE, SCREENKIT_TCSS
from kiosk.screenkit.touch import TapGate
from queue_server.clock import Clock, SystemClock


class HallApp(App[None]):
    """Theme, tap gate and clock. Subclasses set ``CSS_PATH = [SCREENKIT_TCSS, "own.tcss"]``."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__()
        self.clock = clock or SystemClock()
        self.tap_gate = TapGate(self.clock)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every style sheet the names of the palette."""
        return dict(PALETTE)

    async def action_quit(self) -> None:
        """End at a keyboard's wish, but never at a citizen's: a browser's keys do not quit."""
        if not self.is_web:
            await super().action_quit()
