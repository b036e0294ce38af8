"""The wall before a hall in memory: what it shows, where touches and keys lead, language, idle, targets."""

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from hall_display.wall.places import KEYS
from hall_display.wall.screens.detail import DetailScreen
from hall_display.wall.screens.listing import ListScreen
from hall_display.wall.screens.overview import OverviewScreen
from hall_display.wall.screens.wall_screen import WallScreen
from hall_display.wall.trial_hall import AT_MS
from hall_display.wall.widgets.curve_chart import CurveChart
from hall_display.wall.widgets.figure_tile import FigureTile
from hall_display.wall.widgets.head_bar import HeadBar
from hall_display.wall.widgets.lines import Lines
from hall_display.wall.widgets.plate_button import PlateButton
from hall_display.wall.widgets.rating_tile import RatingTile
from hall_display.wall.widgets.window_map import WindowMap
from kiosk.screenkit.banner import GO_ON, NO_NUMBERS, OFFLINE
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language
from queue_server.wire.documents import HallDoc
from tests.finger import until_shown
from tests.hall_display.wall.hands import SIZE, Wall, lines, on_screen, plates, text_on, touch

TARGET_ROWS = 3


async def shown(pilot: Pilot[None], wall: Wall) -> OverviewScreen:
    screen = await on_screen(pilot, OverviewScreen)
    await until_shown(pilot, lambda: plates(wall.app) or screen.has_class("-calm"))
    return screen


async def test_before_the_first_snapshot_the_wall_says_that_it_knows_nothing() -> None:
    wall = Wall()
    wall.link._docs = {}
    async with wall.app.run_test(size=SIZE) as pilot:
        screen = await on_screen(pilot, OverviewScreen)
        await until_shown(pilot, lambda: screen.has_class("-unknown"))
        assert screen.query_one("#news", BigText).text == "正在连接服务器"
        assert screen.query_one("#news").region.height > TARGET_ROWS
        assert not screen.query_one("#busy").display


async def test_the_overview_shows_figures_cards_and_windows() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        assert wall.app.screen.query_one("#figures .waiting BigText", BigText).text == "66"
        assert next(one.plate.key for one in plates(wall.app) if one.plate) == "card/20260302-K001"
        assert "22号窗口" in text_on(plates(wall.app)[0])
        assert "社保医保" in lines(wall.app, "queues")
        assert "1 张陌生卡" in lines(wall.app, "attendance")
        assert "办理 28" in text_on(wall.app.screen.query_one(WindowMap))


async def test_no_part_of_the_overview_is_outside_or_under_another() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        screen = await shown(pilot, wall)
        kinds = (FigureTile, RatingTile, CurveChart, WindowMap, PlateButton)
        parts = [one for kind in kinds for one in screen.query(kind) if one.region.area]
        parts += [screen.query_one(f"#{name}") for name in ("queues", "attendance", "devices", "tasks")]
        parts += [screen.query_one(HeadBar), screen.query_one("FootBar")]
        for one in parts:
            assert screen.region.contains_region(one.region), one
        for at, one in enumerate(parts):
            assert not any(one.region.overlaps(other.region) for other in parts[at + 1 :]), one


async def test_a_second_moves_every_clock_at_once() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        assert "35:00" in lines(wall.app, "queues")
        wall.clock.advance_ms(61_000)
        await until_shown(pilot, lambda: "36:01" in lines(wall.app, "queues"))
        assert "33:01" in text_on(plates(wall.app)[1])
        assert "逾期 48:01" in lines(wall.app, "tasks")


async def test_a_new_document_is_on_the_wall_within_a_second() -> None:
    wall = Wall("calm")
    async with wall.app.run_test(size=SIZE) as pilot:
        screen = await shown(pilot, wall)
        assert screen.has_class("-calm")
        assert screen.query_one("#well", BigText).text == "一切正常"
        wall.link.tell(next(doc for doc in Wall().link.docs.values() if doc.key == "card/20260302-K002"))
        await until_shown(pilot, lambda: not screen.has_class("-calm"))
        await until_shown(pilot, lambda: "于晓燕" in text_on(plates(wall.app)[0]))


async def test_every_list_opens_by_its_key_and_by_its_place_in_the_foot() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        for key, where, _ in KEYS:
            await pilot.press(key)
            assert (await on_screen(pilot, ListScreen)).at == where
            await until_shown(pilot, lambda: plates(wall.app))
            await pilot.press("escape")
            await on_screen(pilot, OverviewScreen)
            await touch(pilot, wall, f"#go-{where}")
            assert (await on_screen(pilot, ListScreen)).at == where


PARTS = {
    "WindowMap": "windows",
    "#queues": "queues",
    "#attendance": "attendance",
    "#devices": "devices",
    "#tasks": "tasks",
    "#cards-caption": "cards",
    "RatingTile LevelBars": "ratings",
    "#figures .waiting BigText": "queues",
}


async def test_every_part_of_the_overview_leads_to_its_list() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        for part, where in PARTS.items():
            await touch(pilot, wall, part)
            assert (await on_screen(pilot, ListScreen)).at == where
            await pilot.press("escape")
            await on_screen(pilot, OverviewScreen)


async def test_a_card_is_one_touch_away_and_leads_to_its_window_and_person() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await touch(pilot, wall, "#card-2")
        await on_screen(pilot, DetailScreen)
        await until_shown(pilot, lambda: "差评未回访" in lines(wall.app, "title"))
        facts = lines(wall.app, "facts")
        for part in ("B027", "首席代表", "已知悉", "陪同其到一楼医务点", "调取监控"):
            assert part in facts
        await touch(pilot, wall, "#link-0")
        await until_shown(pilot, lambda: "3号窗口" in lines(wall.app, "title"))
        assert "冯强" in lines(wall.app, "facts")
        await pilot.press("escape")
        await until_shown(pilot, lambda: "差评未回访" in lines(wall.app, "title"))


