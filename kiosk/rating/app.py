"""The rating screen: wiring only. The hall says what stands on it; a touch is one rating.

A touch is kept apart from the screen: when the server is away it goes out with the next conversation, under
the same id, and its answer is shown only while its citizen may still stand here.
"""

from functools import partial
from typing import ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import Binding
from textual.reactive import reactive
from textual.worker import WorkType

from kiosk.rating import words
from kiosk.rating.screens.rating import RatingScreen
from kiosk.rating.view import AFTER_A_TOUCH, Link, Phase, RatingView, Touch, leading, rating_view
from kiosk.rating.widgets.ask_panel import AskPanel
from kiosk.screenkit import link as bridge
from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import AwaySince
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.idle import IdleReached
from kiosk.screenkit.language import Reading, Text, other_language
from kiosk.screenkit.theme import SCREENKIT_TCSS
from queue_server.clock import Clock
from queue_server.vocabulary import Language, TicketId, WindowNo
from queue_server.wire.client import new_request_id
from queue_server.wire.from_rating import RateService
from queue_server.wire.from_server import Done, Faulted, Refused

Work = WorkType[None]
REDRAW_S = 0.5
"""How often the seconds left are told anew."""
STAY_MS = 4_000
"""How long thanks stand, when nobody else comes."""
SENDING_MS = 10_000
"""How long a touch without an answer is shown; it is sent on behind the screen."""
IDLE_MS = 30_000
"""After so long without a touch the hall's own language leads again."""
STAY_GROUP = "stay"


class RatingApp(HallApp):
    """The screen of one window."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, "rating.tcss"]
    BINDINGS: ClassVar = [Binding("f2", "language", show=False)]
    TITLE = "Wutong rating"

    view: reactive[RatingView] = reactive(RatingView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[Text] = reactive(Text(""))

    def __init__(
        self,
        link: bridge.Link,
        window: WindowNo,
        language: Language = Language.CHINESE,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(clock, idle_ms=IDLE_MS)
        self._link, self._window, self._hall_language = link, window, language
        self._refusal: Text | None = None
        self._since = AwaySince()
        self._touch: Touch | None = None
        self._citizen = TicketId("")
        self._is_chosen = False
        """Whether somebody chose the language by hand."""
        self.set_reactive(RatingApp.view, RatingView(window))
        self.set_reactive(RatingApp.language, language)

    def on_mount(self) -> None:
        app = RatingApp
        screen = RatingScreen(bridge.HallClock(self._link, self.clock))
        self.push_screen(screen.data_bind(app.view, app.language, app.now_ms, app.note))
        self.run_worker(bridge.follow(self._link, self.post_message), group=bridge.LINK_GROUP, exclusive=True)
        self.set_interval(REDRAW_S, self._tell_time)

    def _tell_time(self) -> None:
        self.now_ms = self._link.hall_now_ms()

    # --- what the hall says ---

    @on(bridge.LinkUp)
    def _up(self) -> None:
        self._refusal = None
        self._since.back()
        self._renew()

    @on(bridge.LinkLost)
    def _lost(self, event: bridge.LinkLost) -> None:
        self._refusal = words.TAKEN_OVER if event.code == "replaced" else refusal_text(event.code)
        self._since.lost(self._link.hall_now_ms())
        self._renew()

    @on(bridge.DocsChanged)
    @on(bridge.TroubleTold)
    def _changed(self) -> None:
        self._renew()

    def _renew(self) -> None:
        """Show the newest view; with another citizen comes their language, and no note of the one before."""
        link = Link(self._link.is_connected, self._refusal, self._since.text(self._link.docs))
        view = rating_view(self._link.docs, self._window, link, self._touch)
        if self._is_another(view):
            self._is_chosen, self.note = False, Text("")
        if not self._is_chosen:
            self.language = leading(view, self._hall_language, self.language)
        self._tell_time()
        self.view = view

    def _is_another(self, view: RatingView) -> bool:
        """Note who is before the screen now; return whether it is not the one before. After a touch it is."""
        if view.phase in AFTER_A_TOUCH:
            return False
        before, self._citizen = self._citizen, view.ticket
        return before != view.ticket

    # --- what the citizen does ---

    @on(AskPanel.Chosen)
    def _chosen(self, event: AskPanel.Chosen) -> None:
        """The first touch is the rating; the screen asks no more, so another finds nothing to answer."""
        if self.view.phase is not Phase.ASKED:
            return
        self.note = Text("")
        act = RateService(new_request_id(), self.view.ticket, event.level)
        self._touch = Touch(act, self.view.asked_ms)
        self._stay(SENDING_MS)
        self._send(act)
        self._renew()

    def _send(self, act: RateService) -> None:
        self.run_worker(bridge.ask(self._link, act, self.post_message), group=bridge.ASK_GROUP)

    @on(bridge.Unanswered)
    def _unanswered(self, event: bridge.Unanswered) -> None:
        """The hall may have it or not: the same id asks again, as long as nobody has rated here since."""
        if self._touch is not None and event.act == self._touch.act:
            self._send(self._touch.act)

    @on(bridge.Answered)
    def _answered(self, event: bridge.Answered) -> None:
        if self._touch is None or event.act != self._touch.act:
            return
        match event.answer:
            case Done():
                self._ends(Phase.THANKED)
            case Refused():
                self._ends(Phase.ENDED)
            case Faulted():
                self._touch, self.note = None, words.NOT_SAVED
        self._renew()

    def _ends(self, phase: Phase) -> None:
        assert self._touch is not None, "an answer to no touch"
        self._touch = replace(self._touch, phase=phase, is_shown=True)
        self._stay(STAY_MS)

    def _stay(self, stay_ms: int) -> None:
        wait: Work = partial(self._go_back_after, stay_ms)
        self.run_worker(wait, group=STAY_GROUP, exclusive=True)

    async def _go_back_after(self, stay_ms: int) -> None:
        await self.clock.sleep_ms(stay_ms)
        if self._touch is not None:
            self._touch = replace(self._touch, is_shown=False)
            self._renew()

    def on_click(self) -> None:
        """Any touch wants this screen back, where another one took its place."""
        if self.view.phase is Phase.AWAY:
            self._link.come_back()

    @on(IdleReached)
    def _nobody_touches(self) -> None:
        if self.view.phase in (Phase.IDLE, Phase.AWAY):
            self._is_chosen = False
            self._renew()

    @on(HallHeader.ReadingChosen)
    def _read(self, event: HallHeader.ReadingChosen) -> None:
        self._choose(event.reading)

    def action_language(self) -> None:
        """Change the language; one touch or F2."""
        self._choose(Reading(other_language(self.language)))

    def _choose(self, reading: Reading) -> None:
        self._is_chosen = True
        self.language = reading.language
