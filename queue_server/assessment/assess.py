"""The whole assessment of a period: scores, totals and both selections, from the record and what was voted.

Window's total   window score 30 % + mean score of its staff 30 % + duty leaders 20 % + public 20 %
Staff's total    staff score 60 % + duty leaders 20 % + public 20 % (the window's 30 % falls to the score)

The staff of a window are those who signed in there in the period; each counts by the days they did, so that
who stood in for one day weighs one day. A fact that excludes a staff member excludes the window at which
they worked most days as well; of several such windows the one with the lower number.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from queue_server.assessment.exclusions import exclusions_of
from queue_server.assessment.facts import Kind, Who, ledger_of
from queue_server.assessment.lines import NOTHING, exact, hundredths
from queue_server.assessment.period import Period
from queue_server.assessment.plan import Basis, Places, Shares
from queue_server.assessment.score import PeriodScore, scores_of
from queue_server.assessment.selection import Candidate, ExcludedFor, Exclusion, Selection, choose
from queue_server.assessment.state import Complaint, Record
from queue_server.assessment.votes import Vote, Voters, points_by_vote

PER_CENT = Decimal(100)
Points = Mapping[tuple[Voters, Who], Decimal]


class Assessment(msgspec.Struct, frozen=True):
    """The answer: everybody's score with its lines, and the two selections."""

    period: Period
    scores: dict[Who, PeriodScore]
    windows: Selection
    staff: Selection
    shares: Shares
    """Of which the totals are made."""

    def candidate(self, who: Who) -> Candidate:
        """Return the total of somebody with a score."""
        selection = self.windows if who.kind is Kind.WINDOW else self.staff
        return next(one for one in (*selection.ranking, *selection.excluded) if one.who == who)


def assess(
    record: Record, basis: Basis, votes: Iterable[Vote] = (), complaints: Iterable[Complaint] = ()
) -> Assessment:
    """Return the assessment of the record's period."""
    ledger = ledger_of(record, complaints)
    scores, points = scores_of(ledger, basis), points_by_vote(votes)
    own = {who: exclusions_of(who, ledger, basis) for who in scores}
    windows = [_window(one, record, scores, points, own, basis) for one in _of(scores, Kind.WINDOW)]
    staff = [_staff(one, points, own, basis) for one in _of(scores, Kind.STAFF)]
    places = (basis.plan.red_flag_windows, basis.plan.service_models)
    return Assessment(
        record.period,
        scores,
        choose(windows, _places(places[0], record.period)),
        choose(staff, _places(places[1], record.period)),
        basis.plan.shares,
    )


def _of(scores: Mapping[Who, PeriodScore], kind: Kind) -> list[PeriodScore]:
    return [score for who, score in scores.items() if who.kind is kind]


def _places(places: Places, period: Period) -> int:
    number = getattr(places, period.kind.value)
    assert isinstance(number, int)
    return number


def staff_of(record: Record, window: str) -> dict[Who, int]:
    """Return who signed in at a window, with the days on which they did."""
    return {Who(Kind.STAFF, staff): len(days) for (at, staff), days in record.days_at.items() if at == window}


def home_of(record: Record, staff: str) -> str:
    """Return the window at which somebody worked most days; empty when at none."""
    days = {window: len(days) for (window, who), days in record.days_at.items() if who == staff}
    return min(days, key=lambda window: (-days[window], window), default="")


def _staff_mean(record: Record, scores: Mapping[Who, PeriodScore], own: PeriodScore) -> Decimal:
    """Return the mean of the window's staff by days; the window's own score where nobody signed in."""
    days = staff_of(record, own.who.id)
    if not days:
        return own.points
    total = sum((scores[who].points * count for who, count in days.items()), NOTHING)
    return hundredths(total / sum(days.values()))


def _window(
    own: PeriodScore, record: Record, scores: Mapping[Who, PeriodScore], points: Points,
    exclusions: Mapping[Who, tuple[Exclusion, ...]], basis: Basis,
) -> Candidate:  # fmt: skip
    ours = exclusions[own.who]
    via = tuple(
        msgspec.structs.replace(one, via=who.id)
        for who in sorted(staff_of(record, own.who.id))
        if home_of(record, who.id) == own.who.id
        for one in exclusions[who]
        if one.why is not ExcludedFor.FEW_SERVICES and one not in ours
    )
    staff = _staff_mean(record, scores, own)
    return _candidate(own, staff, points, (*ours, *via), basis)


def _staff(
    own: PeriodScore, points: Points, exclusions: Mapping[Who, tuple[Exclusion, ...]], basis: Basis
) -> Candidate:
    return _candidate(own, own.points, points, exclusions[own.who], basis)


def _candidate(
    own: PeriodScore, staff: Decimal, points: Points, exclusions: tuple[Exclusion, ...], basis: Basis
) -> Candidate:
    shares = basis.plan.shares
    duty = points.get((Voters.DUTY, own.who), NOTHING)
    public = points.get((Voters.PUBLIC, own.who), NOTHING)
    total = (
        own.points * exact(shares.window)
        + staff * exact(shares.staff)
        + duty * exact(shares.duty)
        + public * exact(shares.public)
    )
    return Candidate(
        own.who, hundredths(total / PER_CENT), own.points, staff, duty, public,
        own.rating, own.services, exclusions,
    )  # fmt: skip
