"""The open cards of who sits here: a list, the chosen one with all that is known of it, and what can be done.

It follows the desk while it is open: what is told, moved or taken back shows at once.
"""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import Static

from kiosk.screenkit.touch_button import Kind, TouchButton
from kiosk.window import card_acts, words
from kiosk.window import card_words as said
from kiosk.window.card_lines import details, line_text, list_note, title
from kiosk.window.card_view import CardView
from kiosk.window.view import DeskView
from queue_server.vocabulary import CardAct, CardId, Language, WindowNo

PER_PAGE = 4
ACTS = tuple(card_acts.OF_A_CARD)


class Detail(Static):
    """The text about a card; it says when it needs another number of rows."""

    class Measured(Message):
        """Its size is another one now."""

    def on_resize(self) -> None:
        self.post_message(self.Measured())


class CardsScreen(ModalScreen[None]):
    """Bound to the app. Posts ``Wanted``; the app asks for a text where one is needed, and says it."""

    BINDINGS: ClassVar = [("escape", "dismiss(None)")]

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)
    note: reactive[str] = reactive("")
    utc_offset_min: reactive[int] = reactive(480)

    class Wanted(Message):
        """Who sits here wants to do ``move`` to ``card``."""

        def __init__(self, card: CardView, move: CardAct) -> None:
            super().__init__()
            self.card, self.move = card, move

    def __init__(self) -> None:
        super().__init__()
        self._chosen = CardId("")
        self._page = 0

    def compose(self) -> ComposeResult:
        with Vertical(id="cards"):
            yield Static(id="cards-title")
            with Horizontal(id="cards-middle"):
                with Vertical(id="cards-list"):
                    for place in range(PER_PAGE):
                        yield TouchButton("", id=f"card-{place}")
                with Vertical(id="cards-right"):
                    with VerticalScroll(id="cards-detail", can_focus=False):
                        yield Detail(id="detail")
                    yield TouchButton("", "[↓]", kind=Kind.QUIET, id="read-on")
            yield Static(id="note")
            with Horizontal(id="feet"):
                yield TouchButton("", "[Esc]", kind=Kind.QUIET, id="back")
                for act in ACTS:
                    key = card_acts.OF_A_CARD[act].key.upper()
                    yield TouchButton("", f"[{key}]", kind=Kind.PRIMARY, id=f"do-{act}")
                yield TouchButton("", "[PgDn]", kind=Kind.QUIET, id="next")

    def on_mount(self) -> None:
        self._draw()

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def watch_now_ms(self) -> None:
        self._draw()

    def watch_note(self) -> None:
        self._draw()

    @property
    def cards(self) -> tuple[CardView, ...]:
        return tuple(card for card in self.view.cards if card.is_shown(self.now_ms))

    @property
    def chosen(self) -> CardView | None:
        """The card whose details are shown: the one that was touched, else the first to acknowledge."""
        cards = self.cards
        first = next((card for card in cards if not card.is_seen), cards[0] if cards else None)
        return next((card for card in cards if card.id == self._chosen), first)

    # --- drawing ---

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        cards, chosen = self.cards, self.chosen
        self._chosen = chosen.id if chosen else CardId("")
        pages = max(1, -(-len(cards) // PER_PAGE))
        self._page %= pages
        head = said.YOUR_CARDS.in_(self.language)
        self.query_one("#cards-title", Static).update(f"{head}  {len(cards)}" if cards else head)
        self.query_one("#note", Static).update(self.note)
        for place in range(PER_PAGE):
            self._draw_line(place, cards)
        self._draw_detail(chosen)
        self._draw_feet(chosen, pages)

    def _draw_line(self, place: int, cards: tuple[CardView, ...]) -> None:
        button = self.query_one(f"#card-{place}", TouchButton)
        at = self._page * PER_PAGE + place
        button.visible = at < len(cards)
        if button.visible:
            card = cards[at]
            button.label = title(card, self.language) if card.is_seen else f"● {title(card, self.language)}"
            button.sub_label = list_note(card, self.language, self.now_ms, self.utc_offset_min)
            button.styles.border_left = ("thick", card.colour)
            button.set_class(card.id == self._chosen, "-chosen")

    def _draw_detail(self, card: CardView | None) -> None:
        detail = self.query_one("#detail", Static)
        detail.update(self._detail(card) if card else said.NONE.in_(self.language))

    def _detail(self, card: CardView) -> Content:
        head = Content.styled(f" {title(card, self.language)} ", f"bold {card.ink} on {card.colour}")
        lines = (line_text(line, self.language) for line in details(card, self.now_ms, self.utc_offset_min))
        rows = [Content.styled(label, "$hall-ink-dim") + Content(text) for label, text in lines]
        return Content("\n").join([head, Content(""), *rows])

    @on(Detail.Measured)
    def _offer_more(self) -> None:
        """Offer to read on only where something is left to read."""
        if self.is_mounted:
            rows, room = self.query_one("#detail").size.height, self.query_one("#cards-right").size.height
            self.query_one("#read-on").display = rows > room

    def _draw_feet(self, card: CardView | None, pages: int) -> None:
        self.query_one("#back", TouchButton).label = words.BACK.in_(self.language)
        self.query_one("#next", TouchButton).label = words.NEXT_PAGE.in_(self.language)
        self.query_one("#read-on", TouchButton).label = said.READ_ON.in_(self.language)
        self.query_one("#next", TouchButton).display = pages > 1
        possible = card.acts_at(self.now_ms) if card else ()
        for act in ACTS:
            button = self.query_one(f"#do-{act}", TouchButton)
            button.label = card_acts.OF_A_CARD[act].words.in_(self.language)
            button.disabled = act not in possible

    # --- what the person does ---

    @on(TouchButton.Pressed)
    def _pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        place = str(event.button.id)
        kind, _, which = place.partition("-")
        match kind:
            case "back":
                self.dismiss(None)
            case "next":
                self._turn()
            case "read":
                self._read_on()
            case "card":
                self._choose(int(which))
            case "do":
                self._want(CardAct(which))

    def on_key(self, event: events.Key) -> None:
        key = event.key.lower()
        act = next((act for act in ACTS if card_acts.OF_A_CARD[act].key == key), None)
        if act is not None:
            event.stop()
            self.query_one(f"#do-{act}", TouchButton).press()
        elif key == "pagedown":
            self._turn()
        elif key == "down":
            self._read_on()
        elif key.isdigit():
            self._choose(int(key) - 1)

    def _choose(self, place: int) -> None:
        cards, at = self.cards, self._page * PER_PAGE + place
        if 0 <= place < PER_PAGE and at < len(cards):
            self._chosen = cards[at].id
            self.query_one("#cards-detail").scroll_home(animate=False)
            self._draw()

    def _turn(self) -> None:
        self._page += 1
        self._draw()

    def _read_on(self) -> None:
        """Show the next rows of the details, and after the last ones the first again."""
        box = self.query_one("#cards-detail")
        if box.scroll_offset.y >= box.max_scroll_y:
            box.scroll_home(animate=False)
        else:
            box.scroll_page_down(animate=False)

    def _want(self, move: CardAct) -> None:
        card = self.chosen
        if card is not None:
            self.post_message(self.Wanted(card, move))
