"""The published selection as lines of the board, and that calls and notices go on as before."""

import asyncio

import msgspec
import pytest

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.screens.board import BoardScreen
from hall_display.board.selection import period_text, selection_texts
from hall_display.board.trial import AT_MS, trial_call, trial_hall, trial_selection
from kiosk.screenkit.language import Text
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.wire.wall_documents import PublishedPlace, SelectionDoc
from tests.finger import until_shown


def test_a_hall_that_has_published_nothing_shows_nothing() -> None:
    assert selection_texts({}) == ()
    assert selection_texts({"selection": trial_hall()[0]}) == ()
    assert selection_texts({"selection": SelectionDoc("selection", "2026-02")}) == ()


def test_windows_are_said_as_people_say_them_and_the_best_comes_first() -> None:
    assert selection_texts({"selection": trial_selection()}) == (
        Text("二月红旗窗口：3号、7号、12号、15号、21号", "Red-flag windows of February: 3, 7, 12, 15, 21"),
        Text("二月服务标兵：S003、S017、S022", "Service models of February: S003, S017, S022"),
    )


def test_a_published_name_stands_in_the_place_of_the_number() -> None:
    doc = SelectionDoc("selection", "2026", staff=(PublishedPlace("S003", "三号岗", 93.5),))
    assert selection_texts({"selection": doc}) == (
        Text("2026年度服务标兵：三号岗", "Service models of 2026: 三号岗"),
    )


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2026-01", "一月", "January"),
        ("2026-12", "十二月", "December"),
        ("2026-Q3", "三季度", "the third quarter"),
        ("2026", "2026年度", "2026"),
        ("spring", "spring", ""),
    ],
)
def test_a_period_is_said_as_people_say_it(period: str, zh: str, en: str) -> None:
    assert period_text(period) == Text(zh, en)


async def test_a_selection_joins_the_notices_while_calls_go_on() -> None:
    clock = ManualClock(AT_MS)
    hall, *others = trial_hall()
    link = MemoryLink((hall, *(doc for doc in others if doc.key != "selection")), clock)
    app = BoardApp(link, BoardOptions(flashes=0), clock=clock)
    async with app.run_test(size=(120, 35)) as pilot, asyncio.timeout(45):
        await until_shown(pilot, lambda: _lines(app) == 2)
        link.tell(trial_selection())
        link.say(trial_call(1, clock))
        await until_shown(pilot, lambda: _lines(app) == 4 and _called(app) == "D011")
        assert isinstance(app.screen, BoardScreen)
        assert app.screen.notices[2].zh.startswith("二月红旗窗口：3号")
        link.tell(msgspec.structs.replace(trial_selection(), windows=(), staff=()))
        await until_shown(pilot, lambda: _lines(app) == 2)
        assert _called(app) == "D011"


def _lines(app: BoardApp) -> int:
    return len(app.screen.notices) if isinstance(app.screen, BoardScreen) else 0


def _called(app: BoardApp) -> str:
    return app.screen.hero.number if isinstance(app.screen, BoardScreen) else ""
