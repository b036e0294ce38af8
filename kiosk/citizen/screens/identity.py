"""IdentityScreen: the identity number from a card or typed by finger, masked as it grows. It leaves with the
screen. This is the one screen that asks for a card.
"""

from collections.abc import Iterable

from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen import identity, texts
from kiosk.citizen.messages import IdentityTyped, Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.visit import CardReader, KioskState
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.citizen.widgets.key_pad import KeyPad
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.glyphs import Line
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind
from queue_server.clock import Clock

COLUMNS = 6


class IdentityScreen(CitizenScreen):
    """A wrong number is told here and never sent."""

    is_card_unread: reactive[bool] = reactive(False)
    """Whether a card was put on and must be put on again. The app says so; a key takes it back."""

    def __init__(self, state: KioskState, hall_clock: Clock) -> None:
        super().__init__(state, hall_clock)
        self._typed = ""

    def question(self) -> Text:
        return texts.ASK_CARD if self.state.card_reader is CardReader.READY else texts.ASK_IDENTITY

    def body(self) -> Iterable[Widget]:
        classes = "typed -large" if self.reading.is_large else "typed"
        yield BigText(self._shown(), 4, line=Line.FULL, align="center", classes=classes)
        yield Static(self._note(), classes="typed-note")
        yield KeyPad(identity.KEYS, COLUMNS, rows_high=4)

    def foot(self) -> tuple[FootKey, ...]:
        is_whole = len(self._typed) == identity.LENGTH
        return (
            FootKey(Place.BACK, texts.BACK),
            FootKey(Turn.DELETE, texts.DELETE, is_enabled=bool(self._typed)),
            FootKey(Turn.CONFIRM, texts.CONFIRM, Kind.PRIMARY, is_enabled=is_whole),
        )

    def show(self) -> None:
        self._show_number()

    def watch_is_card_unread(self) -> None:
        if self.is_whole:
            self._show_number()

    def on_key_pad_typed(self, event: KeyPad.Typed) -> None:
        event.stop()
        if identity.may_follow(self._typed, event.key):
            self._type(self._typed + event.key)

    def on_foot_turned(self, event: Foot.Turned) -> None:
        event.stop()
        if event.turn is Turn.DELETE:
            self._type(self._typed[:-1])
        elif identity.is_valid(self._typed):
            self.post_message(IdentityTyped(self._typed))

    def _type(self, typed: str) -> None:
        self._typed, self.is_card_unread = typed, False
        self._show_number()
        self.ask_anew()

    def _shown(self) -> str:
        """Return the number typed so far, masked; before that, where a card can be read, the wish for one."""
        if self._typed or self.state.card_reader is not CardReader.READY:
            return identity.masked(self._typed)
        return self.say(texts.CARD_AGAIN_LARGE if self.is_card_unread else texts.CARD_LARGE)

    def _show_number(self) -> None:
        self.query_one(".typed", BigText).text = self._shown()
        note = self.query_one(".typed-note", Static)
        note.update(self._note())
        note.set_class(self._is_wrong() or self.is_card_unread, "-wrong")

    def _is_wrong(self) -> bool:
        return len(self._typed) == identity.LENGTH and not identity.is_valid(self._typed)

    def _note(self) -> str:
        return f"{len(self._typed)} / {identity.LENGTH}   {self.say(self._advice())}"

    def _advice(self) -> Text:
        if self._is_wrong():
            return texts.IDENTITY_WRONG
        if self.is_card_unread:
            return texts.CARD_AGAIN
        is_out = self.state.card_reader is CardReader.OUT
        return texts.CARD_READER_OUT if is_out else texts.IDENTITY_HINT
