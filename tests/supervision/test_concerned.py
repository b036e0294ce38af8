"""Whose a card is at a window: what is about a person is told to that person alone."""

import pytest
from msgspec.structs import replace

from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import small_plan
from queue_server.supervision.concerned import addresses, may_answer, told_here
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.plan import Member, SupervisionPlan
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardId, CardState, RuleCode, StaffId, WindowNo

OWN, OTHER = WindowNo("01"), WindowNo("02")
ANN, BEN, CHIEF, NOBODY = StaffId("S1"), StaffId("S2"), StaffId("S9"), StaffId("")
BOOK = Handbook(
    SupervisionPlan(
        members=(Member(ANN, department="d"), Member(BEN), Member(CHIEF, department="d", is_chief=True))
    ),
    Hall(small_plan()),
)
WARNING = Card(
    id=CardId("20260302-K001"),
    rule=RuleCode.IDLE_WINDOW,
    level="warning",
    subject="window:01",
    state=CardState.RUNNING,
    raised_ms=1,
    since_ms=1,
    due_ms=1,
    day="20260302",
    staff=ANN,
    window=OWN,
    told=("window:01",),
)
OFF_POST = replace(WARNING, rule=RuleCode.OFF_POST, subject="staff:S1", state=CardState.RECORDED)
YELLOW = replace(WARNING, state=CardState.TOLD, told=("window:01", "staff:S1", "chief:d", "head:d"))


def test_a_chief_is_told_at_their_window_as_a_chief_too() -> None:
    assert addresses(BOOK, OWN, ANN) == {"window:01", "staff:S1"}
    assert addresses(BOOK, OWN, CHIEF) == {"window:01", "staff:S9", "chief:d"}
    assert addresses(BOOK, OWN, NOBODY) == {"window:01"}


@pytest.mark.parametrize("staff", [ANN, BEN, NOBODY])
def test_a_warning_of_the_window_is_for_whoever_sits_there(staff: StaffId) -> None:
    assert told_here(WARNING, BOOK, OWN, staff) == {"window:01"}
    assert not told_here(WARNING, BOOK, OTHER, staff)


@pytest.mark.parametrize("card", [OFF_POST, YELLOW])
def test_what_is_about_a_person_is_not_told_to_who_sits_there_next(card: Card) -> None:
    assert "window:01" in told_here(card, BOOK, OWN, ANN)
    assert not told_here(card, BOOK, OWN, BEN)
    assert not told_here(card, BOOK, OWN, NOBODY)


def test_a_person_is_told_wherever_they_sit() -> None:
    assert told_here(YELLOW, BOOK, OTHER, ANN) == {"staff:S1"}
    assert told_here(YELLOW, BOOK, OTHER, CHIEF) == {"chief:d"}


def test_only_the_holder_answers_and_where_there_is_none_who_sits_there() -> None:
    assert may_answer(YELLOW, OTHER, ANN)
    assert not may_answer(YELLOW, OWN, BEN)
    assert not may_answer(YELLOW, OWN, CHIEF)
    of_nobody = replace(YELLOW, staff=NOBODY)
    assert may_answer(of_nobody, OWN, BEN)
    assert not may_answer(of_nobody, OTHER, BEN)
    assert not may_answer(of_nobody, OWN, NOBODY)
