"""The kiosk's screens while the server is away: both languages, large type, the clock standing."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import Paper, TicketScreen
from queue_server.vocabulary import Language
from tests.finger import unlit
from tests.kiosk_citizen.away.kiosk import AwayKiosk
from tests.kiosk_citizen.conftest import ID_CARD, SIZE
from tests.screens.test_citizen_snapshots import assert_touchable

Journey = Callable[[AwayKiosk], Awaitable[None]]
SnapCompare = Callable[..., bool]


async def home(kiosk: AwayKiosk) -> None:
    """Stay."""


async def item(kiosk: AwayKiosk) -> None:
    kiosk.app.post_message(kiosk.item_chosen(ID_CARD))
    await kiosk.on(ItemScreen)


async def ticket(kiosk: AwayKiosk) -> None:
    kiosk.want(ID_CARD)
    await kiosk.on(TicketScreen)
    screen = kiosk.app.screen
    await kiosk.until(lambda: isinstance(screen, TicketScreen) and screen.paper is Paper.OUT)


async def only_numbers(kiosk: AwayKiosk) -> None:
    await kiosk.go("ticket")
    await kiosk.on(NoticeScreen)


async def offer(kiosk: AwayKiosk) -> None:
    kiosk.link.come_up()
    await kiosk.until(lambda: kiosk.app.state.view.reaches_hall)
    kiosk.want(ID_CARD)
    await kiosk.until(lambda: kiosk.app._errands.act)
    await kiosk.goes_away()
    await kiosk.until(lambda: kiosk.app.screen.query("#remedy-away"))


JOURNEYS = (home, item, ticket, only_numbers, offer)


@pytest.mark.parametrize("is_large", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_a_screen_of_a_kiosk_on_its_own_looks_as_it_did(
    snap_compare: SnapCompare, tmp_path: Path, journey: Journey, language: Language, is_large: bool
) -> None:
    kiosk = AwayKiosk(tmp_path / "k.away", language)

    async def travel(pilot: Pilot[None]) -> None:
        kiosk.pilot = pilot
        await kiosk.leased()
        if is_large:
            await kiosk.touch("#large")
            await kiosk.until(lambda: kiosk.app.screen.query("Foot.-large"))
        await kiosk.goes_away()
        await journey(kiosk)
        await unlit(pilot)
        assert_touchable(kiosk)

    assert snap_compare(kiosk.app, terminal_size=SIZE, run_before=travel)
