"""A window's own terminal is told of its cards by a real server, and what its staff may do about them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Static

from kiosk.window.app import WindowApp
from kiosk.window.screens.desk import DeskScreen
from kiosk.window.widgets.card_band import CardBand
from queue_server.clock import ManualClock
from queue_server.config import Config
from queue_server.config_file.load import config_of_text
from queue_server.demo.small_hall import SMALL_HALL, link_to, open_house, small_hall
from queue_server.hall.events import Recorded
from queue_server.runtime.engine import CommittedBatch
from queue_server.runtime.house import House
from queue_server.supervision.events import CardMoved, LifeShown, TellingAcknowledged, Told
from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    ItemCode,
    RefusalCode,
    RequestId,
    Role,
    RuleCode,
    TicketClass,
    WindowNo,
)
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.documents import DeskCard, DeskDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_wall import ActOnCard
from queue_server.wire.from_window import FromWindow, ShowLife, SignIn, SignOut
from tests.end_to_end.conftest import linked, until

MORNING_MS = 1_772_414_400_000
"""2026-03-02 09:20 in the hall, a Monday."""
MINUTE_MS = 60_000
ANN, BEN = "0001000734", "0001000735"
"""Badges of S017, and of S018, the chief representative."""
SHORT = """
[[supervision.rules]]
code = "idle_window"
steps = [{ over = 5, level = "warning", tells = ["window"] }]

[[supervision.rules]]
code = "off_post"
steps = [{ over = 600, level = "yellow" }]

[[supervision.rules]]
code = "device_fault"
steps = []
"""


def watched_hall(folder: Path, rules: str = SHORT) -> Config:
    """Return the small hall with these rules, its two staff of one department."""
    text = SMALL_HALL.replace("{port}", "sim://north")
    text = text.replace('id = "S017"', 'id = "S017"\ndepartment = "GA"')
    text = text.replace('id = "S018"', 'id = "S018"\ndepartment = "GA"\nis_chief = true')
    return replace(small_hall(folder), **_but_store(config_of_text(text + rules)))


def _but_store(config: Config) -> dict[str, object]:
    return {name: getattr(config, name) for name in config.__struct_fields__ if name != "store"}


class Scene:
    """A house, its clock, and the terminals of both windows."""

    def __init__(self, house: House, clock: ManualClock, ann: HallLink, ben: HallLink) -> None:
        self.house, self.clock, self.ann, self.ben = house, clock, ann, ben
        self.told_at_s = 0.0
        """When the last batch that told somebody of a card was on disk, by the loop's time."""
        self.records: list[Recorded] = []
        house.engine.on_committed(self._hear)

    def _hear(self, batch: CommittedBatch) -> None:
        self.records += batch.recorded
        if any(isinstance(recorded.event, Told) for recorded in batch.recorded):
            self.told_at_s = asyncio.get_running_loop().time()

    async def do(self, link: HallLink, message: FromWindow) -> Done:
        answer = await link.request(message, timeout_s=20)
        assert isinstance(answer, Done), answer
        return answer

    async def refused(self, link: HallLink, message: FromWindow) -> RefusalCode:
        answer = await link.request(message, timeout_s=20)
        assert isinstance(answer, Refused), answer
        return answer.code

    async def move(self, card: CardId, move: CardAct, text: str = "依据") -> None:
        """Lead a card on as a manager."""
        manager = link_to(self.house, Role.MANAGER, "m1")
        async with linked(manager):
            answer = await manager.request(ActOnCard(new_request_id(), card, move, text), timeout_s=20)
        assert isinstance(answer, Done), answer

    async def take(self) -> None:
        kiosk = link_to(self.house, Role.KIOSK, "K1")
        async with linked(kiosk):
            item = ItemCode("GA-1")
            answer = await kiosk.request(
                TakeTicket(new_request_id(), item, TicketClass.REGULAR), timeout_s=20
            )
        assert isinstance(answer, Done), answer

    async def yellow(self) -> DeskCard:
        """Let Ann alone be off post until she is told of her card."""
        self.clock.advance_ms(5 * MINUTE_MS)
        await self.do(self.ben, ShowLife(new_request_id()))
        self.clock.advance_ms(6 * MINUTE_MS)
        await until(lambda: rules_at(self.ann, "03") == [RuleCode.OFF_POST.value])
        return cards_at(self.ann, "03")[0]


