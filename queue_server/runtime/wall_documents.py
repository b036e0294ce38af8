"""Supervision as documents for the managers' wall and the boards: one function a kind. Pure.

Staff are named from the configuration; the journal and the rooms know their numbers only.
"""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from queue_server.hall.plan import Name
from queue_server.reports import today as figures
from queue_server.reports.accuracy import Accuracy, summed
from queue_server.runtime.rooms import Rooms
from queue_server.supervision import life
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.standing import standing
from queue_server.supervision.state import Card
from queue_server.vocabulary import (
    ATTENDANCE_RULES,
    CardAct,
    CardId,
    CardState,
    Presence,
    RuleCode,
    StaffId,
    TaskId,
    TicketClass,
    WindowNo,
)
from queue_server.wire import wall_documents as w
from queue_server.wire.words import Words

Key = TypeVar("Key", bound=str)
UNKNOWN_SHOWN_MAX = 20
"""Unknown badges on the wall, the newest first."""
SEEN = (Presence.PRESENT, Presence.AT_WINDOW, Presence.OFF_POST)


def words(name: Name) -> Words:
    return Words(name.zh, name.en)


def rules_doc(book: Handbook) -> w.RulesDoc:
    return w.RulesDoc(
        key="rules",
        levels=tuple(
            w.LevelWords(level.code, words(level.name), level.colour, level.has_life)
            for level in book.plan.levels
        ),
        rules={rule.code: words(rule.name) for rule in book.plan.rules},
        wait_ceiling_min=book.ceilings_ms[TicketClass.REGULAR] // 60_000,
    )


def is_shown(card: Card, day: str) -> bool:
    """Whether a card stands on the wall: an open one, or a fact or an end of today."""
    if card.state in life.OPEN:
        return True
    return card.day == day and card.state in (CardState.RECORDED, CardState.ENDED)


def card_doc(rooms: Rooms, book: Handbook, card_id: CardId) -> w.CardDoc | None:
    card = rooms.supervision.state.cards.get(card_id)
    if card is None or not is_shown(card, rooms.supervision.state.day):
        return None
    ticket = rooms.hall.state.tickets.get(card.ticket)
    return w.CardDoc(
        key=f"card/{card.id}",
        card=card.id,
        rule=card.rule,
        level=card.level,
        state=card.state,
        subject=card.subject,
        raised_ms=card.raised_ms,
        since_ms=card.since_ms,
        day=card.day,
        amount=card.amount,
        staff=card.staff,
        staff_name=name_of(book, card.staff),
        window=card.window,
        number=ticket.number if ticket else "",
        device=card.device,
        facts=card.facts,
        times=card.times,
        half_days=card.half_days,
        deadline_ms=card.deadline_ms,
        is_provisional=card.is_provisional,
        is_overdue=card.chases > 0,
        is_current=card.state in life.OPEN or is_lasting(rooms, card),
        told=card.told,
        acknowledged=card.acknowledged,
        explanation=card.explanation,
        finding=card.finding,
        reason=card.reason,
        measure=card.measure,
        acts=acts_of(card, at_ms=rooms.supervision.state.at_ms),
    )


def acts_of(card: Card, at_ms: int) -> tuple[CardAct, ...]:
    """Return what managers can do to the card now."""
    acts = tuple(
        act for act in life.acts_from(card.state) if act is not CardAct.APPEAL or at_ms < card.appeal_until_ms
    )
    unseen = any(
        not one.startswith(("window:", "staff:")) for one in card.told if one not in card.acknowledged
    )
    return (CardAct.ACKNOWLEDGE, *acts) if unseen else acts


def name_of(book: Handbook, staff: StaffId) -> str:
    member = book.members.get(staff)
    return member.name if member else ""


def is_lasting(rooms: Rooms, card: Card) -> bool:
    """Whether the cause for which a card stands still lasts."""
    spell = rooms.supervision.state.spells.get(card.spell)
    return spell is not None and spell.card == card.id


def task_doc(rooms: Rooms, book: Handbook, task_id: TaskId) -> w.TaskDoc | None:
    task = rooms.supervision.state.tasks.get(task_id)
    if task is None:
        return None
    return w.TaskDoc(
        key=f"task/{task.id}",
        task=task.id,
        number=task.ticket.rpartition("-")[2],
        window=task.window,
        staff=task.staff,
        stars=task.stars,
        deadline_ms=task.deadline_ms,
        staff_name=name_of(book, task.staff),
        is_overdue=task.is_overdue,
    )


def window_of_staff(rooms: Rooms) -> dict[StaffId, WindowNo]:
    """Return where everybody who is signed in sits."""
    return {one.staff: number for number, one in rooms.hall.state.windows.items() if one.staff}


def _window_of(rooms: Rooms, staff: StaffId) -> WindowNo:
    windows = rooms.hall.state.windows.items()
    return next((number for number, one in windows if one.staff == staff), WindowNo(""))


def presence_of(rooms: Rooms, book: Handbook, staff: StaffId, window: WindowNo, at_ms: int) -> Presence:
    """Return what is known of a staff member at ``at_ms``."""
    state, member = rooms.supervision.state, book.members[staff]
    spell = state.spells.get(f"{RuleCode.OFF_POST}/{window}") if window else None
    return standing(
        member,
        book.shift_of(staff),
        book.day_start_ms(at_ms),
        state.punches.get(state.day, {}).get(staff, ()),
        [one for one in state.absences.values() if one.staff == staff],
        book.plan,
        at_ms,
        state.is_working,
        window=window,
        is_off_post=spell is not None and spell.staff == staff,
    )


