"""The buttons of all acts, each always at its own place, so that hands learn them. One press, one message."""

from collections.abc import Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid
from textual.message import Message
from textual.reactive import reactive

from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window.acts import ACTS, Act, ActLine
from kiosk.window.view import DeskView
from queue_server.vocabulary import Language, WindowNo, WindowState

SHARED_PLACES = (
    (Act.PAUSE, Act.UNPAUSE, WindowState.PAUSED),
    (Act.CLOSE, Act.OPEN, WindowState.CLOSED),
)
"""Pairs of which only one makes sense at a time: the second stands at the first one's place in one state."""


class ActBar(Grid):
    """Bound to the app's view and language."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)

    class Chosen(Message):
        """A staff member wants this act."""

        def __init__(self, act: Act) -> None:
            super().__init__()
            self.act = act

    def compose(self) -> ComposeResult:
        hidden = {second for _, second, _ in SHARED_PLACES}
        for line in ACTS:
            button = TouchButton("", f"[{line.key.upper()}]", kind=Kind(line.kind), id=f"act-{line.act}")
            button.display = line.act not in hidden
            yield button

    def on_mount(self) -> None:
        self._draw()

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        for line, button in self._buttons():
            button.label = Text.of(line.words).in_(self.language)
            button.disabled = line.act not in self.view.acts
        for first, second, state in SHARED_PLACES:
            shows_second = self.view.state is state
            self._button(first).display = not shows_second
            self._button(second).display = shows_second

    def _buttons(self) -> Iterator[tuple[ActLine, TouchButton]]:
        return ((line, self._button(line.act)) for line in ACTS)

    def _button(self, act: Act) -> TouchButton:
        return self.query_one(f"#act-{act}", TouchButton)

    def press(self, act: Act) -> None:
        """Press the button of ``act`` as a finger would."""
        self._button(act).press()

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.Chosen(Act(str(event.button.id).removeprefix("act-"))))
