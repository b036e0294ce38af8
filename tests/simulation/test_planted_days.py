"""For each checker whose defect only a whole day shows: it is planted into the product, and named.

Those of the rules, of supervision, and of what is told.
"""

from collections.abc import Iterable

import msgspec
import pytest

from queue_server.hall import calling, decide_call, decide_kiosk, dispatch, evolve_call, lifecycles
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked
from queue_server.hall.booking import Wish
from queue_server.hall.lanes import Lane
from queue_server.hall.plan import Dispatch
from queue_server.runtime.engine import CommittedBatch, Engine
from queue_server.runtime.identity import Identity
from queue_server.runtime.inbox import Pending
from queue_server.runtime.people import People
from queue_server.runtime.work import Work
from queue_server.store.people import PersonRow
from queue_server.vocabulary import PersonRef, WindowState
from tests.simulation.planting import Planting, assert_named


def print_a_number_twice(patch: pytest.MonkeyPatch) -> None:
    """From the tenth on a number lacks its last digit."""
    real = decide_kiosk._issued

    def issued(asked: Asked, command: c.TakeTicket, wish: Wish) -> e.TicketIssued:
        event = real(asked, command, wish)
        number = event.number if event.ordinal < 10 else event.number[:-1]
        return msgspec.structs.replace(event, number=number)

    patch.setattr(decide_kiosk, "_issued", issued)


def call_beside_a_ticket(patch: pytest.MonkeyPatch) -> None:
    """A press of next leaves the one who is served where they are; the lifecycle would stop it a step on."""
    real = lifecycles.window_after

    def window_after(state: WindowState, event: e.Event) -> WindowState:
        return WindowState.CALLED if isinstance(event, e.TicketCalled) else real(state, event)

    patch.setattr(decide_call, "finished_first", lambda *_: ())
    patch.setattr(evolve_call, "window_after", window_after)


def climb_too_soon(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("queue_server.supervision.ladder.reached_ms", lambda since_ms, _step: since_ms + 10_000)


def take_every_repetition_for_a_press(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("devices.counter_bus.retries.RetryFilter.is_new", lambda *_: True)


def write_a_number_down(patch: pytest.MonkeyPatch) -> None:
    real = People.row_of

    def row_of(self: People, identity: Identity, at_ms: int) -> PersonRow:
        return real(self, identity, at_ms)._replace(ref=PersonRef(identity.number))

    patch.setattr(People, "row_of", row_of)


def die_of_a_clock(patch: pytest.MonkeyPatch) -> None:
    real = Engine._settle

    def settle(self: Engine, work: Work) -> None:
        if self.room.state.announced > 5:
            raise RuntimeError("planted")
        real(self, work)

    patch.setattr(Engine, "_settle", settle)


def tell_before_the_disk(patch: pytest.MonkeyPatch) -> None:
    real = Engine._commit

    async def commit(self: Engine, work: Work, taken: list[Pending]) -> None:
        if work.recorded:
            self._is_at_rest = True
            self._publisher.publish(CommittedBatch(tuple(work.recorded), work.at_ms))
            self._is_at_rest = False
        await real(self, work, taken)

    patch.setattr(Engine, "_commit", commit)


def call_the_last_first(patch: pytest.MonkeyPatch) -> None:
    real = dispatch.choose

    def choose(lanes: Iterable[Lane], at_ms: int, plan: Dispatch, debt: int = 0) -> dispatch.Choice | None:
        found = list(lanes)
        choice = real(found, at_ms, plan, debt)
        last = [lane.line[-1][3] for lane in found if choice is not None and lane.line[0][3] == choice.ticket]
        return choice._replace(ticket=last[0]) if choice is not None and last else choice

    patch.setattr(calling, "choose", choose)


@pytest.mark.parametrize(
    ("checker", "plant", "scenario"),
    [
        ("NumbersUnique", print_a_number_twice, ""),
        ("OneCallPerTicketAndWindow", call_beside_a_ticket, ""),
        ("NoPersonalData", write_a_number_down, ""),
        ("SameClassOrder", call_the_last_first, ""),
        ("CardsFollowTheirLadder", climb_too_soon, ""),
        ("HandsAloneAct", take_every_repetition_for_a_press, "noise-on-the-line"),
        ("Server", die_of_a_clock, ""),
        ("AnnouncedOnceInOrder", tell_before_the_disk, "kill-in-the-batch"),
    ],
)
def test_a_defect_in_the_product_is_named(
    checker: str, plant: Planting, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_named(checker, plant, monkeypatch, scenario)
