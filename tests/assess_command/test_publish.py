"""Publishing: the chosen, best first, said once over the wire as a manager; a refusal is told."""

import asyncio
from decimal import Decimal
from typing import cast

from kiosk.screenkit.link import Act, Answer
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.assess_command.command import chosen_places
from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.selection import Candidate, choose
from queue_server.manage import Manager
from queue_server.vocabulary import RefusalCode, RequestId
from queue_server.wire.client import HallLink
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_wall import ChosenPlace, PublishSelection

WINDOWS = (ChosenPlace("03", 93.45), ChosenPlace("07", 91.0))
STAFF = (ChosenPlace("S1", 59.4),)


async def published(answer: Answer) -> tuple[bool, Act, list[str]]:
    link, told = MemoryLink(), list[str]()
    link.will_answer(lambda act: answer)
    async with asyncio.timeout(45):
        is_done = await Manager(cast(HallLink, link), told.append).publish("2026-03", WINDOWS, STAFF)
    return is_done, link.asked[0], told


async def test_the_selection_is_said_as_the_wire_says_it() -> None:
    is_done, act, told = await published(Done(RequestId("r"), 1))
    assert isinstance(act, PublishSelection)
    assert (act.period, act.windows, act.members) == ("2026-03", WINDOWS, STAFF)
    assert act.request
    assert (is_done, told) == (True, ["2026-03: 完成 done"])


async def test_a_refusal_is_told() -> None:
    is_done, _, (line,) = await published(Refused(RequestId("r"), RefusalCode.NOT_YOUR_RIGHT))
    assert not is_done
    assert line.startswith("2026-03: ")


def test_the_chosen_are_said_best_first_with_their_totals() -> None:
    zero = Decimal(0)
    candidates = [
        Candidate(Who(Kind.WINDOW, name), Decimal(total), zero, zero, zero, zero, zero, 1)
        for name, total in (("01", "80.10"), ("02", "93.45"), ("03", "70"))
    ]
    places = chosen_places(choose(candidates, 2))
    assert places == (ChosenPlace("02", 93.45), ChosenPlace("01", 80.1))
