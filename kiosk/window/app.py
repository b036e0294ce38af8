"""The window terminal: wiring only. State comes from the server; this app adds none of its own."""

from collections.abc import Awaitable
from typing import ClassVar

from textual import events, on, work
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen

from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import AwaySince
from kiosk.screenkit.language import other_language
from kiosk.screenkit.link import (
    ASK_GROUP,
    LINK_GROUP,
    Answered,
    DocsChanged,
    Link,
    LinkLost,
    LinkUp,
    TroubleTold,
    Unanswered,
    ask,
    follow,
)
from kiosk.screenkit.theme import SCREENKIT_TCSS
from kiosk.screenkit.touch_button import TouchButton
from kiosk.window import words
from kiosk.window.acts import Act
from kiosk.window.answers import done_word, refusal
from kiosk.window.card_requests import CardRequests
from kiosk.window.card_view import CardView
from kiosk.window.life import AFTER_MS, Life
from kiosk.window.questions import message_for, words_about
from kiosk.window.requests import sign_in
from kiosk.window.screens.cards import CardsScreen
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.view import DeskView, desk_view
from kiosk.window.widgets.act_bar import ActBar
from kiosk.window.widgets.card_band import CardBand
from queue_server.clock import Clock
from queue_server.vocabulary import CardAct, Language, WindowNo
from queue_server.wire.client import LinkDown, new_request_id
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.from_wall import ActOnCard
from queue_server.wire.from_window import FromWindow, ShowLife

BY_HAND = (events.Key, events.MouseDown, events.Paste)
"""What only a person does; a mouse that is pushed does not count."""
LIFE_GROUP = "life"
REDRAW_S = 0.5
"""How often the running clocks move on."""
QUESTION_GROUP = "question"
"""The worker that asks what an act needs; it ends with the state of the window that it asked for."""
BASE_DEPTH = 2
"""Textual's own empty screen, and on it the base screen; questions stand above."""


