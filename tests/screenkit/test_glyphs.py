"""Text into cells: height, width, baseline, nothing clipped, quick."""

import timeit

import pytest

from kiosk.screenkit.dots import GRIDS, OCTANTS, DotMode
from kiosk.screenkit.glyphs import Drawing, Line, Look, Weight, draw, line_of, width_of

TEXTS = ("A012", "请到3号窗口", "Please go to window 3", "不动产登记", "17:05")


def inked_dots(drawing: Drawing) -> list[list[bool]]:
    """Return the dots of an octant drawing, row by row."""
    rows: list[list[bool]] = []
    for line in drawing.lines:
        cells = [OCTANTS.index(char) for run in line for char in run.characters]
        rows += [
            [bool(cell >> (down * 2 + right) & 1) for cell in cells for right in (0, 1)] for down in range(4)
        ]
    return rows


@pytest.mark.parametrize("mode", list(DotMode))
@pytest.mark.parametrize("text", TEXTS)
def test_a_drawing_has_the_rows_asked_for_and_the_width_foretold(text: str, mode: DotMode) -> None:
    look = Look(rows=6, mode=mode)
    drawing = draw(text, look)
    assert len(drawing.lines) == 6
    assert {sum(len(run.characters) for run in line) for line in drawing.lines} == {drawing.columns}
    assert drawing.columns == width_of(text, look)


def test_a_number_fills_its_rows_from_top_to_bottom() -> None:
    dots = inked_dots(draw("A012", Look(rows=20)))
    assert any(dots[0] + dots[1])
    assert any(dots[-1] + dots[-2])


@pytest.mark.parametrize("text", ["Agjpqy（国）", "号", "Q,", "请在A区等候"])
def test_nothing_is_cut_off_above_or_below(text: str) -> None:
    """Drawn with room to spare, the ink must not reach beyond the line chosen for the text."""
    above, below = line_of(text).value
    rows = 40
    dots = inked_dots(draw(text, Look(rows=rows, line=Line.FULL)))
    em = rows * 4 / sum(Line.FULL.value)
    inked = [index for index, row in enumerate(dots) if any(row)]
    baseline = Line.FULL.value[0] * em
    assert inked[0] >= baseline - above * em - 1
    assert inked[-1] <= baseline + below * em + 1


def test_latin_and_chinese_stand_on_one_baseline() -> None:
    """The feet of A and of 3 are where they are whatever stands beside them."""
    look = Look(rows=12, line=Line.CHINESE)
    feet = {text: _lowest_of_first(text, look) for text in ("A", "A号", "A1", "A窗口")}
    assert len(set(feet.values())) == 1


def _lowest_of_first(text: str, look: Look) -> int:
    width = width_of("A", look) * 2 - 2
    dots = inked_dots(draw(text, look))
    return max(index for index, row in enumerate(dots) if any(row[:width]))


def test_bold_has_more_ink_than_regular() -> None:
    ink = {weight: _ink("请到窗口", Look(rows=10, weight=weight)) for weight in Weight}
    assert ink[Weight.BOLD] > ink[Weight.REGULAR] * 1.1


def _ink(text: str, look: Look) -> int:
    return sum(map(sum, inked_dots(draw(text, look))))


def test_letters_become_narrower_where_columns_are_short() -> None:
    natural = Look(rows=8)
    tight = Look(rows=8, columns_max=width_of("A012", natural) - 5)
    dots = inked_dots(draw("A012", tight))
    assert draw("A012", tight).columns == width_of("A012", natural) - 5
    assert any(row[-1] or row[-2] or row[-3] for row in dots)


@pytest.mark.parametrize(
    ("text", "line"),
    [("A012", Line.NUMBER), ("11:20", Line.NUMBER), ("3号窗口", Line.CHINESE), ("Now serving", Line.FULL)],
)
def test_the_line_follows_the_characters(text: str, line: Line) -> None:
    assert line_of(text) is line


def test_an_empty_text_draws_nothing() -> None:
    assert width_of("", Look(rows=6)) == 0


def test_coarse_modes_use_only_their_own_characters() -> None:
    for mode in (DotMode.QUADRANT, DotMode.HALF):
        characters = {
            c for line in draw("请A", Look(rows=6, mode=mode)).lines for run in line for c in run.characters
        }
        assert characters <= set(GRIDS[mode].characters)


def test_a_text_drawn_before_costs_next_to_nothing() -> None:
    look = Look(rows=20)
    draw("A012", look)
    assert timeit.timeit(lambda: draw("A012", look), number=1000) < 0.1
