"""What the kiosk owes the hall after its citizen has gone: asked until the hall says yes or no."""

from collections.abc import Callable

import pytest

from kiosk.citizen import hall_side
from kiosk.citizen.errand import OWED_MAX
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.screenkit.link import Act, Answer
from queue_server.wire.client import LinkDown
from queue_server.wire.from_kiosk import CancelTicket, ReportPaper, TakeTicket
from queue_server.wire.from_server import Done, Faulted
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk, only, slip

Rule = Callable[[Act], Answer]


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall_side, "AGAIN_S", 0.01)


def lost(_: Act) -> Answer:
    raise LinkDown("the cable was cut before the answer came")


def unwritten(act: Act) -> Answer:
    return Faulted(act.request, "disk full")


def issued(act: Act) -> Answer:
    return Done(act.request, 1, slip(ID_CARD, "D009"))


def done(act: Act) -> Answer:
    return Done(act.request, 1)


class Said:
    """Notes every act as it was sent, also a repeated one, and lets the next rules answer it."""

    def __init__(self, kiosk: Kiosk, *rules: Rule) -> None:
        self.acts: list[Act] = []
        for rule in rules:
            kiosk.link.will_answer(self._noted(rule))

    def _noted(self, rule: Rule) -> Rule:
        def noted(act: Act) -> Answer:
            self.acts.append(act)
            return rule(act)

        return noted

    def of(self, kind: type[Act]) -> list[Act]:
        return [act for act in self.acts if isinstance(act, kind)]


async def try_to_take(kiosk: Kiosk) -> None:
    """Touch through to the number that does not come."""
    await kiosk.to_item("D", ID_CARD)
    await kiosk.touch("#take")
    await kiosk.on(NoticeScreen)


@pytest.mark.parametrize("first", [lost, unwritten])
async def test_a_number_whose_answer_was_lost_is_cancelled_after_its_citizen_left(
    kiosk: Kiosk, first: Rule
) -> None:
    async with kiosk.running():
        said = Said(kiosk, first, lost, unwritten, issued, lost, unwritten, done)
        await try_to_take(kiosk)
        kiosk.app.go_home()
        await kiosk.until(lambda: len(said.of(CancelTicket)) == 3)
        assert len({act.request for act in said.of(TakeTicket)}) == 1
        assert len(said.of(TakeTicket)) == 4
        assert len({act.request for act in said.of(CancelTicket)}) == 1
        assert only(kiosk.link.asked, CancelTicket).ticket == "20260302-D009"


async def test_the_word_on_the_paper_is_kept_until_the_hall_has_it(kiosk: Kiosk) -> None:
    kiosk.printer.print_fault = "paper_out"
    async with kiosk.running():
        said = Said(kiosk, issued, unwritten, lost, done)
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
        await kiosk.until(lambda: len(said.of(ReportPaper)) == 3)
        assert only(kiosk.link.asked, ReportPaper).fault == "paper_out"


async def test_a_kiosk_goes_on_after_many_who_left_without_an_answer(kiosk: Kiosk) -> None:
    async with kiosk.running():
        for _ in range(OWED_MAX // 3):
            said = Said(kiosk, unwritten, done)
            kiosk.want(ID_CARD)
            await kiosk.on(NoticeScreen)
            kiosk.app.go_home()
            await kiosk.on(HomeScreen)
            await kiosk.until(lambda said=said: len(said.acts) == 2)  # type: ignore[misc]  # bound now
        Said(kiosk, issued)
        await kiosk.to_item("D", ID_CARD)
        await kiosk.touch("#take")
        await kiosk.on(TicketScreen)