class WindowApp(HallApp):
    """One terminal of one window."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, "window.tcss"]
    BINDINGS: ClassVar = [Binding("f2", "language", show=False)]

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[str] = reactive("")
    alarm: reactive[str] = reactive("")
    utc_offset_min: reactive[int] = reactive(480)

    def __init__(
        self,
        link: Link,
        window: WindowNo,
        language: Language = Language.CHINESE,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(clock)
        self._link = link
        self._window = window
        self._asking = False
        self._since = AwaySince()
        self._base = ("sign_in", "")
        self._life = Life()
        self._cards = CardRequests()
        self.set_reactive(WindowApp.view, DeskView(window))
        self.set_reactive(WindowApp.language, language)

    def on_mount(self) -> None:
        app = WindowApp
        desk = DeskScreen().data_bind(
            app.view, app.language, app.now_ms, app.note, app.alarm, app.utc_offset_min
        )
        self.install_screen(desk, "desk")
        self.install_screen(SignInScreen().data_bind(app.view, app.language, app.note), "sign_in")
        self.push_screen("sign_in")
        self.run_worker(follow(self._link, self.post_message), group=LINK_GROUP, exclusive=True)
        self.set_interval(REDRAW_S, self._tell_time)

    def _tell_time(self) -> None:
        self.now_ms = self._link.hall_now_ms()

    # --- what the server says ---

    @on(LinkUp)
    def _greeted(self, event: LinkUp) -> None:
        self.utc_offset_min = event.utc_offset_min
        self._since.back()
        self._changed()

    @on(TroubleTold)
    @on(DocsChanged)
    def _changed(self) -> None:
        self.view = desk_view(self._link.docs, self._window)
        self._tell_time()
        self._sound_alarm()
        self._show_right_screen()

    @on(LinkLost)
    def _lost(self, event: LinkLost) -> None:
        refusal = words.TAKEN_OVER if event.code == "replaced" else refusal_text(event.code)
        self._since.lost(self._link.hall_now_ms())
        away = self._since.text(self._link.docs, words.OFFLINE)
        self.alarm = (refusal or away).in_(self.language)
        if self.view.staff == "":
            self.note = self.alarm

    def _sound_alarm(self) -> None:
        if not self._link.is_connected:
            return
        if self.note == self.alarm:
            self.note = ""
        self.alarm = "" if self.view.is_durable else words.NOT_DURABLE.in_(self.language)

    def _show_right_screen(self) -> None:
        wanted = ("desk" if self.view.staff else "sign_in", self.view.staff)
        if self.view.is_known and wanted != self._base:
            self._go_to(*wanted)

    def _go_to(self, name: str, staff: str) -> None:
        """Leave whatever was asked of the one before; the base screen is always the right one."""
        self._base = (name, staff)
        self.workers.cancel_group(self, QUESTION_GROUP)
        while len(self.screen_stack) > BASE_DEPTH:
            self.pop_screen()
        self.switch_screen(name)
        self._life.forget()
        self._cards.forget()
        self.note = ""

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        if isinstance(event.act, ActOnCard) and not isinstance(event.answer, Faulted):
            self._cards.answered(event.act)
        match event.answer:
            case Done(number=number):
                self.note = f"{number} {self._confirmation(event.act)}".strip()
            case Refused(code=code, facts=facts):
                self.note = refusal(code, facts, self.language)
            case Faulted():
                self.note = words.NOT_SAVED.in_(self.language)

    def _confirmation(self, message: object) -> str:
        word = done_word(message)
        return words.DONE.in_(self.language).format(act=word.in_(self.language)) if word else ""

    @on(Unanswered)
    def _unanswered(self) -> None:
        self.note = words.NO_ANSWER.in_(self.language)

    # --- what the person does ---

    @on(SignInScreen.Entered)
    def _entered(self, event: SignInScreen.Entered) -> None:
        self._say(sign_in(new_request_id(), event.entry, event.pin))

    @on(ActBar.Chosen)
    def _chosen(self, event: ActBar.Chosen) -> None:
        if not self._link.is_connected:
            self._want_back()
        elif not self._asking:
            self._act(event.act)

    def _want_back(self) -> None:
        """The press itself is not kept: it would call somebody when nobody expects it any more."""
        self._link.come_back()
        self.note = self.alarm or words.OFFLINE.in_(self.language)

    @work(group=QUESTION_GROUP)
    async def _act(self, act: Act) -> None:
        await self._ask_and_say(message_for(act, self))

    async def _ask_and_say(self, question: Awaitable[FromWindow | None]) -> None:
        self._asking = True
        try:
            message = await question
        finally:
            self._asking = False
        if message is not None:
            self._say(message)

    @on(DeskScreen.CardsWanted)
    def _show_cards(self) -> None:
        app = WindowApp
        screen = CardsScreen().data_bind(app.view, app.language, app.now_ms, app.note, app.utc_offset_min)
        self.push_screen(screen)

    @on(CardBand.Acknowledged)
    def _acknowledged(self, event: CardBand.Acknowledged) -> None:
        self._say(self._cards.message(event.card, CardAct.ACKNOWLEDGE))

    @on(CardsScreen.Wanted)
    def _wanted(self, event: CardsScreen.Wanted) -> None:
        if event.move is CardAct.ACKNOWLEDGE:
            self._say(self._cards.message(event.card.id, event.move))
        elif not self._asking:
            self._answer_for(event.card, event.move)

    @work(group=QUESTION_GROUP)
    async def _answer_for(self, card: CardView, move: CardAct) -> None:
        await self._ask_and_say(words_about(card, move, self._cards, self))

    async def answer_to(self, screen: Screen[str | None]) -> str | None:
        """Ask over the desk and return the answer."""
        return await self.push_screen_wait(screen)

    def _say(self, message: FromWindow) -> None:
        if not self._link.is_connected:
            self._want_back()
            return
        self.note = ""
        self._life.told(self._link.hall_now_ms())
        self.run_worker(ask(self._link, message, self.post_message), group=ASK_GROUP)

    @on(TouchButton.Pressed, "#language")
    def action_language(self) -> None:
        """Change the language; one touch or F2."""
        self.language = other_language(self.language)

    async def on_event(self, event: events.Event) -> None:
        """Notice whoever touches or types: that alone shows that somebody is here."""
        if isinstance(event, BY_HAND) and self.view.staff:
            self._noticed()
        await super().on_event(event)

    def _noticed(self) -> None:
        if self._link.is_connected and self._life.is_due(self._link.hall_now_ms()):
            self.run_worker(self._show_life(), group=LIFE_GROUP, exclusive=True)

    async def _show_life(self) -> None:
        """Say it unless the touch became an act meanwhile; its answer is nothing to show."""
        staff = self.view.staff
        await self.clock.sleep_ms(AFTER_MS)
        now_ms = self._link.hall_now_ms()
        if staff != self.view.staff or not self._life.is_due(now_ms):
            return
        self._life.told(now_ms)
        try:
            answer = await self._link.request(ShowLife(new_request_id()))
        except LinkDown:
            self._life.forget()
        else:
            if isinstance(answer, Faulted):
                self._life.forget()
