"""Header, banner, pages, code and idle watch, through the eyes of a pilot."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from textual.app import ComposeResult
from textual.widgets import Static

from kiosk.screenkit.app import HallApp
from kiosk.screenkit.banner import AwaySince, OfflineBanner
from kiosk.screenkit.dots import HALVES
from kiosk.screenkit.header import HallHeader, clock_words
from kiosk.screenkit.idle import IdleReached
from kiosk.screenkit.language import Reading, Text
from kiosk.screenkit.pages import Tile, TilePages, paginate
from kiosk.screenkit.qr import QrCode, qr_rows
from kiosk.screenkit.touch_button import TouchButton
from queue_server.clock import ManualClock
from queue_server.vocabulary import Language
from queue_server.wire.documents import AnyDoc, HallDoc, Words

NOON_MS = int(datetime(2026, 3, 2, 4, 0, tzinfo=UTC).timestamp() * 1000)
TILES = tuple(Tile(f"{n}", f"事项{n}", f"Item {n}") for n in range(7))


class Panel(HallApp):
    """All widgets at once, and what they said."""

    def __init__(self) -> None:
        self.manual = ManualClock(NOON_MS)
        super().__init__(self.manual, idle_ms=30_000)
        self.said: list[object] = []

    def compose(self) -> ComposeResult:
        yield HallHeader(Text("政务大厅", "Service Hall"), self.clock, offers_large=True)
        yield OfflineBanner()
        yield TilePages(TILES, columns=2, rows=2)
        yield QrCode("https://hall.example/A012", quiet=2)

    def on_hall_header_reading_chosen(self, event: HallHeader.ReadingChosen) -> None:
        self.query_one(HallHeader).reading = event.reading
        self.said.append(event.reading)

    def on_tile_pages_chosen(self, event: TilePages.Chosen) -> None:
        self.said.append(event.key)

    def on_tile_pages_page_turned(self, event: TilePages.PageTurned) -> None:
        self.said.append((event.page, event.pages))

    def on_idle_reached(self, event: IdleReached) -> None:
        self.said.append(type(event))


async def test_one_touch_on_the_header_asks_for_the_other_language() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        assert await pilot.click("#language")
        await pilot.pause()
        assert app.said == [Reading(Language.ENGLISH)]
        assert app.query_one("#language", TouchButton).label == "中文"
        assert await pilot.click("#large")
        await pilot.pause()
        assert app.said[-1] == Reading(Language.ENGLISH, is_large=True)


async def test_the_header_follows_the_hall_and_the_clock() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        header = app.query_one(HallHeader)
        header.hall = Text("新大厅", "New Hall")
        app.manual.advance_ms(60_000)
        header._tick()
        await pilot.pause()
        shown = " ".join(str(static.content) for static in header.query(Static))
        assert "新大厅" in shown
        assert "03-02 12:01" in shown


async def test_a_keyboard_may_end_an_app_in_a_terminal() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_a_keyboard_may_not_end_an_app_in_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Panel, "is_web", property(lambda _app: True))
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.is_running


def test_the_header_tells_chinese_time() -> None:
    assert clock_words(NOON_MS) == "03-02 12:00"


async def test_the_banner_shows_only_while_offline() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        banner = app.query_one(OfflineBanner)
        hidden = banner.display
        banner.is_offline = True
        await pilot.pause()
        assert (hidden, banner.display) == (False, True)
        assert "The server is away" in banner.render().plain
        assert "连接中断" in banner.render().plain


HALL = HallDoc("hall", Words("大厅", "Hall"), "20260302", (), (), {}, {})
SAID = {
    None: ("与服务器的连接中断，正在恢复", "server is away"),
    True: ("与服务器的连接中断，正在恢复；取号机照常取号", "server is away. Kiosks go on issuing numbers"),
    False: ("与服务器的连接中断，正在恢复；暂停取号", "server is away. No numbers for the moment"),
}


@pytest.mark.parametrize("has_away_numbers", SAID)
def test_numbers_are_promised_while_the_server_is_away_only_where_the_hall_said_so(
    has_away_numbers: bool | None,
) -> None:
    hall: dict[str, AnyDoc] = {}
    if has_away_numbers is not None:
        hall = {"hall": replace(HALL, has_away_numbers=has_away_numbers)}
    zh, en = SAID[has_away_numbers]
    since = AwaySince()
    assert since.text(hall) == Text(zh, f"The {en}")
    since.lost(NOON_MS)
    since.lost(NOON_MS + 60_000)
    assert since.text(hall) == Text(f"12:00 起{zh}", f"Since 12:00 the {en}")
    assert since.text(hall, offset_min=0).zh.startswith("04:00 ")
    since.back()
    assert since.text(hall) == Text(zh, f"The {en}")


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (4, 1), (5, 2), (9, 3)])
def test_no_item_is_lost_between_pages(count: int, pages: int) -> None:
    cut = paginate(range(count), 4)
    assert len(cut) == pages
    assert [item for page in cut for item in page] == list(range(count))


async def test_pages_turn_and_stop_at_both_ends() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        tiles = app.query_one(TilePages)
        tiles.turn(1)
        await pilot.pause()
        assert [str(button.label) for button in tiles.query(TouchButton)] == ["事项4", "事项5", "事项6"]
        tiles.turn(1)
        tiles.turn(-5)
        await pilot.pause()
        assert app.said == [(1, 2), (0, 2)]


async def test_a_touched_tile_gives_its_key() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        assert await pilot.click(app.query(TilePages).first().query(TouchButton)[2])
        await pilot.pause()
        assert app.said == ["2"]


async def test_a_changed_count_relabels_the_tile_in_place() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        tiles = app.query_one(TilePages)
        before = list(tiles.query(TouchButton))
        tiles.tiles = (Tile("0", "事项0", "12 人等候"), *TILES[1:])
        await pilot.pause()
        assert list(tiles.query(TouchButton)) == before
        assert before[0].sub_label == "12 人等候"


async def test_fewer_tiles_bring_back_the_last_page_that_exists() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        tiles = app.query_one(TilePages)
        tiles.turn(1)
        await pilot.pause()
        tiles.tiles = TILES[:3]
        await pilot.pause()
        assert tiles.page == 0
        assert len(tiles.query(TouchButton)) == 3


async def test_an_untouched_screen_is_idle_once_until_the_next_touch() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)) as pilot:
        app.manual.advance_ms(29_000)
        await pilot.click(QrCode)
        app.manual.advance_ms(29_000)
        await pilot.pause()
        assert app.said == []
        app.manual.advance_ms(1_000)
        await pilot.pause()
        app.manual.advance_ms(60_000)
        await pilot.pause()
        assert app.said == [IdleReached]


async def test_the_code_is_as_large_as_it_must_be() -> None:
    app = Panel()
    async with app.run_test(size=(96, 40)):
        rows = qr_rows("https://hall.example/A012", 2)
        assert app.query_one(QrCode).size == (len(rows[0]), len(rows))


@pytest.mark.needs("zbar-tools")
def test_a_reader_reads_the_code_off_its_cells(tmp_path: Path) -> None:
    data = "https://hall.example/t/A012?k=7F3KQ9ZM"
    picture = tmp_path / "code.png"
    _paint(qr_rows(data), 6).save(picture)
    read = subprocess.run(
        ["zbarimg", "--nodbus", "-q", "--raw", picture], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == data


def _paint(rows: tuple[str, ...], module_px: int) -> Image.Image:
    image = Image.new("L", (len(rows[0]), len(rows) * 2), 255)
    for y, row in enumerate(rows):
        for x, char in enumerate(row):
            bits = HALVES.index(char)
            image.putpixel((x, y * 2), 0 if bits & 1 else 255)
            image.putpixel((x, y * 2 + 1), 0 if bits & 2 else 255)
    return image.resize((image.width * module_px, image.height * module_px), Image.Resampling.NEAREST)
