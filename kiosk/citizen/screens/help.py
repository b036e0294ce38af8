"""HelpScreen: the whole way through the hall in six lines."""

from collections.abc import Iterable

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen import texts
from kiosk.citizen.messages import Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.widgets.foot import FootKey
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE


class HelpScreen(CitizenScreen):
    """The hall's notices stand below its lines, where there is room."""

    def question(self) -> Text:
        return texts.HELP

    def aside(self) -> str:
        notices = self.state.view.notices
        return self.say(notices[0]) if notices else ""

    def body(self) -> Iterable[Widget]:
        if self.reading.is_large:
            lines: list[Widget] = [BigText(self.say(line), 4) for line in texts.HELP_SHORT]
        else:
            lines = [Static(self._line(line)) for line in texts.HELP_LINES]
        return (Vertical(*lines, id="help"),)

    def foot(self) -> tuple[FootKey, ...]:
        return (FootKey(Place.BACK, texts.BACK), FootKey(Place.HOME, texts.HOME))

    def _line(self, line: Text) -> Content:
        lead = Content(self.say(line)).stylize(f"bold {PALETTE['hall-ink']}")
        beside = Content(f"\n    {line.beside(self.reading.language)}").stylize(PALETTE["hall-ink-dim"])
        return lead + beside
