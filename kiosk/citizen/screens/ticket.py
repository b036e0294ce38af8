"""TicketScreen: the number in big glyphs, what to do with it, how the paper fares. Then it is gone."""

from collections.abc import Iterable
from enum import StrEnum

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen import texts
from kiosk.citizen.codes import is_away_number
from kiosk.citizen.messages import CountedDown, Place
from kiosk.citizen.paper import is_fresh_away
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.foot import Foot, FootKey
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.expected_words import YOU_SOON, bounds_text, not_today_text, your_wait_text
from kiosk.screenkit.language import Text
from kiosk.screenkit.qr import QUIET_MODULES, QrCode, qr_rows
from kiosk.screenkit.theme import PALETTE
from kiosk.screenkit.touch_button import Kind
from queue_server.clock import Clock
from queue_server.vocabulary import TicketClass
from queue_server.wire.from_server import TicketSlip

SHOWN_MS = 15_000
"""How long a number stays on the screen."""
SHOWN_WITHOUT_PAPER_MS = 30_000
"""Longer where the screen is all there is: the number must be noted."""
TICK_S = 0.2
GO_WINDOWS_MAX = 2
"""So many windows can be named in large type."""
LEFT_COLUMNS = 47
"""What a line beside the code may take."""
QR_ROWS_MAX = 22
QR_COLUMNS_MAX = 46


class Paper(StrEnum):
    """How the ticket's paper fares."""

    NONE = "none"
    PRINTING = "printing"
    OUT = "out"
    """It came out of the printer."""
    FAILED = "failed"


PAPERS = {
    Paper.NONE: texts.PAPER_NONE,
    Paper.PRINTING: texts.PAPER_PRINTING,
    Paper.OUT: texts.PAPER_TAKE,
    Paper.FAILED: texts.PAPER_FAILED,
}


