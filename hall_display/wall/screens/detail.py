"""A look into one thing: its facts at the left, what leads further at the right, what can be done below."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from hall_display.wall import words
from hall_display.wall.acts import Intent
from hall_display.wall.details import Deed, Detail
from hall_display.wall.places import detail_of
from hall_display.wall.screens.wall_screen import WallScreen
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Span, Tone, row
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit.pages import paginate
from kiosk.screenkit.touch_button import TouchButton

FACTS, LINKS, DEEDS = 28, 6, 9
"""Lines of facts, plates beside them, and acts below, at most, on one page."""


class DetailScreen(WallScreen):
    """``at`` is the key of the document."""

    class Wanted(Message):
        """A manager wants to do something to the document."""

        def __init__(self, intent: Intent, label: str) -> None:
            super().__init__()
            self.intent, self.label = intent, label

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self._deeds: tuple[Deed, ...] = ()

    def compose_body(self) -> ComposeResult:
        yield Lines(id="title")
        yield Lines(id="life", top=0)
        with Horizontal(id="inside"):
            yield Lines(id="facts", top=0)
            with Vertical(id="links"):
                yield Lines(id="links-title")
                for at in range(LINKS):
                    yield PlateButton(id=f"link-{at}")
        with Horizontal(id="deeds"):
            for at in range(DEEDS):
                yield TouchButton("", f"{at + 1}", id=f"deed-{at}")

    def show_body(self, sight: Sight) -> None:
        detail = detail_of(sight, self.at)
        if detail is None:
            detail = Detail(title=row(Span(sight.say(words.GONE), Tone.DIM)))
        facts, links = paginate(detail.facts, FACTS), paginate(detail.links, LINKS)
        self.take_pages(max(len(facts), len(links)))
        page = sight.say(words.PAGE, page=self.page + 1, pages=self.pages) if self.pages > 1 else ""
        title = row(*detail.title.left, right=(Span(f"{page}   ", Tone.DIM), *detail.title.right))
        self.query_one("#title", Lines).rows = (title,)
        self.query_one("#life", Lines).rows = (detail.life,)
        self.query_one("#facts", Lines).rows = facts[self.page] if self.page < len(facts) else ()
        self.query_one("#links-title", Lines).rows = (detail.links_title,)
        plates = links[self.page] if self.page < len(links) else ()
        for at in range(LINKS):
            self.query_one(f"#link-{at}", PlateButton).plate = plates[at] if at < len(plates) else None
        self._show_deeds(detail.deeds)

    def _show_deeds(self, deeds: tuple[Deed, ...]) -> None:
        self._deeds = deeds
        self.set_class(not deeds, "-without-deeds")
        for at in range(DEEDS):
            button = self.query_one(f"#deed-{at}", TouchButton)
            button.display = at < len(deeds)
            if at < len(deeds):
                button.label = deeds[at].label
                button.set_class(deeds[at].is_grave, "-grave")

    @on(TouchButton.Pressed, "#deeds TouchButton")
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self._want(int(str(event.button.id).removeprefix("deed-")))

    def on_key(self, event: events.Key) -> None:
        if event.key.isdigit() and event.key != "0":
            self._want(int(event.key) - 1)

    def _want(self, at: int) -> None:
        if at < len(self._deeds):
            deed = self._deeds[at]
            self.post_message(self.Wanted(Intent(deed.code, self.at), deed.label))
