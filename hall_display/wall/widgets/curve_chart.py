"""CurveChart: the day's curve over the hill of a usual day, drawn with the dots of cells, with its scales."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from textual.reactive import reactive
from textual.strip import Strip

from hall_display.wall.curve import HILL, Cell, Plot, drawn, nice_top
from hall_display.wall.parts import Curves
from hall_display.wall.spans import Row, Span, Tone
from hall_display.wall.view_figures import HILL_INK
from hall_display.wall.widgets.lines import Lines, Painted
from kiosk.screenkit.big_text import machine_mode
from kiosk.screenkit.theme import PALETTE

SCALE = 5
"""Cells of the scale at the left."""
HEAD, FOOT = 3, 1
"""Lines above and below the plot."""
INKS = (PALETTE[Tone.GOLD], PALETTE[Tone.GOOD])
LABEL_CELLS = 7
"""A label of the hours needs so many."""


class CurveChart(Painted):
    """``curves`` come down. What was drawn stays until a curve or the size changes."""

    curves: reactive[Curves] = reactive(Curves(), repaint=False)

    def __init__(self, opens: str = "", *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._opens = opens
        self._drawn: tuple[Row, ...] = ()
        self._is_stale = True

    def watch_curves(self) -> None:
        self._is_stale = True
        self.refresh()

    def on_resize(self) -> None:
        self._is_stale = True

    def render_line(self, y: int) -> Strip:
        if self._is_stale:
            self._drawn, self._is_stale = self._rows(), False
        return self.fit(self._drawn[y]) if y < len(self._drawn) else self.blank()

    def on_click(self) -> None:
        if self._opens:
            self.post_message(Lines.Opened(self._opens))

    def _rows(self) -> tuple[Row, ...]:
        curves, columns, rows = self.curves, self.size.width - 4 - SCALE, self.size.height - HEAD - FOOT
        if columns < LABEL_CELLS or rows < 2:
            return (Row(), curves.caption)
        top = nice_top(max((*curves.issued, *curves.served, *curves.usual), default=0))
        plot = Plot(columns, rows, curves.first, curves.last, top, machine_mode())
        cells = drawn(plot, (curves.issued, curves.served), curves.usual)
        body = (_plot_row(line, _label(at, rows, top)) for at, line in enumerate(cells))
        return (Row(), curves.caption, Row(), *body, _hours(plot))


def _label(at: int, rows: int, top: int) -> str:
    return {0: str(top), rows // 2: str(top // 2), rows - 1: "0"}.get(at, "")


def _plot_row(cells: Sequence[Cell], label: str) -> Row:
    return Row((Span(f"{label:>{SCALE - 1}} ", Tone.LINE), *_runs(cells)))


def _runs(cells: Sequence[Cell]) -> Iterable[Span]:
    for (ink, on_hill), run in groupby(cells, key=lambda cell: (cell.ink, cell.on_hill)):
        text = "".join(cell.character for cell in run)
        colour = HILL_INK if ink == HILL else INKS[ink] if ink >= 0 else ""
        yield Span(text, ink=colour, paper=HILL_INK if on_hill else "")


def _hours(plot: Plot) -> Row:
    """Return the hours below the plot, as many as stand apart from one another."""
    hours = range(plot.first // 6, plot.last // 6 + 1)
    per_hour = plot.columns / max(1, len(hours) - 1)
    step = max(1, -(-LABEL_CELLS // max(1, int(per_hour))))
    text = [" "] * (plot.columns + 6)
    for hour in hours[::step]:
        at = round((hour - hours[0]) * per_hour)
        start = max(0, min(at - 2, plot.columns - 5))
        text[start : start + 5] = f"{hour:02d}:00"
    return Row((Span(" " * SCALE), Span("".join(text[: plot.columns]), Tone.LINE)))
