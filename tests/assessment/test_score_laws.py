"""What holds in every month, however it went: sums, bounds, revocations, and the order of names."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.assessment.assess import Assessment, assess
from queue_server.assessment.lines import Part, total_of
from queue_server.assessment.plan import AssessmentPlan, Basis
from queue_server.assessment.score import Score
from queue_server.vocabulary import CardAct, CardState, RuleCode, TicketClass
from tests.assessment.conftest import Book

PLAN = AssessmentPlan(rated_min=2)
BASIS = Basis(plan=PLAN, targets_min={TicketClass.REGULAR: 20})

Cards = list[tuple[int, tuple[str, float], RuleCode, int, str]]
Services = list[tuple[int, int, int, str]]

CARDS = st.lists(
    st.tuples(
        st.integers(2, 30),
        st.sampled_from([("recorded", 0.0), ("warning", 0.0), ("yellow", 5.0), ("red", 10.0)]),
        st.sampled_from([RuleCode.LATE, RuleCode.OFF_POST, RuleCode.ABSENT, RuleCode.IDLE_WINDOW]),
        st.integers(0, 2),
        st.sampled_from(["S1", "S2", ""]),
    ),
    max_size=12,
)
SERVICES = st.lists(
    st.tuples(st.integers(2, 30), st.integers(0, 60), st.integers(0, 5), st.sampled_from(["03", "04"])),
    max_size=15,
)


def month(
    cards: Cards, services: Services, revoked: int = -1, names: tuple[str, str] = ("S1", "S2")
) -> Assessment:
    book = Book()
    book.sign_in(2, "03", names[0])
    book.sign_in(2, "04", names[1])
    for n, (day, wait, stars, window) in enumerate(services):
        book.serve(day, n, wait_min=wait, stars=stars, window=window)
    for n, (day, (level, points), rule, half_days, staff) in enumerate(cards):
        who = {"S1": names[0], "S2": names[1]}.get(staff, "")
        card = book.card(
            f"K{n:02}", day, level, rule=rule, points=points, half_days=half_days, staff=who, window="03"
        )
        if n == revoked:
            book.move(card, CardAct.REVOKE, CardState.REVOKED, day=31)
    return assess(book.record, BASIS)


def months_of(found: Assessment) -> list[Score]:
    return [one for score in found.scores.values() for one in score.months]


@settings(max_examples=60, deadline=None)
@given(CARDS, SERVICES)
def test_a_score_is_its_lines_and_stays_within_its_bounds(cards: Cards, services: Services) -> None:
    for one in months_of(month(cards, services)):
        assert one.points == one.base - total_of(one.deductions) + total_of(one.bonuses)
        assert 0 <= one.points <= 110
        for part in Part:
            lost = total_of(line for line in one.deductions if line.part is part)
            assert lost <= Decimal(str(getattr(PLAN.weights, part.value)))


@settings(max_examples=60, deadline=None)
@given(CARDS, SERVICES, st.data())
def test_a_revoked_card_never_lowers_a_score_and_excludes_nobody_more(
    cards: Cards,
    services: Services,
    data: st.DataObject,
) -> None:
    revoked = data.draw(st.integers(0, max(0, len(cards) - 1)))
    before, after = month(cards, services), month(cards, services, revoked)
    for who, score in before.scores.items():
        assert after.scores[who].points >= score.points
    for one in (*before.windows.ranking, *before.staff.ranking):
        assert one.who in {other.who for other in (*after.windows.ranking, *after.staff.ranking)}


@settings(max_examples=30, deadline=None)
@given(CARDS, SERVICES)
def test_the_names_of_the_staff_are_of_no_account(cards: Cards, services: Services) -> None:
    one, other = month(cards, services), month(cards, services, names=("S9", "S1"))
    by_name = {score.who.id: score.points for score in one.scores.values()}
    renamed = {score.who.id: score.points for score in other.scores.values()}
    assert (by_name["S1"], by_name["S2"]) == (renamed["S9"], renamed["S1"])


@settings(max_examples=30, deadline=None)
@given(CARDS, SERVICES)
def test_the_same_journal_gives_the_same_selection(cards: Cards, services: Services) -> None:
    assert month(cards, services) == month(cards, services)
