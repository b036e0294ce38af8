"""The kiosk when the server goes away: it goes on, says so, and hands in before it asks for anything."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.citizen.outcome import AWAY_OFFER, AWAY_ONLY_NUMBERS, AWAY_STOPS
from kiosk.citizen.sample_hall import HALL
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.citizen.view import Closure
from kiosk.screenkit.link import Unanswered
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.client import TroubleTold
from queue_server.wire.from_kiosk import CancelTicket, HandInTicket, LeaseNumbers, ReportPaper, TakeTicket
from queue_server.wire.from_server import Done, Faulted, Refused
from tests.kiosk_citizen.away.hall import NOW_MS
from tests.kiosk_citizen.away.kiosk import AwayKiosk, answered
from tests.kiosk_citizen.conftest import ID_CARD, only, slip


@pytest.fixture
def kiosk(tmp_path: Path) -> AwayKiosk:
    return AwayKiosk(tmp_path / "k.away")


async def test_a_block_is_asked_for_with_the_first_greeting_and_kept(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        ask = only(kiosk.link.asked, LeaseNumbers)
        assert (ask.holder, ask.first, ask.last) == (kiosk.store.kept.holder, 0, 0)


async def test_away_at_home_it_says_so_and_goes_on(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        await kiosk.until(lambda: "本机继续取号" in kiosk.text())
        assert "人等候" not in kiosk.text()
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        await kiosk.until(lambda: "离线取号" in kiosk.text() and "按取号时间排队" in kiosk.text())
        assert "前面" not in kiosk.text()
        await kiosk.until(lambda: kiosk.printer.printed)
        assert kiosk.printer.printed[0][0].number == "DZ001"
        assert kiosk.store.kept.issued[0].number == "DZ001"
        assert not kiosk.acts(TakeTicket)


async def test_away_while_an_item_is_read_the_same_button_gives_an_away_number(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.to_item("D", ID_CARD)
        await kiosk.goes_away()
        assert isinstance(kiosk.app.screen, ItemScreen)
        await kiosk.until(lambda: kiosk.app.screen.query_one("#foot-identity", TouchButton).disabled)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        assert len(kiosk.store.kept.issued) == 1


async def test_away_in_the_middle_of_an_answer_one_number_is_offered_and_the_other_undone(
    kiosk: AwayKiosk,
) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        asked = only(kiosk.link.asked, TakeTicket)
        await kiosk.goes_away()
        await kiosk.until(lambda: kiosk.app.screen.query("#remedy-away"))
        await kiosk.touch("#remedy-away")
        await kiosk.on(TicketScreen)
        assert [one.number for one in kiosk.store.kept.issued] == ["DZ001"]
        kiosk.link.come_up()
        kiosk.link.answer(Done(asked.request, 1, slip(ID_CARD, "D009")))
        await kiosk.until(lambda: kiosk.acts(CancelTicket))
        assert only(kiosk.link.asked, CancelTicket).ticket == "20260302-D009"
        assert isinstance(kiosk.app.screen, TicketScreen)
        assert kiosk.app.screen.slip.number == "DZ001"


async def test_an_answer_before_the_offer_is_taken_is_the_only_number(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        asked = only(kiosk.link.asked, TakeTicket)
        await kiosk.goes_away()
        await kiosk.until(lambda: kiosk.app.screen.query("#remedy-away"))
        kiosk.link.come_up()
        kiosk.link.answer(Done(asked.request, 1, slip(ID_CARD, "D009")))
        await kiosk.on(TicketScreen)
        assert isinstance(kiosk.app.screen, TicketScreen)
        assert kiosk.app.screen.slip.number == "D009"
        assert kiosk.store.kept.issued == ()


@pytest.mark.parametrize("why", ["silence", "fault"])
async def test_no_answer_and_a_fault_offer_an_away_number(kiosk: AwayKiosk, why: str) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        asked = only(kiosk.link.asked, TakeTicket)
        if why == "silence":
            kiosk.app.post_message(Unanswered(asked))
        else:
            kiosk.link.answer(Faulted(asked.request, "disk full"))
        await kiosk.until(lambda: kiosk.app.screen.query("#remedy-away"))
        await kiosk.touch("#remedy-away")
        await kiosk.on(TicketScreen)
        assert len(kiosk.store.kept.issued) == 1


async def test_two_touches_that_were_on_their_way_give_one_number(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        kiosk.want(ID_CARD)
        kiosk.want(ID_CARD)
        await kiosk.on(TicketScreen)
        await kiosk.pilot.pause()
        assert len(kiosk.store.kept.issued) == 1


async def test_back_again_it_hands_in_in_order_before_it_asks_for_any_number(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        numbers = [await kiosk.take() for _ in range(3)]
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)
        kiosk.link.serve(lambda act: Done(act.request, 1, slip(ID_CARD, "D009")), TakeTicket)
        await kiosk.take()
        order = [
            act.number if isinstance(act, HandInTicket) else "usual"
            for act in kiosk.acts(HandInTicket, TakeTicket)
            if isinstance(act, HandInTicket | TakeTicket)
        ]
        assert order == [*numbers, "usual"]
        reported = {act.ticket for act in kiosk.acts(ReportPaper) if isinstance(act, ReportPaper)}
        assert reported >= {f"20260302-{number}" for number in numbers}


async def test_while_the_server_does_not_take_them_the_kiosk_goes_on_by_itself(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        await kiosk.take()
        kiosk.link.serve(lambda act: Faulted(act.request, "disk full"), HandInTicket)
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.app.state.view.away is Closure.HANDING_IN)
        assert await kiosk.take() == "DZ002"
        kiosk.link.serve(answered, HandInTicket)
        while not kiosk.app.state.view.reaches_hall:
            kiosk.clock.advance_ms(1000)
            await kiosk.pilot.pause()
        handed = [act.number for act in kiosk.acts(HandInTicket) if isinstance(act, HandInTicket)]
        assert handed == ["DZ001", "DZ002"]


async def test_a_new_run_of_the_server_gets_the_claim_and_all_tickets_of_the_day_again(
    kiosk: AwayKiosk,
) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        await kiosk.take()
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)
        kiosk.link.times_asked.clear()
        await kiosk.goes_away()
        kiosk.link.epoch = "restored"
        kiosk.link.come_up()
        await kiosk.until(
            lambda: kiosk.link.times_asked.get("away-20260302-DZ001-" + kiosk.store.kept.holder)
        )
        claims = [act for act in kiosk.acts(LeaseNumbers) if isinstance(act, LeaseNumbers)]
        assert (claims[-1].first, claims[-1].last) == (1, 200)
        await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)


async def test_a_refused_hand_in_is_logged_and_does_not_stop_the_kiosk(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        await kiosk.take()
        kiosk.link.serve(lambda act: Refused(act.request, RefusalCode.NUMBER_TAKEN), HandInTicket)
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)
        assert [level for level, said in kiosk.log.said if "DZ001" in said] == ["error"]


async def test_a_disk_that_is_full_at_the_server_is_bridged_as_well(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        kiosk.link.tell(replace(HALL, is_durable=False))
        await kiosk.until(lambda: kiosk.app.state.view.away is Closure.NOT_DURABLE)
        kiosk.link.tell(HALL)
        kiosk.link.say(TroubleTold("disk full"))
        await kiosk.until(lambda: kiosk.app.state.view.away is Closure.NOT_DURABLE)
        assert await kiosk.take() == "DZ001"
        kiosk.link.say(TroubleTold(""))
        await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)


async def test_the_trouble_of_a_server_ends_with_it_and_the_next_one_is_asked_again(kiosk: AwayKiosk) -> None:
    """A server killed while its disk was full never says that it can write again."""
    async with kiosk.running():
        await kiosk.leased()
        kiosk.link.say(TroubleTold("disk full"))
        await kiosk.until(lambda: kiosk.app.state.view.away is Closure.NOT_DURABLE)
        await kiosk.goes_away()
        kiosk.link.epoch = "started anew"
        kiosk.link.come_up()
        await kiosk.until(lambda: kiosk.link.times_asked and kiosk.app.state.view.away is None)
        assert kiosk.app.state.view.reaches_hall


@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
async def test_every_notice_of_a_kiosk_on_its_own_is_whole_on_the_screen(
    tmp_path: Path, language: Language, is_large: bool
) -> None:
    kiosk = AwayKiosk(tmp_path / "k.away", language)
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        if is_large:
            await kiosk.touch("#large")
        for notice in (AWAY_OFFER, AWAY_ONLY_NUMBERS, *AWAY_STOPS.values()):
            kiosk.app.go_home()
            kiosk.app._open_notice(notice)
            await kiosk.on(NoticeScreen)
            sentence = kiosk.app.screen.query_one("#sentence")
            await kiosk.until(lambda: all(part.region.area for part in sentence.children))  # noqa: B023 - at once
            for part in sentence.children:
                assert sentence.region.contains_region(part.region), notice.text


async def test_a_server_that_says_no_is_not_away(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        kiosk.link.go_down("replaced", "replaced")
        await kiosk.until(lambda: kiosk.app.state.view.closure is Closure.NOT_ADMITTED)
        assert kiosk.app.state.view.away is None


async def test_without_a_block_the_kiosk_is_closed_as_before(kiosk: AwayKiosk) -> None:
    kiosk.link.serve(lambda act: Refused(act.request, RefusalCode.NO_MARK), LeaseNumbers)
    async with kiosk.running():
        await kiosk.until(lambda: kiosk.log.said)
        kiosk.link.go_down()
        await kiosk.until(lambda: kiosk.app.state.view.closure is Closure.SERVER_AWAY)


async def test_appointment_and_return_are_refused_with_a_reason(kiosk: AwayKiosk) -> None:
    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        for key in ("#foot-appointment", "#foot-ticket"):
            await kiosk.touch(key)
            await kiosk.on(NoticeScreen)
            assert isinstance(kiosk.app.screen, NoticeScreen)
            assert "现在只能取号" in str(kiosk.app.screen.notice.text)
            kiosk.app.go_home()
            await kiosk.on(HomeScreen)


async def test_a_kiosk_started_without_the_server_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "k.away"
    first = AwayKiosk(path)
    async with first.running():
        await first.leased()
        await first.goes_away()
        assert await first.take() == "DZ001"
    first.store.close()
    second = AwayKiosk(path)
    never = second.link
    never.may_connect = False
    async with second.app.run_test(size=(96, 27)) as pilot:
        second.pilot = pilot
        await second.until(lambda: second.app.state.view.away)
        assert await second.take() == "DZ002"
        never.come_up()
        await second.until(lambda: second.app.state.view.reaches_hall)
        handed = [act.number for act in second.acts(HandInTicket) if isinstance(act, HandInTicket)]
        assert handed == ["DZ001", "DZ002"]
        times = [one.issued_ms for one in second.store.kept.issued]
        assert times == sorted(times)
        assert times[0] >= NOW_MS


@pytest.mark.parametrize("touch", ["#language", "#large"])
async def test_language_and_large_type_go_on(kiosk: AwayKiosk, touch: str) -> None:
    def said() -> bool:
        return "goes on issuing" in kiosk.text() or touch != "#language"

    async with kiosk.running():
        await kiosk.leased()
        await kiosk.goes_away()
        await kiosk.touch(touch)
        await kiosk.until(said)
        assert await kiosk.take() == "DZ001"
