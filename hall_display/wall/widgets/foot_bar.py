"""FootBar: the keys of every screen, each also a place to touch. Always at the same place."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import reactive

from hall_display.wall import words
from hall_display.wall.places import KEYS
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.vocabulary import Language


class FootBar(Horizontal):
    """Back, the lists, the pages where there are some, the other language."""

    language: reactive[Language] = reactive(Language.CHINESE)
    pages: reactive[int] = reactive(1)

    def __init__(self, *, at: str = "", has_back: bool = True) -> None:
        """``at`` is the list that is shown now."""
        super().__init__()
        self._at, self._has_back = at, has_back

    def compose(self) -> ComposeResult:
        if self._has_back:
            yield TouchButton("", "Esc", kind=Kind.QUIET, id="go-back")
        for key, where, _ in KEYS:
            classes = "-here" if where == self._at else ""
            yield TouchButton("", key.upper(), kind=Kind.QUIET, id=f"go-{where}", classes=classes)
        if self._has_back:
            yield TouchButton("", "PgUp", kind=Kind.QUIET, id="page-back")
            yield TouchButton("", "PgDn", kind=Kind.QUIET, id="page-on")
        yield TouchButton("", "F2", kind=Kind.QUIET, id="language")

    def on_mount(self) -> None:
        self._show()

    def watch_language(self) -> None:
        if self.is_mounted:
            self._show()

    def watch_pages(self) -> None:
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        labels = {f"go-{where}": text for _, where, text in KEYS}
        labels |= {"go-back": words.BACK, "language": words.LANGUAGE}
        labels |= {"page-back": words.PREVIOUS_PAGE, "page-on": words.NEXT_PAGE}
        for button in self.query(TouchButton):
            name = str(button.id)
            button.label = labels[name].in_(self.language)
            if name.startswith("page-"):
                button.disabled = self.pages < 2
