"""Curves drawn with the dots of cells: two lines over the hill of a usual day. Pure; no widget, no colour.

A cell shows one pattern in one ink on one paper. Where a line crosses the hill, the line is the ink and the
hill the paper; where two lines meet, the first one named wins.
"""

from collections.abc import Sequence

import msgspec

from kiosk.screenkit.dots import GRIDS, DotMode, Grid

NOTHING, HILL = -1, -2
"""What a cell's ink may be besides the number of a line."""


class Cell(msgspec.Struct, frozen=True):
    """A character, whose ink it has, and whether its paper is the hill."""

    character: str = " "
    ink: int = NOTHING
    on_hill: bool = False


class Plot(msgspec.Struct, frozen=True):
    """How large, from which place of the curves to which, and how high."""

    columns: int
    rows: int
    first: int
    last: int
    top: float
    mode: DotMode = DotMode.OCTANT


def nice_top(highest: float) -> int:
    """Return a round number not below ``highest``, divisible by two: the top of the scale."""
    for step in (10, 20, 40, 60, 80, 100, 200, 400, 600, 800, 1000, 2000, 4000):
        if highest <= step:
            return step
    return 2 * (int(highest / 2) + 1)


def drawn(
    plot: Plot, lines: Sequence[Sequence[float]], hill: Sequence[float]
) -> tuple[tuple[Cell, ...], ...]:
    """Return the cells, row by row. A line ends where its values end; a hill may be empty."""
    grid = GRIDS[plot.mode]
    hill_dots = _filled(plot, grid, hill)
    line_dots = [_line(plot, grid, values) for values in lines]
    return tuple(
        tuple(_cell(grid, column, row, line_dots, hill_dots) for column in range(plot.columns))
        for row in range(plot.rows)
    )


Dots = set[tuple[int, int]]


def _cell(grid: Grid, column: int, row: int, lines: list[Dots], hill: Dots) -> Cell:
    hill_bits = _bits(grid, column, row, hill)
    is_hill = hill_bits.bit_count() * 2 >= grid.across * grid.down
    for number, dots in enumerate(lines):
        bits = _bits(grid, column, row, dots)
        if bits:
            return Cell(grid.characters[bits], number, is_hill)
    return Cell(grid.characters[hill_bits], HILL) if hill_bits else Cell()


def _bits(grid: Grid, column: int, row: int, dots: Dots) -> int:
    if not dots:
        return 0
    return sum(
        1 << (y * grid.across + x)
        for y in range(grid.down)
        for x in range(grid.across)
        if (column * grid.across + x, row * grid.down + y) in dots
    )


def _heights(plot: Plot, grid: Grid, values: Sequence[float]) -> list[int | None]:
    """Return for each column of dots how many dots from the bottom the curve stands; None after its end."""
    width, high = plot.columns * grid.across, plot.rows * grid.down
    span = max(1, plot.last - plot.first - 1)
    heights: list[int | None] = []
    for x in range(width):
        at = plot.first + x * span / max(1, width - 1)
        heights.append(_height(values, at, plot.top, high))
    return heights


def _height(values: Sequence[float], at: float, top: float, high: int) -> int | None:
    low = int(at)
    if at > len(values) - 1:
        return None
    after = values[min(low + 1, len(values) - 1)]
    value = values[low] + (after - values[low]) * (at - low)
    return min(high - 1, max(0, round(value / top * (high - 1))))


def _line(plot: Plot, grid: Grid, values: Sequence[float]) -> Dots:
    """Return the dots of a line without a gap: a steep step is drawn upright."""
    bottom = plot.rows * grid.down - 1
    dots: Dots = set()
    before: int | None = None
    for x, height in enumerate(_heights(plot, grid, values)):
        if height is None:
            break
        low, high = sorted((height, height if before is None else before))
        dots.update((x, bottom - y) for y in (height, *range(low + 1, high)))
        before = height
    return dots


def _filled(plot: Plot, grid: Grid, values: Sequence[float]) -> Dots:
    bottom = plot.rows * grid.down - 1
    return {
        (x, bottom - y)
        for x, height in enumerate(_heights(plot, grid, values))
        if height
        for y in range(height + 1)
    }
