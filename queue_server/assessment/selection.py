"""Who is chosen: a pure function of totals. Nothing here knows how a total came about.

Whoever is excluded stands apart, each exclusion with its fact. The others are ranked by total; a tie goes to
the higher mean rating, then to more services, then to the lower number.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from queue_server.assessment.facts import Who
from queue_server.assessment.lines import Fact


class ExcludedFor(StrEnum):
    RED_CARD = "red_card"
    COMPLAINT = "complaint"
    ABSENCE = "absence"
    FEW_SERVICES = "few_services"


class Exclusion(msgspec.Struct, frozen=True):
    """Why somebody is out, and the fact. ``via`` is the staff member by whom a window is out."""

    why: ExcludedFor
    fact: Fact
    via: str = ""


class Candidate(msgspec.Struct, frozen=True):
    """A window or staff member with its total and what it is made of."""

    who: Who
    total: Decimal
    score: Decimal
    """Its own score."""
    staff: Decimal
    """For a window: the mean of its staff; for a staff member: their own score again."""
    duty: Decimal
    public: Decimal
    rating: Decimal
    services: int
    exclusions: tuple[Exclusion, ...] = ()


class Selection(msgspec.Struct, frozen=True):
    """``ranking`` is everybody not excluded, best first; ``chosen`` its beginning."""

    chosen: tuple[Candidate, ...]
    ranking: tuple[Candidate, ...]
    excluded: tuple[Candidate, ...]


def choose(candidates: Iterable[Candidate], places: int) -> Selection:
    """Return the selection of at most ``places``; the order of ``candidates`` is of no account."""
    ordered = sorted(candidates, key=_rank)
    ranking = tuple(one for one in ordered if not one.exclusions)
    return Selection(ranking[:places], ranking, tuple(one for one in ordered if one.exclusions))


def _rank(one: Candidate) -> tuple[Decimal, Decimal, int, int, str]:
    is_number = one.who.id.isascii() and one.who.id.isdigit()
    return (-one.total, -one.rating, -one.services, int(one.who.id) if is_number else 0, one.who.id)
