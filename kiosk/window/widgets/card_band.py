"""The band of what was just told: one card with its clock, those behind it by name, one touch to acknowledge.

It takes its rows from the middle of the screen, never from the acts below: no button moves under a finger.
The oldest stands first, so that a newer one never slips under the finger either.
"""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

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
        if cards:
            self.styles.background, self.styles.color = cards[0].colour, cards[0].ink
            rows = band_rows(cards, self.language, self.now_ms, self.utc_offset_min)
            first, *others = (Content(row) for row in rows)
            words = Content("\n").join([first.stylize("bold"), *others])
            self.query_one("#band-words", Static).update(words)
            label = card_acts.ACKNOWLEDGE.words.in_(self.language)
            self.query_one("#acknowledge", TouchButton).label = label

    def press(self) -> None:
        """Acknowledge as a finger would."""
        if self.display:
            self.query_one("#acknowledge", TouchButton).press()

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        if self.cards:
            self.post_message(self.Acknowledged(self.cards[0].id))
