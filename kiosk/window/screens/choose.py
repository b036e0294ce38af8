"""One question with lines to choose from, by touch, by digit or by part of a name. Pages, no scrolling."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Grid, Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import words
from kiosk.window.view import Choice
from queue_server.vocabulary import Language

PER_PAGE = 8
PER_PAGE_BELOW_FILTER = 6
FILTER_FROM = 17
"""With so many lines there is a field to type part of a name into."""
FEW = 4
"""So many stand below one another, as wide as the dialogue."""


class ChooseScreen(ModalScreen[str | None]):
    """Ends with the chosen value, or None when the person went back."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)")]

    def __init__(self, question: Text, choices: tuple[Choice, ...], language: Language) -> None:
        super().__init__()
        self._question, self._choices, self._language = question, choices, language
        self._has_filter = len(choices) >= FILTER_FROM
        self._per_page = PER_PAGE_BELOW_FILTER if self._has_filter else PER_PAGE
        self._page = 0
        self._shown: tuple[Choice, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical(id="dialogue"):
            yield Static(self._question.in_(self._language), id="question")
            if self._has_filter:
                yield Input(placeholder=words.FIND.in_(self._language), id="filter")
            with Grid(id="lines", classes="-few" if len(self._choices) <= FEW else ""):
                for place in range(self._places):
                    yield TouchButton("", id=f"line-{place}")
            with Horizontal(id="feet"):
                yield TouchButton(words.BACK.in_(self._language), "[Esc]", kind=Kind.QUIET, id="back")
                yield TouchButton(words.NEXT_PAGE.in_(self._language), "[PgDn]", kind=Kind.QUIET, id="next")

    def on_mount(self) -> None:
        self._draw()

    @property
    def _places(self) -> int:
        """How many lines there are on every page, empty ones with them: nothing moves when pages turn."""
        return min(self._per_page, len(self._choices))

    def _matching(self) -> tuple[Choice, ...]:
        fields = self.query("#filter").results(Input)
        wanted = next((field.value for field in fields), "").strip().lower()
        said = (f"{each.value} {each.words.zh} {each.words.en}".lower() for each in self._choices)
        return tuple(each for each, text in zip(self._choices, said, strict=True) if wanted in text)

    def _draw(self) -> None:
        matching = self._matching()
        size = self._per_page
        pages = max(1, -(-len(matching) // size))
        self._page %= pages
        self._shown = matching[self._page * size : (self._page + 1) * size]
        self.query_one("#next", TouchButton).display = pages > 1
        for place in range(self._places):
            self._draw_line(place)

    def _draw_line(self, place: int) -> None:
        button = self.query_one(f"#line-{place}", TouchButton)
        button.visible = place < len(self._shown)
        if button.visible:
            choice = self._shown[place]
            button.label = f"{place + 1}  {Text.of(choice.words).in_(self._language)}"
            button.sub_label = Text.of(choice.note).in_(self._language)

    @on(Input.Changed, "#filter")
    def _filtered(self) -> None:
        self._page = 0
        self._draw()

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        place = str(event.button.id)
        if place == "back":
            self.dismiss(None)
        elif place == "next":
            self._turn()
        else:
            self._choose(int(place.removeprefix("line-")))

    def on_key(self, event: events.Key) -> None:
        if event.key == "pagedown":
            self._turn()
        elif event.key.isdigit() and not isinstance(self.focused, Input):
            self._choose(int(event.key) - 1)

    def _turn(self) -> None:
        self._page += 1
        self._draw()

    def _choose(self, place: int) -> None:
        if 0 <= place < len(self._shown):
            self.dismiss(self._shown[place].value)
