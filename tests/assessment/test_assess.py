"""Totals by hand, the mean of a window's staff, what excludes whom, and periods longer than a month."""

from decimal import Decimal

from queue_server.assessment.assess import assess, home_of
from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.plan import AssessmentPlan, Basis, Places
from queue_server.assessment.selection import Candidate, ExcludedFor, Selection
from queue_server.assessment.state import Complaint
from queue_server.assessment.votes import Vote, Voters
from queue_server.vocabulary import CardAct, CardState, RuleCode, WindowNo
from tests.assessment.conftest import Book

W3, W4 = Who(Kind.WINDOW, "03"), Who(Kind.WINDOW, "04")
S1, S2 = Who(Kind.STAFF, "S1"), Who(Kind.STAFF, "S2")


def found_in(selection: Selection, who: Who) -> Candidate:
    return next(one for one in (*selection.ranking, *selection.excluded) if one.who == who)


def reasons(selection: Selection, who: Who) -> list[ExcludedFor]:
    return [one.why for one in found_in(selection, who).exclusions]


def test_totals_are_the_shares_of_scores_and_votes(book: Book) -> None:
    book.serve(2, 1)
    book.card("K1", 2, rule=RuleCode.LATE, staff="S1")
    votes = [
        Vote(Voters.DUTY, W3, Decimal(90)),
        Vote(Voters.PUBLIC, W3, Decimal(4), is_count=True),
        Vote(Voters.PUBLIC, W4, Decimal(5), is_count=True),
        Vote(Voters.DUTY, S1, Decimal(80)),
    ]
    found = assess(book.record, Basis(), votes)
    # window 100 x 0.3 + staff 99 x 0.3 + 90 x 0.2 + 80 x 0.2; staff 99 x 0.6 + 80 x 0.2
    assert found_in(found.windows, W3).total == Decimal("93.70")
    assert found_in(found.staff, S1).total == Decimal("75.40")


def test_who_stood_in_for_a_day_weighs_a_day(book: Book) -> None:
    for day in (3, 4):
        book.sign_in(day, staff="S1")
    book.sign_in(5, staff="S2")
    book.card("K1", 5, rule=RuleCode.LATE, half_days=1, staff="S2")
    found = assess(book.record, Basis())
    assert found_in(found.windows, W3).staff == Decimal("98.75")  # (3 x 100 + 95) / 4


def test_a_red_card_a_complaint_and_an_absence_exclude_with_their_fact(book: Book) -> None:
    book.serve(2, 1)
    book.card("R1", 2, "red", rule=RuleCode.OFF_POST, points=10.0, state=CardState.TOLD, staff="S1")
    book.card("K2", 3, rule=RuleCode.LATE, half_days=1, staff="S1")
    complaint = Complaint("20260304", "TS-7", True, WindowNo("03"))
    found = assess(book.record, Basis(), complaints=[complaint])
    assert reasons(found.staff, S1) == [ExcludedFor.RED_CARD, ExcludedFor.ABSENCE]
    window = found_in(found.windows, W3)
    assert [(one.why, one.via, one.fact.cards or one.fact.reference) for one in window.exclusions] == [
        (ExcludedFor.COMPLAINT, "", "TS-7"),
        (ExcludedFor.RED_CARD, "S1", ("R1",)),
        (ExcludedFor.ABSENCE, "S1", ("K2",)),
    ]
    assert found.windows.chosen == found.staff.chosen == ()


def test_a_revoked_red_card_excludes_nobody(book: Book) -> None:
    book.serve(2, 1)
    card = book.card("R1", 2, "red", points=10.0, state=CardState.TOLD)
    book.move(card, CardAct.REVOKE, CardState.REVOKED)
    found = assess(book.record, Basis())
    assert [one.who for one in found.windows.chosen] == [W3]
    assert [one.who for one in found.staff.chosen] == [S1]


def test_a_staff_fact_follows_to_the_home_window_alone(book: Book) -> None:
    book.serve(2, 1)
    book.sign_in(3, "04", "S1")
    book.sign_in(4, "04", "S1")
    book.serve(4, 2, window="04")
    book.card("K1", 5, rule=RuleCode.ABSENT, half_days=1, staff="S1")
    found = assess(book.record, Basis())
    assert home_of(book.record, "S1") == "04"
    assert (reasons(found.windows, W4), reasons(found.windows, W3)) == ([ExcludedFor.ABSENCE], [])


def test_who_served_nobody_is_not_chosen(book: Book) -> None:
    book.sign_in(2, "04", "S2")
    book.serve(2, 1)
    found = assess(book.record, Basis())
    assert reasons(found.windows, W4) == [ExcludedFor.FEW_SERVICES]
    assert [one.who for one in found.staff.chosen] == [S1]


def test_the_levels_that_exclude_are_configuration(book: Book) -> None:
    book.serve(2, 1)
    book.card("Y1", 2, "yellow", points=5.0, state=CardState.TOLD)
    found = assess(book.record, Basis(plan=AssessmentPlan(excluding_levels=("yellow", "red"))))
    assert reasons(found.staff, S1) == [ExcludedFor.RED_CARD]


def test_a_quarter_is_the_mean_of_its_months_and_has_its_own_places() -> None:
    book = Book("2026-Q1")
    book.sign_in(2 - 28, "03", "S1")  # 2 February
    book.serve(2, 1)
    book.sign_in(2, "04", "S2")
    book.serve(2, 2, window="04")
    book.card("K1", 2, rule=RuleCode.LATE, half_days=1, staff="S1")
    plan = AssessmentPlan(red_flag_windows=Places(month=5, quarter=1, year=1))
    found = assess(book.record, Basis(plan=plan))
    assert {one.month: str(one.points) for one in found.scores[S1].months} == {
        "202602": "100.00",
        "202603": "95.00",
    }
    assert found.scores[S1].points == Decimal("97.50")
    assert len(found.windows.chosen) == 1
