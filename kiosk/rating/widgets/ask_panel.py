"""AskPanel: the question, five levels from the best to the worst, and how long the hall still asks."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rating import words
from kiosk.rating.view import Phase, RatingView, seconds_left
from kiosk.rating.widgets.level_key import LevelKey
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.screenkit.stars import STARS
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language, WindowNo

QUESTION_ROWS = 4


def filled(text: Text, **facts: object) -> Text:
    """Return the text with its places filled, in both languages."""
    return Text(text.zh.format(**facts), text.en.format(**facts))


class AskPanel(Vertical):
    """Posts ``Chosen``; ``note`` says what went wrong with the touch before."""

    view: reactive[RatingView] = reactive(RatingView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[Text] = reactive(Text(""))

    class Chosen(Message):
        """A finger touched ``level``."""

        def __init__(self, level: int) -> None:
            super().__init__()
            self.level = level

    def compose(self) -> ComposeResult:
        yield BigText("", QUESTION_ROWS, align="center", id="question")
        yield Static(id="question-beside")
        with Horizontal(id="levels"):
            for level in sorted(STARS, reverse=True):
                yield LevelKey(level).data_bind(AskPanel.language)
        yield Static(id="ask-foot")

    @on(TouchButton.Pressed, ".level")
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        assert isinstance(event.button, LevelKey), "only levels are of the class level"
        self.post_message(self.Chosen(event.button.level))

    def on_mount(self) -> None:
        self._draw()

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def watch_now_ms(self) -> None:
        self._draw_foot()

    def watch_note(self) -> None:
        self._draw_foot()

    def _draw(self) -> None:
        if self.is_mounted and self.view.phase is Phase.ASKED:
            ask = filled(words.ASK, number=self.view.number)
            self.query_one("#question", BigText).text = ask.in_(self.language)
            self.query_one("#question-beside", Static).update(ask.beside(self.language))
            self._draw_foot()

    def _draw_foot(self) -> None:
        if self.is_mounted and self.view.phase is Phase.ASKED:
            self.query_one("#ask-foot", Static).update(self._foot())

    def _foot(self) -> Content:
        left = filled(words.LEFT, seconds=seconds_left(self.view, self.now_ms))
        hint = self.note if self.note.zh else words.TOUCH_ONE
        style = "bold $hall-amber-ink" if self.note.zh else "bold"
        parts = (
            Content.styled(hint.in_(self.language), style),
            Content.styled(hint.beside(self.language), "$hall-ink-dim"),
            Content.styled(left.in_(self.language), "$hall-gold"),
        )
        return Content("   ").join(parts)
