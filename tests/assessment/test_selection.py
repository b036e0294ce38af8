"""The selection is a pure function of totals: ties by a stated rule, places kept, exclusions apart."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.lines import Fact
from queue_server.assessment.selection import Candidate, ExcludedFor, Exclusion, choose

OUT = (Exclusion(ExcludedFor.COMPLAINT, Fact("20260302", reference="TS-1")),)


def one(name: str, total: str = "90", rating: str = "4", services: int = 10, out: bool = False) -> Candidate:
    zero = Decimal(0)
    return Candidate(
        Who(Kind.WINDOW, name), Decimal(total), zero, zero, zero, zero, Decimal(rating), services,
        OUT if out else (),
    )  # fmt: skip


def names(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.who.id for candidate in candidates]


def test_a_tie_goes_to_the_ratings_then_the_services_then_the_lower_number() -> None:
    found = choose(
        [
            one("10"),
            one("9"),
            one("03", services=11),
            one("04", rating="4.1"),
            one("05", total="90.01", rating="1"),
        ],
        3,
    )
    assert names(found.ranking) == ["05", "04", "03", "9", "10"]
    assert names(found.chosen) == ["05", "04", "03"]


def test_whoever_is_out_stands_apart_and_frees_the_place() -> None:
    found = choose([one("01", total="99", out=True), one("02")], 1)
    assert (names(found.chosen), names(found.excluded)) == (["02"], ["01"])


CANDIDATES = st.lists(
    st.builds(
        one,
        name=st.integers(1, 99).map(lambda n: f"{n:02}"),
        total=st.sampled_from(["80", "90", "90.01"]),
        rating=st.sampled_from(["0", "4", "5"]),
        services=st.integers(0, 2),
        out=st.booleans(),
    ),
    unique_by=lambda candidate: candidate.who.id,
    max_size=12,
)


@given(CANDIDATES, st.integers(0, 5), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_is_of_no_account(
    candidates: list[Candidate], places: int, chance: Random
) -> None:
    mixed = list(candidates)
    chance.shuffle(mixed)
    found = choose(candidates, places)
    assert choose(mixed, places) == found
    assert len(found.chosen) == min(places, len(found.ranking))
    assert sorted(names(found.ranking) + names(found.excluded)) == sorted(c.who.id for c in candidates)
    assert not any(candidate.exclusions for candidate in found.chosen)
    totals = [candidate.total for candidate in found.ranking]
    assert totals == sorted(totals, reverse=True)
