"""WindowMap: every window of the hall in one part, however many there are.

Few windows have their ticket and their person, more have their person, very many only their number.
"""

from rich.cells import cell_len, set_cell_size
from textual.reactive import reactive
from textual.strip import Strip

from hall_display.wall.parts import WindowCell, WindowGrid
from hall_display.wall.spans import Row, Span, Tone, fitted
from hall_display.wall.widgets.lines import PADDING, Lines, Painted
from kiosk.screenkit.theme import PALETTE
from queue_server.vocabulary import WindowState

TOP = 3
"""Lines above the cells: air, the name with the counts, air."""
ROOMY, NAMED, DENSE = (12, 2, 1), (12, 1, 0), (3, 1, 0)
"""Columns of a cell, its lines, and the lines between two rows of cells."""
PAPERS = {
    WindowState.SERVING: PALETTE["hall-tile"],
    WindowState.CALLED: PALETTE["hall-tile"],
    WindowState.IDLE: PALETTE["hall-quiet"],
    WindowState.PAUSED: "#0c2c52",
    WindowState.CLOSED: "",
}
Shape = tuple[int, int, int]


def shape_for(count: int, columns: int, rows: int) -> Shape:
    """Return the roomiest cells of which ``count`` fit; the densest where none do."""
    for shape in (ROOMY, NAMED):
        if count <= _places(shape, columns, rows):
            return shape
    return DENSE


def _places(shape: Shape, columns: int, rows: int) -> int:
    width, lines, gap = shape
    return ((columns + 1) // (width + 1)) * ((rows + gap) // (lines + gap))


class WindowMap(Painted):
    """``grid`` comes down; a touch opens the list of windows."""

    grid: reactive[WindowGrid] = reactive(WindowGrid())

    def render_line(self, y: int) -> Strip:
        if y == 1:
            return self.fit(self.grid.caption)
        columns = self.size.width - 2 * PADDING
        shape = shape_for(len(self.grid.cells), columns, self.size.height - TOP)
        top = TOP - 1 if shape is DENSE else TOP
        return self.blank() if y < top else self._cells_line(y - top, shape, columns, self.size.height - top)

    def _cells_line(self, y: int, shape: Shape, columns: int, rows: int) -> Strip:
        width, lines, gap = shape
        across = (columns + 1) // (width + 1)
        line, first = y % (lines + gap), y // (lines + gap) * across
        cells, places = self.grid.cells, _places(shape, columns, rows)
        left = len(cells) - places + 1 if len(cells) > places else 0
        shown = cells[: places - 1] if left else cells
        spans: list[Span] = []
        if line < lines:
            for cell in shown[first : first + across]:
                spans += [*cell_line(cell, shape, line), Span(" ")]
            if left and first <= places - 1 < first + across:
                spans += [Span(f"+{left}", Tone.DIM), Span(" ")]
        return self.line(fitted(Row(tuple(spans[:-1])), columns))

    def on_click(self) -> None:
        self.post_message(Lines.Opened("windows"))


def cell_line(cell: WindowCell, shape: Shape, line: int) -> tuple[Span, ...]:
    """Return one line of a cell, exactly as wide as the shape says."""
    width, paper = shape[0], _paper(cell)
    tone = Tone.INK if cell.alarm else cell.tone
    fault = "!" if cell.has_fault else ""
    if shape is DENSE:
        text = f"{cell.number:>{width}}"
        return (Span(text, Tone.AMBER if fault else tone, bool(cell.alarm), paper=paper),)
    if line:
        return (Span(_padded(f" {cell.staff}", width), tone, paper=paper),)
    second = cell.ticket if shape is ROOMY else cell.staff
    number = Span(f" {cell.number}", tone, is_bold=True, paper=paper)
    text = _padded(f" {second}", width - cell_len(number.text) - 1)
    return number, Span(text, tone, paper=paper), Span(fault or " ", Tone.AMBER, is_bold=True, paper=paper)


def _paper(cell: WindowCell) -> str:
    return (cell.alarm and ember(cell.alarm)) or PAPERS[cell.state]


def _padded(text: str, width: int) -> str:
    return set_cell_size(text, width)


def ember(colour: str) -> str:
    """Return a level's colour as it glows through the dark of the wall: white can be read on it."""
    night = PALETTE["hall-panel"]
    parts = [
        round(0.68 * int(night[at : at + 2], 16) + 0.32 * int(colour[at : at + 2], 16)) for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)
