"""The board before a hall in memory: what is shown and spoken, and that nothing stops it."""

import asyncio

import msgspec
import pytest
from textual._compositor import Compositor
from textual.strip import Strip
from textual.widget import Widget

from hall_display.board.app import BoardApp, BoardOptions
from hall_display.board.screens.board import BoardScreen
from hall_display.board.trial import AT_MS, DAY, trial_call, trial_hall
from hall_display.board.view import NOT_DURABLE, BoardLanguage, lines_needed
from hall_display.board.voice import Speak
from hall_display.board.widgets.hero_panel import HeroPanel
from hall_display.board.widgets.notice_band import NoticeBand
from hall_display.board.widgets.text_line import PlainLine
from hall_display.board.widgets.waiting_band import QueueCard, WaitingBand
from hall_display.speech import NullSpeech
from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.banner import GO_ON, NO_NUMBERS, with_numbers
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.errors import Fault
from queue_server.vocabulary import CallKind, TicketId, WindowNo
from queue_server.wire.client import LinkLost
from queue_server.wire.documents import HallDoc, QueueDoc
from queue_server.wire.from_server import Announced, Skipped
from tests.finger import until_shown

SIZE = (120, 35)
FIVE = "号 到 五 号 窗口"


class Hall:
    """A board before a hall that a test tells what to say."""

    def __init__(self) -> None:
        self.clock = ManualClock(AT_MS)
        self.link = MemoryLink(trial_hall(), self.clock)
        self.voice = NullSpeech()

    def app(self, speak: Speak | None = None, **options: object) -> BoardApp:
        chosen = msgspec.structs.replace(BoardOptions(flashes=0), **options)
        return BoardApp(self.link, chosen, speak=speak or self.voice.say, clock=self.clock)

    def call(self, n: int, number: str, **more: object) -> None:
        ticket = TicketId(f"{DAY}-{number}")
        made = Announced(n, AT_MS + n, ticket, number, WindowNo("05"), CallKind.NEXT)
        self.link.say(msgspec.structs.replace(made, **more))

    def doc(self) -> HallDoc:
        doc = self.link.docs["hall"]
        assert isinstance(doc, HallDoc)
        return doc


@pytest.fixture
def hall() -> Hall:
    return Hall()


def board(app: BoardApp) -> BoardScreen:
    assert isinstance(app.screen, BoardScreen)
    return app.screen


def shown(app: BoardApp) -> tuple[str, tuple[str, ...]]:
    if not isinstance(app.screen, BoardScreen):
        return "", ()
    return app.screen.hero.number, tuple(row.number for row in app.screen.rows)