class TicketScreen(CitizenScreen):
    """``paper`` is set by the app when the printer has spoken."""

    SAYS_AWAY = False
    paper: reactive[Paper] = reactive(Paper.NONE)

    def __init__(self, state: KioskState, hall_clock: Clock, clock: Clock, slip: TicketSlip) -> None:
        super().__init__(state, hall_clock)
        self.slip = slip
        self._clock = clock
        self._since_ms = clock.now_ms()

    def on_mount(self) -> None:
        self.set_interval(TICK_S, self._tick)

    def body(self) -> Iterable[Widget]:
        is_known = self.slip.expected is not None
        rows = (7 if self.reading.is_large else 8) - is_known
        number = BigText(self.slip.number, rows, id="number", ink=PALETTE["hall-gold"])
        left = Vertical(
            Static(self._head(), id="ticket-head"),
            number,
            *self._lines(),
            Static("", classes="spring"),
            Static(self._paper_line(), id="paper", classes=f"-{self.paper}"),
            Foot(self.done(), self.reading),
            id="ticket-left",
        )
        right = Vertical(*self._code(), id="ticket-right")
        ticket = Horizontal(left, right, id="ticket", classes="-large" if self.reading.is_large else "")
        ticket.set_class(self._is_tight(), "-tight")
        return (ticket,)

    def _is_tight(self) -> bool:
        """Say whether the wait needs the row above the number: drawn high, or in two lines."""
        expected = self.slip.expected
        if expected is None:
            return False
        return self.reading.is_large or "\n" in self._both(your_wait_text(expected)).plain

    def done(self) -> tuple[FootKey, ...]:
        """Return the one button, with the seconds that are left; it leaves its right to the code."""
        seconds = -(-self.left_ms() // 1000)
        done = Text(f"{texts.DONE.zh} ({seconds})", f"{texts.DONE.en}")
        return (FootKey(Place.HOME, done, Kind.PRIMARY),)

    def left_ms(self) -> int:
        """Return how long the number is still shown."""
        is_screen_only = self.paper in (Paper.NONE, Paper.FAILED)
        shown_ms = SHOWN_WITHOUT_PAPER_MS if is_screen_only else SHOWN_MS
        return max(0, self._since_ms + shown_ms - self._clock.now_ms())

    def watch_paper(self, _: Paper, paper: Paper) -> None:
        for line in self.query("#paper").results(Static):
            line.update(self._paper_line())
            line.set_classes(f"-{paper}")

    def _tick(self) -> None:
        for foot in self.query(Foot):
            foot.show(self.done())
        if not self.left_ms():
            self.post_message(CountedDown())

    def _head(self) -> Content:
        head = Content(self.say(texts.YOUR_NUMBER)).stylize(f"bold {PALETTE['hall-ink']}")
        beside = Content(f"  {texts.YOUR_NUMBER.beside(self.reading.language)}").stylize(
            PALETTE["hall-ink-dim"]
        )
        return head + beside + self._marks()

    def _marks(self) -> Content:
        style = f"bold {PALETTE['hall-night']} on {PALETTE['hall-gold']}"
        marks = [] if self.slip.klass is TicketClass.REGULAR else [texts.CLASS_MARKS[self.slip.klass]]
        marks += [texts.AWAY_TAKE_MARK] if is_away_number(self.slip.number, self.slip.queue) else []
        marks += [texts.REPRINTED] if self.slip.reprints else []
        inked = [Content("   ") + Content(f" {self.say(mark)} ").stylize(style) for mark in marks]
        return Content("").join(inked)

    def _lines(self) -> Iterable[Widget]:
        if self.reading.is_large:
            return (
                self._line(self._item(), "ticket-item", False),
                self._line(self._ahead(), "ticket-ahead", False),
                *self._wait_large(),
                BigText(self.say(self._go_short()), 4, id="ticket-go"),
            )
        return (
            self._line(self._item(), "ticket-item", True),
            self._line(self._ahead(), "ticket-ahead", True),
            *self._wait(),
            self._line(self._go(), "ticket-go", True),
        )

    def _wait(self) -> Iterable[Widget]:
        """Say how long it will take; nothing where that is not known, or on another paper of an old one."""
        if self.slip.expected is not None:
            yield self._line(your_wait_text(self.slip.expected), "ticket-wait", True)

    def _wait_large(self) -> Iterable[Widget]:
        if (expected := self.slip.expected) is not None:
            text = YOU_SOON if expected.is_next else not_today_text(expected) or bounds_text(expected)
            yield BigText(self.say(text), 3, id="ticket-wait")

    def _line(self, text: Text, id_: str, is_beside_shown: bool) -> Static:
        shown = self._both(text) if is_beside_shown else Content(self.say(text)).stylize("bold")
        return Static(shown, id=id_, classes="-idle" if self.slip.idle_windows else "")

    def _both(self, text: Text) -> Content:
        """Return both languages: on one line where there is room, else one below the other."""
        said, beside = self.say(text), text.beside(self.reading.language)
        gap = "  " if cell_len(said) + 2 + cell_len(beside) <= LEFT_COLUMNS else "\n"
        lead = Content(said).stylize("bold")
        return lead + Content(f"{gap}{beside}").stylize(PALETTE["hall-ink-dim"]) if beside else lead

    def _item(self) -> Text:
        item = self.state.view.item(self.slip.item)
        return item.name if item else Text(self.slip.item)

    def _ahead(self) -> Text:
        slip = self.slip
        if is_fresh_away(slip):
            return texts.AWAY_PLACE
        ahead = texts.filled(texts.AHEAD, n=slip.ahead) if slip.ahead else texts.NOBODY_AHEAD
        if self.reading.is_large and slip.expected is not None and not_today_text(slip.expected):
            bounds = bounds_text(slip.expected)
            return Text(f"{ahead.zh}   {bounds.zh}", f"{ahead.en}   {bounds.en}")
        if slip.idle_windows or not slip.windows:
            return ahead
        windows = texts.filled(texts.AT_WINDOWS, windows=texts.plain_windows(slip.windows))
        return Text(f"{ahead.zh}   {windows.zh}", f"{ahead.en}   {windows.en}")

    def _go(self) -> Text:
        if self.slip.idle_windows:
            windows = texts.plain_windows(self.slip.idle_windows)
            return texts.filled(texts.GO_TO_WINDOW, windows=windows)
        area = self.state.view.areas.get(self.slip.area, Text(self.slip.area))
        zh, en = f"{self.slip.area} 区 {area.zh}", f"{self.slip.area} {area.en}"
        return Text(texts.AT_AREA.zh.format(area=zh), texts.AT_AREA.en.format(area=en.strip()))

    def _go_short(self) -> Text:
        """Say where to go in letters four rows high."""
        if windows := self.slip.idle_windows[:GO_WINDOWS_MAX]:
            return texts.filled(texts.GO_TO_WINDOW_SHORT, windows=texts.plain_windows(windows))
        return texts.filled(texts.AT_AREA_SHORT, area=self.slip.area)

    def _paper_line(self) -> Content:
        text = PAPERS[self.paper]
        return Content(self.say(text)).stylize("bold") if self.reading.is_large else self._both(text)

    def _code(self) -> Iterable[Widget]:
        quiet = quiet_modules(self.slip.link) if self.slip.link else None
        if quiet is None:
            return
        yield QrCode(self.slip.link, quiet=quiet)
        yield Static(self._follow(), id="follow")

    def _follow(self) -> str:
        return f"{self.say(texts.FOLLOW_QR)}  {texts.FOLLOW_QR.beside(self.reading.language)}"


def quiet_modules(link: str) -> int | None:
    """Return the widest quiet zone with which the code fits beside the number, or None where none does."""
    for quiet in range(QUIET_MODULES, 0, -1):
        rows = qr_rows(link, quiet)
        if len(rows) <= QR_ROWS_MAX and len(rows[0]) <= QR_COLUMNS_MAX:
            return quiet
    return None