def cards_at(link: HallLink, window: str) -> tuple[DeskCard, ...]:
    desk = link.docs.get(f"desk/{window}")
    return desk.cards if isinstance(desk, DeskDoc) else ()


def rules_at(link: HallLink, window: str) -> list[str]:
    names = {"离岗": RuleCode.OFF_POST, "有人等候而窗口空闲": RuleCode.IDLE_WINDOW}
    return [names[card.name.zh].value for card in cards_at(link, window)]


def act(card: CardId, move: CardAct, text: str = "") -> ActOnCard:
    return ActOnCard(new_request_id(), card, move, text)


@asynccontextmanager
async def both_at_work(folder: Path, rules: str = SHORT) -> AsyncIterator[Scene]:
    """Open a hall in which S017 sits at window 03 and the chief S018 at window 04."""
    clock = ManualClock(MORNING_MS)
    async with open_house(watched_hall(folder, rules), clock) as house:
        ann, ben = link_to(house, Role.WINDOW, "03", "03"), link_to(house, Role.WINDOW, "04", "04")
        async with linked(ann), linked(ben):
            scene = Scene(house, clock, ann, ben)
            await scene.do(ann, SignIn(new_request_id(), badge=ANN))
            await scene.do(ben, SignIn(new_request_id(), badge=BEN))
            yield scene


