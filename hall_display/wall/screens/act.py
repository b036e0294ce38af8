"""One act of a manager: a text where it needs one, then who they are. Secrets are forgotten after every act.

The message stands by while no answer has come, so that sending again is the same press; whatever the answer
is, it is forgotten then, and so it is when the dialog is left or nobody is there any more.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from hall_display.wall import act_words as words
from hall_display.wall.acts import BADGE_LENGTH_MIN, USUAL_TEXTS, Intent, Proof, is_same, message_of
from hall_display.wall.widgets.keypad import ERASE, Keypad
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.vocabulary import Language
from queue_server.wire.client import new_request_id
from queue_server.wire.from_wall import TEXT_MAX, FromWall


class ActScreen(ModalScreen[None]):
    """Posts ``Said``; the app asks the server and tells what came of it with ``refuse`` or by closing it."""

    BINDINGS: ClassVar = [Binding("escape", "leave", show=False)]
    AUTO_FOCUS = ""

    class Said(Message):
        """What to ask the server."""

        def __init__(self, message: FromWall) -> None:
            super().__init__()
            self.message = message

    def __init__(self, intent: Intent, title: str, language: Language) -> None:
        super().__init__()
        self._intent, self._title, self._language = intent, title, language
        self._usual = USUAL_TEXTS.get(intent.code, ()) if intent.needs_text else ()
        self.sent: FromWall | None = None
        """What was asked and not answered yet."""

    def compose(self) -> ComposeResult:
        with Vertical(id="dialogue"):
            yield Static(self._title, id="question", markup=False)
            yield from self._compose_text()
            with Horizontal(id="proof"):
                with Vertical(id="fields"):
                    yield Input(placeholder=self._in(words.WHO), id="who", max_length=20)
                    yield Input(placeholder=self._in(words.PIN), id="pin", password=True, max_length=64)
                    yield Static(self._in(words.WHY), id="note", markup=False)
                yield Keypad()
            with Horizontal(id="feet"):
                yield TouchButton(self._in(words.BACK), "[Esc]", kind=Kind.QUIET, id="leave")
                yield TouchButton(self._in(words.OK), "[Enter]", kind=Kind.PRIMARY, id="ok")

    def _compose_text(self) -> ComposeResult:
        if self._usual:
            with Horizontal(id="usual"):
                for at, text in enumerate(self._usual):
                    yield TouchButton(self._in(text), kind=Kind.QUIET, id=f"usual-{at}")
        if self._intent.needs_text:
            yield Input(placeholder=self._in(words.TEXT), id="text", max_length=TEXT_MAX)
        if self._intent.needs_member:
            yield Input(placeholder=self._in(words.MEMBER), id="member", max_length=20)

    def on_mount(self) -> None:
        first = "#member" if self._intent.needs_member else "#who"
        self.query_one(first, Input).focus()

    def _in(self, text: Text) -> str:
        return text.in_(self._language)

    # --- typing ---

    @on(Keypad.Typed)
    def _typed(self, event: Keypad.Typed) -> None:
        field = self.focused if isinstance(self.focused, Input) else self.query_one("#who", Input)
        if field.id == "text":
            field = self.query_one("#who", Input)
            field.focus()
        field.value = field.value[:-1] if event.key == ERASE else field.value + event.key
        field.cursor_position = len(field.value)

    @on(Input.Changed, "#who")
    def _hide_a_badge(self, event: Input.Changed) -> None:
        """A badge typed by a reader is a secret; a staff number is not."""
        event.input.password = len(event.value) >= BADGE_LENGTH_MIN

    @on(TouchButton.Pressed, "#usual TouchButton")
    def _take_usual(self, event: TouchButton.Pressed) -> None:
        event.stop()
        at = int(str(event.button.id).removeprefix("usual-"))
        self.query_one("#text", Input).value = self._in(self._usual[at])

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        """A badge is whole with its Enter; another field hands over to the next empty one."""
        pin, who = self.query_one("#pin", Input), self.query_one("#who", Input)
        if event.input is pin or (event.input is who and len(who.value.strip()) >= BADGE_LENGTH_MIN):
            self._say()
        elif event.input is who:
            pin.focus()
        else:
            who.focus()

    @on(TouchButton.Pressed, "#ok")
    def _ok(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self._say()

    @on(TouchButton.Pressed, "#leave")
    def action_leave(self) -> None:
        """Leave without doing anything."""
        self.forget()
        self.dismiss()

    # --- saying it ---

    def _say(self) -> None:
        message = self._message()
        if message is None:
            return
        self.sent = message
        self.note(words.ASKING)
        self.post_message(self.Said(message))

    def _message(self) -> FromWall | None:
        """Return what to ask; None, with a note, where something is missing."""
        text, member = self._value("#text"), self._value("#member")
        who, pin = self._value("#who"), self.query_one("#pin", Input).value
        if self._intent.needs_text and not text:
            self.note(words.TEXT_NEEDED)
        elif self._intent.needs_member and not member:
            self.note(words.MEMBER_NEEDED)
        elif not who or (not pin and len(who) < BADGE_LENGTH_MIN):
            self.note(words.WHO_NEEDED)
        else:
            message = message_of(self._intent, new_request_id(), text, member, Proof.of(who, pin))
            return self.sent if self.sent is not None and is_same(self.sent, message) else message
        return None

    def _value(self, field: str) -> str:
        return next((one.value.strip() for one in self.query(field).results(Input)), "")

    def note(self, text: Text) -> None:
        """Say something in the dialog."""
        self.say_note(self._in(text))

    def say_note(self, sentence: str) -> None:
        """Say a sentence in the dialog."""
        if self.is_mounted:
            note = self.query_one("#note", Static)
            note.update(sentence)
            note.add_class("-told")

    def refuse(self, sentence: str) -> None:
        """Say why the act was refused; the secret is to be given anew."""
        self.forget()
        self.say_note(sentence)

    def offer_again(self, why: Text) -> None:
        """Say that sending again is harmless; the message stands by until then."""
        self.note(why)
        self.query_one("#ok", TouchButton).label = self._in(words.AGAIN)

    def forget(self) -> None:
        """Forget the secrets: PIN, badge, and the message that held them."""
        self.sent = None
        if self.is_mounted:
            who, pin = self.query_one("#who", Input), self.query_one("#pin", Input)
            pin.value = ""
            if len(who.value.strip()) >= BADGE_LENGTH_MIN:
                who.value = ""
            self.query_one("#ok", TouchButton).label = self._in(words.OK)
