"""Curves in dots: a line has no gap, ends where its values end, and stands before the hill."""

import pytest

from hall_display.wall.curve import HILL, NOTHING, Plot, drawn, nice_top
from kiosk.screenkit.dots import GRIDS, DotMode

MODES = [DotMode.OCTANT, DotMode.QUADRANT, DotMode.HALF]


def plot(mode: DotMode, top: float = 10) -> Plot:
    return Plot(columns=12, rows=4, first=0, last=10, top=top, mode=mode)


def dots_in(cells: tuple, mode: DotMode, ink: int) -> dict[int, list[int]]:  # type: ignore[type-arg] # rows of cells
    """Return the heights of every dot of one ink, by column of dots."""
    grid = GRIDS[mode]
    found: dict[int, list[int]] = {}
    for at_row, line in enumerate(cells):
        for at, cell in enumerate(line):
            bits = grid.characters.index(cell.character) if cell.ink == ink else 0
            for bit in range(grid.across * grid.down):
                if bits >> bit & 1:
                    x, y = at * grid.across + bit % grid.across, at_row * grid.down + bit // grid.across
                    found.setdefault(x, []).append(len(cells) * grid.down - 1 - y)
    return found


@pytest.mark.parametrize("mode", MODES)
def test_a_line_has_no_gap_however_steep(mode: DotMode) -> None:
    cells = drawn(plot(mode), [[0, 10, 0, 10, 5, 5, 5, 0, 0, 10]], ())
    columns = dots_in(cells, mode, 0)
    assert sorted(columns) == list(range(12 * GRIDS[mode].across))
    for x in range(1, len(columns)):
        reach = range(min(columns[x]) - 1, max(columns[x]) + 2)
        assert set(reach) & set(columns[x - 1])


@pytest.mark.parametrize("mode", MODES)
def test_a_line_ends_where_its_values_end(mode: DotMode) -> None:
    cells = drawn(plot(mode), [[5, 5, 5]], ())
    width = 12 * GRIDS[mode].across
    last = max(dots_in(cells, mode, 0))
    assert 0.15 * width < last < 0.35 * width
    assert drawn(plot(mode), [[]], ()) == drawn(plot(mode), [], ())


def test_a_line_stands_before_the_hill() -> None:
    cells = drawn(plot(DotMode.OCTANT), [[2] * 10], [9] * 10)
    assert {cell.ink for line in cells for cell in line} == {0, HILL}
    assert all(cell.on_hill for line in cells for cell in line if cell.ink == 0)
    first = drawn(plot(DotMode.OCTANT), [[2] * 10, [2] * 10], ())
    assert {cell.ink for line in first for cell in line} == {0, NOTHING}


@pytest.mark.parametrize(("highest", "top"), [(0, 10), (10, 10), (11, 20), (37, 40), (90, 100), (5001, 5002)])
def test_the_scale_ends_at_a_round_number(highest: float, top: int) -> None:
    assert nice_top(highest) == top
