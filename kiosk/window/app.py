"""The window terminal: wiring only. State comes from the server; this app adds none of its own."""

from typing import ClassVar

from textual import on, work
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen

from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.language import Text, other_language
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
from kiosk.window.acts import Act, words_of
from kiosk.window.questions import message_for
from kiosk.window.requests import ACT_OF, sign_in
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.screens.sign_in import SignInScreen
from kiosk.window.view import DeskView, desk_view
from kiosk.window.widgets.act_bar import ActBar
from queue_server.clock import Clock
from queue_server.vocabulary import Language, WindowNo
from queue_server.wire.client import new_request_id
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.from_window import FromWindow
from queue_server.wire.sentences import sentence

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
        self._base = "sign_in"
        self.set_reactive(WindowApp.view, DeskView(window))
        self.set_reactive(WindowApp.language, language)

    def on_mount(self) -> None:
        app = WindowApp
        desk = DeskScreen().data_bind(app.view, app.language, app.now_ms, app.note, app.alarm)
        self.install_screen(desk, "desk")
        self.install_screen(SignInScreen().data_bind(app.view, app.language, app.note), "sign_in")
        self.push_screen("sign_in")
        self.run_worker(follow(self._link, self.post_message), group=LINK_GROUP, exclusive=True)
        self.set_interval(REDRAW_S, self._tell_time)

    def _tell_time(self) -> None:
        self.now_ms = self._link.hall_now_ms()

    # --- what the server says ---

    @on(LinkUp)
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
        self.alarm = (refusal or words.OFFLINE).in_(self.language)
        if self.view.staff == "":
            self.note = self.alarm

    def _sound_alarm(self) -> None:
        if not self._link.is_connected:
            return
        if self.note == self.alarm:
            self.note = ""
        self.alarm = "" if self.view.is_durable else words.NOT_DURABLE.in_(self.language)

    def _show_right_screen(self) -> None:
        wanted = "desk" if self.view.staff else "sign_in"
        if self.view.is_known and wanted != self._base:
            self._go_to(wanted)

    def _go_to(self, name: str) -> None:
        """Leave whatever was asked for the window's old state; the base screen is always the right one."""
        self._base = name
        self.workers.cancel_group(self, QUESTION_GROUP)
        while len(self.screen_stack) > BASE_DEPTH:
            self.pop_screen()
        self.switch_screen(name)
        self.note = ""

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        match event.answer:
            case Done(number=number):
                self.note = f"{number} {self._confirmation(event.act)}".strip()
            case Refused(code=code, facts=facts):
                self.note = sentence(code, facts, self.language)
            case Faulted():
                self.note = words.NOT_SAVED.in_(self.language)

    def _confirmation(self, message: object) -> str:
        act = ACT_OF.get(type(message))
        if act is None:
            return ""
        word = Text.of(words_of(act)).in_(self.language)
        return words.DONE.in_(self.language).format(act=word)

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
        self._asking = True
        try:
            message = await message_for(act, self)
        finally:
            self._asking = False
        if message is not None:
            self._say(message)

    async def answer_to(self, screen: Screen[str | None]) -> str | None:
        """Ask over the desk and return the answer."""
        return await self.push_screen_wait(screen)

    def _say(self, message: FromWindow) -> None:
        if not self._link.is_connected:
            self._want_back()
            return
        self.note = ""
        self.run_worker(ask(self._link, message, self.post_message), group=ASK_GROUP)

    @on(TouchButton.Pressed, "#language")
    def action_language(self) -> None:
        """Change the language; one touch or F2."""
        self.language = other_language(self.language)
