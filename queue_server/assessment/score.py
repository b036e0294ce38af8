"""A month's score: the base, less what each part lost, and more what was gained; and the mean of a period.

Each part holds its deductions to its weight, in the order of days, so that the score is never below 0; the
bonuses are held to the cap. A line that no longer counts in full stays, with the points that its rule asks.
"""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from queue_server.assessment.discipline import discipline
from queue_server.assessment.facts import Facts, Ledger, Who
from queue_server.assessment.lines import (
    NOTHING,
    Bonus,
    Deduction,
    Line,
    Part,
    exact,
    held_to,
    hundredths,
    total_of,
)
from queue_server.assessment.parts import complaints, presence, promises
from queue_server.assessment.plan import Basis
from queue_server.assessment.ratings import mean_of, ratings


class Score(msgspec.Struct, frozen=True):
    """One month of a window or staff member: ``points`` = base - deductions + bonuses, exactly."""

    who: Who
    month: str
    base: Decimal
    points: Decimal
    deductions: tuple[Line, ...]
    bonuses: tuple[Line, ...]
    stars: tuple[int, ...] = ()
    """The levels of the rated services."""
    services: int = 0


class PeriodScore(msgspec.Struct, frozen=True):
    """The mean of the months with a score, in hundredths."""

    who: Who
    points: Decimal
    months: tuple[Score, ...]

    @property
    def rating(self) -> Decimal:
        """Return the mean of all rated services of the period; 0 where none was."""
        return mean_of([stars for month in self.months for stars in month.stars])

    @property
    def services(self) -> int:
        return sum(month.services for month in self.months)


def score_of(who: Who, month: str, facts: Facts, basis: Basis) -> Score:
    """Return one month's score."""
    lines = [*presence(facts, basis), *promises(facts, basis), *ratings(facts, basis)]
    lines += [*discipline(facts, basis), *complaints(facts, basis)]
    lost = tuple(line for part in Part for line in _held(part, lines, basis))
    base = hundredths(exact(basis.plan.base))
    room = max(NOTHING, hundredths(exact(basis.plan.cap)) - base + total_of(lost))
    gained = held_to((line for line in lines if isinstance(line, Bonus)), room)
    points = base - total_of(lost) + total_of(gained)
    return Score(who, month, base, points, lost, gained, tuple(facts.stars), len(facts.services))


def _held(part: Part, lines: Iterable[Line], basis: Basis) -> tuple[Line, ...]:
    ours = [line for line in lines if isinstance(line, Deduction) and line.part is part]
    weight = hundredths(exact(getattr(basis.plan.weights, part.value)))
    return held_to(sorted(ours, key=lambda line: (line.fact.day, line.fact.seq)), weight)


def scores_of(ledger: Ledger, basis: Basis) -> dict[Who, PeriodScore]:
    """Return everybody's score over the months in which they have any fact."""
    months: dict[Who, list[Score]] = {}
    for (who, month), facts in sorted(ledger.items()):
        months.setdefault(who, []).append(score_of(who, month, facts, basis))
    return {
        who: PeriodScore(who, hundredths(sum((one.points for one in of), NOTHING) / len(of)), tuple(of))
        for who, of in months.items()
    }