async def test_two_calls_at_one_moment_are_both_shown_and_both_spoken(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A012", at_ms=AT_MS)
        hall.call(2, "B107", at_ms=AT_MS)
        first, second = f"请 A 零 一 二 {FIVE}", f"请 B 一 零 七 {FIVE}"
        await until_shown(pilot, lambda: shown(app) == ("A012", ()) and hall.voice.said == [first])
        hall.clock.advance_ms(4000)
        await until_shown(pilot, lambda: shown(app) == ("B107", ("A012",)))
        await until_shown(pilot, lambda: hall.voice.said == [first, second] and hall.link.heard_to == 2)


async def test_the_second_call_waits_until_the_first_has_been_spoken(hall: Hall) -> None:
    may_end, at_once = asyncio.Event(), []

    async def speak(call: Announced) -> None:
        at_once.append(call.number)
        await may_end.wait()

    app = hall.app(speak)
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A012")
        hall.call(2, "B107")
        await until_shown(pilot, lambda: at_once == ["A012"])
        hall.clock.advance_ms(12_000)
        await until_shown(pilot, lambda: shown(app)[0] == "B107")
        assert at_once == ["A012"]
        assert hall.link.heard_to == 0
        may_end.set()
        await until_shown(pilot, lambda: at_once == ["A012", "B107"] and hall.link.heard_to == 2)


async def test_a_board_that_was_away_shows_what_it_missed_and_speaks_what_is_current(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        await until_shown(pilot, lambda: len(hall.voice.said) == 1)
        hall.link.go_down()
        await until_shown(pilot, lambda: board(app).banner is not None)
        assert shown(app) == ("A001", ())
        hall.link.come_up()
        hall.call(1, "A001")
        hall.call(2, "A002", is_current=False)
        hall.call(3, "A003")
        await until_shown(pilot, lambda: board(app).banner is None)
        hall.clock.advance_ms(4000)
        await until_shown(pilot, lambda: shown(app) == ("A003", ("A002", "A001")))
        await until_shown(pilot, lambda: hall.link.heard_to == 3)
        assert [said.split()[1:5] for said in hall.voice.said] == [list("A零零一"), list("A零零三")]


async def test_a_withdrawn_call_leaves_the_board(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001", is_current=False)
        hall.call(2, "A002")
        await until_shown(pilot, lambda: shown(app) == ("A002", ("A001",)))
        hall.call(3, "A002", kind=CallKind.WITHDRAWN)
        await until_shown(pilot, lambda: shown(app) == ("A001", ()))


async def test_a_board_started_again_shows_what_it_had_before(hall: Hall) -> None:
    hall.link.recent = tuple(trial_call(n, hall.clock, is_current=False) for n in (1, 2))
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, lambda: shown(app) == ("", ("A031", "D011")))
        assert hall.voice.said == []


async def test_skipped_calls_are_acknowledged(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.link.say(Skipped(41))
        await until_shown(pilot, lambda: hall.link.heard_to == 41)


@pytest.mark.parametrize("fault", [Fault("no loudspeaker"), OSError("device busy")])
async def test_a_voice_that_fails_does_not_stop_the_board(hall: Hall, fault: Exception) -> None:
    async def fail(_: Announced) -> None:
        raise fault

    app = hall.app(fail)
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        hall.call(2, "A002")
        await until_shown(pilot, lambda: app.voice_fault == str(fault))
        hall.clock.advance_ms(4000)
        await until_shown(pilot, lambda: shown(app)[0] == "A002" and hall.link.heard_to == 2)


async def test_a_voice_that_hangs_does_not_stop_the_board(hall: Hall) -> None:
    async def hang(_: Announced) -> None:
        await asyncio.Event().wait()

    app = hall.app(hang, speaking_max_s=0.05)
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        hall.call(2, "A002")
        await until_shown(pilot, lambda: "did not end" in app.voice_fault and hall.link.heard_to == 1)
        hall.clock.advance_ms(4000)
        await until_shown(pilot, lambda: shown(app)[0] == "A002" and hall.link.heard_to == 2)


async def test_a_silent_board_shows_and_acknowledges(hall: Hall) -> None:
    app = BoardApp(hall.link, BoardOptions(flashes=0), clock=hall.clock)
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        await until_shown(pilot, lambda: shown(app)[0] == "A001" and hall.link.heard_to == 1)


async def test_a_board_of_one_area_shows_its_calls_and_queues_only(hall: Hall) -> None:
    app = hall.app(area="C")
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001", area="A")
        hall.call(2, "C002", area="C")
        await until_shown(pilot, lambda: shown(app) == ("C002", ()) and len(hall.voice.said) == 1)
        assert [card.code for card in board(app).cards] == ["C", "E"]
        assert board(app).hero.area.zh == ""


async def test_a_server_that_cannot_write_and_a_name_taken_are_told(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, lambda: bool(board(app).cards))
        hall.link.tell(msgspec.structs.replace(hall.doc(), is_durable=False))
        await until_shown(pilot, lambda: board(app).banner == with_numbers(NOT_DURABLE, hall.link.docs))
        assert app.screen.query_one(NoticeBand).has_class("-alarm")
        hall.link.is_connected = False
        hall.link.say(LinkLost("another", "replaced"))
        await until_shown(pilot, lambda: board(app).banner == refusal_text("replaced"))


@pytest.mark.parametrize("has_away_numbers", [True, False])
async def test_a_lost_server_is_told_with_what_becomes_of_the_numbers(
    hall: Hall, has_away_numbers: bool
) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.link.tell(msgspec.structs.replace(hall.doc(), has_away_numbers=has_away_numbers))
        await until_shown(pilot, lambda: bool(board(app).cards))
        hall.link.go_down()
        await until_shown(pilot, lambda: board(app).banner is not None)
        numbers, banner = GO_ON if has_away_numbers else NO_NUMBERS, board(app).banner
        assert banner is not None
        assert (banner.zh.endswith(numbers.zh), banner.en.endswith(numbers.en)) == (True, True)


async def test_without_a_server_nothing_of_a_hall_is_shown() -> None:
    app = BoardApp(MemoryLink(), BoardOptions(flashes=0))
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, lambda: bool(app.screen.query(HeroPanel)))
        screen = board(app)
        assert (screen.hero.number, screen.rows, screen.cards, screen.notices) == ("", (), (), ())
        assert screen.head.hall.zh == ""


async def test_every_number_on_the_screen_was_told_by_the_server(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        told = {"A001", "B002", "C003"}
        for n, number in enumerate(sorted(told), start=1):
            hall.call(n, number, is_current=n == 3)
        await until_shown(pilot, lambda: shown(app)[0] == "C003")
        await pilot.pause()
        drawn = {line.text for line in app.screen.query(BigText).filter(".hero-number, .row-number")}
        assert drawn - {""} == told


async def test_the_clock_is_the_halls(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, lambda: board(app).head.clock == "09:41")
        hall.clock.advance_ms(60_000)
        await until_shown(pilot, lambda: board(app).head.clock == "09:42")


async def test_a_new_day_clears_the_calls_of_the_last(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        await until_shown(pilot, lambda: shown(app)[0] == "A001")
        hall.link.tell(msgspec.structs.replace(hall.doc(), day="20260303"))
        await until_shown(pilot, lambda: shown(app) == ("", ()))


async def test_queues_that_do_not_fit_come_page_after_page(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, lambda: bool(app.screen.query(WaitingBand)) and bool(board(app).cards))
        band = app.screen.query_one(WaitingBand)
        before = [place.card.code for place in band.query(QueueCard) if place.card]
        band.page = 1
        after = [place.card.code for place in band.query(QueueCard) if place.card]
        assert (before, after) == (["A", "B", "C", "D"], ["E", "F"])


async def test_a_new_call_flashes_and_comes_to_rest(hall: Hall) -> None:
    app = hall.app(flashes=1)
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(
            pilot, lambda: any(panel.hero.flashes == 0 for panel in app.screen.query(HeroPanel))
        )
        hall.call(1, "A001")
        await until_shown(pilot, lambda: bool(app.screen.query("HeroPanel.-flash")))
        await until_shown(pilot, lambda: not app.screen.query("HeroPanel.-flash"))
        assert shown(app)[0] == "A001"


async def test_only_what_changed_is_painted(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    app = hall.app()
    painted: set[str] = set()
    paint = BigText.render_line

    def record(self: BigText, y: int) -> Strip:
        painted.add(self.text)
        return paint(self, y)

    async with app.run_test(size=(320, 90)) as pilot:
        await until_shown(pilot, lambda: bool(app.screen.query(".card-count")))
        await pilot.pause(0.2)
        monkeypatch.setattr(BigText, "render_line", record)
        monkeypatch.setattr(Compositor, "render_full_update", lambda *_, **__: pytest.fail("whole screen"))
        queue = hall.link.docs["queue/A"]
        assert isinstance(queue, QueueDoc)
        hall.link.tell(msgspec.structs.replace(queue, waiting=8))
        await until_shown(pilot, lambda: "8" in painted)
        await pilot.pause(0.1)
        assert painted == {"8"}


async def test_a_board_whose_size_changes_is_laid_out_anew(hall: Hall) -> None:
    app = hall.app()
    async with app.run_test(size=SIZE) as pilot:
        hall.call(1, "A001")
        await until_shown(pilot, lambda: shown(app)[0] == "A001")
        await pilot.resize_terminal(320, 90)
        await until_shown(
            pilot, lambda: app.screen.has_class("-wall") and bool(app.screen.query(".hero-number"))
        )
        await until_shown(pilot, lambda: app.screen.query(".hero-number").first(BigText).text == "A001")


@pytest.mark.parametrize("language", list(BoardLanguage))
@pytest.mark.parametrize("size", [(320, 90), (256, 72), (200, 50), (160, 45), (120, 35), (100, 30), (80, 24)])
async def test_no_text_is_clipped_at_any_size(
    hall: Hall, size: tuple[int, int], language: BoardLanguage
) -> None:
    app = hall.app(language=language)
    async with app.run_test(size=size) as pilot:
        for n in range(1, 9):
            hall.link.say(trial_call(n, hall.clock, is_current=n == 8))
        await until_shown(pilot, lambda: board(app).hero.number == "C108")
        await pilot.pause(0.1)
        plain = [line for line in app.screen.query(PlainLine) if line.text and line.visible]
        big = [line for line in app.screen.query(BigText) if line.text and line.visible and line.display]
        assert big
        for line in (*plain, *big):
            _assert_inside(line)
        assert all(line.size.width >= 2 * len(line.text) for line in big), "letters too narrow to read"
        for text in plain:
            lines = sum(lines_needed(part, text.size.width) for part in text.text.split("\n"))
            assert lines <= text.size.height, text.text


def _assert_inside(line: Widget) -> None:
    for outer in line.ancestors:
        if isinstance(outer, Widget):
            assert outer.region.contains_region(line.region), f"{line.classes} leaves {outer}"
