"""CitizenScreen: what every screen of the kiosk has: header, banner, question, body, foot. No act, no link.

``state`` comes down from the app. A change of language or type size composes the screen anew; any other
change is shown in place, so that a count ticking never moves a button from under a finger.
"""

from collections.abc import Iterable

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen.texts import away_text, closure_text
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.foot import Foot, FootKey
from kiosk.screenkit.banner import OfflineBanner
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.language import Reading, Text
from kiosk.screenkit.theme import PALETTE
from queue_server.clock import Clock


class CitizenScreen(Screen[None]):
    """Subclasses say their question, body and foot, and how they take over a newer state."""

    IS_FOOT_TALL = False
    """Whether the foot's buttons have two lines."""
    SAYS_AWAY = True
    """Whether the strip says that this kiosk issues by itself; where the screen says so, it has no room."""
    state: reactive[KioskState] = reactive(KioskState())

    def __init__(self, state: KioskState, hall_clock: Clock) -> None:
        super().__init__()
        self.hall_clock = hall_clock
        self._is_whole = False
        self._composed_for: tuple[object, ...] = ()
        self.set_reactive(CitizenScreen.state, state)

    @property
    def reading(self) -> Reading:
        """How this citizen reads."""
        return self.state.visit.reading

    def say(self, text: Text) -> str:
        """Return ``text`` in the citizen's language."""
        return text.in_(self.reading.language)

    def compose(self) -> ComposeResult:
        self._composed_for = self.frame()
        header = HallHeader(self.state.view.hall, self.hall_clock, offers_large=True)
        header.set_reactive(HallHeader.reading, self.reading)
        yield header
        yield OfflineBanner()
        yield Static(self._question(), classes="question")
        yield from self.body()
        if foot := self.foot():
            yield Foot(foot, self.reading, is_tall=self.IS_FOOT_TALL)

    def question(self) -> Text:
        """Return what the screen asks."""
        return Text("")

    def aside(self) -> str:
        """Return a word beside the question."""
        return ""

    def body(self) -> Iterable[Widget]:
        """Return what stands between question and foot."""
        return ()

    def foot(self) -> tuple[FootKey, ...]:
        """Return the buttons under the screen."""
        return ()

    def show(self) -> None:
        """Take over ``state`` in place."""

    def on_mount(self) -> None:
        self._is_whole = True
        self._show_now()

    @on(HallHeader.ReadingChosen)
    def _read_by_app(self) -> None:
        """Nothing here: the app owns the visit, and its reading comes back down with the state."""

    @property
    def is_whole(self) -> bool:
        """Whether every part is there, down to the buttons of the foot.

        To be asked before anything is shown that the app sets: it does so in the middle of a composition too,
        and while the screen is taken away, which displays nothing and loses its parts one by one.
        """
        return self._is_whole and self.display

    def watch_state(self) -> None:
        self._show_now()

    def frame(self) -> tuple[object, ...]:
        """Return what the parts are composed from: with another one the screen is composed anew."""
        return self.reading, self.state.view.hall

    def _show_now(self) -> None:
        """Take over the state; what comes while the screen is composed is taken over when that is done."""
        if not self.is_whole:
            return
        if self._composed_for != self.frame():
            self.call_later(self._compose_anew)
            return
        self.ask_anew()
        self.show()
        self._show_closure()

    async def _compose_anew(self) -> None:
        self._is_whole = False
        try:
            await self.recompose()
        finally:
            self._is_whole = True
        self._show_now()

    def ask_anew(self) -> None:
        """Show question and foot again, after something typed or a page turned."""
        self.query_one(".question", Static).update(self._question())
        if keys := self.foot():
            self.query_one(Foot).show(keys)

    def _question(self) -> Content:
        question = self.question()
        language = self.reading.language
        lead = Content(question.in_(language)).stylize(f"bold {PALETTE['hall-ink']}")
        beside = Content(f"   {question.beside(language)}").stylize(PALETTE["hall-ink-dim"])
        aside = Content(f"   {self.aside()}").stylize(PALETTE["hall-gold"])
        return lead + beside + aside

    def _show_closure(self) -> None:
        """Put why nothing can be issued, or that this kiosk issues by itself, in the question's place."""
        away = away_text(self.state.view) if self.SAYS_AWAY else None
        said = closure_text(self.state.view) or away
        banner = self.query_one(OfflineBanner)
        banner.is_offline = said is not None
        banner.set_class(self.state.view.away is not None, "-calm")
        self.query_one(".question").display = said is None and bool(self.question().zh)
        if said is not None:
            banner.text = said
