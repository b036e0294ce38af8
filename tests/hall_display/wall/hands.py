"""A hand at a wall before a hall in memory: it waits, touches and reads. For the tests of the wall."""

from typing import TypeVar

from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from hall_display.wall.app import WallApp, WallOptions
from hall_display.wall.trial import SCENES
from hall_display.wall.trial_hall import AT_MS
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import Language
from tests.finger import tap, until_shown

SIZE = (160, 45)
Kind = TypeVar("Kind", bound=Screen[None])


class Wall:
    """A wall before one of the scenes; ``clock`` is both the hall's and the machine's."""

    def __init__(
        self, scene: str = "busy", language: Language = Language.CHINESE, idle_s: float = 90
    ) -> None:
        self.clock = ManualClock(AT_MS)
        self.link = MemoryLink(SCENES[scene](AT_MS), self.clock)
        self.app = WallApp(self.link, WallOptions(language, idle_s), clock=self.clock)


async def on_screen(pilot: Pilot[None], kind: type[Kind]) -> Kind:
    """Wait for a screen of this kind to stand on top and be laid out."""
    await until_shown(pilot, lambda: isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted)
    screen = pilot.app.screen
    assert isinstance(screen, kind)
    return screen


def text_on(widget: Widget) -> str:
    """Return what a widget paints, as a person reads it."""
    return "\n".join(widget.render_line(y).text for y in range(widget.size.height))


def lines(app: WallApp, name: str) -> str:
    return text_on(app.screen.query_one(f"#{name}", Lines))


def plates(app: WallApp) -> list[PlateButton]:
    """Return the plates that show something."""
    return [one for one in app.screen.query(PlateButton) if one.plate is not None]


async def touch(pilot: Pilot[None], wall: Wall, selector: str) -> None:
    """Touch a place, longer after the last touch than a double tap lasts."""
    wall.clock.advance_ms(1_000)
    assert await tap(pilot, selector)
