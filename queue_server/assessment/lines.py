"""Points lost and gained, each with the fact behind it; and the exact arithmetic of hundredths.

A score is its base less its deductions and more its bonuses, to the hundredth: whoever asks "why 93.5?" is
shown these lines, and they add up. Hence ``Decimal``, and shares that are rounded so that their sum is right.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import accumulate

import msgspec

from queue_server.vocabulary import CardId, TaskId, TicketId

HUNDREDTH = Decimal("0.01")
NOTHING = Decimal("0.00")


class Part(StrEnum):
    """The parts of a score; the names of their weights."""

    PRESENCE = "presence"
    PROMISES = "promises"
    RATINGS = "ratings"
    DISCIPLINE = "discipline"
    COMPLAINTS = "complaints"


class Why(StrEnum):
    """What costs or gives points."""

    LATE = "late"
    EARLY_LEAVE = "early_leave"
    MISSING_PUNCH = "missing_punch"
    OFF_POST = "off_post"
    HALF_DAY = "half_day"
    WAIT_OVER_TARGET = "wait_over_target"
    LEFT_OPEN = "left_open"
    TASK_OVERDUE = "task_overdue"
    BELOW_TARGET = "below_target"
    ABOVE_TARGET = "above_target"
    CARD = "card"
    WARNINGS_IN_A_ROW = "warnings_in_a_row"
    COMPLAINT = "complaint"


class Fact(msgspec.Struct, frozen=True):
    """What happened, so that anybody finds it again; what does not apply is empty."""

    day: str
    """``20260302``."""
    seq: int = 0
    """The event of the journal."""
    cards: tuple[CardId, ...] = ()
    ticket: TicketId = TicketId("")
    task: TaskId = TaskId("")
    rule: str = ""
    level: str = ""
    reference: str = ""
    """Of a complaint."""
    amount: int = 0
    """Seconds waited, half days, stars, or services: as the reason says."""


class Line(msgspec.Struct, frozen=True):
    """``points`` counted; ``full`` by the rule alone, more where the part or the cap was used up."""

    part: Part
    why: Why
    points: Decimal
    fact: Fact
    full: Decimal


class Deduction(Line, frozen=True):
    """Points lost (扣分)."""


class Bonus(Line, frozen=True):
    """Points gained (加分)."""


def deduction(part: Part, why: Why, points: Decimal, fact: Fact) -> Deduction:
    """Return a deduction that counts in full."""
    return Deduction(part, why, points, fact, points)


def exact(number: float) -> Decimal:
    """Return a number of the plan as it was written: 0.1 is a tenth."""
    return Decimal(str(number))


def hundredths(number: Decimal) -> Decimal:
    """Return the nearest hundredth, the half away from nothing."""
    return number.quantize(HUNDREDTH, ROUND_HALF_UP)


def apportioned(total: Decimal, shares: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return ``total`` (0 or more) in hundredths by the ``shares``; their sum is the rounded total."""
    whole = sum(shares, NOTHING)
    marks = [hundredths(total * share / whole) for share in accumulate(shares)]
    return tuple(mark - before for before, mark in zip([NOTHING, *marks], marks, strict=False))


def held_to(lines: Iterable[Line], limit: Decimal) -> tuple[Line, ...]:
    """Return the lines in order with no more than ``limit`` counted of them together."""
    left, held = limit, []
    for line in lines:
        points = min(line.full, left)
        left -= points
        held.append(msgspec.structs.replace(line, points=points))
    return tuple(held)


def total_of(lines: Iterable[Line]) -> Decimal:
    """Return the points counted together."""
    return sum((line.points for line in lines), NOTHING)
