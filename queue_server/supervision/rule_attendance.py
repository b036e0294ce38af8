"""迟到, 早退, 缺卡, 旷工: the day's punches against the shift, at its boundaries and after every new fact.

What a judgement says is ``supervision.attendance``'s; here it is compared with the cards that stand. A card
whose reason a corrected fact has taken away is revoked with that fact as the reason.
"""

from collections.abc import Iterator

from queue_server.hall.lookup import DAY_MS
from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.attendance import Finding, judge
from queue_server.supervision.ladder import CORRECTED, Draft, is_recomputed
from queue_server.supervision.plan import Member
from queue_server.supervision.rule_away import absences_of, words_of
from queue_server.supervision.rule_count import end_warnings
from queue_server.supervision.shifts import boundaries
from queue_server.supervision.state import Card
from queue_server.supervision.timers import NEVER
from queue_server.supervision.watching import NOTHING, Case, Look, Watch
from queue_server.vocabulary import (
    ATTENDANCE_RULES,
    RuleCode,
    StaffId,
)


def look_at_day(watch: Watch, _key: tuple[str, ...]) -> Look:
    """Judge everybody at each boundary of the shifts; the first look of a day ends what the last one left.

    The day before is judged too: its last session may close at midnight, and nobody may have looked since.
    """
    kind = watch.book.calendar.kind(watch.book.date_of(watch.at_ms))
    day_ms = watch.book.day_start_ms(watch.at_ms)
    judged = e.DayJudged(watch.room.state.day, watch.at_ms, kind.is_working, kind.is_provisional)
    draft = Draft(watch)
    end_warnings(draft)
    if not watch.book.keeps_attendance:
        return Look(tuple(draft.events))
    for start_ms in (day_ms - DAY_MS, day_ms):
        _judge_all(draft, start_ms)
    due = {
        at_ms
        for shift in watch.book.plan.shifts
        for start_ms in (day_ms - DAY_MS, day_ms)
        for at_ms in boundaries(shift, start_ms)
    }
    next_ms = min((at_ms for at_ms in due if at_ms > watch.at_ms), default=NEVER)
    return Look((judged, *draft.events), next_ms)


def _judge_all(draft: Draft, day_ms: int) -> None:
    """Judge everybody's day, if it is one on which the hall was watched."""
    book = draft.watch.book
    if book.day_of(day_ms) in draft.watch.room.state.punches:
        is_working = book.calendar.is_working(book.date_of(day_ms))
        for member in book.plan.members:
            _judge(draft, member, day_ms, is_working=is_working)


def look_at_staff(watch: Watch, key: tuple[str, ...]) -> Look:
    """Judge one person's day anew: a punch, an absence, a make-up slip or a badge has come."""
    _, staff, day_ms = key
    member = watch.book.members.get(StaffId(staff))
    if member is None:
        return NOTHING
    start_ms = int(day_ms)
    kind = watch.book.calendar.kind(watch.book.date_of(start_ms))
    draft = Draft(watch)
    _judge(draft, member, start_ms, is_working=kind.is_working)
    return Look(tuple(draft.events))


def _judge(draft: Draft, member: Member, day_ms: int, *, is_working: bool) -> None:
    watch = draft.watch
    shift = watch.book.shift_of(member.id)
    if shift is None:
        return
    day = watch.book.day_of(day_ms)
    found = judge(
        member,
        shift,
        day_ms,
        watch.room.state.punches.get(day, {}).get(member.id, ()),
        absences_of(watch, member.id),
        watch.book.plan,
        watch.at_ms,
        is_working,
    )
    standing = {mark: card for card in _cards(watch, member.id, day) for mark in _marks_of(card, day)}
    new = {_mark_of_finding(finding, day): finding for finding in found if watch.rule(finding.rule)}
    for mark, card in standing.items():
        if mark not in new and card.state in life.RECOMPUTABLE:
            _take_back(draft, card, mark[1], _reason(watch, member.id))
    for mark, finding in new.items():
        if mark not in standing:
            _raise(draft, member, day, finding)


def _take_back(draft: Draft, card: Card, mark: str, reason: str) -> None:
    """Revoke the card whose own reason is gone; of one that only noted it, take back that one time.

    What else was noted on a revoked card is judged anew at once, by itself (``timing.Touch``).
    """
    if draft.is_over(card.id):
        return
    if mark in card.also:
        draft.events.append(e.CardRelieved(card.id, mark, draft.watch.at_ms, reason))
    else:
        draft.revoke(card, reason)


def _cards(watch: Watch, staff: StaffId, day: str) -> Iterator[Card]:
    """Yield the attendance cards of that day, those a person revoked too: they are not raised again."""
    for card in watch.room.attendance_cards(staff, day):
        if card.rule in ATTENDANCE_RULES and not is_recomputed(card):
            yield card


def _marks_of(card: Card, day: str) -> Iterator[tuple[RuleCode, str]]:
    """Yield by what the findings of a day are known that a card stands for."""
    if card.day == day:
        yield (card.rule, f"{day}/{card.facts.get('session_no', '')}/{card.step}/{card.amount}")
    yield from ((card.rule, mark) for mark in card.also if mark.startswith(f"{day}/"))


def _mark_of_finding(finding: Finding, day: str) -> tuple[RuleCode, str]:
    return (finding.rule, f"{day}/{finding.session}/{finding.step}/{finding.amount}")


def _raise(draft: Draft, member: Member, day: str, finding: Finding) -> None:
    rule = draft.watch.rule(finding.rule)
    if rule is None:
        return
    facts = {**finding.facts, "session_no": str(finding.session)}
    case = Case(rule, f"staff:{member.id}", staff=member.id, facts=facts, day=day)
    _, mark = _mark_of_finding(finding, day)
    draft.reach(case, finding.step, finding.since_ms, finding.amount, due_ms=finding.due_ms, mark=mark)


def _reason(watch: Watch, staff: StaffId) -> str:
    """Name the fact that took the reason away: the newest absence on file, else the newest punch."""
    absences = absences_of(watch, staff)
    if absences and absences[-1].filed_ms == watch.at_ms:
        return words_of(absences[-1])
    return f"{CORRECTED}：打卡记录有变"
