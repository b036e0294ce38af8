"""The band of what was just told: one card with its clock, those behind it by name, one touch to acknowledge.

It takes its rows from the middle of the screen, never from the acts below: no button moves under a finger.
The oldest stands first, so that a newer one never slips under the finger either; and where one gave way to
another by itself, a finger already on its way acknowledges nothing.
"""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.screenkit.app import HallApp
from kiosk.screenkit.touch import DOUBLE_TAP_MS
from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import card_acts
from kiosk.window.card_lines import band_rows
from kiosk.window.card_view import CardView, unseen
from kiosk.window.view import DeskView
from queue_server.vocabulary import CardId, Language, WindowNo


class CardBand(Horizontal):
    """Bound to the app's view, language and time; hidden while everything told was acknowledged."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    utc_offset_min: reactive[int] = reactive(480)

    class Acknowledged(Message):
        """Who sits here has seen ``card``."""

        def __init__(self, card: CardId) -> None:
            super().__init__()
            self.card = card

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - the name Textual gives it
        super().__init__(id=id)
        self._first = CardId("")
        self._changed_ms = 0

    def compose(self) -> ComposeResult:
        yield Static(id="band-words")
        key = f"[{card_acts.ACKNOWLEDGE.key.upper()}]"
        yield TouchButton("", key, kind=Kind.QUIET, id="acknowledge")

    def on_mount(self) -> None:
        self._draw()

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def watch_now_ms(self) -> None:
        self._draw()

    @property
    def cards(self) -> tuple[CardView, ...]:
        """Those to acknowledge, the first one in the band."""
        return unseen(self.view.cards)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        cards = self.cards
        self.display = bool(cards)
        self._note_first(cards[0].id if cards else CardId(""))
        if cards:
            self.styles.background, self.styles.color = cards[0].colour, cards[0].ink
            rows = band_rows(cards, self.language, self.now_ms, self.utc_offset_min)
            first, *others = (Content(row) for row in rows)
            words = Content("\n").join([first.stylize("bold"), *others])
            self.query_one("#band-words", Static).update(words)
            label = card_acts.ACKNOWLEDGE.words.in_(self.language)
            self.query_one("#acknowledge", TouchButton).label = label

    def _note_first(self, first: CardId) -> None:
        if self._first and first not in ("", self._first):
            self._changed_ms = self._now_ms()
        self._first = first

    def _now_ms(self) -> int:
        return self.app.clock.now_ms() if isinstance(self.app, HallApp) else 0

    def press(self) -> None:
        """Acknowledge as a finger would."""
        if self.display:
            self.query_one("#acknowledge", TouchButton).press()

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        is_read = self._now_ms() - self._changed_ms >= DOUBLE_TAP_MS
        if self.cards and is_read:
            self.post_message(self.Acknowledged(self.cards[0].id))
