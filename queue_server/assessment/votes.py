"""Votes (投票) of the duty leaders and the public become points from 0 to 100 for each that is voted for.

A voter either gives points (each line one ballot: their mean counts) or the line counts ballots (their sum
counts, and the most voted for has 100, all others in proportion). The same vote never mixes the two. Who got
no line in a vote has 0.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.lines import NOTHING, hundredths

FULL = Decimal(100)


class Voters(StrEnum):
    DUTY = "duty"
    PUBLIC = "public"


class Vote(msgspec.Struct, frozen=True):
    """One line: points from 0 to 100, or with ``is_count`` a number of ballots."""

    voters: Voters
    who: Who
    number: Decimal
    is_count: bool = False


Ballot = tuple[Voters, Kind]
"""One vote: who voted, for windows or for staff."""


def points_by_vote(votes: Iterable[Vote]) -> Mapping[tuple[Voters, Who], Decimal]:
    """Return what each vote gave to whom, in hundredths."""
    ballots: dict[Ballot, dict[Who, list[Vote]]] = {}
    for vote in votes:
        ballots.setdefault((vote.voters, vote.who.kind), {}).setdefault(vote.who, []).append(vote)
    return {
        (voters, who): points
        for (voters, _), lines in ballots.items()
        for who, points in _points_in(lines).items()
    }


def _points_in(lines: Mapping[Who, list[Vote]]) -> Mapping[Who, Decimal]:
    sums = {who: sum((one.number for one in of), NOTHING) for who, of in lines.items()}
    if not any(one.is_count for of in lines.values() for one in of):
        return {who: hundredths(number / len(lines[who])) for who, number in sums.items()}
    most = max(sums.values())
    return {who: hundredths(FULL * number / most) if most else NOTHING for who, number in sums.items()}
