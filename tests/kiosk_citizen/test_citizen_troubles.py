"""What goes wrong at a kiosk: paper, server, citizens who leave. No number becomes a ghost."""

from msgspec.structs import replace

from kiosk.citizen.app import IDLE_MS
from kiosk.citizen.errand import ABANDONED
from kiosk.citizen.messages import PaperDone
from kiosk.citizen.sample_hall import HALL
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import SHOWN_MS, SHOWN_WITHOUT_PAPER_MS, Paper, TicketScreen
from kiosk.citizen.visit import Printer, Visit
from kiosk.screenkit.language import Reading
from kiosk.screenkit.link import Unanswered
from kiosk.screenkit.touch_button import TouchButton
from queue_server.wire.client import TroubleTold
from queue_server.wire.from_kiosk import CancelTicket, ReportDevice, ReportPaper, TakeTicket
from queue_server.wire.from_server import Done, Faulted
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk, only, slip


async def take(kiosk: Kiosk, number: str = "D009") -> None:
    """Go through to the ticket."""
    kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, number)))
    await kiosk.to_item("D", ID_CARD)
    await kiosk.touch("#take")
    await kiosk.on(TicketScreen)


def paper(kiosk: Kiosk) -> Paper:
    assert isinstance(kiosk.app.screen, TicketScreen)
    return kiosk.app.screen.paper


async def test_paper_that_comes_out_is_told_to_citizen_and_hall(kiosk: Kiosk) -> None:
    kiosk.printer.may_finish.clear()
    async with kiosk.running():
        await take(kiosk)
        assert paper(kiosk) is Paper.PRINTING
        kiosk.printer.may_finish.set()
        await kiosk.until(lambda: paper(kiosk) is Paper.OUT)
        await kiosk.until(lambda: [act for act in kiosk.link.asked if isinstance(act, ReportPaper)])
        report = only(kiosk.link.asked, ReportPaper)
        assert (report.ticket, report.fault) == ("20260302-D009", "")


async def test_failed_paper_leaves_a_valid_number_on_the_screen(kiosk: Kiosk) -> None:
    kiosk.printer.print_fault = "paper_out"
    async with kiosk.running():
        await take(kiosk)
        await kiosk.until(lambda: paper(kiosk) is Paper.FAILED)
        await kiosk.until(lambda: "号码有效" in kiosk.text())
        await kiosk.until(lambda: [act for act in kiosk.link.asked if isinstance(act, ReportPaper)])
        assert only(kiosk.link.asked, ReportPaper).fault == "paper_out"
        kiosk.clock.advance_ms(SHOWN_MS)
        await kiosk.pilot.pause(0.3)
        assert isinstance(kiosk.app.screen, TicketScreen)
        kiosk.clock.advance_ms(SHOWN_WITHOUT_PAPER_MS)
        await kiosk.on(HomeScreen)


