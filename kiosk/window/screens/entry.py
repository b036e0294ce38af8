"""One question answered with a ticket's number, typed by keyboard or finger."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import words
from kiosk.window.widgets.fields import type_into
from kiosk.window.widgets.keypad import SIX_WIDE, Keypad
from queue_server.vocabulary import Language


class EntryScreen(ModalScreen[str | None]):
    """Ends with the number as typed, in capitals, or None."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)")]

    def __init__(self, question: Text, letters: tuple[str, ...], language: Language) -> None:
        super().__init__()
        self._question, self._letters, self._language = question, letters, language

    def compose(self) -> ComposeResult:
        with Vertical(id="dialogue"):
            yield Static(self._question.in_(self._language), id="question")
            yield Input(placeholder="A012", max_length=12, id="number-entry")
            yield Keypad(self._letters, SIX_WIDE)
            with Horizontal(id="feet"):
                yield TouchButton(words.BACK.in_(self._language), "[Esc]", kind=Kind.QUIET, id="back")
                yield TouchButton(words.OK.in_(self._language), "[Enter]", kind=Kind.PRIMARY, id="ok")

    @on(Keypad.Typed)
    def _typed(self, event: Keypad.Typed) -> None:
        type_into(self.query_one(Input), event.key)

    @on(TouchButton.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss(None)

    @on(TouchButton.Pressed, "#ok")
    @on(Input.Submitted)
    def _done(self) -> None:
        number = self.query_one(Input).value.strip().upper()
        self.dismiss(number or None)
