"""What a citizen does at the kiosk, finger by finger, and what the server is asked."""

from kiosk.citizen.screens.code_entry import CodeScreen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.priority import PriorityScreen
from kiosk.citizen.screens.search import SearchScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language, PriorityReason, RefusalCode, TicketClass
from queue_server.wire.from_kiosk import ReprintTicket, ReturnTicket, TakeTicket
from queue_server.wire.from_server import Done, Refused
from tests.kiosk_citizen.conftest import ID_CARD, SEAL, Kiosk, only, slip


async def test_three_touches_make_a_number(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        taken = only(kiosk.link.asked, TakeTicket)
        assert (taken.item, taken.klass, taken.wants_paper) == (ID_CARD, TicketClass.REGULAR, True)
        assert taken.language is Language.CHINESE
        assert kiosk.app.screen.query_one("#number", BigText).text == "D009"
        assert "居民身份证补领换领" in kiosk.text()


async def test_the_same_in_english(english_kiosk: Kiosk) -> None:
    kiosk = english_kiosk
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009", ahead=12)))
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket).language is Language.ENGLISH
        assert "12 ahead of you" in kiosk.text()


async def test_what_to_bring_is_told_before_a_number_is_taken(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        shown = kiosk.text()
        assert "请备好材料" in shown
        assert "旧证或挂失声明" in shown
        assert "无需等候" in shown


async def test_a_double_tap_asks_once(kiosk: Kiosk) -> None:
    async with kiosk.running() as running:
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await running.pilot.click("#take")
        await kiosk.touch("#take")
        assert len([act for act in kiosk.link.asked if isinstance(act, TakeTicket)]) == 1


async def test_a_double_tap_on_a_tile_does_not_press_what_lies_beneath(kiosk: Kiosk) -> None:
    async with kiosk.running() as running:
        await kiosk.tile("D")
        place = kiosk.app.screen.query(TouchButton).first().region.offset
        await running.pilot.click(offset=(place.x + 2, place.y + 2))
        assert isinstance(kiosk.app.screen, ItemsScreen)


async def test_priority_asks_why_and_marks_the_ticket(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#foot-priority")
        await kiosk.on(PriorityScreen)
        await kiosk.tile("elderly")
        await kiosk.on(HomeScreen)
        assert "六十岁以上老人" in kiosk.text()
        kiosk.link.will_answer(
            lambda act: Done(act.request, 1, slip(ID_CARD, "D009", klass=TicketClass.PRIORITY))
        )
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        taken = only(kiosk.link.asked, TakeTicket)
        assert (taken.klass, taken.reason) == (TicketClass.PRIORITY, PriorityReason.ELDERLY)
        assert "优先" in kiosk.text()


async def test_priority_can_be_taken_back(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#foot-priority")
        await kiosk.on(PriorityScreen)
        await kiosk.tile("disabled")
        await kiosk.on(HomeScreen)
        await kiosk.touch("#foot-priority")
        assert kiosk.app.state.visit.klass is TicketClass.REGULAR


async def test_an_appointment_is_typed(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(
            lambda act: Done(act.request, 1, slip(ID_CARD, "D009", klass=TicketClass.APPOINTMENT))
        )
        await kiosk.touch("#foot-appointment")
        await kiosk.on(CodeScreen)
        await kiosk.type_keys("YY42X")
        await kiosk.touch("#foot-delete")
        await kiosk.touch("#foot-confirm")
        await kiosk.on(TicketScreen)
        taken = only(kiosk.link.asked, TakeTicket)
        assert (taken.appointment, taken.item) == ("YY42", "")


async def test_an_appointment_is_scanned_from_the_first_screen(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        kiosk.scanner.show("YY20260302-17")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket).appointment == "YY20260302-17"


async def test_a_scan_of_rubbish_is_told(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.scanner.show("https://example.com/?x=1")
        await kiosk.on(NoticeScreen)
        assert not [act for act in kiosk.link.asked if isinstance(act, TakeTicket)]


async def test_a_refusal_is_a_sentence(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Refused(act.request, RefusalCode.NOT_YET_OPEN, {"from": "14:30"}))
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(NoticeScreen)
        said = "".join(line.text for line in kiosk.app.screen.query("#sentence BigText").results(BigText))
        assert said == "取号时间未到，14:30 开始取号"
        assert "Numbers are not issued yet; issuing starts at 14:30" in kiosk.text()
        await kiosk.touch("#remedy-home")
        await kiosk.on(HomeScreen)


async def refused_for(kiosk: Kiosk, code: RefusalCode) -> None:
    """Ask for a number and be told of the one held already."""
    held = {"number": "D003", "ticket": "20260302-D003"}
    kiosk.link.will_answer(lambda act: Refused(act.request, code, held))
    await kiosk.to_item("D", ID_CARD)
    await kiosk.touch("#take")
    await kiosk.on(NoticeScreen)


async def test_an_open_ticket_offers_a_reprint(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await refused_for(kiosk, RefusalCode.HAS_OPEN_TICKET)
        kiosk.link.will_answer(lambda act: Done(act.request, 2, slip(ID_CARD, "D003", reprints=1)))
        await kiosk.touch("#remedy-reprint")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, ReprintTicket).ticket == "20260302-D003"
        assert "补打" in kiosk.text()


async def test_who_missed_a_call_and_shows_the_identity_again_is_put_back_in_line(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await refused_for(kiosk, RefusalCode.HAS_MISSED_TICKET)
        assert not kiosk.app.screen.query("#remedy-reprint")
        kiosk.link.will_answer(lambda act: Done(act.request, 2, number="D003"))
        await kiosk.touch("#remedy-return")
        await kiosk.until(lambda: "D003 is in line again" in kiosk.text())
        assert only(kiosk.link.asked, ReturnTicket).ticket == "20260302-D003"


async def test_a_missed_citizen_comes_back_by_typing_the_number(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, number="D003"))
        await kiosk.touch("#foot-ticket")
        await kiosk.on(CodeScreen)
        await kiosk.type_keys("D003")
        await kiosk.touch("#foot-confirm")
        await kiosk.on(NoticeScreen)
        assert only(kiosk.link.asked, ReturnTicket).ticket == "20260302-D003"


async def test_a_reprint_by_scanning_the_ticket(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D003", reprints=1)))
        kiosk.scanner.show("https://queue.example.gov.cn/t/20260302-D003-K7Q2M9XZ3T4BABCD")
        await kiosk.on(CodeScreen)
        assert kiosk.app.screen.query_one(".typed", BigText).text == "D003_"
        await kiosk.touch("#foot-second")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, ReprintTicket).ticket == "20260302-D003"


async def test_the_identity_is_masked_checked_and_sent_once(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#foot-identity")
        await kiosk.on(IdentityScreen)
        await kiosk.type_keys("11010519491231002X")
        assert kiosk.app.screen.query_one(".typed", BigText).text == "****** **** **** ***X"
        await kiosk.touch("#foot-confirm")
        await kiosk.on(ItemScreen)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket).identity == "11010519491231002X"


async def test_a_wrong_identity_never_leaves_the_kiosk(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#foot-identity")
        await kiosk.on(IdentityScreen)
        await kiosk.type_keys("110105194912310021")
        await kiosk.touch("#foot-confirm")
        assert isinstance(kiosk.app.screen, IdentityScreen)
        assert "不正确" in kiosk.text()
        assert kiosk.app.state.visit.identity == ""


async def test_an_item_is_found_by_its_initials(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#foot-search")
        await kiosk.on(SearchScreen)
        await kiosk.type_keys("GZKZ")
        await kiosk.until(lambda: kiosk.tile_keys() == [SEAL])
        await kiosk.tile(SEAL)
        await kiosk.on(ItemScreen)
        assert isinstance(kiosk.app.screen, ItemScreen)
        assert kiosk.app.screen.item.code == SEAL


async def test_pages_turn_and_stop_at_the_ends(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.tile("D")
        await kiosk.on(ItemsScreen)
        first = kiosk.tile_keys()
        assert kiosk.app.screen.query_one("#foot-previous").disabled
        await kiosk.touch("#foot-next")
        await kiosk.until(lambda: kiosk.tile_keys() != first)
        assert len(kiosk.tile_keys()) == 2
        assert kiosk.app.screen.query_one("#foot-next").disabled
        await kiosk.touch("#foot-previous")
        await kiosk.until(lambda: kiosk.tile_keys() == first)


async def test_one_touch_changes_the_language_everywhere(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#language")
        await kiosk.until(lambda: "What would you like to do?" in kiosk.text().split("请")[0])
        await kiosk.to_item("D", ID_CARD)
        assert "Please have ready" in kiosk.text()
        name = [line.text for line in kiosk.app.screen.query(".item-name").results(BigText)]
        assert " ".join(name) == "Renew resident ID card"


async def test_large_type_shows_fewer_and_larger_tiles(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#large")
        await kiosk.until(lambda: kiosk.tile_keys() == ["A", "B", "C", "D"])
        await kiosk.until(lambda: len(kiosk.app.screen.query(".large-label")) >= 4)
        assert all(label.region.height >= 4 for label in kiosk.app.screen.query(".large-label"))
        await kiosk.touch("#foot-next")
        await kiosk.until(lambda: kiosk.tile_keys() == ["E"])
        await kiosk.touch("#foot-more")
        await kiosk.tile("search")
        await kiosk.on(SearchScreen)


async def test_departments_lead_to_their_items(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#foot-departments")
        await kiosk.tile("MZ")
        await kiosk.on(ItemsScreen)
        assert kiosk.tile_keys() == ["420607MZ-QR-0001", "420607MZ-QR-0002"]
        await kiosk.touch("#foot-home")
        await kiosk.on(HomeScreen)
