"""WallScreen: what every screen of the wall has: head, foot, language, and a sight that comes down."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from hall_display.wall import view
from hall_display.wall.sight import Sight
from hall_display.wall.widgets.foot_bar import FootBar
from hall_display.wall.widgets.head_bar import HeadBar
from kiosk.screenkit.language import Text


class WallScreen(Screen[None]):
    """``show`` is called by the app with every new sight; only parts whose value changed are painted."""

    BINDINGS: ClassVar = [
        Binding("pagedown", "turn(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
    ]
    AUTO_FOCUS = ""
    pages: reactive[int] = reactive(1, repaint=False)
    page: reactive[int] = reactive(0, repaint=False)

    def __init__(self, at: str = "", *, has_back: bool = True) -> None:
        super().__init__()
        self.at = at
        """The list or the document that is shown."""
        self._has_back = has_back
        self.sight: Sight | None = None
        self._is_ready = False

    class Ready(Message):
        """The screen's parts are there: it may be shown something."""

    def on_mount(self) -> None:
        self._is_ready = True
        self.post_message(self.Ready())

    def compose(self) -> ComposeResult:
        yield HeadBar(id="head")
        yield from self.compose_body()
        yield FootBar(at=self.at, has_back=self._has_back)

    def compose_body(self) -> ComposeResult:
        """Yield what stands between head and foot."""
        raise NotImplementedError

    def show(self, sight: Sight, banner: Text | None, note: str = "") -> None:
        """Take in what is known now."""
        self.sight = sight
        if not self._is_ready or not {HeadBar, FootBar} <= set(map(type, self.children)):
            return  # while a screen is left, its parts go first, one after the other
        bar = self.query_one(HeadBar)
        bar.head, bar.banner, bar.note = view.head(sight), banner, note
        self.query_one(FootBar).language = sight.language
        self.show_body(sight)

    def show_body(self, sight: Sight) -> None:
        """Hand the values down."""
        raise NotImplementedError

    def take_pages(self, pages: int) -> None:
        """Take in how many pages there are now; the page shown is one of them."""
        self.pages = max(1, pages)
        self.page = min(self.page, self.pages - 1)
        self.query_one(FootBar).pages = self.pages

    def action_turn(self, pages: int) -> None:
        """Turn so many pages on; after the last comes the first."""
        self.page = (self.page + pages) % self.pages
        if self.sight is not None:
            self.show_body(self.sight)
