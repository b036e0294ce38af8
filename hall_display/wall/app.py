"""The managers' wall: wiring only. What is shown comes from the server; every act goes there and is proved.

Documents may change many times a second; the wall paints a few times a second at most, and once a second for
its clocks. Who walks away leaves the overview behind, and no secret.
"""

from functools import partial
from pathlib import Path
from typing import ClassVar

import msgspec
from textual import on
from textual.binding import Binding

from hall_display.wall import act_words, view
from hall_display.wall.places import KEYS
from hall_display.wall.screens.act import ActScreen
from hall_display.wall.screens.detail import DetailScreen
from hall_display.wall.screens.listing import ListScreen
from hall_display.wall.screens.overview import OverviewScreen
from hall_display.wall.screens.wall_screen import WallScreen
from hall_display.wall.sight import Sight
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from kiosk.screenkit import link as bridge
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import AwaySince
from kiosk.screenkit.idle import IdleReached
from kiosk.screenkit.language import Text, other_language
from kiosk.screenkit.theme import SCREENKIT_TCSS
from kiosk.screenkit.touch_button import TouchButton
from queue_server.clock import Clock
from queue_server.vocabulary import Language
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.sentences import sentence

REDRAW_S = 0.25
"""The least time between two paintings: a wall is read, not watched frame by frame."""
NOTE_MS = 8_000
"""How long the head says what came of an act."""
BEIJING_MIN = 480
"""The offset until the server has told its own."""


class WallOptions(msgspec.Struct, frozen=True):
    """What the command line says of a wall."""

    language: Language = Language.CHINESE
    idle_s: float = 90.0
    """After so long without a touch the overview comes back."""


