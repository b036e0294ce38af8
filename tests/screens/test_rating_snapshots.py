"""The rating screen as pictures: both languages, fixed size, stopped clock; looked at by eye."""

from collections.abc import Awaitable, Callable

import pytest
from textual.pilot import Pilot

from kiosk.rating.view import Phase
from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.from_server import Done, Refused
from tests.finger import unlit
from tests.kiosk_rating.conftest import SIZE, SMALL, Stand, asked, serving

SnapCompare = Callable[..., bool]
Journey = Callable[[Stand], Awaitable[None]]


async def idle(stand: Stand) -> None:
    await stand.is_in(Phase.IDLE)


async def serves(stand: Stand) -> None:
    stand.link.tell(serving())
    await stand.is_in(Phase.SERVING)


async def asks(stand: Stand) -> None:
    stand.link.tell(asked())
    await stand.is_in(Phase.ASKED)


async def sends(stand: Stand) -> None:
    await asks(stand)
    await stand.touch("#level-4")
    await stand.is_in(Phase.SENDING)


async def thanks(stand: Stand) -> None:
    stand.link.will_answer(lambda act: Done(act.request, 1, number="A012"))
    await asks(stand)
    await stand.touch("#level-5")
    await stand.is_in(Phase.THANKED)


async def too_late(stand: Stand) -> None:
    stand.link.will_answer(lambda act: Refused(act.request, RefusalCode.NO_RATING_ASKED))
    await asks(stand)
    await stand.touch("#level-5")
    await stand.is_in(Phase.ENDED)


async def away(stand: Stand) -> None:
    stand.link.go_down()
    await stand.until(lambda: stand.app.view.alarm is not None)


JOURNEYS = (idle, serves, asks, sends, thanks, too_late, away)


def _travel(stand: Stand, journey: Journey) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def travel(pilot: Pilot[None]) -> None:
        stand.pilot = pilot
        await stand.is_in(Phase.IDLE)
        await journey(stand)
        await unlit(pilot)
        await stand.settle()

    return travel


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
def test_a_screen_looks_as_it_did(snap_compare: SnapCompare, journey: Journey, language: Language) -> None:
    stand = Stand(language=language)
    assert snap_compare(stand.app, terminal_size=SIZE, run_before=_travel(stand, journey))


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
def test_the_question_fits_a_small_terminal(snap_compare: SnapCompare, language: Language) -> None:
    stand = Stand(language=language)
    assert snap_compare(stand.app, terminal_size=SMALL, run_before=_travel(stand, asks))
