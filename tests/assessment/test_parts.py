"""Each part's formula against sums made by hand; the plan is the default one unless it says otherwise."""

from decimal import Decimal

import pytest

from queue_server.assessment.facts import Kind, Who, ledger_of
from queue_server.assessment.lines import Part, Why
from queue_server.assessment.plan import AssessmentPlan, Basis
from queue_server.assessment.score import Score, score_of
from queue_server.assessment.state import Complaint
from queue_server.hall import events as e
from queue_server.supervision import events as s
from queue_server.vocabulary import CardState, CloseReason, RuleCode, StaffId, TicketClass, WindowNo
from tests.assessment.conftest import Book, at_ms

S1, W3 = Who(Kind.STAFF, "S1"), Who(Kind.WINDOW, "03")
TARGETS = {TicketClass.REGULAR: 25}


def score(book: Book, who: Who = S1, plan: AssessmentPlan | None = None, *complaints: Complaint) -> Score:
    basis = Basis(plan=plan or AssessmentPlan(), targets_min=TARGETS)
    return score_of(who, "202603", ledger_of(book.record, complaints)[who, "202603"], basis)


def lines(found: Score) -> list[tuple[Why, str]]:
    return [(line.why, str(line.points)) for line in (*found.deductions, *found.bonuses)]


def test_who_was_there_and_did_nothing_wrong_has_the_base(book: Book) -> None:
    assert score(book).points == 100
    assert lines(score(book)) == []


def test_presence_costs_by_rule_and_half_days_by_their_number(book: Book) -> None:
    book.card("K1", 2, rule=RuleCode.LATE)
    book.card("K2", 3, rule=RuleCode.EARLY_LEAVE)
    book.card("K3", 4, rule=RuleCode.MISSING_PUNCH)
    book.card("K4", 5, rule=RuleCode.OFF_POST)
    book.card("K5", 6, rule=RuleCode.LATE, half_days=1)
    book.card("K6", 9, rule=RuleCode.ABSENT, half_days=2)
    found = score(book)
    assert lines(found) == [
        (Why.LATE, "1.00"),
        (Why.EARLY_LEAVE, "1.00"),
        (Why.MISSING_PUNCH, "0.50"),
        (Why.OFF_POST, "1.00"),
        (Why.HALF_DAY, "5.00"),
        (Why.HALF_DAY, "10.00"),
    ]
    assert found.points == Decimal("81.50")
    assert found.deductions[0].fact.cards == ("K1",)


def test_presence_costs_no_more_than_its_weight_and_says_what_the_rule_asks(book: Book) -> None:
    for day in range(2, 8):
        book.card(f"K{day}", day, rule=RuleCode.ABSENT, half_days=1)
    found = score(book)
    assert found.points == 80
    assert [str(line.points) for line in found.deductions] == ["5.00"] * 4 + ["0.00"] * 2
    assert {str(line.full) for line in found.deductions} == {"5.00"}


def test_a_card_with_points_costs_them_and_nothing_under_presence(book: Book) -> None:
    book.card("K1", 2, "yellow", rule=RuleCode.OFF_POST, points=5.0, state=CardState.TOLD)
    assert lines(score(book)) == [(Why.CARD, "5.00")]


def test_off_post_for_an_hour_costs_the_card_and_the_half_day(book: Book) -> None:
    book.card("K1", 2, "yellow", rule=RuleCode.OFF_POST, points=5.0, half_days=1, state=CardState.TOLD)
    assert lines(score(book)) == [(Why.HALF_DAY, "5.00"), (Why.CARD, "5.00")]


def test_two_late_waits_of_eight_cost_a_quarter(book: Book) -> None:
    for n in range(6):
        book.serve(2, n, wait_min=25)  # on the target is within it
    book.serve(2, 7, wait_min=26)
    book.serve(2, 8, wait_min=60)
    found = score(book, W3)
    assert lines(found) == [(Why.WAIT_OVER_TARGET, "1.88"), (Why.WAIT_OVER_TARGET, "1.87")]  # 15 x 2/8 = 3.75
    assert [(line.fact.ticket, line.fact.amount) for line in found.deductions] == [
        ("20260302-A007", 26 * 60),
        ("20260302-A008", 60 * 60),
    ]


