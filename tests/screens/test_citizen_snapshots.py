"""The kiosk's screens as pictures: both languages, large type, 96 x 27, the clock standing.

Before each picture every button on it is measured: a finger needs three rows, inside the screen, and
no button may lie on another.
"""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.simulated import invented
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.code_entry import CodeScreen
from kiosk.citizen.screens.departments import DepartmentsScreen
from kiosk.citizen.screens.help import HelpScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.citizen.screens.more import MoreScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.priority import PriorityScreen
from kiosk.citizen.screens.search import SearchScreen
from kiosk.citizen.screens.ticket import Paper, TicketScreen
from kiosk.citizen.visit import CardReader, Printer
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import ItemCode, Language, RefusalCode, TicketClass
from queue_server.wire.from_server import Done, Refused
from tests.finger import unlit
from tests.kiosk_citizen.conftest import ID_CARD, SIZE, Kiosk, slip

Journey = Callable[[Kiosk], Awaitable[None]]
LONG = ItemCode("420607GT-SP-0001")
SnapCompare = Callable[..., bool]


async def home(kiosk: Kiosk) -> None:
    """Stay."""


async def offline(kiosk: Kiosk) -> None:
    kiosk.link.go_down()
    await kiosk.until(lambda: not kiosk.app.state.view.is_open)


async def items(kiosk: Kiosk) -> None:
    await kiosk.tile("D")
    await kiosk.on(ItemsScreen)


async def item(kiosk: Kiosk) -> None:
    await kiosk.tile("D")
    await kiosk.on(ItemsScreen)
    kiosk.app.screen.post_message(kiosk.item_chosen(ID_CARD))
    await kiosk.until(lambda: kiosk.app.screen.query("#take"))


async def item_without_paper(kiosk: Kiosk) -> None:
    kiosk.printer.become("paper_out")
    await kiosk.until(lambda: kiosk.app.state.printer is Printer.OUT)
    await item(kiosk)


async def departments(kiosk: Kiosk) -> None:
    await kiosk.go("departments")
    await kiosk.on(DepartmentsScreen)


async def priority(kiosk: Kiosk) -> None:
    await kiosk.go("priority")
    await kiosk.on(PriorityScreen)


async def search(kiosk: Kiosk) -> None:
    await kiosk.go("search")
    await kiosk.on(SearchScreen)
    await kiosk.type_keys("J")


async def appointment(kiosk: Kiosk) -> None:
    await kiosk.go("appointment")
    await kiosk.on(CodeScreen)
    await kiosk.type_keys("YY42")


async def my_ticket(kiosk: Kiosk) -> None:
    await kiosk.go("ticket")
    await kiosk.on(CodeScreen)
    await kiosk.type_keys("D003")


async def identity(kiosk: Kiosk) -> None:
    await kiosk.go("identity")
    await kiosk.on(IdentityScreen)
    await kiosk.type_keys("110105")


async def card(kiosk: Kiosk) -> None:
    await kiosk.until(lambda: kiosk.app.state.card_reader is CardReader.READY)
    await item(kiosk)
    await kiosk.go("identity")
    await kiosk.on(IdentityScreen)


async def card_again(kiosk: Kiosk) -> None:
    await card(kiosk)
    kiosk.card_reader.show(CardUnreadable.NOT_READ)
    await kiosk.until(lambda: kiosk.app.screen.query(".typed-note.-wrong"))


async def card_taken(kiosk: Kiosk) -> None:
    await card(kiosk)
    kiosk.card_reader.show(CardNumber(invented(345).number))
    await kiosk.on(ItemScreen)


async def card_reader_out(kiosk: Kiosk) -> None:
    await card(kiosk)
    kiosk.card_reader.become("silent")
    await kiosk.until(lambda: kiosk.app.state.card_reader is CardReader.OUT)


async def help_(kiosk: Kiosk) -> None:
    await kiosk.go("help")
    await kiosk.on(HelpScreen)


async def more(kiosk: Kiosk) -> None:
    await kiosk.go("more")
    await kiosk.on(MoreScreen)


async def ticket(kiosk: Kiosk) -> None:
    kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D012", ahead=12)))
    await _take(kiosk)


async def item_of_long_name(kiosk: Kiosk) -> None:
    kiosk.app.post_message(kiosk.item_chosen(LONG))
    await kiosk.until(lambda: kiosk.app.screen.query("#take"))


async def ticket_of_long_name(kiosk: Kiosk) -> None:
    kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(LONG, "B128", ahead=27)))
    await _take(kiosk)


