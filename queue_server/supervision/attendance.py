"""What a person's punches say of their day: late, early leave, missing punch, absent. Judged anew every time.

What lives here: the judgement of one person's day by the facts known at an instant. What never does: cards,
memory of earlier judgements, the calendar. Sources: the hall's attendance rules, as docs/adr/0018 reads them.

The laws, each tested:

- Only facts up to ``at_ms`` count; order and repetition of punches do not.
- With the same facts, a later judgement is the earlier one and what became due in between: a finding is taken
  back by a new fact only (a punch, a slip, an absence, one withdrawn).
- A fact is counted once. A session has at most one finding of each rule: (rule, session) names it.

What each rule says of a session, when the person is due in it:

- late: the first in is after the start that is due; known at that punch.
- early leave: the last out is before the end that is due; or, in the shift's last session, there is none.
- missing punch: no in, or no out in an earlier session, though the person was heard of in that session.
- absent: nothing was heard in the session. A whole day is one finding for each of its sessions.

All but late are known when the session's span closes: until then a later punch may still come. A sign-in at a
window after the last out says that the person came back, so that out was not their leaving.
"""

from collections.abc import Iterator, Sequence

import msgspec

from queue_server.supervision.plan import Member, Rule, Shift, SupervisionPlan
from queue_server.supervision.shifts import (
    MINUTE_MS,
    ApprovedAbsence,
    Punch,
    SessionFacts,
    facts_of,
)
from queue_server.vocabulary import RuleCode


class Finding(msgspec.Struct, frozen=True):
    """One thing to be said of one session. ``step`` is the place in the rule's ``steps``."""

    rule: RuleCode
    step: int
    since_ms: int
    """When it began, or should have been."""
    due_ms: int
    """When it became known."""
    amount: int
    """Seconds late, early or absent, begun ones counted; 1 for a missing punch; 0 when nobody can know."""
    half_days: int
    session: int
    facts: dict[str, str]
    """``session_zh``, ``session_en``; ``from`` and ``to``, local ``08:47``; ``punch``: ``in`` or ``out``.

    Late: from the start due to the coming. Early: from the leaving to the end due. Else all that is due, and
    ``punch`` is there when one is missing and says which.
    """


class _Charge(msgspec.Struct, frozen=True):
    """What happened, before the plan says which step of the rule it is."""

    rule: RuleCode
    since_ms: int
    due_ms: int
    from_ms: int
    to_ms: int
    amount: int = 0
    punch: str = ""


def judge(
    member: Member,
    shift: Shift | None,
    day_start_ms: int,
    punches: Sequence[Punch],
    absences: Sequence[ApprovedAbsence],
    plan: SupervisionPlan,
    at_ms: int,
    is_working: bool,
) -> tuple[Finding, ...]:
    """Return everything that can be said of the person's day at ``at_ms``, in the order of its sessions."""
    if shift is None or not member.shift or not is_working:
        return ()
    rules = {rule.code: rule for rule in plan.rules}
    return tuple(
        finding
        for one in facts_of(shift, day_start_ms, punches, absences, plan.numbers, at_ms)
        if not one.due.is_excused
        for charge in _charges(one, shift, day_start_ms, at_ms)
        if (finding := _finding(charge, one, rules.get(charge.rule), day_start_ms))
    )


def _charges(one: SessionFacts, shift: Shift, day_start_ms: int, at_ms: int) -> Iterator[_Charge]:
    closes_ms = day_start_ms + one.session.closes_min * MINUTE_MS
    if shift.punches_in and one.ins:
        yield from _late(one)
    if at_ms < closes_ms or not (shift.punches_in or shift.punches_out):
        return
    if one.is_unheard:
        yield _absent(one, closes_ms)
        return
    if shift.punches_in and not one.ins:
        yield _missing(RuleCode.MISSING_PUNCH, "in", one.due.from_ms, one, closes_ms)
    if shift.punches_out:
        yield from _leaving(one, closes_ms, is_last=one.number == len(shift.sessions) - 1)


def _late(one: SessionFacts) -> Iterator[_Charge]:
    start_ms, came_ms = one.due.from_ms, min(one.ins)
    if came_ms > start_ms:
        amount = _seconds(came_ms - start_ms)
        yield _Charge(RuleCode.LATE, start_ms, came_ms, start_ms, came_ms, amount)


def _absent(one: SessionFacts, closes_ms: int) -> _Charge:
    from_ms, until_ms = one.due.from_ms, one.due.until_ms
    return _Charge(RuleCode.ABSENT, from_ms, closes_ms, from_ms, until_ms, _seconds(until_ms - from_ms))


def _missing(rule: RuleCode, punch: str, since_ms: int, one: SessionFacts, closes_ms: int) -> _Charge:
    """The shift's last out is an early leave by nobody knows how much, any other punch a missing one."""
    amount = 1 if rule == RuleCode.MISSING_PUNCH else 0
    return _Charge(rule, since_ms, closes_ms, one.due.from_ms, one.due.until_ms, amount, punch)


def _leaving(one: SessionFacts, closes_ms: int, is_last: bool) -> Iterator[_Charge]:
    end_ms, left_ms = one.due.until_ms, max(one.outs, default=None)
    if left_ms is None or max(one.sign_ins, default=left_ms - 1) >= left_ms:
        rule = RuleCode.EARLY_LEAVE if is_last else RuleCode.MISSING_PUNCH
        yield _missing(rule, "out", end_ms, one, closes_ms)
    elif left_ms < end_ms:
        amount = _seconds(end_ms - left_ms)
        yield _Charge(RuleCode.EARLY_LEAVE, left_ms, closes_ms, left_ms, end_ms, amount)


def _seconds(ms: int) -> int:
    """Return seconds, a begun one counted: who is 30 min and 1 ms late is more than 30 min late."""
    return -(-ms // 1000)


def _finding(charge: _Charge, one: SessionFacts, rule: Rule | None, day_start_ms: int) -> Finding | None:
    """Return the finding, or None when the rule is switched off or tolerates so little."""
    number = _step(rule, charge.amount)
    if rule is None or number is None:
        return None
    facts = {
        "session_zh": one.session.name.zh,
        "session_en": one.session.name.en,
        "from": _clock(charge.from_ms - day_start_ms),
        "to": _clock(charge.to_ms - day_start_ms),
    }
    return Finding(
        charge.rule,
        number,
        charge.since_ms,
        charge.due_ms,
        charge.amount,
        rule.steps[number].half_days,
        one.number,
        {**facts, "punch": charge.punch} if charge.punch else facts,
    )


def _step(rule: Rule | None, amount: int) -> int | None:
    """Return the severest step whose ``over`` is passed; what cannot be measured is at the mildest."""
    if rule is None or not rule.steps:
        return None
    passed = [number for number, step in enumerate(rule.steps) if amount > step.over]
    return passed[-1] if passed else None if amount else 0


def _clock(ms: int) -> str:
    hours, minutes = divmod(ms // MINUTE_MS, 60)
    return f"{hours:02}:{minutes:02}"
