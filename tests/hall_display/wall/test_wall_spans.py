"""Lines of styled text: they fit exactly, what may go goes first, Chinese breaks anywhere."""

import pytest
from rich.cells import cell_len

from hall_display.wall.spans import Row, Span, Tone, chip, fitted, row, width_of, wrapped


def text_of(line: Row, width: int) -> str:
    return "".join(span.text for span in fitted(line, width))


def test_a_line_is_exactly_as_wide_as_its_place() -> None:
    line = row(Span("左边"), right=(Span("右"),))
    assert text_of(line, 10) == "左边    右"
    assert all(cell_len(text_of(line, width)) <= width for width in range(12))


def test_what_may_go_goes_whole_before_anything_is_cut() -> None:
    line = row(Span("等候"), Span(" waiting", may_go=True), right=(Span("12"),))
    assert text_of(line, 20).startswith("等候 waiting")
    assert text_of(line, 12) == "等候      12"


def test_too_long_a_line_keeps_its_right_part() -> None:
    line = row(Span("很长很长的文字"), right=(Span("09:41"),))
    said = text_of(line, 12)
    assert said.endswith("09:41")
    assert cell_len(said) == 12


def test_chinese_is_cut_by_cells_and_never_in_half() -> None:
    assert text_of(row(Span("一二三")), 5).rstrip() == "一二"


def test_a_text_is_wrapped_between_chinese_letters_and_around_words() -> None:
    assert wrapped("一二三四五", 6) == ("一二三", "四五")
    assert wrapped("reminder talk, moved", 9) == ("reminder", "talk,", "moved")
    assert wrapped("", 9) == ()


@pytest.mark.parametrize(("colour", "ink"), [("#f2c037", "#101820"), ("#b3121f", "#ffffff")])
def test_a_level_can_be_read_on_its_own_colour(colour: str, ink: str) -> None:
    assert chip("黄牌", colour) == Span(" 黄牌 ", Tone.SOFT, is_bold=True, ink=ink, paper=colour)
    assert width_of((chip("黄牌", colour),)) == 6
