"""离岗 and idle windows: who is at the window, and whether somebody waits there in vain.

Sources: MONITORING, window and staff rules (off post, covered, people waiting and window idle).
"""

from collections.abc import Iterator

from queue_server.hall.lanes import Lane
from queue_server.supervision import events as e
from queue_server.supervision.ladder import Draft, climb
from queue_server.supervision.plan import Rule
from queue_server.supervision.rule_away import absences_of, back_from_ms
from queue_server.supervision.shifts import in_session, session_bounds_ms
from queue_server.supervision.state import Spell
from queue_server.supervision.timers import NEVER
from queue_server.supervision.watching import NOTHING, Case, Look, Watch, at_next
from queue_server.vocabulary import CardAct, CardState, RuleCode, StaffId, WindowNo, WindowState

NOT_LASTING = frozenset({CardState.RECORDED, CardState.UNCONFIRMED, CardState.RUNNING})
"""States in which a card of a post that was covered is taken back: nobody was told more than that yet."""


def look_at_post(watch: Watch, key: tuple[str, ...]) -> Look:
    """Off post: signed in, and no sign of life for too long within the hours of the shift."""
    number, rule = WindowNo(key[1]), watch.rule(RuleCode.OFF_POST)
    if rule is None:
        return NOTHING
    window = watch.hall_room.window(number)
    spell = watch.room.state.spells.get(f"{rule.code}/{number}")
    if spell is not None and spell.staff != window.staff:
        return _left_by(watch, _case(rule, number, spell.staff), spell, window.staff)
    if not window.staff:
        return NOTHING
    case = _case(rule, number, window.staff)
    if window.state is WindowState.SERVING:
        # A service is life itself; the next silence begins when it ends, and that is an event of the window.
        return climb(watch, case, None)
    hours = _hours(watch, window.staff)
    if hours is None:
        return _later(climb(watch, case, None), _next_session_ms(watch, window.staff))
    back_ms = back_from_ms(watch, window.staff, hours[0])
    if back_ms > watch.at_ms:
        return _later(climb(watch, case, None), min(back_ms, hours[1]))
    seen = climb(watch, case, max(watch.room.post(number).life_ms, hours[0], back_ms))
    return _later(seen, min(seen.next_ms, hours[1], _next_leave_ms(watch, window.staff)))


def _next_leave_ms(watch: Watch, staff: StaffId) -> int:
    begins = (one.from_ms for one in absences_of(watch, staff))
    return min((from_ms for from_ms in begins if from_ms > watch.at_ms), default=NEVER)


def _case(rule: Rule, number: WindowNo, staff: StaffId) -> Case:
    return Case(rule, f"staff:{staff}", number, staff, number, facts={"window": number})


def _later(look: Look, next_ms: int) -> Look:
    return Look(look.events, next_ms)


def _left_by(watch: Watch, case: Case, spell: Spell, now_there: StaffId) -> Look:
    """Somebody else sits there, or nobody: the spell ends; the named substitute clears it."""
    draft = Draft(watch)
    member = watch.book.members.get(spell.staff)
    card = watch.room.card(spell.card)
    is_covered = member is not None and now_there in member.substitutes
    if is_covered:
        draft.events.append(e.PostCovered(case.window, spell.staff, now_there, spell.since_ms))
    if is_covered and card.state in NOT_LASTING:
        text = f"AB岗 {now_there}"
        draft.move(card.id, CardAct.RECOMPUTE, CardState.REVOKED, text=text, ends=case.spell)
    else:
        draft.end(case.spell, spell)
    return at_next(watch.at_ms + 1, draft.events)


def _hours(watch: Watch, staff: StaffId) -> tuple[int, int] | None:
    """Return the session that runs now; of a hall without shifts the whole day."""
    shift = watch.book.post_shift_of(staff)
    day_ms = watch.book.day_start_ms(watch.at_ms)
    if shift is None:
        return (day_ms, NEVER)
    return in_session(shift, day_ms, watch.at_ms)


def _next_session_ms(watch: Watch, staff: StaffId) -> int:
    shift = watch.book.post_shift_of(staff)
    day_ms = watch.book.day_start_ms(watch.at_ms)
    starts = (session_bounds_ms(one, day_ms)[0] for one in shift.sessions) if shift else ()
    return min((start for start in starts if start > watch.at_ms), default=NEVER)


def look_at_idle(watch: Watch, key: tuple[str, ...]) -> Look:
    """An open window is idle although somebody waits whom it could call."""
    number, rule = WindowNo(key[1]), watch.rule(RuleCode.IDLE_WINDOW)
    if rule is None:
        return NOTHING
    window = watch.hall_room.window(number)
    case = Case(rule, f"window:{number}", number, window.staff, number)
    if not window.staff:
        return climb(watch, case, None)
    waits_since_ms = _waits_since_ms(watch, number)
    if window.state is not WindowState.IDLE or waits_since_ms is None:
        # Whoever comes from now on has waited long enough at the earliest then.
        return _later(climb(watch, case, None), watch.at_ms + max(1000, rule.steps[0].over * 1000))
    begun_ms = max(window.idle_since_ms, watch.room.post(number).anew_ms, waits_since_ms)
    return climb(watch, case, begun_ms)


def _waits_since_ms(watch: Watch, number: WindowNo) -> int | None:
    """Return since when somebody waits whom the window may call; None when nobody does."""
    room = watch.hall_room
    items = room.skills(watch.book.hall).items_of.get(number, ())
    lanes = room.lanes.for_window(number, items)
    return min((since_ms for lane in lanes for since_ms in _waiting_ms(watch, lane)), default=None)


def _waiting_ms(watch: Watch, lane: Lane) -> Iterator[int]:
    """Yield since when those of a lane stand in it, up to the first after whom nobody can have come earlier.

    Who came back, or was sent here, has the place of their old number, but has not waited here before.
    """
    came_ms = watch.room.state.came_ms
    for ref_ms, _, _, ticket in lane.line:
        if ref_ms > watch.at_ms:
            return
        yield max(ref_ms, came_ms.get(ticket, 0))
        if ticket not in came_ms:
            return
