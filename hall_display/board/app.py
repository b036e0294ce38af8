"""The calling board: it listens to the link, lets the announcer order the calls, and hands values down.

Only here do link, voice and screen meet. Everything shown came from the server; the hall's clock is the
link's, while stays and flashes run on this machine's own.
"""

from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
from textual.worker import WorkType

from hall_display.board import view
from hall_display.board.announcer import Announcer
from hall_display.board.calls import Pace
from hall_display.board.messages import CallSpoken, StayEnded
from hall_display.board.screens.board import BoardScreen
from hall_display.board.selection import selection_texts
from hall_display.board.view import BoardLanguage
from hall_display.board.voice import SPEAKING_MAX_S, Speak, speak_within
from hall_display.board.widgets.hero_panel import FLASHES
from kiosk.screenkit import link as bridge
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import AwaySince
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.link_options import log
from kiosk.screenkit.theme import SCREENKIT_TCSS
from queue_server.clock import Clock
from queue_server.wire.from_server import Announced

Work = WorkType[None]
"""A worker's act, handed over uncalled: one cancelled before it began then leaves nothing behind."""
VOICE_GROUP = "voice"
HEARD_GROUP = "heard"
STAY_GROUP = "stay"
CLOCK_S = 1.0
BEIJING_MIN = 480
"""The offset until the server has told its own."""


class BoardOptions(msgspec.Struct, frozen=True):
    """What the command line says of a board."""

    area: str = ""
    language: BoardLanguage = BoardLanguage.BOTH
    dots: DotMode | None = None
    """None: chosen by the size of the screen."""
    pace: Pace = Pace()
    flashes: int = FLASHES
    speaking_max_s: float = SPEAKING_MAX_S


class BoardApp(HallApp):
    """``speak`` None is a silent board: its calls count as heard when they are shown."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, Path(__file__).with_name("board.tcss")]
    TITLE = "Wutong board"

    def __init__(
        self, link: bridge.Link, options: BoardOptions | None = None, *,
        speak: Speak | None = None, clock: Clock | None = None,
    ) -> None:  # fmt: skip
        super().__init__(clock)
        self._link, self._options, self._speak = link, options or BoardOptions(), speak
        self._announcer = Announcer(self._options.pace, area=self._options.area, is_silent=speak is None)
        self._offset_min = BEIJING_MIN
        self._refusal = ""
        self._is_new = True
        self._since = AwaySince()
        self.voice_fault = ""
        """Why the last call was not spoken; empty when it was."""

    def on_mount(self) -> None:
        """Show the screen and begin to listen."""
        self.push_screen(self._board_screen())
        self.run_worker(bridge.follow(self._link, self.post_message), group=bridge.LINK_GROUP, exclusive=True)
        self.set_interval(CLOCK_S, self._show_head)

    def _board_screen(self) -> BoardScreen:
        options = self._options
        dots = options.dots or (DotMode.OCTANT if self.is_web else None)
        self._board = BoardScreen(options.language, dots, options.flashes)
        return self._board

    # the link told

    def on_link_up(self, message: bridge.LinkUp) -> None:
        self._offset_min, self._refusal = message.utc_offset_min, ""
        self._since.back()
        self._show_docs()

    def on_link_lost(self, message: bridge.LinkLost) -> None:
        self._refusal = message.code
        self._since.lost(self._link.hall_now_ms())
        self._show_docs()

    def on_docs_changed(self) -> None:
        if self._is_new and self._link.is_connected:
            self._is_new = False
            self._announcer.fill(self._link.recent)
        self._show_docs()

    def on_trouble_told(self) -> None:
        self._show_docs()

    def on_call_announced(self, message: bridge.CallAnnounced) -> None:
        self._announcer.hear(message.announced)
        self._go_on()

    def on_calls_skipped(self, message: bridge.CallsSkipped) -> None:
        self._announcer.skip(message.to)
        self._go_on()

    def on_call_spoken(self, message: CallSpoken) -> None:
        if message.fault and message.fault != self.voice_fault:
            log.warning("voice: %s", message.fault)
        self.voice_fault = message.fault
        self._announcer.spoken(message.n)
        self._go_on()

    def on_stay_ended(self) -> None:
        self._go_on()

    # the calls go on

    def _go_on(self) -> None:
        """Show, speak and acknowledge what is due now, and come back when more is."""
        self._announcer.advance(self.clock.now_ms())
        if call := self._announcer.next_to_speak():
            self._begin_to_speak(call)
        self._show_calls()
        if n := self._announcer.to_acknowledge():
            heard: Work = partial(self._link.heard, n)
            self.run_worker(heard, group=HEARD_GROUP, exclusive=True)
        self._come_back()

    def _begin_to_speak(self, call: Announced) -> None:
        """One worker at a time: the announcer gives the next call when this one has ended."""
        assert self._speak is not None, "a silent announcer gave a call to speak"
        limit_s = self._options.speaking_max_s
        speaking: Work = partial(speak_within, self._speak, call, self.post_message, limit_s)
        self.run_worker(speaking, group=VOICE_GROUP)

    def _come_back(self) -> None:
        due_ms = self._announcer.next_change_ms()
        if due_ms is not None:
            wait: Work = partial(self._wait_until, due_ms)
            self.run_worker(wait, group=STAY_GROUP, exclusive=True)

    async def _wait_until(self, due_ms: int) -> None:
        await self.clock.sleep_ms(max(1, due_ms - self.clock.now_ms()))
        self.post_message(StayEnded())

    # values go down

    def _show_calls(self) -> None:
        calls = self._announcer.calls
        areas = view.area_names(self._link.docs, self._options.area)
        self._board.hero = view.hero_view(calls.hero, calls.flashes, areas)
        self._board.rows = view.row_views(calls.rows, calls.speaking)

    def _show_docs(self) -> None:
        docs, board = self._link.docs, self._board
        self._announcer.keep_day(view.hall_day(docs))
        board.cards = view.card_views(docs, self._options.area, is_connected=self._link.is_connected)
        board.notices = (*view.notice_texts(docs), *selection_texts(docs))
        offline = self._since.text(docs, offset_min=self._offset_min)
        board.banner = view.banner_text(docs, self._link.is_connected, self._refusal, offline)
        self._show_head()
        self._show_calls()

    def _show_head(self) -> None:
        self._board.head = view.head_view(self._link.docs, self._link.hall_now_ms(), self._offset_min)
