"""The widget: it shrinks and never clips, follows text and colour, and repaints cheaply."""

import os
from argparse import Namespace
from unittest.mock import Mock

import pytest
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.strip import Strip

from kiosk.screenkit.app import HallApp
from kiosk.screenkit.big_text import BigText, fitting, machine_mode, warm
from kiosk.screenkit.dots import DOTS_VARIABLE, OCTANTS, DotMode
from kiosk.screenkit.glyphs import Look, draw, width_of
from kiosk.screenkit.web.arguments import run_or_serve
from kiosk.screenkit.web.child import CHILD_MARK


class Board(HallApp):
    """One text in a box."""

    def __init__(self, text: BigText, width: int) -> None:
        super().__init__()
        self.text, self.box_width = text, width

    def compose(self) -> ComposeResult:
        with Horizontal() as box:
            box.styles.width = self.box_width
            yield self.text


def lines(widget: BigText) -> list[str]:
    return [_plain(widget.render_line(y)) for y in range(widget.size.height)]


def _plain(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


async def test_every_line_is_as_wide_as_the_widget() -> None:
    app = Board(BigText("A012", 8, align="center"), 60)
    async with app.run_test(size=(80, 20)):
        assert app.text.size == (60, 8)
        assert {len(line) for line in lines(app.text)} == {60}


async def test_a_number_too_wide_shrinks_until_all_of_it_shows() -> None:
    app = Board(BigText("A0123456", 8), 30)
    async with app.run_test(size=(80, 20)):
        look = fitting("A0123456", Look(rows=8), 30)
        expected = ["".join(run.characters for run in line) for line in draw("A0123456", look).lines]
        shown = [line for line in lines(app.text) if line.strip()]
        assert [line.rstrip() for line in shown] == [line.rstrip() for line in expected]
        assert look.rows < 8


def test_fitting_never_yields_more_columns_than_there_are() -> None:
    for columns in range(1, 60):
        for text in ("A012", "请留意屏幕与语音呼叫", "12号窗口"):
            assert width_of(text, fitting(text, Look(rows=8), columns)) <= columns


async def test_text_and_ink_may_change_at_any_time() -> None:
    app = Board(BigText("A012", 6), 60)
    async with app.run_test(size=(80, 20)) as pilot:
        before = lines(app.text)
        app.text.text, app.text.ink = "B107", "#ffd75e"
        await pilot.pause()
        assert lines(app.text) != before
        styles = {segment.style for segment in app.text.render_line(2) if _is_ink(segment.text)}
        assert {style.color.name for style in styles if style and style.color} == {"#ffd75e"}


def _is_ink(text: str) -> bool:
    return any(char in OCTANTS[1:] for char in text)


async def test_alignment_moves_the_text_and_nothing_else() -> None:
    shown = {}
    for align in ("left", "center", "right"):
        app = Board(BigText("7", 4, align=align), 40)
        async with app.run_test(size=(80, 20)):
            shown[align] = lines(app.text)
    assert [line.strip() for line in shown["left"]] == [line.strip() for line in shown["right"]]
    assert len(shown["left"][2]) - len(shown["left"][2].lstrip()) < len(shown["center"][2]) - len(
        shown["center"][2].lstrip()
    )


async def test_an_automatic_width_is_the_text_s_own() -> None:
    text = BigText("12号", 5)
    text.styles.width = "auto"
    app = Board(text, 70)
    async with app.run_test(size=(80, 20)) as pilot:
        first = text.size.width
        text.text = "12号窗口"
        await pilot.pause()
        assert (first, text.size.width) == (
            width_of("12号", Look(rows=5)),
            width_of("12号窗口", Look(rows=5)),
        )


async def test_a_machine_without_octants_draws_quadrants() -> None:
    app = Board(BigText("A012", 6, mode=DotMode.QUADRANT), 60)
    async with app.run_test(size=(80, 20)):
        assert not any(char >= "\U0001cd00" for line in lines(app.text) for char in line)


@pytest.mark.parametrize(
    ("is_behind_a_tab", "told", "wanted"),
    [(False, "", "quadrant"), (False, "octant", "octant"), (True, "", "octant")],
)
def test_a_terminal_is_not_given_octants_unless_told(
    is_behind_a_tab: bool, told: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {CHILD_MARK: "1"} if is_behind_a_tab else {}
    monkeypatch.setattr(os, "environ", environment | ({DOTS_VARIABLE: told} if told else {}))
    monkeypatch.setattr("kiosk.screenkit.web.arguments.end_with_parent", lambda: None)
    drawn = list[DotMode]()
    app = Mock(run=lambda: drawn.append(machine_mode()))
    run_or_serve(Namespace(web=None), lambda: app, 96, 27)
    assert drawn == [DotMode(wanted)]


def test_warming_draws_every_text_once() -> None:
    draw.cache_clear()
    warm(("A", "B"), 6, mode=DotMode.OCTANT)
    warm(("A", "B"), 6, mode=DotMode.OCTANT)
    assert draw.cache_info().misses == 2