def staff_doc(rooms: Rooms, book: Handbook, staff: StaffId, at_ms: int) -> w.StaffDoc | None:
    member = book.members.get(staff)
    if member is None:
        return None
    state, window = rooms.supervision.state, _window_of(rooms, staff)
    marks = _marks(rooms, staff)
    punches = state.punches.get(state.day, {}).get(staff, ())
    return w.StaffDoc(
        key=f"staff/{staff}",
        staff=staff,
        name=member.name,
        department=member.department,
        presence=presence_of(rooms, book, staff, window, at_ms),
        window=window,
        since_ms=_since_ms(rooms, staff, window),
        punches_ms=tuple(sorted({punch.at_ms for punch in punches})),
        is_late=RuleCode.LATE in marks,
        marks=marks,
        is_chief=member.is_chief,
    )


def _since_ms(rooms: Rooms, staff: StaffId, window: WindowNo) -> int:
    """Return since when there was no sign of life, while off post; else since when they sit there."""
    if not window:
        return 0
    spell = rooms.supervision.state.spells.get(f"{RuleCode.OFF_POST}/{window}")
    if spell is not None and spell.staff == staff:
        return spell.since_ms
    return rooms.supervision.post(window).since_ms


def _marks(rooms: Rooms, staff: StaffId) -> tuple[RuleCode, ...]:
    """Return the attendance rules with a card of today that stands, each once."""
    cards = rooms.supervision.attendance_cards(staff, rooms.supervision.state.day)
    rules = (one.rule for one in cards if one.state is not CardState.REVOKED and one.rule in ATTENDANCE_RULES)
    return tuple(dict.fromkeys(rules))


def attendance_doc(rooms: Rooms, book: Handbook, at_ms: int) -> w.AttendanceDoc:
    """Return the staff of today as counts: each person under what is known of them now."""
    state, windows = rooms.supervision.state, window_of_staff(rooms)
    with_shift = [one.id for one in book.plan.members if one.shift in book.shifts]
    now = [presence_of(rooms, book, one, windows.get(one, WindowNo("")), at_ms) for one in with_shift]
    late = sum(RuleCode.LATE in _marks(rooms, one) for one in with_shift)
    strays = sorted(state.strays.values(), key=lambda one: one.read_ms[-1], reverse=True)
    return w.AttendanceDoc(
        key="attendance",
        day=state.day,
        is_working=state.is_working,
        is_provisional=state.is_provisional,
        expected=sum(one not in (Presence.OFF_DUTY, Presence.ON_LEAVE) for one in now),
        present=sum(one in SEEN for one in now),
        late=late,
        on_leave=now.count(Presence.ON_LEAVE),
        absent=now.count(Presence.ABSENT),
        off_post=now.count(Presence.OFF_POST),
        unknown_badges=tuple(
            w.UnknownBadge(one.mark, one.last4, one.reader, one.read_ms[0], one.read_ms[-1], one.times)
            for one in strays[:UNKNOWN_SHOWN_MAX]
        ),
        reader_alarms=dict(state.alarms),
    )


def day_doc(rooms: Rooms) -> w.DayDoc:
    """Return the figures of the day so far."""
    today = rooms.today.state
    forecasts = rooms.today.forecasts()
    return w.DayDoc(
        key="day",
        day=today.day,
        total=_queue(today.total),
        queues={code: _queue(one) for code, one in today.queues.items()},
        ratings=_spread(today.ratings),
        ratings_of_windows=_spreads(today.ratings_of_windows.items()),
        ratings_of_staff=_spreads(today.ratings_of_staff.items()),
        ratings_of_items=_spreads(today.ratings_of_items.items()),
        forecasts=_accuracy(summed(forecasts.values())),
        forecasts_of_queues={queue: _accuracy(one) for queue, one in forecasts.items()},
        issued_curve=tuple(today.issued_curve),
        served_curve=tuple(today.served_curve),
        usual_curve=tuple(today.usual_curve),
        usual_days=today.usual_days,
    )


def _queue(one: figures.QueueFigures) -> w.QueueFigures:
    return w.QueueFigures(one.issued, one.called, one.served, one.missed, one.wait_sum_ms, one.within_target)


def _accuracy(one: Accuracy) -> w.Accuracy:
    return w.Accuracy(**msgspec.structs.asdict(one))


def _spread(one: figures.Spread) -> w.Spread:
    bad, poor, fair, good, best = one.stars
    return w.Spread((bad, poor, fair, good, best), one.served, one.silent)


def _spreads(spreads: Iterable[tuple[Key, figures.Spread]]) -> dict[Key, w.Spread]:
    return {key: _spread(one) for key, one in spreads if key}


def selection_doc(rooms: Rooms, book: Handbook) -> w.SelectionDoc | None:
    """Return the red-flag windows and service models last published."""
    chosen = rooms.supervision.state.selection
    if chosen is None:
        return None
    names = {window.number: window.name.zh for window in book.hall.plan.windows}
    return w.SelectionDoc(
        key="selection",
        period=chosen.period,
        windows=tuple(
            w.PublishedPlace(one.what, names.get(WindowNo(one.what), ""), one.score) for one in chosen.windows
        ),
        staff=tuple(
            w.PublishedPlace(one.what, name_of(book, StaffId(one.what)), one.score) for one in chosen.staff
        ),
    )
