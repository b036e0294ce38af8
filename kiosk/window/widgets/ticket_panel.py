"""The ticket at the window: its number in big glyphs, what it is for, and its running clock."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.window import words
from kiosk.window.view import DeskView, TicketView
from kiosk.window.view_words import STATE_WORDS
from queue_server.vocabulary import Language, WindowNo, WindowState

NUMBER_ROWS = 6
LONG_MS = 20 * 60_000
"""A clock that has run for so long is drawn in amber."""


class TicketPanel(Vertical):
    """Bound to the app's view, language and time."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")))
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)

    def compose(self) -> ComposeResult:
        yield BigText("", NUMBER_ROWS, id="number", align="center")
        yield Static(id="item")
        yield Static(id="marks")
        yield Static(id="clock")

    def watch_view(self) -> None:
        self._draw()

    def watch_language(self) -> None:
        self._draw()

    def watch_now_ms(self) -> None:
        if self.is_mounted:
            self.query_one("#clock", Static).update(self._clock())

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        ticket = self.view.ticket
        self.set_class(ticket is None, "-empty")
        self.query_one("#number", BigText).text = ticket.number if ticket else self._idle_word()
        self.query_one("#item", Static).update(self._item())
        self.query_one("#marks", Static).update(self._marks(ticket) if ticket else Content(""))
        self.query_one("#clock", Static).update(self._clock())

    def on_mount(self) -> None:
        self._draw()

    def _idle_word(self) -> str:
        return Text.of(STATE_WORDS[self.view.state]).in_(self.language)

    def _item(self) -> Content:
        ticket = self.view.ticket
        if ticket:
            return Content(Text.of(ticket.item).in_(self.language)).stylize("bold")
        if self.view.state is WindowState.PAUSED:
            return Content(self.view.pause_reason)
        if self.view.state is WindowState.IDLE and self.view.waiting:
            return Content(words.PRESS_NEXT.in_(self.language))
        return Content(words.NOBODY.in_(self.language))

    def _marks(self, ticket: TicketView) -> Content:
        marks = (ticket.klass, ticket.reason) if ticket.reason else (ticket.klass,)
        klass = words.COLON.in_(self.language).join(Text.of(each).in_(self.language) for each in marks)
        parts = [Content.styled(f" {klass} ", "bold on $hall-amber") if ticket.is_special else Content(klass)]
        if ticket.recalls:
            recalled = words.RECALLED.in_(self.language)
            parts.append(Content(f"{recalled} {ticket.recalls}/{self.view.recalls_max}"))
        if ticket.transferred:
            parts.append(Content(words.TRANSFERRED.in_(self.language)))
        if ticket.items_done:
            done = "、".join(Text.of(each).in_(self.language) for each in ticket.items_done)
            parts.append(Content(f"{words.ALREADY_DONE.in_(self.language)} {done}"))
        return Content("   ").join(parts)

    def _clock(self) -> Content:
        ticket = self.view.ticket
        if ticket is None:
            return Content("")
        passed_ms = self.now_ms - ticket.since_ms
        serving = self.view.state is WindowState.SERVING
        label = (words.SINCE_START if serving else words.SINCE_CALL).in_(self.language)
        waited_ms = ticket.since_ms - ticket.issued_ms
        text = f"{label} {words.clock_text(passed_ms)}"
        style = "bold $hall-amber-ink" if passed_ms > LONG_MS else "bold $hall-gold"
        if serving:
            return Content.styled(text, style)
        waited = f"   {words.WAITED.in_(self.language)} {words.clock_text(waited_ms)}"
        return Content.styled(text, style) + Content(waited)