async def ticket_at_once(kiosk: Kiosk) -> None:
    answer = slip(ID_CARD, "D009", klass=TicketClass.PRIORITY, idle=("05", "06"))
    kiosk.link.will_answer(lambda act: Done(act.request, 1, answer))
    await _take(kiosk)


async def ticket_without_paper(kiosk: Kiosk) -> None:
    kiosk.printer.print_fault = "paper_out"
    await ticket(kiosk)


async def refusal(kiosk: Kiosk) -> None:
    await _refused(kiosk, RefusalCode.NOT_YET_OPEN, {"from": "14:30"})


async def has_open_ticket(kiosk: Kiosk) -> None:
    await _refused(kiosk, RefusalCode.HAS_OPEN_TICKET, {"number": "D003", "ticket": "20260302-D003"})


async def _take(kiosk: Kiosk) -> None:
    kiosk.want(ID_CARD)
    await kiosk.on(TicketScreen)
    screen = kiosk.app.screen
    assert isinstance(screen, TicketScreen)
    await kiosk.until(lambda: screen.paper in (Paper.OUT, Paper.FAILED))


async def _refused(kiosk: Kiosk, code: RefusalCode, facts: dict[str, str]) -> None:
    kiosk.link.will_answer(lambda act: Refused(act.request, code, facts))
    kiosk.want(ID_CARD)
    await kiosk.on(NoticeScreen)


EVERYWHERE = (
    item_of_long_name, ticket_of_long_name,
    home, offline, items, item, item_without_paper, departments, priority, search, appointment, my_ticket,
    identity, help_, ticket, ticket_at_once, ticket_without_paper, refusal, has_open_ticket,
)  # fmt: skip
LARGE = (home, items, item, priority, search, appointment, my_ticket, identity, more, help_, ticket, refusal)
WITH_CARDS = (card, card_again, card_taken, card_reader_out)
"""The second in large type: its note is the longest."""


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("journey", EVERYWHERE, ids=lambda journey: journey.__name__.strip("_"))
def test_a_screen_looks_as_it_did(snap_compare: SnapCompare, journey: Journey, language: Language) -> None:
    kiosk = Kiosk(language)
    assert snap_compare(kiosk.app, terminal_size=SIZE, run_before=_travel(kiosk, journey, is_large=False))


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("journey", LARGE, ids=lambda journey: journey.__name__.strip("_"))
def test_a_screen_in_large_type_looks_as_it_did(
    snap_compare: SnapCompare, journey: Journey, language: Language
) -> None:
    kiosk = Kiosk(language)
    assert snap_compare(kiosk.app, terminal_size=SIZE, run_before=_travel(kiosk, journey, is_large=True))


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("journey", WITH_CARDS, ids=lambda journey: journey.__name__)
def test_a_screen_of_a_kiosk_with_a_card_reader_looks_as_it_did(
    snap_compare: SnapCompare, journey: Journey, language: Language
) -> None:
    kiosk = Kiosk(language, reads_cards=True)
    is_large = journey is card_again
    assert snap_compare(kiosk.app, terminal_size=SIZE, run_before=_travel(kiosk, journey, is_large=is_large))


def _travel(kiosk: Kiosk, journey: Journey, *, is_large: bool) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def travel(pilot: Pilot[None]) -> None:
        kiosk.pilot = pilot
        await kiosk.until(lambda: kiosk.app.state.view.is_open)
        if is_large:
            await kiosk.touch("#large")
            await kiosk.until(lambda: kiosk.app.screen.query("Foot.-large"))
        await journey(kiosk)
        await unlit(pilot)
        assert_touchable(kiosk)

    return travel


def assert_touchable(kiosk: Kiosk) -> None:
    """Fail where a button is too low for a finger, off the screen, or under another one."""
    screen = kiosk.app.screen
    assert isinstance(screen, CitizenScreen)
    regions = [(button.id or button.name, button.region) for button in screen.query(TouchButton)]
    for name, region in regions:
        assert region.height >= 3, f"{name} is {region.height} rows high"
        assert region.width >= 4, f"{name} is {region.width} columns wide"
        assert screen.region.contains_region(region), f"{name} at {region} leaves the screen"
    for button in screen.query(TouchButton):
        holder = button.parent
        assert isinstance(holder, Widget)
        assert holder.region.contains_region(button.region), f"{button.id} is cut off by {holder}"
    for place, (name, region) in enumerate(regions):
        for other, below in regions[place + 1 :]:
            assert not region.overlaps(below), f"{name} lies on {other}"
