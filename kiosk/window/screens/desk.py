"""The desk: the ticket at the window, who waits, what may be done, and what the server said last."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import words
from kiosk.window.acts import act_of_key
from kiosk.window.card_acts import ACKNOWLEDGE, LIST
from kiosk.window.card_view import unseen
from kiosk.window.view import DeskView
from kiosk.window.view_words import STATE_WORDS, window_words
from kiosk.window.widgets.act_bar import ActBar
from kiosk.window.widgets.card_band import CardBand
from kiosk.window.widgets.counts_panel import CountsPanel
from kiosk.window.widgets.ticket_panel import TicketPanel
from queue_server.vocabulary import Language, WindowNo

MINUTE_MS = 60_000
DAY_MIN = 24 * 60


class DeskScreen(Screen[None]):
    """Bound to the app; every child is bound to this screen."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[str] = reactive("")
    alarm: reactive[str] = reactive("")
    utc_offset_min: reactive[int] = reactive(480)

    class CardsWanted(Message):
        """Who sits here wants to see their cards."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="head-words")
            yield TouchButton("", f"[{LIST.key.upper()}]", kind=Kind.QUIET, id="cards-of-mine")
            yield TouchButton("", "[F2]", kind=Kind.QUIET, id="language")
        yield Static(id="alarm")
        yield CardBand(id="band").data_bind(
            DeskScreen.view, DeskScreen.language, DeskScreen.now_ms, DeskScreen.utc_offset_min
        )
        with Horizontal(id="middle"):
            yield TicketPanel(id="ticket").data_bind(DeskScreen.view, DeskScreen.language, DeskScreen.now_ms)
            with Vertical(id="side"):
                yield CountsPanel(id="counts").data_bind(
                    DeskScreen.view, DeskScreen.language, DeskScreen.now_ms
                )
        yield Static(id="note")
        yield ActBar(id="acts").data_bind(DeskScreen.view, DeskScreen.language)

    def on_mount(self) -> None:
        self._draw_head()
        self.watch_alarm()

    def watch_view(self) -> None:
        self.set_class(bool(unseen(self.view.cards)), "-told")
        self._draw_head()
        self._draw_note()

    def watch_language(self) -> None:
        self._draw_head()

    def watch_now_ms(self) -> None:
        self._draw_head()
        self._draw_note()

    def watch_note(self) -> None:
        self._draw_note()

    def watch_alarm(self) -> None:
        if self.is_mounted:
            alarm = self.query_one("#alarm", Static)
            alarm.update(self.alarm)
            alarm.display = bool(self.alarm)

    def _draw_head(self) -> None:
        if self.is_mounted:
            head = self.query_one("#head-words", Static)
            head.update(self._head(head.size.width))
            self.query_one("#language", TouchButton).label = words.LANGUAGE.in_(self.language)
            self._draw_cards_button()

    def _draw_cards_button(self) -> None:
        """Say how many cards are open; with none the button is quiet."""
        count = sum(card.is_shown(self.now_ms) for card in self.view.cards)
        button, name = self.query_one("#cards-of-mine", TouchButton), LIST.words.in_(self.language)
        button.label = f"{name} {count}" if count else name
        button.disabled = not count

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw_head)

    def _head(self, columns: int) -> Content:
        minutes = (self.now_ms // MINUTE_MS + self.utc_offset_min) % DAY_MIN
        clock = f"{minutes // 60:02d}:{minutes % 60:02d}  "
        hall = Text.of(self.view.hall).in_(self.language)
        whole, short = self._who(f"{hall}   "), self._who("")
        left = whole if whole.cell_length + len(clock) < columns else short
        gap = max(1, columns - left.cell_length - len(clock))
        return left + Content(" " * gap + clock)

    def _who(self, hall: str) -> Content:
        """Return which window this is, where, who sits there, and its state."""
        window = Text.of(window_words(self.view.window)).in_(self.language)
        state = Text.of(STATE_WORDS[self.view.state]).in_(self.language)
        return Content.styled(f" {window} ", "bold") + Content(f" {hall}{self.view.staff}   {state}")

    def _draw_note(self) -> None:
        if self.is_mounted:
            said = [each for each in (Content(self.note), self._undo_hint()) if each.plain]
            self.query_one("#note", Static).update(Content("   ").join(said))

    def _undo_hint(self) -> Content:
        left_ms = self.view.undo_until_ms - self.now_ms
        if self.view.undo is None or left_ms <= 0:
            return Content("")
        step = Text.of(self.view.undo).in_(self.language)
        hint = f"[U] {step} {words.UNDO_LEFT.in_(self.language)} {left_ms // 1000 + 1} s"
        return Content.styled(hint, "$hall-amber-ink")

    @on(TouchButton.Pressed, "#cards-of-mine")
    def _cards_wanted(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(self.CardsWanted())

    def on_key(self, event: events.Key) -> None:
        act = act_of_key(event.key.lower(), self.view.state)
        if act is not None:
            event.stop()
            self.query_one(ActBar).press(act)
        elif event.key.lower() == ACKNOWLEDGE.key:
            self.query_one(CardBand).press()
        elif event.key.lower() == LIST.key:
            self.query_one("#cards-of-mine", TouchButton).press()
