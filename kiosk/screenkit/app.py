"""HallApp: what every app of the hall has in common. No screen of its own, no link, no business."""

from typing import ClassVar

from textual import events
from textual.app import App

from kiosk.screenkit.idle import IdleReached, IdleWatch
from kiosk.screenkit.theme import PALETTE, SCREENKIT_TCSS
from kiosk.screenkit.touch import TapGate
from queue_server.clock import Clock, SystemClock


class HallApp(App[None]):
    """Theme, tap gate, clock, idle. Subclasses: ``CSS_PATH = [SCREENKIT_TCSS, "own.tcss"]``."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS]
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False

    def __init__(self, clock: Clock | None = None, idle_ms: int = 0) -> None:
        """Make the app; with ``idle_ms`` it hears ``IdleReached`` when nobody touches it that long."""
        super().__init__()
        self.clock: Clock = clock or SystemClock()
        self.tap_gate = TapGate(self.clock)
        self.idle = IdleWatch(self.clock, idle_ms)
        self._idle_ms = idle_ms

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every style sheet the names of the palette."""
        return dict(PALETTE)

    async def action_quit(self) -> None:
        """End at a keyboard's wish, but never at a citizen's: a browser's keys do not quit."""
        if not self.is_web:
            await super().action_quit()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.MouseDown | events.Key):
            self.idle.touch()
        await super().on_event(event)

    def on_mount(self) -> None:
        if self._idle_ms:
            self.run_worker(self._say_idle(), name="idle", group="idle", exclusive=True)

    async def _say_idle(self) -> None:
        while True:
            await self.idle.wait()
            self.post_message(IdleReached())
            await self.idle.wait_for_touch()
