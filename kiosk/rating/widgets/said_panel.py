"""SaidPanel: large words in the middle of the screen, while nothing is asked."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rating.view import Phase, RatingView, saying
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.glyphs import Line, Weight
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language, WindowNo

HEADLINE_ROWS, BELOW_ROWS = 6, 4


class SaidPanel(Vertical):
    """Its words are ``view.saying``'s; the class ``-<phase>`` gives them their colour."""

    view: reactive[RatingView] = reactive(RatingView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)

    def compose(self) -> ComposeResult:
        with Horizontal(id="headline"):
            for name in ("before", "number", "after"):
                yield BigText("", HEADLINE_ROWS, line=Line.FULL, id=name)
        yield Static(id="headline-beside")
        yield BigText("", BELOW_ROWS, align="center", weight=Weight.REGULAR, id="below")
        yield Static(id="below-beside")
        yield Static(id="last")

    def on_mount(self) -> None:
        self._draw()

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        said, say = saying(self.view), self.language
        for phase in Phase:
            self.set_class(phase is self.view.phase, f"-{phase}")
        headline = {"before": said.before.in_(say), "number": said.number, "after": ""}
        if said.after.zh:
            headline["after"] = said.after.en if say is Language.ENGLISH else said.after.zh
        for name, text in headline.items():
            part = self.query_one(f"#{name}", BigText)
            part.text, part.display = text, bool(text)
        self.query_one("#below", BigText).text = said.below.in_(say)
        self._put("headline-beside", _whole(said.before, said.number, said.after).beside(say))
        self._put("below-beside", said.below.beside(say))
        self._put("last", f"{said.last.in_(say)}  {said.last.beside(say)}".strip())

    def _put(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", Static).update(text)


def _whole(before: Text, number: str, after: Text) -> Text:
    """Return the headline as one text, for the line in the other language."""
    return Text(f"{before.zh} {number} {after.zh}".strip(), f"{before.en} {number} {after.en}".strip())