async def test_a_printer_without_paper_is_told_before_the_number_is_taken(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.printer.become("paper_out")
        await kiosk.until(lambda: kiosk.app.state.printer is Printer.OUT)
        await kiosk.to_item("D", ID_CARD)
        assert "打印机缺纸或故障" in kiosk.text()
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        assert not only(kiosk.link.asked, TakeTicket).wants_paper
        assert paper(kiosk) is Paper.NONE
        assert kiosk.printer.printed == []


async def test_each_change_of_the_printer_is_reported(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.printer.become("cover_open")
        kiosk.printer.become("")
        await kiosk.until(lambda: kiosk.app.state.printer is Printer.READY)
        await kiosk.until(
            lambda: len([act for act in kiosk.link.asked if isinstance(act, ReportDevice)]) >= 3
        )
        faults = [act.fault for act in kiosk.link.asked if isinstance(act, ReportDevice)]
        assert faults[-2:] == ["cover_open", ""]


async def test_a_kiosk_that_is_not_let_in_says_why(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.go_down("token: not one for kiosk K1", "token")
        await kiosk.until(lambda: "服务器不接受本机的令牌" in kiosk.text())
        assert "正在恢复" not in kiosk.text()
        assert not kiosk.app.state.view.is_open
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.app.state.view.is_open)


async def test_a_server_that_was_away_is_told_of_the_printer_anew(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.go_down()
        await kiosk.until(lambda: not kiosk.app.state.view.is_open)
        kiosk.printer.become("paper_out")
        await kiosk.until(lambda: kiosk.app.state.printer is Printer.OUT)
        before = len([act for act in kiosk.link.asked if isinstance(act, ReportDevice)])
        kiosk.link.come_up()
        await kiosk.until(
            lambda: len([act for act in kiosk.link.asked if isinstance(act, ReportDevice)]) > before
        )
        assert [act for act in kiosk.link.asked if isinstance(act, ReportDevice)][-1].fault == "paper_out"


async def test_the_number_leaves_the_screen_by_itself(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await take(kiosk)
        await kiosk.until(lambda: paper(kiosk) is Paper.OUT)
        kiosk.clock.advance_ms(SHOWN_MS)
        await kiosk.on(HomeScreen)
        assert "D009" not in kiosk.text()


async def test_thirty_idle_seconds_forget_the_citizen(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.touch("#language")
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#foot-identity")
        await kiosk.on(IdentityScreen)
        await kiosk.type_keys("110105")
        kiosk.clock.advance_ms(IDLE_MS - 1)
        await kiosk.pilot.pause()
        assert isinstance(kiosk.app.screen, IdentityScreen)
        kiosk.clock.advance_ms(1)
        await kiosk.on(HomeScreen)
        assert kiosk.app.state.visit == Visit(Reading())
        assert len(kiosk.app.screen_stack) == 2


async def test_without_a_server_the_kiosk_says_so_and_offers_nothing(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.go_down()
        await kiosk.until(lambda: not kiosk.app.state.view.is_open)
        await kiosk.until(lambda: "连接中断" in kiosk.text())
        assert all(button.disabled for button in kiosk.app.screen.query("CitizenPages TouchButton"))
        kiosk.link.come_up()
        await kiosk.until(lambda: "连接中断" not in kiosk.text())
        assert not any(button.disabled for button in kiosk.app.screen.query("CitizenPages TouchButton"))


async def test_a_server_that_cannot_write_issues_nothing(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        kiosk.link.tell(replace(HALL, is_durable=False))
        await kiosk.until(lambda: not kiosk.app.state.view.is_open)
        assert kiosk.app.screen.query_one("#take", TouchButton).disabled
        assert "暂不能记录" in kiosk.text()


async def test_trouble_told_closes_and_its_end_opens(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.say(TroubleTold("disk full"))
        await kiosk.until(lambda: not kiosk.app.state.view.is_open)
        kiosk.link.say(TroubleTold(""))
        await kiosk.until(lambda: kiosk.app.state.view.is_open)


async def test_silence_offers_another_try_with_the_same_request(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        asked = only(kiosk.link.asked, TakeTicket)
        kiosk.app.post_message(Unanswered(asked))
        await kiosk.on(NoticeScreen)
        await kiosk.touch("#remedy-retry")
        kiosk.link.answer(Done(asked.request, 1, slip(ID_CARD, "D009")))
        await kiosk.on(TicketScreen)
        assert only(kiosk.link.asked, TakeTicket) == asked


async def test_a_fault_offers_another_try_with_the_same_request(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.link.will_answer(lambda act: Faulted(act.request, "disk full"))
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(NoticeScreen)
        kiosk.link.will_answer(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")))
        await kiosk.touch("#remedy-retry")
        await kiosk.on(TicketScreen)
        only(kiosk.link.asked, TakeTicket)


async def test_a_slow_answer_is_waited_for_in_words(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(NoticeScreen)
        kiosk.link.answer(Done(only(kiosk.link.asked, TakeTicket).request, 1, slip(ID_CARD, "D009")))
        await kiosk.on(TicketScreen)


async def test_the_number_of_one_who_left_is_cancelled_and_never_shown(kiosk: Kiosk) -> None:
    async with kiosk.running():
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        kiosk.app.go_home()
        await kiosk.on(HomeScreen)
        kiosk.link.answer(Done(only(kiosk.link.asked, TakeTicket).request, 1, slip(ID_CARD, "D009")))
        await kiosk.until(lambda: [act for act in kiosk.link.asked if isinstance(act, CancelTicket)])
        cancel = only(kiosk.link.asked, CancelTicket)
        assert (cancel.ticket, cancel.reason) == ("20260302-D009", ABANDONED)
        assert isinstance(kiosk.app.screen, HomeScreen)
        assert "D009" not in kiosk.text()


async def test_late_paper_of_one_citizen_says_nothing_to_the_next(kiosk: Kiosk) -> None:
    kiosk.printer.may_finish.clear()
    kiosk.printer.print_fault = "paper_out"
    async with kiosk.running():
        await take(kiosk)
        kiosk.app.go_home()
        await kiosk.on(HomeScreen)
        await take(kiosk, "D010")
        kiosk.app.post_message(PaperDone("20260302-D009", "paper_out"))
        await kiosk.until(lambda: [act for act in kiosk.link.asked if isinstance(act, ReportPaper)])
        assert paper(kiosk) is Paper.PRINTING
        kiosk.printer.may_finish.set()


async def test_a_kiosk_whose_paper_is_near_its_end_promises_paper_and_tells_the_hall(kiosk: Kiosk) -> None:
    async with kiosk.running():
        kiosk.printer.become("paper_near_end")
        await kiosk.until(
            lambda: [act for act in kiosk.link.asked if isinstance(act, ReportDevice) and act.fault]
        )
        assert kiosk.app.state.printer is Printer.READY
