"""HallHeader: the hall's name, the time, and one touch to the other language or to large type."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.screenkit.language import Reading, Text, other_language
from kiosk.screenkit.touch_button import TouchButton
from queue_server.clock import Clock
from queue_server.vocabulary import Language

CHINA = timezone(timedelta(hours=8), "CST")
"""The whole country has one time."""
CLOCK_S = 1.0
_SWITCH = {Language.CHINESE: "English", Language.ENGLISH: "中文"}
_LARGE = Text("大字", "Large type")
_NORMAL = Text("标准字", "Normal type")


def clock_words(at_ms: int, zone: tzinfo = CHINA) -> str:
    """Return ``11-24 09:05``."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone).strftime("%m-%d %H:%M")


class HallHeader(Horizontal):
    """Three rows. ``hall`` and ``reading`` come down from the app; a touch goes up as ``ReadingChosen``."""

    hall: reactive[Text] = reactive(Text(""))
    reading: reactive[Reading] = reactive(Reading())

    class ReadingChosen(Message):
        """A person chose another language or type size: ``reading``."""

        def __init__(self, reading: Reading) -> None:
            super().__init__()
            self.reading = reading

    def __init__(
        self,
        hall: Text,
        clock: Clock,
        *,
        offers_large: bool = False,
        offers_language: bool = True,
        zone: tzinfo = CHINA,
        id: str | None = None,  # noqa: A002 - the name Textual gives it
    ) -> None:
        super().__init__(id=id)
        self._clock, self._zone = clock, zone
        self._offers_large, self._offers_language = offers_large, offers_language
        self.set_reactive(HallHeader.hall, hall)

    def compose(self) -> ComposeResult:
        yield Static(self._title(), classes="hall-name")
        yield Static(clock_words(self._clock.now_ms(), self._zone), classes="hall-clock")
        if self._offers_large:
            yield TouchButton(self._large_label(), id="large")
        if self._offers_language:
            yield TouchButton(_SWITCH[self.reading.language], id="language")

    def on_mount(self) -> None:
        self.set_interval(CLOCK_S, self._tick)

    def watch_hall(self) -> None:
        self._renew()

    def watch_reading(self) -> None:
        self._renew()

    @on(TouchButton.Pressed, "#language")
    def _switch_language(self, event: TouchButton.Pressed) -> None:
        event.stop()
        reading = self.reading
        self.post_message(self.ReadingChosen(Reading(other_language(reading.language), reading.is_large)))

    @on(TouchButton.Pressed, "#large")
    def _switch_size(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.ReadingChosen(Reading(self.reading.language, not self.reading.is_large)))

    def _title(self) -> Content:
        language = self.reading.language
        lead = Content(self.hall.in_(language)).stylize("bold")
        beside = self.hall.beside(language)
        return lead + Content(f"  {beside}") if beside else lead

    def _large_label(self) -> str:
        return (_NORMAL if self.reading.is_large else _LARGE).in_(self.reading.language)

    def _renew(self) -> None:
        if not self.is_mounted:
            return
        self.query_one(".hall-name", Static).update(self._title())
        if self._offers_large:
            self.query_one("#large", TouchButton).label = self._large_label()
        if self._offers_language:
            self.query_one("#language", TouchButton).label = _SWITCH[self.reading.language]

    def _tick(self) -> None:
        clock = self.query_one(".hall-clock", Static)
        words = clock_words(self._clock.now_ms(), self._zone)
        if words != str(clock.content):
            clock.update(words)