class WallApp(HallApp):
    """One wall."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, Path(__file__).with_name("wall.tcss")]
    TITLE = "Wutong wall"
    BINDINGS: ClassVar = [
        Binding("f2", "language", show=False),
        Binding("escape", "leave", show=False),
        *(Binding(key, f"go('{where}')", show=False) for key, where, _ in KEYS),
    ]

    def __init__(
        self, link: bridge.Link, options: WallOptions | None = None, *, clock: Clock | None = None
    ) -> None:
        options = options or WallOptions()
        super().__init__(clock, idle_ms=round(options.idle_s * 1000))
        self._link, self._language = link, options.language
        self._offset_min, self._refusal = BEIJING_MIN, ""
        self._since = AwaySince()
        self._is_stale, self._shown_s = True, -1
        self._note, self._note_until_ms = "", 0
        self._label = ""

    def on_mount(self) -> None:
        """Show the overview and begin to listen."""
        self.push_screen(OverviewScreen())
        self.run_worker(bridge.follow(self._link, self.post_message), group=bridge.LINK_GROUP, exclusive=True)
        self.set_interval(REDRAW_S, self._tick)

    # --- what the server says ---

    @on(bridge.LinkUp)
    def _up(self, event: bridge.LinkUp) -> None:
        self._offset_min, self._refusal, self._is_stale = event.utc_offset_min, "", True
        self._since.back()

    @on(bridge.LinkLost)
    def _lost(self, event: bridge.LinkLost) -> None:
        self._refusal, self._is_stale = event.code, True
        self._since.lost(self._link.hall_now_ms())

    @on(bridge.DocsChanged)
    @on(bridge.TroubleTold)
    def _changed(self) -> None:
        self._is_stale = True

    @on(bridge.Answered)
    def _answered(self, event: bridge.Answered) -> None:
        dialogue = self._dialogue_of(event.act)
        match event.answer:
            case Done():
                self._say(act_words.DONE.in_(self._language).format(what=self._label))
                if dialogue:
                    dialogue.forget()
                    dialogue.dismiss()
            case Refused(code=code, facts=facts):
                said = sentence(code, facts, self._language)
                if dialogue:
                    dialogue.refuse(said)
                else:
                    self._say(said)
            case Faulted():
                self._tell_again(dialogue, act_words.NOT_SAVED)

    @on(bridge.Unanswered)
    def _unanswered(self, event: bridge.Unanswered) -> None:
        self._tell_again(self._dialogue_of(event.act), act_words.NO_ANSWER)

    def _tell_again(self, dialogue: ActScreen | None, why: Text) -> None:
        """Say that it may be sent again: as the same press, whether it happened or not."""
        if dialogue:
            dialogue.offer_again(why)
        else:
            self._say(why.in_(self._language))

    def _dialogue_of(self, act: bridge.Act) -> ActScreen | None:
        """Return the dialog that waits for this answer; it may have been left meanwhile."""
        screen = self.screen
        if isinstance(screen, ActScreen) and screen.sent is not None and screen.sent.request == act.request:
            return screen
        return None

    # --- painting ---

    def _tick(self) -> None:
        """Paint what changed; where nothing did, the clocks, once a second."""
        second = self._link.hall_now_ms() // 1000
        if self._is_stale or second != self._shown_s:
            self._is_stale, self._shown_s = False, second
            self.paint()

    def paint(self) -> None:
        """Show the newest state on the screen on top; the others follow when they come up again."""
        screen = next((one for one in reversed(self.screen_stack) if isinstance(one, WallScreen)), None)
        if screen is not None:
            sight = Sight(self._link.docs, self._link.hall_now_ms(), self._offset_min, self._language)
            is_connected = self._link.is_connected or sight.hall is None
            offline = self._since.text(self._link.docs, offset_min=self._offset_min)
            banner = view.banner(sight, is_connected, self._refusal, offline)
            if self._note and self.clock.now_ms() >= self._note_until_ms:
                self._note = ""
            screen.show(sight, banner, self._note)

    @on(WallScreen.Ready)
    def _screen_ready(self) -> None:
        self.paint()

    def _say(self, note: str) -> None:
        self._note, self._note_until_ms = note, self.clock.now_ms() + NOTE_MS
        self.paint()

    # --- going about ---

    @on(Lines.Opened)
    def _part_touched(self, event: Lines.Opened) -> None:
        if self.tap_gate.admits(event.where, self.screen):
            self.action_go(event.where)

    @on(PlateButton.Opened)
    def _plate_touched(self, event: PlateButton.Opened) -> None:
        self._push(DetailScreen(event.key))

    @on(TouchButton.Pressed)
    def _foot_touched(self, event: TouchButton.Pressed) -> None:
        name = str(event.button.id)
        match name:
            case "go-back":
                self.action_leave()
            case "language":
                self.action_language()
            case "page-back" | "page-on":
                if isinstance(self.screen, WallScreen):
                    self.screen.action_turn(1 if name == "page-on" else -1)
            case _:
                self.action_go(name.removeprefix("go-"))

    def action_go(self, where: str) -> None:
        """Show a list; from wherever one is, Esc then leads to the overview."""
        if isinstance(self.screen, ListScreen) and self.screen.at == where:
            return
        self._to_overview()
        self._push(ListScreen(where))

    def action_leave(self) -> None:
        """Leave the screen on top."""
        if isinstance(self.screen, WallScreen) and not isinstance(self.screen, OverviewScreen):
            self.pop_screen()
            self.call_later(self.paint)

    def action_language(self) -> None:
        """Change the language; one touch or F2."""
        self._language = other_language(self._language)
        self.paint()

    def _push(self, screen: WallScreen) -> None:
        self.push_screen(screen)

    def _to_overview(self) -> None:
        while not isinstance(self.screen, OverviewScreen):
            if isinstance(self.screen, ActScreen):
                self.screen.forget()
            self.pop_screen()

    @on(IdleReached)
    def _nobody_there(self) -> None:
        """Nobody has touched the wall for a while: no secret stays, the overview comes back."""
        self._to_overview()
        self.paint()

    # --- acts ---

    @on(DetailScreen.Wanted)
    def _wanted(self, event: DetailScreen.Wanted) -> None:
        sight = Sight(self._link.docs, self._link.hall_now_ms(), self._offset_min, self._language)
        self._label = event.label
        self.push_screen(
            ActScreen(event.intent, view.act_title(sight, event.intent.key, event.label), self._language)
        )

    @on(ActScreen.Said)
    def _said(self, event: ActScreen.Said) -> None:
        if not self._link.is_connected:
            if isinstance(self.screen, ActScreen):
                self.screen.refuse(act_words.OFFLINE.in_(self._language))
            return
        asking = partial(bridge.ask, self._link, event.message, self.post_message)
        self.run_worker(asking, group=bridge.ASK_GROUP)  # type: ignore[arg-type] # uncalled, as Textual takes it