async def test_two_hundred_windows_are_all_reached_by_pages() -> None:
    wall = Wall("large")
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await pilot.press("w")
        screen = await on_screen(pilot, ListScreen)
        seen: set[str] = set()
        for page in range(7):
            await until_shown(pilot, lambda: screen.page == page)  # noqa: B023 - asked before the page turns
            seen |= {one.plate.key for one in plates(wall.app) if one.plate}
            await pilot.press("pagedown")
        assert len(seen) == 200
        await until_shown(pilot, lambda: screen.page == 0)
        await touch(pilot, wall, "#page-back")
        assert screen.page == 6


async def test_arrows_and_enter_do_what_a_finger_does() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await pilot.press("w")
        await on_screen(pilot, ListScreen)
        await until_shown(pilot, lambda: plates(wall.app))
        await pilot.press("down", "down", "right", "enter")
        await on_screen(pilot, DetailScreen)
        await until_shown(pilot, lambda: "6号窗口" in lines(wall.app, "title"))


async def test_everything_to_touch_is_three_rows_high() -> None:
    wall = Wall("large")
    async with wall.app.run_test(size=SIZE) as pilot:
        assert too_low(await shown(pilot, wall)) == []
        for key, _, _ in KEYS:
            await pilot.press(key)
            screen = await on_screen(pilot, ListScreen)
            await until_shown(pilot, lambda: plates(wall.app))
            assert too_low(screen) == []
        await pilot.press("c", "down", "enter")
        assert too_low(await on_screen(pilot, DetailScreen)) == []


def too_low(screen: WallScreen) -> list[Widget]:
    targets: list[Widget] = [*screen.query(TouchButton), *screen.query(PlateButton)]
    targets += [one for one in screen.query(Lines) if one._opens and one.id]
    shown_now = [one for one in targets if one.region.area]
    assert shown_now
    return [one for one in shown_now if one.region.height < TARGET_ROWS]


async def test_the_language_changes_at_one_key_on_every_screen() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await pilot.press("f2")
        await until_shown(pilot, lambda: "C Social " in lines(wall.app, "queues"))
        await pilot.press("c")
        await on_screen(pilot, ListScreen)
        await until_shown(pilot, lambda: "yellow card" in text_on(plates(wall.app)[1]))
        await touch(pilot, wall, "#language")
        await until_shown(pilot, lambda: "黄牌" in text_on(plates(wall.app)[1]))


async def test_english_from_the_start() -> None:
    wall = Wall("calm", Language.ENGLISH)
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        assert wall.app.screen.query_one("#well", BigText).text == "All is well"


async def test_an_abandoned_wall_returns_to_the_overview() -> None:
    wall = Wall(idle_s=60)
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await pilot.press("c")
        await on_screen(pilot, ListScreen)
        await pilot.press("down", "enter")
        await on_screen(pilot, DetailScreen)
        wall.clock.advance_ms(59_000)
        await pilot.pause(0.05)
        await on_screen(pilot, DetailScreen)
        wall.clock.advance_ms(2_000)
        await on_screen(pilot, OverviewScreen)


@pytest.mark.parametrize("numbers", [GO_ON, NO_NUMBERS], ids=["go_on", "none"])
async def test_a_lost_server_is_said_over_everything_and_the_last_state_stays(numbers: Text) -> None:
    wall = Wall()
    wall.link.tell(msgspec.structs.replace(wall.link.docs["hall"], has_away_numbers=numbers is GO_ON))
    async with wall.app.run_test(size=SIZE) as pilot:
        screen = await shown(pilot, wall)
        wall.link.go_down()
        head = screen.query_one(HeadBar)
        await until_shown(pilot, lambda: f"{OFFLINE.zh}；{numbers.zh}" in text_on(head))
        assert f"server is away. {numbers.en}" in text_on(head)
        assert head.has_class("-alarm")
        assert plates(wall.app)
        wall.link.come_up()
        await until_shown(pilot, lambda: not head.has_class("-alarm"))


async def test_a_server_that_cannot_save_is_said_as_well() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        screen = await shown(pilot, wall)
        hall = wall.link.docs["hall"]
        assert isinstance(hall, HallDoc)
        wall.link.tell(msgspec.structs.replace(hall, is_durable=False))
        await until_shown(pilot, lambda: "不能保存" in text_on(screen.query_one(HeadBar)))


async def test_what_is_gone_says_so() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await shown(pilot, wall)
        await touch(pilot, wall, "#card-0")
        await on_screen(pilot, DetailScreen)
        docs = {key: doc for key, doc in wall.link.docs.items() if not key.startswith("card/")}
        wall.link._docs = docs
        wall.clock.advance_ms(1_000)
        await until_shown(pilot, lambda: "已没有" in lines(wall.app, "title"))
        assert wall.clock.now_ms() > AT_MS


async def test_a_screen_that_is_being_left_is_shown_nothing_and_ends_nothing() -> None:
    wall = Wall()
    async with wall.app.run_test(size=SIZE) as pilot:
        await pilot.press("w")
        screen = await on_screen(pilot, ListScreen)
        await screen.query_one(HeadBar).remove()  # the first part that goes
        assert screen.query("FootBar")
        wall.app.paint()
        await pilot.pause()
        assert wall.app.is_running
