"""How long it takes, told before a number is taken; and the warning where it may not be served today."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from kiosk.citizen.doubt import doubt_of
from kiosk.citizen.sample_hall import HALL, QUEUES, sample_docs
from kiosk.citizen.sample_waits import CLOSES_MS, DOUBTFUL, KNOWN, NEXT, sample_waits
from kiosk.citizen.screens.doubt import DoubtScreen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.citizen.view import KioskView, QueueTile, Wait, kiosk_view
from kiosk.citizen.visit import Visit
from kiosk.citizen.wait_words import for_item, large_line, tile_lines, wait_lines
from kiosk.screenkit.language import Text
from queue_server.vocabulary import ItemCode, Language, PriorityReason, QueueCode, TicketClass, WindowNo
from queue_server.wire.documents import AnyDoc, ItemDoc, Opening, Words
from queue_server.wire.expected import Expected, WaitDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk, only, slip

SOLE_TRADER, LAND = ItemCode("420607GS-XK-0001"), ItemCode("420607GT-XK-0001")
WAITS = {doc.key: doc for doc in (*sample_docs(), *sample_waits())}


def seen(*more: AnyDoc, is_connected: bool = True) -> KioskView:
    return kiosk_view({**WAITS, **{doc.key: doc for doc in more}}, is_connected)


def tile(wait: Wait = Wait.SOME, waiting: int = 12) -> QueueTile:
    return QueueTile(QueueCode("A"), Text("企业开办"), wait, waiting)


def test_a_queue_whose_wait_is_not_known_says_what_it_always_said() -> None:
    assert tile_lines(tile(), None, Language.CHINESE) == ("12 人等候  12 waiting",)
    assert large_line(tile(), None) == Text("12 人等候", "12 waiting")
    assert [queue.expected is None for queue in seen().queues] == [False, False, False, False, True]


def test_people_and_range_stand_together_in_both_languages() -> None:
    assert tile_lines(tile(), KNOWN, Language.CHINESE) == (
        "12 人等候  约 25-30 分钟",
        "12 waiting  25-30 min",
    )
    assert tile_lines(tile(), KNOWN, Language.ENGLISH) == (
        "12 waiting  25-30 min",
        "12 人等候  约 25-30 分钟",
    )
    assert large_line(tile(), KNOWN) == Text("12 人 25-30 分", "12 waiting  25-30 min")


def test_without_an_upper_end_the_tile_says_that_it_may_not_be_today() -> None:
    lines = tile_lines(tile(Wait.LONG, 27), DOUBTFUL, Language.CHINESE)
    assert lines == ("27 人等候  至少 90 分钟", "今天可能排不到", "perhaps not today")
    assert large_line(tile(waiting=27), DOUBTFUL).zh == "今天可能排不到"


@pytest.mark.parametrize("waiting", [0, 7, 127])
@pytest.mark.parametrize("expected", [KNOWN, NEXT, DOUBTFUL, Expected(125, 130), Expected(120, None)])
@pytest.mark.parametrize("wait", list(Wait))
def test_no_line_is_wider_than_a_tile(wait: Wait, expected: Expected, waiting: int) -> None:
    for language in Language:
        for line in tile_lines(tile(wait, waiting), expected, language):
            assert cell_len(line) <= 28, line


def test_an_idle_window_is_no_promise_to_an_item_that_waits_for_another_one() -> None:
    idle = replace(QUEUES[3], expected=KNOWN)
    queue = seen(idle).queue("D")
    assert queue is not None
    assert wait_lines(queue, queue.expected)[0].zh == "无人等候  约 25-30 分钟"
    free = tile(Wait.NONE, 0)
    assert for_item(free, KNOWN).wait is Wait.SOME
    assert for_item(free, NEXT) == for_item(free, None) == free


def test_the_class_of_the_citizen_decides_which_range_is_told() -> None:
    view = seen()
    item = view.item(SOLE_TRADER)
    assert item is not None
    assert view.expected(item, TicketClass.REGULAR) == KNOWN
    assert view.expected(item, TicketClass.PRIORITY) == Expected(5, 8)
    green = replace(item, green_channel=True)
    assert view.expected(green, TicketClass.REGULAR) is None
    told = WaitDoc(f"wait/{item.code}", item.code, {TicketClass.GREEN: NEXT})
    assert seen(told).expected(green, TicketClass.REGULAR) == NEXT


def test_what_was_known_before_the_server_went_away_is_not_told_any_more() -> None:
    view = seen(is_connected=False)
    assert view.waits == {}
    assert {queue.expected for queue in view.queues} == {None}


def test_a_doubt_says_how_long_until_when_how_likely_and_what_to_do() -> None:
    doubt = doubt_of(seen(), Visit(), LAND)
    assert doubt is not None
    assert [text.zh for text in doubt.facts] == [
        "27 人等候，至少 90 分钟",
        "17:15 停止办理，今天办上的可能约 35%",
    ]
    assert [text.zh for text in doubt.advice] == ["下一工作日 08:30 起再来取号", "可以先预约，请到咨询台"]


def test_nobody_is_warned_whose_number_will_be_served_or_of_whom_nothing_is_known() -> None:
    assert doubt_of(seen(), Visit(reason=PriorityReason.ELDERLY), LAND) is None
    assert doubt_of(seen(), Visit(), SOLE_TRADER) is None
    assert (
        doubt_of(kiosk_view({doc.key: doc for doc in sample_docs()}, is_connected=True), Visit(), LAND)
        is None
    )


def test_advice_is_only_what_the_hall_has() -> None:
    closed = WaitDoc(f"wait/{LAND}", LAND, {TicketClass.REGULAR: replace(DOUBTFUL, served_pct=0)})
    doubt = doubt_of(seen(replace(HALL, hours=()), closed), Visit(), LAND)
    assert doubt is not None
    assert (doubt.facts[1].zh, doubt.advice) == ("今天已停止办理", ())
    noon = replace(closed, closes_ms=CLOSES_MS - 330 * 60_000)
    idle = replace(QUEUES[1], idle_windows=(WindowNo("13"), WindowNo("99")))
    doubt = doubt_of(
        seen(replace(HALL, hours=(Opening(510, 705), Opening(870, 1035))), noon, idle), Visit(), LAND
    )
    assert doubt is not None
    assert doubt.facts[1].zh == "11:45 停止办理，今天办上的可能很小"
    assert [text.zh for text in doubt.advice] == ["可直接到窗口办理：13 号窗口", "今天 14:30 起再来取号"]


async def test_a_doubtful_number_is_warned_of_and_may_be_taken_all_the_same() -> None:
    kiosk = Kiosk()
    kiosk.link.tell(*sample_waits())
    async with kiosk.running():
        await kiosk.to_item("B", LAND)
        assert "至少 90 分钟" in kiosk.text()
        await kiosk.touch("#take")
        await kiosk.on(DoubtScreen)
        assert "今天办上的可能约 35%" in kiosk.text()
        await kiosk.touch("#doubt-back")
        await kiosk.on(ItemScreen)
        assert not [act for act in kiosk.link.asked if isinstance(act, TakeTicket)]
        await kiosk.touch("#take")
        await kiosk.on(DoubtScreen)
        kiosk.link.will_answer(
            lambda act: Done(act.request, 1, replace(slip(LAND, "B036"), expected=DOUBTFUL))
        )
        await kiosk.touch("#doubt-take")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket).item == LAND
        assert "至少 90 分钟，今天可能排不到" in kiosk.text()
        await kiosk.touch("#foot-home")
        await kiosk.on(HomeScreen)


async def test_with_nine_tiles_on_a_page_every_line_of_a_tile_is_whole() -> None:
    kiosk = Kiosk(Language.ENGLISH)
    items = [doc for doc in sample_docs() if isinstance(doc, ItemDoc)]
    for letter in "FGH":
        name = Words("环保安监气象", "Environment, Safety and Weather")
        kiosk.link.tell(
            replace(QUEUES[1], key=f"queue/{letter}", code=QueueCode(letter), name=name, expected=DOUBTFUL),
            replace(items[0], key=f"item/{letter}", code=ItemCode(letter), queue=QueueCode(letter)),
        )
    async with kiosk.running():
        await kiosk.until(lambda: "F" in kiosk.tile_keys())
        for part in ("F  Environment, Safety and", "Weather", "27 waiting  90+ min", "perhaps not today"):
            assert kiosk.text().count(part) >= (1 if part[0] == "F" else 3), part
        assert "今天可能排不到" not in kiosk.text()


async def test_the_range_follows_the_hall_and_moves_no_button() -> None:
    kiosk = Kiosk()
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        place = kiosk.app.screen.query_one("#take").region
        assert "无需等候" in kiosk.text()
        for expected, words in ((KNOWN, "约 25-30 分钟"), (DOUBTFUL, "今天可能排不到"), (NEXT, "无需等候")):
            await told(kiosk, expected, words)
            assert kiosk.app.screen.query_one("#take").region == place
        await told(kiosk, KNOWN, "约 25-30 分钟")
        kiosk.link.go_down()
        await kiosk.until(lambda: "约 25-30 分钟" not in kiosk.text())


async def told(kiosk: Kiosk, expected: Expected, words: str) -> None:
    """Let the hall tell another wait, and wait until the screen says it."""
    kiosk.link.tell(WaitDoc(f"wait/{ID_CARD}", ID_CARD, {TicketClass.REGULAR: expected}))
    await kiosk.until(lambda: words in kiosk.text())
