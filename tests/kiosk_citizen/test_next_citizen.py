"""Whatever a citizen did and however they left, the next one finds a kiosk as if nobody had been there.

Each day is drawn from a seed: one citizen does many things, leaves in some way, and then each screen that the
next one can open is compared, letter for letter, with that of a kiosk nobody has touched.
"""

import asyncio
import random

import pytest

from kiosk.citizen import hall_side
from kiosk.citizen.messages import CodeScanned, IdentityTyped, NumberWanted, Place, PlaceChosen, ReasonChosen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.idle import IdleReached
from kiosk.screenkit.language import Reading
from kiosk.screenkit.link import Act, Answer
from queue_server.vocabulary import Language, PriorityReason
from queue_server.wire.client import LinkDown
from queue_server.wire.from_server import Done, Faulted
from tests.kiosk_citizen.conftest import ID_CARD, SEAL, Kiosk, slip

IDENTITY = "11010519491231002X"
"""The example of the standard, nobody's."""
PRIVATE = (IDENTITY, IDENTITY[-4:], "YY7781", "D077")
OPENED = tuple(place for place in Place if place not in (Place.BACK, Place.HOME))


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hall_side, "AGAIN_S", 0.01)


@pytest.fixture(scope="module")
def fresh() -> dict[str, str]:
    """What each screen says at a kiosk nobody has touched: made once, the same for every citizen."""
    return asyncio.run(_of_an_untouched_kiosk())


async def _of_an_untouched_kiosk() -> dict[str, str]:
    async with Kiosk().running() as kiosk:
        return await everything(kiosk)


async def everything(kiosk: Kiosk) -> dict[str, str]:
    """Return the text of the first screen and of every screen one touch away."""
    seen = {"home": kiosk.text()}
    for place in OPENED:
        await kiosk.go(place.value)
        await kiosk.pilot.pause()
        seen[place.value] = kiosk.text()
        kiosk.app.go_home()
        await kiosk.on(HomeScreen)
    return seen


def answers(chance: random.Random, act: Act) -> Answer:
    """Give the answer that this citizen gets: a number, silence, or a full disk."""
    match chance.randrange(3):
        case 0:
            raise LinkDown("the cable was cut")
        case 1:
            return Faulted(act.request, "disk full")
        case _:
            return Done(act.request, 1, slip(ID_CARD, "D077", ahead=7))


async def do_something(kiosk: Kiosk, chance: random.Random) -> None:
    """Let the first citizen do one thing."""
    app = kiosk.app
    match chance.randrange(8):
        case 0:
            app.post_message(IdentityTyped(IDENTITY))
        case 1:
            app.post_message(ReasonChosen(PriorityReason.MILITARY))
        case 2:
            reading = Reading(chance.choice(list(Language)), is_large=chance.random() < 0.5)
            app.post_message(HallHeader.ReadingChosen(reading))
        case 3:
            kiosk.link.will_answer(lambda act: answers(chance, act))
            app.post_message(NumberWanted(chance.choice((ID_CARD, SEAL)), is_warned=True))
        case 4:
            app.post_message(CodeScanned("20260302-D077"))
        case 5:
            await kiosk.go(Place.APPOINTMENT.value)
            await kiosk.pilot.press(*"YY7781")
        case 6:
            await kiosk.go(Place.SEARCH.value)
            await kiosk.pilot.press(*"sfz")
        case _:
            app.post_message(PlaceChosen(chance.choice(OPENED)))
    await kiosk.pilot.pause()


async def leave(kiosk: Kiosk, chance: random.Random) -> None:
    """Go: by the button, by standing still too long, or without a word."""
    if chance.random() < 0.5:
        kiosk.app.post_message(PlaceChosen(Place.HOME))
    else:
        kiosk.app.post_message(IdleReached())
        await kiosk.pilot.pause()
        kiosk.app.go_home()
    await kiosk.on(HomeScreen)
    await asyncio.sleep(0)
    await kiosk.pilot.pause()


@pytest.mark.parametrize("seed", range(6))
async def test_the_next_citizen_finds_a_fresh_kiosk(kiosk: Kiosk, seed: int, fresh: dict[str, str]) -> None:
    chance = random.Random(seed)
    async with kiosk.running():
        visit = kiosk.app.state.visit
        for _ in range(10):
            await do_something(kiosk, chance)
        await leave(kiosk, chance)
        found = await everything(kiosk)
        assert kiosk.app.state.visit == visit
        assert found == fresh
        assert not [word for word in PRIVATE for text in found.values() if word in text]
