"""Ratings: the mean of the rated services against a target.

With n rated services of mean m and the target t: below the target the part loses weight x (t - m) / (t - 1),
so that a mean of 1 loses all of it; above, it gains bonus x (m - t) / (5 - t), so that a mean of 5 gains all.
What is lost is laid on the services rated below the target, by how far below; what is gained, on the days
with services rated above it. Silence is not rated and counts nowhere; of fewer than ``rated_min`` rated
services nothing is lost or gained.
"""

from collections.abc import Iterator
from decimal import Decimal

from queue_server.assessment.facts import Facts
from queue_server.assessment.lines import Bonus, Deduction, Fact, Part, Why, apportioned, deduction, exact
from queue_server.assessment.plan import Basis

STARS_MIN, STARS_MAX = 1, 5


def mean_of(stars: list[int]) -> Decimal:
    """Return the mean level; 0 where nothing was rated."""
    return Decimal(sum(stars)) / len(stars) if stars else Decimal(0)


def ratings(facts: Facts, basis: Basis) -> Iterator[Deduction | Bonus]:
    """Yield what the month's ratings cost or give."""
    stars, target = facts.stars, exact(basis.plan.ratings_target)
    if len(stars) < basis.plan.rated_min:
        return
    mean, plan = mean_of(stars), basis.plan
    if mean < target:
        lost = exact(plan.weights.ratings) * (target - mean) / (target - STARS_MIN)
        yield from _lost(facts, lost, target)
    elif mean > target:
        gained = exact(plan.ratings_bonus_max) * (mean - target) / (STARS_MAX - target)
        yield from _gained(facts, gained, target)


def _lost(facts: Facts, total: Decimal, target: Decimal) -> Iterator[Deduction]:
    below = [service for service in facts.services if 0 < service.stars < target]
    for service, points in zip(below, apportioned(total, [target - one.stars for one in below]), strict=True):
        fact = Fact(service.day, service.seq, ticket=service.ticket, amount=service.stars)
        yield deduction(Part.RATINGS, Why.BELOW_TARGET, points, fact)


def _gained(facts: Facts, total: Decimal, target: Decimal) -> Iterator[Bonus]:
    above: dict[str, list[Decimal]] = {}
    for service in facts.services:
        if service.stars > target:
            above.setdefault(service.day, []).append(service.stars - target)
    shares = [sum(of, Decimal(0)) for of in above.values()]
    for (day, of), points in zip(above.items(), apportioned(total, shares), strict=True):
        yield Bonus(Part.RATINGS, Why.ABOVE_TARGET, points, Fact(day, amount=len(of)), points)
