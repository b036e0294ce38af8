"""Keeps every display of the field true: says what changed, and says nothing twice.

It remembers what each window's devices were last told. A window's own devices are redrawn from the hall's
newest state, so what was missed in between does not matter; only the evaluator's question is an event.
"""

from collections.abc import Mapping

from devices.led_bar.protocol import LedColour
from devices.line import Line
from queue_server.config import Counter
from queue_server.hall.events import Event
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.field.counters import Counters, evaluator_addr
from queue_server.runtime.field.displays import PadShows, Showing, asks_for_rating, rated, showing
from queue_server.vocabulary import WindowNo


class Signs:
    """All displays of a hall."""

    def __init__(self, counters: Counters, lines: Mapping[str, Line], hall: Hall) -> None:
        self._counters, self._lines, self._hall = counters, lines, hall
        self._kinds = counters.led_kinds
        self._shown: dict[WindowNo, Showing] = {}
        self._asking: set[WindowNo] = set()
        self._stars: dict[WindowNo, int] = {}

    def note(self, event: Event) -> None:
        """Remember what an event asks of an evaluator, until the next ``show``."""
        asking = asks_for_rating(event)
        if asking is not None:
            self._asking.add(asking)
        stars = rated(event)
        if stars is not None:
            self._stars[stars[0]] = stars[1]

    def show(self, room: HallRoom) -> None:
        """Bring every display to what the hall is now."""
        for counter in self._counters.all:
            wanted = showing(room, self._hall, counter.window)
            before = self._shown.get(counter.window)
            if wanted != before:
                self._shown[counter.window] = wanted
                self._redraw(counter, before, wanted)
            self._ask(counter)

    def _redraw(self, counter: Counter, before: Showing | None, wanted: Showing) -> None:
        line = self._lines[counter.line]
        if counter.pad and (before is None or before.pad != wanted.pad):
            _show_on_pad(line, counter.pad, wanted.pad)
        if counter.led and (before is None or before.bar != wanted.bar):
            colour = LedColour.RED if wanted.is_urgent else LedColour.GREEN
            line.led(counter.led, wanted.bar, colour, self._kinds[counter.line])

    def _ask(self, counter: Counter) -> None:
        addr, line = evaluator_addr(counter), self._lines[counter.line]
        if not addr:
            return
        if counter.window in self._asking:
            self._asking.discard(counter.window)
            line.please_rate(addr)
        stars = self._stars.pop(counter.window, None)
        if stars is not None:
            line.stars(addr, stars)


def _show_on_pad(line: Line, addr: int, pad: PadShows) -> None:
    if pad.number:
        line.show_ticket(addr, pad.number)
    else:
        line.show_waiting(addr, pad.waiting)
