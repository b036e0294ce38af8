"""The bar over one window: what it says, at any size, and that it trusts a connected server only."""

import msgspec
import pytest
from textual.widget import Widget

from hall_display.board.bar_app import BarApp
from hall_display.board.bar_view import CLOSED, COME, FREE, SERVING, WAIT, bar_view
from hall_display.board.screens.bar import BarScreen
from hall_display.board.trial import AT_MS, trial_call, trial_hall
from hall_display.board.view import BoardLanguage
from hall_display.board.widgets.text_line import PlainLine
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.dots import DotMode
from kiosk.screenkit.language import Text
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import WindowNo, WindowState
from queue_server.wire.documents import AnyDoc, HallDoc, WindowDoc
from tests.finger import until_shown

THREE = WindowNo("03")


def docs(state: WindowState, ticket: str = "A032") -> dict[str, AnyDoc]:
    window = WindowDoc("window/03", THREE, msgspec.structs.replace(hall().name), "A", state, ticket)
    return {"hall": hall(), "window/03": window}


def hall() -> HallDoc:
    doc = trial_hall()[0]
    assert isinstance(doc, HallDoc)
    return doc


@pytest.mark.parametrize(
    ("state", "words", "ticket"),
    [
        (WindowState.CLOSED, CLOSED, ""),
        (WindowState.IDLE, FREE, ""),
        (WindowState.CALLED, COME, "A032"),
        (WindowState.SERVING, SERVING, "A032"),
        (WindowState.PAUSED, CLOSED, ""),
    ],
)
def test_each_state_has_its_words_and_only_a_call_or_service_its_ticket(
    state: WindowState, words: Text, ticket: str
) -> None:
    view = bar_view(docs(state), THREE, is_connected=True)
    assert (view.window.zh, view.state, view.ticket) == ("3号窗口", words, ticket)


def test_without_a_server_the_bar_asks_to_wait_and_shows_no_ticket() -> None:
    view = bar_view(docs(WindowState.SERVING), THREE, is_connected=False)
    assert (view.state, view.ticket) == (WAIT, "")


def test_a_server_that_cannot_write_is_not_believed() -> None:
    unsure = {**docs(WindowState.SERVING), "hall": msgspec.structs.replace(hall(), is_durable=False)}
    assert bar_view(unsure, THREE, is_connected=True).ticket == ""


def test_an_unknown_window_asks_to_wait() -> None:
    assert bar_view({}, THREE, is_connected=True).state == WAIT


def lines_of(app: BarApp) -> list[BigText | PlainLine]:
    return [line for line in app.screen.query(Widget) if isinstance(line, BigText | PlainLine)]


def text_of(app: BarApp, name: str) -> str:
    return next((line.text for line in lines_of(app) if line.has_class(name)), "")


async def test_the_bar_follows_its_window_and_acknowledges_calls() -> None:
    clock = ManualClock(AT_MS)
    link = MemoryLink(trial_hall(), clock)
    app = BarApp(link, THREE, clock=clock)
    async with app.run_test(size=(64, 12)) as pilot:
        await until_shown(pilot, lambda: text_of(app, "bar-ticket") == "A032")
        link.tell(docs(WindowState.IDLE)["window/03"])
        await until_shown(pilot, lambda: text_of(app, "bar-state") == "空闲")
        assert text_of(app, "bar-ticket") == ""
        link.say(trial_call(1, clock))
        await until_shown(pilot, lambda: link.heard_to == 1)
        link.go_down()
        await until_shown(pilot, lambda: text_of(app, "bar-state") == "请稍候")


@pytest.mark.parametrize("language", list(BoardLanguage))
@pytest.mark.parametrize("dots", [DotMode.OCTANT, DotMode.QUADRANT])
@pytest.mark.parametrize("size", [(128, 16), (64, 8), (40, 5), (80, 24), (48, 48), (32, 3)])
async def test_no_text_of_the_bar_is_clipped(
    size: tuple[int, int], dots: DotMode, language: BoardLanguage
) -> None:
    link = MemoryLink(trial_hall(), ManualClock(AT_MS))
    app = BarApp(link, THREE, dots=dots, language=language)
    async with app.run_test(size=size) as pilot:
        await until_shown(pilot, lambda: text_of(app, "bar-ticket") == "A032")
        await until_shown(pilot, lambda: isinstance(app.screen, BarScreen) and app.screen.grid == size)
        await pilot.pause(0.05)
        lines = [line for line in lines_of(app) if line.text]
        assert len(lines) >= 3
        for line in lines:
            assert isinstance(line.parent, Widget)
            assert line.parent.region.contains_region(line.region), f"{line.classes} in {line.parent}"
            assert line.size.height >= 1
