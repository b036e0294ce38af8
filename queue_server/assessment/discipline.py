"""Discipline: conduct cards that stand, and warnings in a row.

A card costs the points that it was raised with. Warnings have none of their own; but each
``warnings_in_a_row`` of them (three) cost ``warnings_points`` (3). *In a row* means: warnings of one window
or one staff member in one month, by one of the ``row_rules``, in the order in which they fell due, each
within ``row_within_days`` working days (five) of the one before, whatever else stands between them. The next
row begins after a full one, and with each month. So a revoked warning never makes a row longer.
"""

from collections.abc import Iterator
from datetime import date, datetime

from queue_server.assessment.facts import Facts
from queue_server.assessment.lines import Deduction, Fact, Part, Why, deduction, exact, hundredths
from queue_server.assessment.plan import Basis
from queue_server.assessment.state import Card


def discipline(facts: Facts, basis: Basis) -> Iterator[Deduction]:
    """Yield what cards and rows of warnings cost."""
    for card in facts.cards:
        if card.points:
            fact = Fact(card.day, card.seq, (card.id,), rule=card.rule, level=card.level)
            yield deduction(Part.DISCIPLINE, Why.CARD, hundredths(exact(card.points)), fact)
    points = hundredths(exact(basis.numbers.warnings_points))
    for row in rows_of(facts, basis):
        last = row[-1]
        fact = Fact(last.day, last.seq, tuple(card.id for card in row), level=last.level, amount=len(row))
        yield deduction(Part.DISCIPLINE, Why.WARNINGS_IN_A_ROW, points, fact)


def rows_of(facts: Facts, basis: Basis) -> Iterator[tuple[Card, ...]]:
    """Yield the full rows of warnings."""
    rules = basis.plan.row_rules
    warnings = [card for card in facts.cards if card.rule in rules and basis.is_warning(card.level)]
    row: list[Card] = []
    for card in sorted(warnings, key=lambda card: (card.due_ms, card.id)):
        if row and not _is_next(row[-1], card, basis):
            row = []
        row.append(card)
        if len(row) == basis.numbers.warnings_in_a_row:
            yield tuple(row)
            row = []


def _is_next(before: Card, card: Card, basis: Basis) -> bool:
    count = basis.calendar.count(_date(before.day), _date(card.day))
    return count.working_days <= basis.plan.row_within_days


def _date(day: str) -> date:
    return datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
