"""Signing in: a badge held to the reader (it types and ends with Enter), or staff number and PIN."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input, Static

from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import words
from kiosk.window.view import DeskView
from kiosk.window.view_words import window_words
from kiosk.window.widgets.fields import type_into
from kiosk.window.widgets.keypad import Keypad
from queue_server.vocabulary import Language, WindowNo

BADGE_LENGTH_MIN = 8
"""Badges have ten digits or so, staff numbers few: a shorter entry waits for its PIN."""


class SignInScreen(Screen[None]):
    """Posts ``Entered``; the app asks the server and shows what it said in ``note``."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    note: reactive[str] = reactive("")

    class Entered(Message):
        """Somebody wants to sign in. An empty PIN says that ``entry`` is a badge."""

        def __init__(self, entry: str, pin: str) -> None:
            super().__init__()
            self.entry = entry
            self.pin = pin

    def compose(self) -> ComposeResult:
        with Horizontal(id="sign-in"):
            with Vertical(id="sign-in-left"):
                yield Static(id="hall-name")
                yield BigText("", 6, id="window-name")
                yield Input(id="entry", max_length=32)
                yield Input(id="pin", password=True, max_length=16)
                yield Static(id="note")
                with Horizontal():
                    yield TouchButton("", "[Enter]", kind=Kind.PRIMARY, id="sign")
                    yield TouchButton("", "[F2]", kind=Kind.QUIET, id="language")
            yield Keypad()

    def on_mount(self) -> None:
        self._draw()
        self.query_one("#entry", Input).focus()

    def on_screen_resume(self) -> None:
        """Forget what the one before typed."""
        for field in self.query(Input):
            field.value = ""

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def watch_note(self) -> None:
        if self.is_mounted:
            self.query_one("#note", Static).update(self.note)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        say = self.language
        self.query_one("#hall-name", Static).update(Text.of(self.view.hall).in_(say))
        self.query_one("#window-name", BigText).text = Text.of(window_words(self.view.window)).in_(say)
        self.query_one("#entry", Input).placeholder = words.STAFF_OR_BADGE.in_(say)
        self.query_one("#pin", Input).placeholder = words.PIN.in_(say)
        self.query_one("#sign", TouchButton).label = words.SIGN_IN.in_(say)
        self.query_one("#language", TouchButton).label = words.LANGUAGE.in_(say)

    @on(Keypad.Typed)
    def _typed(self, event: Keypad.Typed) -> None:
        fields = list(self.query(Input))
        focused = next((field for field in fields if field.has_focus), fields[0])
        type_into(focused, event.key)

    @on(Input.Submitted, "#entry")
    def _entered(self, event: Input.Submitted) -> None:
        """A badge is whole with its Enter; after a staff number the PIN is still to come."""
        pin = self.query_one("#pin", Input)
        if len(event.value.strip()) < BADGE_LENGTH_MIN and not pin.value:
            pin.focus()
        else:
            self._enter()

    @on(TouchButton.Pressed, "#sign")
    @on(Input.Submitted, "#pin")
    def _enter(self) -> None:
        entry, pin = self.query_one("#entry", Input), self.query_one("#pin", Input)
        if entry.value.strip():
            self.post_message(self.Entered(entry.value.strip(), pin.value))
        pin.value = ""
