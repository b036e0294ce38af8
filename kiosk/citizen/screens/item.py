"""ItemScreen: what to bring, how long it takes, and the one green button that makes a number."""

from collections.abc import Iterable, Iterator

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen import texts
from kiosk.citizen.identity import last_four
from kiosk.citizen.messages import NumberWanted, Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.home import INKS
from kiosk.citizen.view import Item, QueueTile, Wait
from kiosk.citizen.visit import KioskState, Printer
from kiosk.citizen.wait_words import for_item, people
from kiosk.citizen.widgets.foot import FootKey
from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.big_text import BigText, machine_mode
from kiosk.screenkit.expected_words import bounds_text, not_today_text
from kiosk.screenkit.glyphs import Look, width_of
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.clock import Clock
from queue_server.vocabulary import TicketClass
from queue_server.wire.expected import Expected

NAME_ROWS = 4
NAME_COLUMNS = 72
"""A name wider than this would be shrunk by more than a quarter on the 56 columns there are."""
SPACED_MAX = 3
"""So many may have an empty line between them."""
MATERIALS_MAX = 8
"""More do not fit above the foot."""


class ItemScreen(CitizenScreen):
    """One item, as it was when the citizen chose it."""

    def __init__(self, state: KioskState, hall_clock: Clock, item: Item) -> None:
        super().__init__(state, hall_clock)
        self.item = item

    def question(self) -> Text:
        department = self.state.view.department(self.item.department)
        return department.name if department else Text("")

    def aside(self) -> str:
        reason, number = self.state.visit.reason, self.state.visit.identity
        priority = (f"{self.say(texts.PRIORITY)}: {self.say(texts.REASONS[reason])}",) if reason else ()
        shown = texts.filled(texts.IDENTITY_SHOWN, last=last_four(number))
        return "   ".join((*priority, *((self.say(shown),) if number else ())))

    def body(self) -> Iterable[Widget]:
        lines = self._name_lines()
        name = [BigText(line, NAME_ROWS, classes="item-name") for line in lines]
        facts = Vertical(
            *name, Static(self._beside(), classes="item-beside"), *self._facts(len(lines) == 1), id="facts"
        )
        panel = Vertical(Static(self._queue(), id="queue-now"), *self._buttons(), id="acts")
        return (Horizontal(facts, panel, id="item"),)

    def foot(self) -> tuple[FootKey, ...]:
        priority = texts.PRIORITY_OFF if self.state.visit.reason else texts.PRIORITY
        identity = texts.IDENTITY_GIVEN if self.state.visit.identity else texts.IDENTITY
        return (
            FootKey(Place.BACK, texts.BACK),
            FootKey(Place.PRIORITY, priority, Kind.PRIORITY, self.state.view.is_open),
            FootKey(Place.IDENTITY, identity, is_enabled=self.state.view.away is None),
            FootKey(Place.HOME, texts.HOME),
        )

    def show(self) -> None:
        self.query_one("#queue-now", Static).update(self._queue())
        self.query_one("#paper-note", Static).update(self._paper_note())
        self.query_one("#take", TouchButton).disabled = not self.state.view.is_open

    @on(TouchButton.Pressed, "#take")
    def _take(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(NumberWanted(self.item.code))

    def _name_lines(self) -> tuple[str, ...]:
        """Return the name in one line, or in two where it would become too small to read."""
        name = self.say(self.item.name)
        is_short = width_of(name, Look(rows=NAME_ROWS, mode=machine_mode())) <= NAME_COLUMNS
        return (name,) if is_short else halves(name)

    def _beside(self) -> str:
        beside = self.item.name.beside(self.reading.language)
        return "" if self.reading.is_large else beside

    def _facts(self, is_roomy: bool) -> Iterator[Widget]:
        yield Static(Content(self.say(texts.WHAT_TO_BRING)).stylize("bold"), classes="facts-head")
        lines = tuple(self._materials())
        gap = "\n\n" if is_roomy and len(lines) <= SPACED_MAX else "\n"
        yield Static(Content(gap).join(lines), classes="facts-lines")
        yield Static(self._terms(), classes="facts-terms")

    def _materials(self) -> Iterator[Content]:
        materials = self.item.materials or (texts.NOTHING_TO_BRING,)
        for number, text in enumerate(materials[:MATERIALS_MAX], start=1):
            beside = Content(f"  {text.beside(self.reading.language)}").stylize(PALETTE["hall-ink-dim"])
            yield Content(f"{number}. {self.say(text)}") + beside

    def _terms(self) -> str:
        item = self.item
        promised = texts.filled(texts.PROMISED, n=item.promised_days) if item.promised_days else texts.AT_ONCE
        fee = texts.FREE_OF_CHARGE if item.fee in ("", texts.FREE) else texts.filled(texts.FEE, fee=item.fee)
        minutes = texts.filled(texts.MINUTES, n=item.minutes)
        return "   ".join(self.say(text) for text in (minutes, promised, fee))

    def _queue(self) -> Content:
        queue = self.state.view.queue(self.item.queue)
        if queue is None:
            return Content("")
        expected = self.state.view.expected(self.item, self.state.visit.klass)
        queue = for_item(queue, expected)
        letter = Content(f"{queue.code}  ").stylize(f"bold {PALETTE['hall-gold']}")
        lines = Content("".join(f"\n{line}" for line in self._wait(queue, expected)))
        said = lines.stylize(f"bold {INKS[queue.wait]}")
        return letter + Content(self.say(queue.name)).stylize("bold") + said

    def _wait(self, queue: QueueTile, expected: Expected | None) -> Iterator[str]:
        """Say who waits; below it how long this citizen's number will, of the class it would be of."""
        yield self.say(people(queue, expected))
        if expected is None or queue.wait is Wait.NONE:
            return
        mark = f"{self.say(texts.CLASS_MARKS[TicketClass.PRIORITY])}  " if self.state.visit.reason else ""
        yield mark + self.say(bounds_text(expected))
        if then := not_today_text(expected):
            yield self.say(then)

    def _buttons(self) -> Iterator[Widget]:
        is_open = self.state.view.is_open
        yield LargeTile(
            self.say(texts.TAKE_SHORT),
            self.say(texts.TAKE_BELOW),
            rows=5 if self.reading.is_large else 4,
            sub_rows=1,
            kind=Kind.PRIMARY,
            id="take",
            disabled=not is_open,
        )
        yield Static(self._paper_note(), id="paper-note")

    def _paper_note(self) -> str:
        return self.say(texts.PRINTER_OUT) if self.state.printer is Printer.OUT else ""


def halves(name: str) -> tuple[str, str]:
    """Cut a name in two at the blank nearest to its middle; Chinese has none and is cut in the middle."""
    middle = (len(name) + 1) // 2
    blanks = [place for place, character in enumerate(name) if character == " "]
    cut = min(blanks, key=lambda place: abs(place - middle), default=middle)
    return name[:cut].strip(), name[cut:].strip()
