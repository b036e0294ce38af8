"""What *three warnings in a row* means, day by day. March 2026: the 2nd is a Monday, no holiday."""

import pytest

from queue_server.assessment.discipline import discipline, rows_of
from queue_server.assessment.facts import Kind, Who, ledger_of
from queue_server.assessment.plan import AssessmentPlan, Basis
from queue_server.vocabulary import CardAct, CardState, RuleCode
from tests.assessment.conftest import Book

S1 = Who(Kind.STAFF, "S1")


def warn(book: Book, *days: int) -> None:
    for n, day in enumerate(days, start=1):
        book.card(f"W{n}", day, "warning", rule=RuleCode.IDLE_WINDOW, state=CardState.ENDED)


def rows(book: Book, within: int = 5) -> list[tuple[str, ...]]:
    basis = Basis(plan=AssessmentPlan(row_within_days=within))
    facts = ledger_of(book.record)[S1, "202603"]
    return [tuple(card.id for card in row) for row in rows_of(facts, basis)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((2, 3), []),
        ((2, 2, 2), [("W1", "W2", "W3")]),
        ((2, 9, 16), [("W1", "W2", "W3")]),  # Monday to Monday: five working days
        ((2, 3, 11), []),  # Tuesday to the Wednesday of the next week: six
        ((2, 3, 11, 12, 13), [("W3", "W4", "W5")]),
        ((2, 3, 4, 5, 6), [("W1", "W2", "W3")]),
        ((2, 3, 4, 5, 6, 9), [("W1", "W2", "W3"), ("W4", "W5", "W6")]),
    ],
)
def test_a_row_ends_with_more_than_five_working_days_without_a_warning(
    book: Book, days: tuple[int, ...], expected: list[tuple[str, ...]]
) -> None:
    warn(book, *days)
    assert rows(book) == expected


def test_a_yellow_card_in_between_does_not_break_a_row(book: Book) -> None:
    warn(book, 2, 3, 5)
    book.card("Y1", 4, "yellow", points=5.0, state=CardState.TOLD)
    assert rows(book) == [("W1", "W2", "W3")]


def test_a_revoked_warning_is_in_no_row(book: Book) -> None:
    warn(book, 2, 3, 4)
    book.move(book.card("W9", 5, "warning"), CardAct.REVOKE, CardState.REVOKED)
    (card,) = (one for one in book.record.cards if one == "W2")
    book.move(card, CardAct.REVOKE, CardState.REVOKED)
    assert rows(book) == []


def test_the_span_of_a_row_is_configuration(book: Book) -> None:
    warn(book, 2, 3, 5)
    assert rows(book, within=1) == []
    assert rows(book, within=2) == [("W1", "W2", "W3")]


def test_long_services_stand_in_no_row(book: Book) -> None:
    for n in range(6):
        book.card(f"L{n}", 2, "warning", rule=RuleCode.LONG_SERVICE, state=CardState.ENDED)
    assert rows(book) == []


def test_recorded_facts_and_cards_with_a_life_are_no_warnings(book: Book) -> None:
    for n, level in enumerate(("recorded", "yellow", "red", "unheard_of")):
        book.card(f"K{n}", 2, level)
    assert rows(book) == []


def test_a_row_costs_three_points_and_names_its_cards(book: Book) -> None:
    warn(book, 2, 3, 4)
    book.card("Y1", 4, "yellow", points=5.0, state=CardState.TOLD)
    facts = ledger_of(book.record)[S1, "202603"]
    found = [(str(line.points), line.fact.cards) for line in discipline(facts, Basis())]
    assert found == [("5.00", ("Y1",)), ("3.00", ("W1", "W2", "W3"))]
