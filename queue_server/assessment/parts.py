"""The formula of each part: from one month's facts to lines, before the part's weight holds them.

Presence   each late, early leave, missing punch and recorded off post costs its points; each half day absent
           its own. A card that has points of its own costs these, under discipline, and none here.
Promises   waits over target cost their share of ``waits_points``; a service begun and never ended, and a
           citizen not called back in time, cost their points.
Complaints each upheld complaint costs its points.

Ratings and discipline have modules of their own. Silence, revoked cards and broken devices cost nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from queue_server.assessment.facts import Facts
from queue_server.assessment.lines import (
    Deduction,
    Fact,
    Part,
    Why,
    apportioned,
    deduction,
    exact,
    hundredths,
)
from queue_server.assessment.plan import AssessmentPlan, Basis
from queue_server.assessment.state import Card, Wait
from queue_server.vocabulary import RuleCode

PRESENCE_RULES: Mapping[RuleCode, Why] = {
    RuleCode.LATE: Why.LATE,
    RuleCode.EARLY_LEAVE: Why.EARLY_LEAVE,
    RuleCode.MISSING_PUNCH: Why.MISSING_PUNCH,
    RuleCode.OFF_POST: Why.OFF_POST,
}
MINUTE_MS = 60_000


def presence(facts: Facts, basis: Basis) -> Iterator[Deduction]:
    """Yield what attendance and absence from the post cost."""
    for card in facts.cards:
        why, points = _presence_price(card, basis.plan)
        if points:
            amount = card.half_days if why is Why.HALF_DAY else 0
            fact = Fact(card.day, card.seq, (card.id,), rule=card.rule, level=card.level, amount=amount)
            yield deduction(Part.PRESENCE, why, points, fact)


def _presence_price(card: Card, plan: AssessmentPlan) -> tuple[Why, Decimal]:
    """Return the reason and the points of a card under presence; no points where it costs none here."""
    if card.half_days:
        return Why.HALF_DAY, hundredths(exact(plan.half_day_points) * card.half_days)
    why = PRESENCE_RULES.get(card.rule)
    if why is None or card.points:
        return Why.CARD, Decimal(0)
    prices = {
        Why.LATE: plan.late_points,
        Why.EARLY_LEAVE: plan.early_leave_points,
        Why.MISSING_PUNCH: plan.missing_punch_points,
        Why.OFF_POST: plan.off_post_points,
    }
    return why, hundredths(exact(prices[why]))


def promises(facts: Facts, basis: Basis) -> Iterator[Deduction]:
    """Yield what waits over target, services never ended and overdue tasks cost."""
    yield from _waits(facts, basis)
    left_points = hundredths(exact(basis.plan.left_open_points))
    for left in facts.left_open:
        fact = Fact(left.day, left.seq, ticket=left.ticket)
        yield deduction(Part.PROMISES, Why.LEFT_OPEN, left_points, fact)
    task_points = hundredths(exact(basis.plan.overdue_task_points))
    for task in facts.tasks:
        if task.is_overdue:
            fact = Fact(task.day, task.seq, task=task.id)
            yield deduction(Part.PROMISES, Why.TASK_OVERDUE, task_points, fact)


def _waits(facts: Facts, basis: Basis) -> Iterator[Deduction]:
    """Of n first calls k over target cost k/n of ``waits_points``, each ticket its own hundredths."""
    late = [wait for wait in facts.waits if _is_over(wait, basis)]
    if not late:
        return
    lost = exact(basis.plan.waits_points) * len(late) / len(facts.waits)
    for wait, points in zip(late, apportioned(lost, [Decimal(1)] * len(late)), strict=True):
        fact = Fact(wait.day, wait.seq, ticket=wait.ticket, amount=wait.wait_ms // 1000)
        yield deduction(Part.PROMISES, Why.WAIT_OVER_TARGET, points, fact)


def _is_over(wait: Wait, basis: Basis) -> bool:
    target_min = basis.targets_min.get(wait.klass, 0)
    return target_min > 0 and wait.wait_ms > target_min * MINUTE_MS


def complaints(facts: Facts, basis: Basis) -> Iterator[Deduction]:
    """Yield what upheld complaints cost."""
    points = hundredths(exact(basis.plan.complaint_points))
    for complaint in facts.complaints:
        fact = Fact(complaint.day, reference=complaint.reference)
        yield deduction(Part.COMPLAINTS, Why.COMPLAINT, points, fact)
