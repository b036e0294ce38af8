"""One question answered in the person's own words: an explanation, or the reason of an appeal."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import card_words as said
from kiosk.window import words
from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.from_wall import TEXT_MAX
from queue_server.wire.sentences import sentence


class Answer(TextArea):
    """A text of some lines; Enter ends it."""

    class Ended(Message):
        """Enter was pressed."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Ended())
        else:
            await super()._on_key(event)


class WriteScreen(ModalScreen[str | None]):
    """Ends with the text, or None. A text that is empty or too long is not taken."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)")]

    def __init__(self, question: Text, about: str, draft: str, language: Language) -> None:
        super().__init__()
        self._question, self._about, self._draft, self._language = question, about, draft, language

    def compose(self) -> ComposeResult:
        say = self._language
        with Vertical(id="dialogue"):
            yield Static(self._question.in_(say), id="question")
            yield Static(self._about, id="about")
            yield Answer(self._draft, id="answer", soft_wrap=True)
            with Horizontal(id="below"):
                yield Static(said.NAME_NOBODY.in_(say), id="hint")
                yield Static(id="length")
            with Horizontal(id="feet"):
                yield TouchButton(words.BACK.in_(say), "[Esc]", kind=Kind.QUIET, id="back")
                yield TouchButton(words.OK.in_(say), "[Enter]", kind=Kind.PRIMARY, id="ok")

    def on_mount(self) -> None:
        answer = self.query_one(Answer)
        answer.cursor_blink = False
        answer.move_cursor(answer.document.end)
        answer.focus()
        self._count()

    @property
    def _text(self) -> str:
        return " ".join(self.query_one(Answer).text.split())

    @on(TextArea.Changed)
    def _count(self) -> None:
        length = self.query_one("#length", Static)
        length.update(f"{len(self._text)}/{TEXT_MAX}")
        length.set_class(len(self._text) > TEXT_MAX, "-wrong")

    @on(TouchButton.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss(None)

    @on(TouchButton.Pressed, "#ok")
    @on(Answer.Ended)
    def _done(self) -> None:
        if not self._text:
            self._object(sentence(RefusalCode.REASON_NEEDED, {}, self._language))
        elif len(self._text) > TEXT_MAX:
            self._object(said.filled(said.TOO_LONG, str(TEXT_MAX)).in_(self._language))
        else:
            self.dismiss(self._text)

    def _object(self, why: str) -> None:
        hint = self.query_one("#hint", Static)
        hint.update(why)
        hint.add_class("-wrong")
