"""How long it takes, as the kiosk says it: known, next, doubtful, not known, in each way of reading.

One kiosk is started for a way of reading and photographed at every place on its way.
"""

import pytest
from msgspec.structs import replace
from syrupy.assertion import SnapshotAssertion

from kiosk.citizen.sample_waits import DOUBTFUL, KNOWN, NEXT, sample_waits
from kiosk.citizen.screens.doubt import DoubtScreen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.citizen.screens.ticket import Paper, TicketScreen
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.language import Reading
from queue_server.vocabulary import ItemCode, Language, PriorityReason
from queue_server.wire.expected import Expected
from queue_server.wire.from_server import Done
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk, slip
from tests.screens.pictures import IsAsBefore, album
from tests.screens.test_citizen_snapshots import LONG, assert_touchable

READINGS = [Reading(language, is_large) for is_large in (False, True) for language in Language]
SOLE_TRADER = ItemCode("420607GS-XK-0001")


class Tour:
    """One kiosk, led from picture to picture."""

    def __init__(self, kiosk: Kiosk, reading: Reading, is_as_before: IsAsBefore) -> None:
        self.kiosk, self.reading, self._is_as_before = kiosk, reading, is_as_before

    async def begin(self) -> None:
        """Go home as another citizen, who reads in this way."""
        kiosk = self.kiosk
        kiosk.app.go_home()
        await kiosk.on(HomeScreen)
        kiosk.app.post_message(HallHeader.ReadingChosen(self.reading))
        large = "Foot.-large" if self.reading.is_large else "Foot.-tall"
        await kiosk.until(lambda: kiosk.app.state.visit.reading == self.reading)
        await kiosk.until(lambda: kiosk.app.screen.query(large))

    async def look(self, name: str) -> None:
        """Compare the picture of the screen with the one that is kept."""
        await self.kiosk.pilot.pause(0.2)
        assert_touchable(self.kiosk)
        assert self._is_as_before(name, self.kiosk.app), name

    async def item(self, code: ItemCode) -> None:
        self.kiosk.app.post_message(self.kiosk.item_chosen(code))
        await self.kiosk.on(ItemScreen)

    async def ticket(self, name: str, code: ItemCode, expected: Expected, ahead: int) -> None:
        """Take a number whose wait is this. With a doubtful one paper fails: then the screen is fullest."""
        kiosk = self.kiosk
        kiosk.printer.print_fault = "paper_out" if expected.is_doubtful else ""
        answer = replace(slip(code, "B128", ahead=ahead), expected=expected)
        kiosk.link.will_answer(lambda act: Done(act.request, 1, answer))
        kiosk.want(code)
        if expected.is_doubtful:
            await kiosk.on(DoubtScreen)
            await kiosk.touch("#doubt-take")
        await kiosk.on(TicketScreen)
        screen = kiosk.app.screen
        assert isinstance(screen, TicketScreen)
        await kiosk.until(lambda: screen.paper in (Paper.OUT, Paper.FAILED))
        await self.look(name)


@pytest.mark.parametrize(
    "reading", READINGS, ids=lambda reading: reading.language + ("-large" if reading.is_large else "")
)
async def test_a_wait_looks_as_it_did(snapshot: SnapshotAssertion, reading: Reading) -> None:
    kiosk = Kiosk()
    kiosk.link.tell(*sample_waits())
    async with kiosk.running():
        tour = Tour(kiosk, reading, album(snapshot))
        await before_issuing(tour)
        await after_issuing(tour)


async def before_issuing(tour: Tour) -> None:
    kiosk = tour.kiosk
    await tour.begin()
    await tour.look("home")
    await kiosk.tile("A")
    await kiosk.on(ItemsScreen)
    await tour.look("items")
    await tour.item(SOLE_TRADER)
    kiosk.app.state = replace(
        kiosk.app.state, visit=replace(kiosk.app.state.visit, reason=PriorityReason.ELDERLY)
    )
    await tour.look("item-priority")
    await tour.begin()
    await tour.item(LONG)
    await tour.look("item-doubtful")
    await kiosk.touch("#take")
    await kiosk.on(DoubtScreen)
    await tour.look("doubt")


async def after_issuing(tour: Tour) -> None:
    await tour.begin()
    await tour.ticket("ticket-known", SOLE_TRADER, KNOWN, 12)
    await tour.begin()
    await tour.ticket("ticket-next", ID_CARD, NEXT, 0)
    await tour.begin()
    await tour.ticket("ticket-doubtful", LONG, DOUBTFUL, 27)
