"""SaidPanel: large words in the middle of the screen, while nothing is asked."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.rating.view import Phase, RatingView, Saying, saying
from kiosk.screenkit.big_text import NARROWEST, BigText, machine_mode
from kiosk.screenkit.glyphs import Line, Look, width_of
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language, WindowNo

HEADLINE_ROWS, BELOW_ROWS = 6, 4
BELOW_SPARE = 8
"""Columns that the line below leaves free."""
PARTS = ("before", "number", "after")
"""Of a headline that names a ticket."""


class SaidPanel(Vertical):
    """Its words are ``view.saying``'s; the class ``-<phase>`` gives them their colour."""

    view: reactive[RatingView] = reactive(RatingView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)

    def compose(self) -> ComposeResult:
        with Horizontal(id="headline"):
            yield BigText("", HEADLINE_ROWS, align="center", line=Line.FULL, id="alone")
            for name in PARTS:
                yield BigText("", HEADLINE_ROWS, line=Line.FULL, id=name)
        yield Static(id="headline-beside")
        yield BigText("", BELOW_ROWS, align="center", id="below")
        yield Static(id="below-plain")
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
        self._draw_headline(said)
        self._draw_below(said.below.in_(say))
        self._put("headline-beside", _whole(said.before, said.number, said.after).beside(say))
        self._put("below-beside", said.below.beside(say))
        self._put("last", f"{said.last.in_(say)}  {said.last.beside(say)}".strip())

    def _draw_headline(self, said: Saying) -> None:
        before = said.before.in_(self.language)
        after = said.after.en if self.language is Language.ENGLISH else said.after.zh
        parts = (before, said.number, after) if said.number else ("", "", "")
        self._put_big("alone", "" if said.number else before)
        for name, text in zip(PARTS, parts, strict=True):
            self._put_big(name, text)

    def _draw_below(self, text: str) -> None:
        """In dots where they can be read; a text too long for that stands in the terminal's own letters."""
        look = Look(rows=BELOW_ROWS, mode=machine_mode())
        is_fitting = width_of(text, look) * NARROWEST <= self.size.width - BELOW_SPARE
        self._put_big("below", text if is_fitting else "")
        self._put("below-plain", "" if is_fitting else text)

    def on_resize(self) -> None:
        self._draw()

    def _put(self, name: str, text: str) -> None:
        line = self.query_one(f"#{name}", Static)
        line.update(text)
        line.display = bool(text)

    def _put_big(self, name: str, text: str) -> None:
        part = self.query_one(f"#{name}", BigText)
        part.text, part.display = text, bool(text)


def _whole(before: Text, number: str, after: Text) -> Text:
    """Return the headline as one text, for the line in the other language."""
    return Text(f"{before.zh} {number} {after.zh}".strip(), f"{before.en} {number} {after.en}".strip())