def test_a_class_without_a_target_is_never_over_it(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2), TicketClass.GREEN)
    book.call(ticket, at_ms(2, 900))
    assert lines(score(book)) == []


def test_left_open_and_overdue_tasks_cost_a_point_each(book: Book) -> None:
    ticket = book.issue("20260302-A001", at_ms(2))
    book.call(ticket, at_ms(2))
    book.start(ticket, at_ms(2))
    book.write(at_ms(3, 0), e.TicketClosed(ticket, CloseReason.DAY_ENDED))
    in_time, late, overdue = (book.task(f"20260302-A10{n}", 2) for n in range(3))
    book.write(at_ms(3), s.TaskAnswered(in_time, "said sorry"))
    book.write(at_ms(4, 0), s.TaskAnswered(late, "said sorry"))
    book.write(at_ms(4, 0), s.TaskOverdue(overdue, at_ms(4, 0)))
    found = score(book)
    assert lines(found) == [(Why.LEFT_OPEN, "1.00"), (Why.TASK_OVERDUE, "1.00"), (Why.TASK_OVERDUE, "1.00")]
    assert [line.fact.task for line in found.deductions[1:]] == [late, overdue]


def test_ratings_below_the_target_cost_by_how_far_they_are_below(book: Book) -> None:
    for n, stars in enumerate((4, 4, 4, 1, 2)):
        book.serve(2, n, stars=stars)
    book.serve(2, 9)  # silence
    found = score(book, W3, AssessmentPlan(rated_min=5))
    # mean 3; 20 x (4 - 3) / (4 - 1) = 6.67, of which 3/5 and 2/5
    assert lines(found) == [(Why.BELOW_TARGET, "4.00"), (Why.BELOW_TARGET, "2.67")]
    assert [line.fact.ticket for line in found.deductions] == ["20260302-A003", "20260302-A004"]


def test_very_good_ratings_give_a_bonus_by_their_days(book: Book) -> None:
    for day, n, stars in ((2, 1, 5), (2, 2, 5), (2, 3, 4), (3, 1, 5), (3, 2, 4)):
        book.serve(day, n, stars=stars)
    found = score(book, W3, AssessmentPlan(rated_min=5))
    # mean 4.6; 10 x 0.6 / 1 = 6, two thirds of it on the second
    assert [(line.fact.day, line.fact.amount, str(line.points)) for line in found.bonuses] == [
        ("20260302", 2, "4.00"),
        ("20260303", 1, "2.00"),
    ]
    assert found.points == 106


def test_too_few_ratings_say_nothing(book: Book) -> None:
    for n in range(9):
        book.serve(2, n, stars=1)
    assert score(book, W3).points == 100


def test_no_bonus_leads_over_the_cap(book: Book) -> None:
    book.serve(2, 1, stars=5)
    found = score(book, W3, AssessmentPlan(rated_min=1, ratings_bonus_max=50.0))
    assert found.points == 110
    assert [str(line.full) for line in found.bonuses] == ["50.00"]


def test_an_upheld_complaint_costs_both_and_another_nobody(book: Book) -> None:
    upheld = Complaint("20260305", "TS-7", True, WindowNo("03"), StaffId("S1"))
    other = Complaint("20260306", "TS-8", False, WindowNo("03"), StaffId("S1"))
    before = Complaint("20260205", "TS-1", True, WindowNo("03"))
    for who in (S1, W3):
        found = score(book, who, None, upheld, other, before)
        assert lines(found) == [(Why.COMPLAINT, "5.00")]
        assert found.deductions[0].fact.reference == "TS-7"


@pytest.mark.parametrize("part", list(Part))
def test_every_part_has_a_weight_of_its_own(part: Part) -> None:
    assert getattr(AssessmentPlan().weights, part.value) > 0
