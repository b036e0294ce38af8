"""Approved absences and 离岗: away with leave is not off post.

Source: MONITORING, window and staff rules (approved absence: suppresses the attendance rules). When one
counts is the rule of the sessions (``shifts.due_of``): on file within an hour of the start of the session, or
of its own, if it begins later.
"""

from queue_server.supervision import life
from queue_server.supervision.ladder import CORRECTED, Draft, reached_ms
from queue_server.supervision.plan import Rule
from queue_server.supervision.shifts import MINUTE_MS, in_session
from queue_server.supervision.state import Absence, Card
from queue_server.supervision.watching import NOTHING, Look, Watch
from queue_server.vocabulary import AbsenceKind, RuleCode, StaffId

KINDS = {
    AbsenceKind.OFFICIAL: "公假",
    AbsenceKind.PERSONAL: "事假",
    AbsenceKind.SICK: "病假",
    AbsenceKind.HOLIDAY: "休假",
}


def absences_of(watch: Watch, staff: StaffId) -> tuple[Absence, ...]:
    return tuple(one for one in watch.room.state.absences.values() if one.staff == staff)


def words_of(absence: Absence) -> str:
    """Return an absence as the reason of a card that it takes back."""
    return f"{CORRECTED}：{KINDS[absence.kind]} {absence.id}"


def counted_absences(watch: Watch, staff: StaffId, session_ms: int) -> tuple[Absence, ...]:
    """Return the absences of a person that were on file in time, for the session that began then."""
    grace_ms = watch.book.numbers.absence_grace_min * MINUTE_MS
    return tuple(
        one
        for one in absences_of(watch, staff)
        if one.filed_ms <= max(session_ms, one.from_ms) + grace_ms and one.filed_ms <= watch.at_ms
    )


def back_from_ms(watch: Watch, staff: StaffId, session_ms: int) -> int:
    """Return from when the person is due at the post again: the end of their leave, or 0 without one.

    It lies ahead while the leave lasts.
    """
    at_ms, back_ms = watch.at_ms, 0
    for one in sorted(counted_absences(watch, staff, session_ms), key=lambda one: one.from_ms):
        if one.from_ms <= max(at_ms, back_ms):
            back_ms = max(back_ms, one.until_ms)
    return back_ms


def look_at_away(watch: Watch, key: tuple[str, ...]) -> Look:
    """An absence was filed: cards of being off post that it excuses are revoked with it as the reason."""
    staff, rule = StaffId(key[1]), watch.rule(RuleCode.OFF_POST)
    if rule is None:
        return NOTHING
    draft = Draft(watch)
    for card in watch.room.state.cards.values():
        if card.rule is not RuleCode.OFF_POST or card.staff != staff or card.state not in life.RECOMPUTABLE:
            continue
        excuse = _excuse(watch, card, rule)
        if excuse is not None:
            draft.revoke(card, words_of(excuse))
    return Look(tuple(draft.events))


def _excuse(watch: Watch, card: Card, rule: Rule) -> Absence | None:
    """Return the absence without which the card would not be: it covers the instant at which it was due, and
    began before that step was reached."""
    shift = watch.book.post_shift_of(card.staff)
    hours = in_session(shift, watch.book.day_start_ms(card.due_ms), card.due_ms) if shift else None
    step = rule.steps[min(card.step, len(rule.steps) - 1)]
    for one in counted_absences(watch, card.staff, hours[0] if hours else card.since_ms):
        if one.from_ms < reached_ms(card.since_ms, step) <= one.until_ms:
            return one
    return None
