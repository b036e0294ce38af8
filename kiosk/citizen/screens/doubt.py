"""DoubtScreen: the warning before a number that may not be served today. Two buttons, and what else to do."""

from collections.abc import Iterable

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen import texts
from kiosk.citizen.doubt import Doubt
from kiosk.citizen.messages import NumberWanted, Place, PlaceChosen
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.clock import Clock

ADVICE_ROOMY_MAX = 2
"""With more advice there is no empty line above."""
ADVICE_LARGE_MAX = 2
"""So many pieces of advice have room in large type; the surest come first."""


class DoubtScreen(CitizenScreen):
    """``doubt`` is what is said; the citizen may take the number all the same."""

    def __init__(self, state: KioskState, hall_clock: Clock, doubt: Doubt) -> None:
        super().__init__(state, hall_clock)
        self.doubt = doubt

    def body(self) -> Iterable[Widget]:
        is_large = self.reading.is_large
        title = BigText(self.say(texts.DOUBTFUL), 5 if is_large else 4, align="center", id="doubt-title")
        lines = self._large_lines() if is_large else self._lines()
        panel = Vertical(title, *lines, id="doubt")
        panel.set_class(is_large, "-large")
        panel.set_class(len(self.doubt.advice) <= ADVICE_ROOMY_MAX, "-roomy")
        yield panel
        yield Horizontal(
            self._button(texts.BACK, Kind.QUIET, "doubt-back"),
            self._button(texts.TAKE_ALL_THE_SAME, Kind.PRIORITY, "doubt-take"),
            id="doubt-acts",
        )

    def show(self) -> None:
        self.query_one("#doubt-take", TouchButton).disabled = not self.state.view.is_open

    @on(TouchButton.Pressed, "#doubt-take")
    def _take(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(NumberWanted(self.doubt.item, is_warned=True))

    @on(TouchButton.Pressed, "#doubt-back")
    def _go_back(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(PlaceChosen(Place.BACK))

    def _lines(self) -> Iterable[Widget]:
        beside = texts.DOUBTFUL.beside(self.reading.language)
        yield Static(beside, classes="notice-beside")
        yield Static(self._both(self.doubt.facts), classes="doubt-facts")
        if self.doubt.advice:
            yield Static(self.say(texts.ADVICE), classes="doubt-head")
            yield Static(self._both(self.doubt.advice), classes="doubt-advice")

    def _both(self, lines: tuple[Text, ...]) -> Content:
        """Return each line with the other language below it."""
        language = self.reading.language
        shown = []
        for line in lines:
            lead = Content(line.in_(language)).stylize(f"bold {PALETTE['hall-ink']}")
            shown += [lead, Content(line.beside(language)).stylize(PALETTE["hall-ink-dim"])]
        return Content("\n").join(shown)

    def _large_lines(self) -> Iterable[Widget]:
        wait = BigText(self.say(self.doubt.facts[0]), 3, align="center", classes="doubt-facts")
        advice = self.doubt.advice[:ADVICE_LARGE_MAX]
        return (
            wait,
            *(BigText(self.say(line), 3, align="center", classes="doubt-advice") for line in advice),
        )

    def _button(self, text: Text, kind: Kind, id_: str) -> TouchButton:
        beside = "" if self.reading.is_large else text.beside(self.reading.language)
        rows = 4 if self.reading.is_large else 3
        return LargeTile(self.say(text), beside, rows=rows, sub_rows=1, kind=kind, id=id_)
