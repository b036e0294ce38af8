"""The rating screen's one screen: the hall above, and below it either large words or the five levels."""

from textual import events
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.screen import Screen

from kiosk.rating.view import Phase, RatingView
from kiosk.rating.widgets.ask_panel import AskPanel
from kiosk.rating.widgets.level_key import LevelKey
from kiosk.rating.widgets.said_panel import SaidPanel
from kiosk.screenkit.banner import OfflineBanner
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.language import Reading, Text
from kiosk.screenkit.stars import STARS
from queue_server.clock import Clock
from queue_server.vocabulary import Language, WindowNo


class RatingScreen(Screen[None]):
    """Values come down from the app; touches go up as the widgets' messages."""

    view: reactive[RatingView] = reactive(RatingView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[Text] = reactive(Text(""))

    def __init__(self, hall_clock: Clock) -> None:
        super().__init__()
        self._hall_clock = hall_clock

    def compose(self) -> ComposeResult:
        here = RatingScreen
        yield HallHeader(Text(""), self._hall_clock)
        yield OfflineBanner()
        yield SaidPanel().data_bind(here.view, here.language)
        yield AskPanel().data_bind(here.view, here.language, here.now_ms, here.note)

    def on_mount(self) -> None:
        self.watch_view()
        self.watch_language()

    def watch_view(self) -> None:
        if not self.is_mounted:
            return
        is_asked = self.view.phase is Phase.ASKED
        self.query_one(AskPanel).display = is_asked
        self.query_one(SaidPanel).display = not is_asked
        self.query_one(HallHeader).hall = self.view.hall
        banner = self.query_one(OfflineBanner)
        banner.is_offline = self.view.alarm is not None
        if self.view.alarm is not None:
            banner.text = self.view.alarm

    def watch_language(self) -> None:
        if self.is_mounted:
            self.query_one(HallHeader).reading = Reading(self.language)

    def on_key(self, event: events.Key) -> None:
        """A keyboard's 1 to 5 are the levels, while they are asked for."""
        if event.key.isdigit() and int(event.key) in STARS and self.view.phase is Phase.ASKED:
            event.stop()
            self.query_one(f"#level-{event.key}", LevelKey).press()
