"""What is known of a staff member now: expected, present, at a window, off post, gone, on leave, absent.

What lives here: one word for one instant, read from punches, absences and the shift. What never does:
findings; who is absent by this word is not judged so before the session closes.

What is seen goes before what is on file: who is signed in is at the window, on leave or on a free day too.
Somebody unheard is expected until to come now would itself count as half a day absent, and absent from then
on. When the next session's span opens, they are expected anew.
"""

from collections.abc import Sequence

from queue_server.supervision.plan import Member, Shift, SupervisionPlan
from queue_server.supervision.shifts import (
    MINUTE_MS,
    ApprovedAbsence,
    Punch,
    SessionFacts,
    facts_of,
    session_bounds_ms,
)
from queue_server.vocabulary import Presence, RuleCode, WindowNo


def standing(
    member: Member,
    shift: Shift | None,
    day_start_ms: int,
    punches: Sequence[Punch],
    absences: Sequence[ApprovedAbsence],
    plan: SupervisionPlan,
    at_ms: int,
    is_working: bool,
    *,
    window: WindowNo,
    is_off_post: bool,
) -> Presence:
    """Return what is known of the person at ``at_ms``; an empty ``window``: they are signed in nowhere."""
    if is_off_post or window:
        return Presence.OFF_POST if is_off_post else Presence.AT_WINDOW
    if shift is None or not shift.sessions or not member.shift or not is_working:
        return Presence.OFF_DUTY
    sessions = facts_of(shift, day_start_ms, punches, absences, plan.numbers, at_ms)
    begun = [one for one in sessions if day_start_ms + one.session.opens_min * MINUTE_MS <= at_ms]
    one = begun[-1] if begun else sessions[0]
    if _is_on_leave(one, absences, at_ms):
        return Presence.ON_LEAVE
    _, shift_ends_ms = session_bounds_ms(shift.sessions[-1], day_start_ms)
    return _heard(one, plan, at_ms, is_over=at_ms >= shift_ends_ms)


def _is_on_leave(one: SessionFacts, absences: Sequence[ApprovedAbsence], at_ms: int) -> bool:
    """Who came in during their leave is not on it. Filed too late to excuse, it still says where they are."""
    came_ms = max(one.ins, default=None)
    return any(
        leave.from_ms <= at_ms < leave.until_ms and (came_ms is None or came_ms < leave.from_ms)
        for leave in absences
        if leave.filed_ms <= at_ms
    )


def _heard(one: SessionFacts, plan: SupervisionPlan, at_ms: int, is_over: bool) -> Presence:
    if one.is_unheard and not one.due.is_excused:
        return Presence.EXPECTED if at_ms < _given_up_ms(one, plan) else Presence.ABSENT
    if is_over:
        return Presence.GONE
    if one.is_unheard:
        return Presence.EXPECTED
    return Presence.PRESENT if max(one.ins, default=0) >= max(one.outs, default=0) else Presence.GONE


def _given_up_ms(one: SessionFacts, plan: SupervisionPlan) -> int:
    """Return from when somebody unheard is absent: when to come now would itself count as absence."""
    steps = [step for rule in plan.rules if rule.code == RuleCode.LATE for step in rule.steps]
    over_s = min((step.over for step in steps if step.half_days), default=None)
    if over_s is None:
        return one.due.until_ms
    return min(one.due.until_ms, one.due.from_ms + over_s * 1000 + 1)
