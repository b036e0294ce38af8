"""The sizes of the board's parts: readable where they are drawn, and never higher than the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall_display.board.layout import CHINESE_ROWS_MIN, DIGIT_ROWS_MIN, dots_for, layout_for
from kiosk.screenkit.dots import DotMode


@given(st.integers(80, 400), st.integers(24, 120), st.sampled_from(DotMode), st.booleans())
def test_the_parts_are_never_higher_than_the_screen(
    columns: int, rows: int, dots: DotMode, has_second: bool
) -> None:
    sizes = layout_for(columns, rows, dots, has_second=has_second)
    bands = sizes.head + sizes.card + sizes.notice
    hero = sizes.caption + sizes.number + sizes.window + sizes.second + 2
    recent = sizes.caption + sizes.rows * (sizes.row + 1)
    assert bands + max(hero, recent) <= rows


@given(st.integers(80, 400), st.integers(24, 120), st.sampled_from(DotMode))
def test_no_chinese_is_drawn_with_too_few_dots(columns: int, rows: int, dots: DotMode) -> None:
    sizes = layout_for(columns, rows, dots)
    chinese = (sizes.head_name, sizes.caption, sizes.window, sizes.card_name, sizes.notice_text)
    assert all(rows == 1 or rows >= CHINESE_ROWS_MIN[dots] for rows in chinese)
    assert sizes.row == 1 or sizes.row >= DIGIT_ROWS_MIN[dots]


@pytest.mark.parametrize("has_second", [True, False])
def test_chinese_has_at_least_five_rows_on_the_halls_board(has_second: bool) -> None:
    sizes = layout_for(320, 90, DotMode.OCTANT, has_second=has_second)
    chinese = (
        sizes.head_name, sizes.head_date, sizes.caption, sizes.window, sizes.row, sizes.card_name,
        sizes.notice_text,
    )  # fmt: skip
    assert min(chinese) >= 5
    assert sizes.number >= 18
    assert sizes.rows >= 5


@pytest.mark.parametrize(("columns", "rows"), [(120, 35), (160, 45), (200, 50)])
def test_a_terminal_shows_at_least_five_calls_in_quadrants(columns: int, rows: int) -> None:
    dots = dots_for(columns, rows)
    sizes = layout_for(columns, rows, dots)
    assert dots is DotMode.QUADRANT
    assert sizes.rows >= 5
    assert sizes.window >= CHINESE_ROWS_MIN[dots]


def test_a_large_board_has_octants_unless_told_otherwise() -> None:
    assert dots_for(320, 90) is DotMode.OCTANT
    assert dots_for(320, 90, DotMode.HALF) is DotMode.HALF
