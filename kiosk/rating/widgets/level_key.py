"""LevelKey: one level to touch: its face, its word, and the word in the other language below."""

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rating.widgets.face import Face
from kiosk.screenkit.stars import STARS
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language


class LevelKey(TouchButton):
    """``level`` is 1 (very bad) to 5 (very good)."""

    language: reactive[Language] = reactive(Language.CHINESE)

    def __init__(self, level: int) -> None:
        super().__init__("", id=f"level-{level}", classes=f"level -{level}")
        self.level = level

    def compose(self) -> ComposeResult:
        yield Face(self.level)
        yield Static(classes="level-word")
        yield Static(classes="level-beside")

    def on_mount(self) -> None:
        self.watch_language()

    def watch_language(self) -> None:
        if self.is_mounted:
            word = STARS[self.level]
            first, beside = word.in_(self.language), word.beside(self.language)
            self.query_one(".level-word", Static).update(first.capitalize())
            self.query_one(".level-beside", Static).update(beside.capitalize())