async def test_a_warning_is_at_the_window_once_it_is_on_disk(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        await scene.take()
        scene.clock.advance_ms(6_000)
        await until(lambda: rules_at(scene.ann, "03") == ["idle_window"])
        assert scene.told_at_s
        warning = cards_at(scene.ann, "03")[0]
        assert (warning.state, warning.is_lasting, warning.is_acknowledged) == (
            CardState.RUNNING,
            True,
            False,
        )
        assert (warning.told, warning.window, warning.staff) == (("window:03",), "03", "S017")
        assert warning.acts == (CardAct.ACKNOWLEDGE,)


async def test_acknowledging_is_an_act_and_the_journal_names_who(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        await scene.take()
        scene.clock.advance_ms(6_000)
        await until(lambda: cards_at(scene.ann, "03"))
        said = act(cards_at(scene.ann, "03")[0].card, CardAct.ACKNOWLEDGE)
        await scene.do(scene.ann, said)
        await scene.do(scene.ann, said)  # the same press again
        await until(lambda: cards_at(scene.ann, "03")[0].is_acknowledged)
        event = TellingAcknowledged(said.card, "window:03")
        seen = [one for one in scene.records if isinstance(one.event, TellingAcknowledged)]
        assert [(one.actor, one.request, one.event) for one in seen] == [
            ("window:03/S017", said.request, event)
        ]
        # The other window's warning is not this one's to acknowledge.
        assert await scene.refused(
            scene.ann, act(cards_at(scene.ben, "04")[0].card, CardAct.ACKNOWLEDGE)
        ) == (RefusalCode.NOT_YOUR_RIGHT)


async def test_the_terminal_itself_shows_it_and_its_key_acknowledges_it(tmp_path: Path) -> None:
    clock = ManualClock(MORNING_MS)
    async with open_house(watched_hall(tmp_path), clock) as house:
        ann = link_to(house, Role.WINDOW, "03", "03")
        scene, app = Scene(house, clock, ann, ann), WindowApp(ann, WindowNo("03"))
        async with app.run_test(size=(96, 27)) as pilot:
            await until(lambda: app.view.is_known)
            await pilot.press(*ANN, "enter")
            await until(lambda: isinstance(app.screen, DeskScreen) and app.screen.query("#band"))
            await scene.take()
            clock.advance_ms(6_000)
            band = app.screen.query_one(CardBand)
            await until(lambda: band.display)
            assert scene.told_at_s
            assert "有人等候而窗口空闲" in str(app.screen.query_one("#band-words", Static).content)
            await pilot.press("a")
            await until(lambda: not band.display)
            await until(lambda: "已知悉" in app.note)
        seen = [one for one in scene.records if isinstance(one.event, TellingAcknowledged)]
        assert [one.actor for one in seen] == ["window:03/S017"]


async def test_only_the_holder_explains_and_the_chief_sees_whose_it_is(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        card = await scene.yellow()
        assert card.acts == (CardAct.ACKNOWLEDGE, CardAct.EXPLAIN)
        assert card.told == ("staff:S017", "chief:GA", "head:GA")
        at_chief = next(one for one in cards_at(scene.ben, "04") if one.card == card.card)
        assert (at_chief.staff, at_chief.window, at_chief.acts) == ("S017", "03", (CardAct.ACKNOWLEDGE,))
        said = act(card.card, CardAct.EXPLAIN, "送材料到二楼")
        assert await scene.refused(scene.ben, said) == RefusalCode.NOT_YOUR_RIGHT
        assert await scene.refused(scene.ann, act(card.card, CardAct.EXPLAIN)) == RefusalCode.REASON_NEEDED
        await scene.do(scene.ann, replace(said, request=new_request_id()))
        await until(lambda: cards_at(scene.ann, "03")[0].state is CardState.EXPLAINED)
        assert cards_at(scene.ann, "03")[0].explanation == "送材料到二楼"


async def test_who_sits_there_next_sees_nothing_of_the_one_before(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        card = await scene.yellow()
        await scene.do(scene.ben, SignOut(new_request_id()))
        await scene.do(scene.ann, SignOut(new_request_id()))
        await until(lambda: cards_at(scene.ann, "03") == ())
        assert await scene.refused(scene.ann, act(card.card, CardAct.EXPLAIN, "我")) == (
            RefusalCode.NOT_SIGNED_IN
        )
        await scene.do(scene.ann, SignIn(new_request_id(), badge=BEN))
        await until(lambda: [one.acts for one in cards_at(scene.ann, "03")] == [(CardAct.ACKNOWLEDGE,)])
        await scene.do(scene.ben, SignIn(new_request_id(), badge=ANN))
        await until(lambda: [one.card for one in cards_at(scene.ben, "04")] == [card.card])
        assert cards_at(scene.ben, "04")[0].acts == (CardAct.ACKNOWLEDGE, CardAct.EXPLAIN)


async def test_a_measured_card_can_be_appealed_against_beside_a_newer_one(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        card = await scene.yellow()
        for move in (CardAct.INVESTIGATE, CardAct.UPHOLD, CardAct.MEASURE):
            await scene.move(card.card, move)
        await until(lambda: cards_at(scene.ann, "03")[0].state is CardState.MEASURED)
        measured = cards_at(scene.ann, "03")[0]
        assert CardAct.APPEAL in measured.acts
        assert measured.appeal_until_ms > scene.clock.now_ms()
        await scene.do(scene.ann, ShowLife(new_request_id()))
        scene.clock.advance_ms(11 * MINUTE_MS)
        await until(lambda: len(cards_at(scene.ann, "03")) == 2)
        await scene.do(scene.ann, act(card.card, CardAct.APPEAL, "当时在二楼送材料"))
        await until(lambda: CardState.APPEALED in [one.state for one in cards_at(scene.ann, "03")])
        appeals = [
            one.actor
            for one in scene.records
            if isinstance(one.event, CardMoved) and one.event.move is CardAct.APPEAL
        ]
        assert appeals == ["window:03/S017"]
        await scene.move(card.card, CardAct.REJECT_APPEAL)
        await scene.move(card.card, CardAct.MEASURE)


async def test_a_touch_a_minute_is_life_and_no_more_is_written(tmp_path: Path) -> None:
    async with both_at_work(tmp_path) as scene:
        for _ in range(3):
            await scene.do(scene.ann, ShowLife(new_request_id()))
        shown = [one.actor for one in scene.records if isinstance(one.event, LifeShown)]
        assert shown == ["window:03/S017"]
        scene.clock.advance_ms(9 * MINUTE_MS)
        await scene.do(scene.ann, ShowLife(new_request_id()))
        scene.clock.advance_ms(2 * MINUTE_MS)
        # Ben, who touched nothing, is told; Ann at her papers is not.
        await until(lambda: rules_at(scene.ben, "04") == ["off_post"])
        assert rules_at(scene.ann, "03") == []


@pytest.mark.parametrize("move", [CardAct.CONFIRM, CardAct.REVOKE, CardAct.UPHOLD])
async def test_a_window_decides_nothing(tmp_path: Path, move: CardAct) -> None:
    async with both_at_work(tmp_path) as scene:
        card = await scene.yellow()
        assert await scene.refused(scene.ann, act(card.card, move, "理由")) == RefusalCode.NOT_YOUR_RIGHT
        unknown = ActOnCard(RequestId("r" * 32), CardId("20260302-K999"), CardAct.ACKNOWLEDGE)
        assert await scene.refused(scene.ann, unknown) == RefusalCode.UNKNOWN_CARD
