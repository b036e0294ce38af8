"""What an undone step has taught is nothing; a snapshot, another order and a new morning change nothing."""

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings

from queue_server.forecast.learned_state import AtWork, LearnedState
from queue_server.forecast.services import kept_ms
from queue_server.hall import commands as c
from queue_server.hall import events as e
from tests.forecast.school import (
    A2,
    B1,
    ONE,
    THREE,
    TWO,
    School,
    durations_min,
    foretold,
    learned_of,
    scores_of,
    settled,
)
from tests.reports.days import Day, Press, presses


@pytest.fixture
def school() -> School:
    school = School()
    school.staff(ONE, TWO, THREE)
    return school


UNDONE: dict[str, tuple[list[Callable[[School], None]], c.AnyCommand]] = {
    "call": ([], c.CallNext(ONE)),
    "finish and call": ([lambda s: s.do(c.CallNext(ONE), c.StartService(ONE))], c.CallNext(ONE)),
    "start": ([lambda s: s.do(c.CallNext(ONE))], c.StartService(ONE)),
    "finish": ([lambda s: s.do(c.CallNext(ONE), c.StartService(ONE))], c.FinishService(ONE)),
    "finish unstarted": ([lambda s: s.do(c.CallNext(ONE))], c.FinishService(ONE)),
    "no show": ([lambda s: s.do(c.CallNext(ONE))], c.MarkNoShow(ONE)),
    "hold": ([lambda s: s.do(c.CallNext(ONE), c.StartService(ONE))], c.HoldTicket(ONE, "缺材料")),
    "resume": (
        [lambda s: s.do(c.CallNext(ONE), c.StartService(ONE), c.HoldTicket(ONE, "缺材料"))],
        c.ResumeTicket(ONE),
    ),
    "transfer": ([lambda s: s.do(c.CallNext(ONE), c.StartService(ONE))], c.TransferTicket(ONE, to_item=B1)),
    "add item": ([lambda s: s.do(c.CallNext(ONE), c.StartService(ONE))], c.AddItem(ONE, A2)),
    "pause": ([lambda s: s.serve(3)], c.PauseWindow(ONE, "休息")),
}


@pytest.mark.parametrize("name", UNDONE)
def test_an_undone_step_has_taught_nothing(school: School, name: str) -> None:
    before, step = UNDONE[name]
    for _ in range(3):
        school.take()
    for prepare in before:
        prepare(school)
        school.wait(2)
    stood = settled(school)
    school.do(step)
    assert settled(school) != stood or name == "pause"
    school.wait(0.1)
    school.do(c.UndoStep(ONE))
    assert settled(school) == stood


def test_after_an_undo_the_same_step_counts_from_where_it_began(school: School) -> None:
    school.take()
    school.do(c.CallNext(ONE), c.StartService(ONE))
    school.wait(3)
    school.do(c.FinishService(ONE), c.UndoStep(ONE))
    school.wait(1)
    school.do(c.FinishService(ONE))
    assert durations_min(settled(school)) == [4]


@settings(max_examples=60, deadline=None)
@given(presses)
def test_a_snapshot_in_the_middle_changes_nothing(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    day.night()
    day.play(pressed[:5])
    records, hall = foretold(day.records), day.hall.hall
    half = len(records) // 2
    stored = msgspec.msgpack.encode(learned_of(hall, records[:half]))
    restored = msgspec.msgpack.decode(stored, type=LearnedState)
    assert learned_of(hall, records[half:], restored) == learned_of(hall, records)


@settings(max_examples=60, deadline=None)
@given(presses)
def test_what_is_learned_agrees_with_the_hall(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    state = learned_of(day.hall.hall, foretold(day.records), is_settled=True)
    tickets = day.hall.room.state.tickets
    open_ones = {
        ticket.id for ticket in tickets.values() if ticket.state not in ("served", "cancelled", "closed")
    }
    assert set(state.tickets) == open_ones
    assert {number: work.ticket for number, work in state.windows.items() if work.ticket} == {
        number: window.ticket for number, window in day.hall.room.state.windows.items() if window.ticket
    }
    assert sum(scores_of(state)) == sum(1 for ticket in tickets.values() if ticket.called_ms)
    assert all(state.tickets[one].item == tickets[one].item for one in open_ones)


def test_a_new_morning_forgets_tickets_and_keeps_what_was_learned(school: School) -> None:
    for _ in range(21):
        school.serve(4)
    left = school.take()
    school.do(c.SignOut(ONE), c.SignOut(TWO), c.SignOut(THREE))
    school.night()
    assert left.id not in school.hall.room.state.tickets
    assert (school.state.tickets, school.state.windows) == ({}, {})
    assert durations_min(school.state) == [4] * 21
    assert school.state.paces[ONE].services == 1  # the first twenty told what is usual
    assert school.state.paces[ONE].services_today == 0


STEPS = (
    e.TicketCalled,
    e.ServiceStarted,
    e.ServiceFinished,
    e.ItemAdded,
    e.TicketMissed,
    e.TicketHeld,
    e.TicketTransferred,
    e.WindowPaused,
    e.WindowUnpaused,
)


def without_undone(records: list[e.Recorded]) -> list[e.Recorded]:
    """Return the journal of a day on which no undone step was ever made; a press is a request."""
    left: list[e.Recorded] = []
    for one in records:
        if not isinstance(one.event, e.StepUndone):
            left.append(one)
            continue
        undone = next(
            other.request
            for other in reversed(left)
            if isinstance(other.event, STEPS) and other.event.window == one.event.window
        )
        left = [other for other in left if other.request != undone or isinstance(other.event, e.RatingLapsed)]
    return left


def essence(state: LearnedState) -> object:
    """Return what was learned whatever the order in which windows' last steps came to stand.

    The speeds are left out: each is a share of the mean as it stood when the step did.
    """
    return (
        {item: sorted(kept_ms(one).tolist()) for item, one in state.services.items()},
        [sorted(score.ticket for score in bucket) for bucket in state.scores.buckets],
        (state.comings, state.arrivals.today, state.tickets),
        {number: work for number, work in state.windows.items() if work != AtWork()},
    )


@settings(max_examples=80, deadline=None)
@given(presses)
def test_a_day_without_its_undone_steps_teaches_the_same(pressed: list[Press]) -> None:
    day = Day()
    day.play(pressed)
    hall, records = day.hall.hall, foretold(day.records)
    told = learned_of(hall, records, is_settled=True)
    assert essence(told) == essence(learned_of(hall, without_undone(records), is_settled=True))
