"""The times of a shift: when its sessions are, what of them is due of somebody, and which punch is whose.

What lives here: instants. Which part of a session approved absences leave due, and to which session and side
a punch belongs. What never does: whether anything was right or wrong; that is ``attendance``.

A badge reading and a make-up slip have no direction, so their place decides: in before the middle of what is
due of the session, out from there on. A sign-in at a window is an in and a sign-out an out wherever they lie;
a sign-in after a session's end is for the next one, a sign-out before a session's start of the one before.
Instants are ms since the epoch, a day begins at ``day_start_ms`` (its local midnight), spans are without
their end. A session may reach past midnight: its day is the one on which it begins.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

import msgspec

from queue_server.supervision.plan import Numbers, Session, Shift

MINUTE_MS = 60_000

PunchSource = Literal["badge", "window_in", "window_out", "made_up"]


class Punch(msgspec.Struct, frozen=True, gc=False):
    """One sign of coming or going. A make-up slip has the instant that it stands for."""

    at_ms: int
    source: PunchSource


class ApprovedAbsence(Protocol):
    """Leave or official business on file."""

    @property
    def from_ms(self) -> int: ...
    @property
    def until_ms(self) -> int: ...
    @property
    def filed_ms(self) -> int: ...


class Due(msgspec.Struct, frozen=True, gc=False):
    """The part of a session in which somebody is due."""

    from_ms: int
    until_ms: int

    @property
    def is_excused(self) -> bool:
        """Whether approved absences leave nothing of the session."""
        return self.from_ms >= self.until_ms


class SessionFacts(msgspec.Struct, frozen=True):
    """What is known of one person's session: what is due, and the punches that count for it, by side."""

    number: int
    session: Session
    due: Due
    ins: list[int]
    outs: list[int]
    sign_ins: list[int]
    """Those of ``ins`` that were made at a window: only they say for certain that somebody came back."""

    @property
    def is_unheard(self) -> bool:
        """Whether not one punch counts for the session."""
        return not self.ins and not self.outs


def session_bounds_ms(session: Session, day_start_ms: int) -> tuple[int, int]:
    """Return the session's start and end on that day."""
    return day_start_ms + session.start_min * MINUTE_MS, day_start_ms + session.end_min * MINUTE_MS


def in_session(shift: Shift, day_start_ms: int, at_ms: int) -> tuple[int, int] | None:
    """Return start and end of the session that runs at ``at_ms``, or None between and outside sessions."""
    for session in shift.sessions:
        start_ms, end_ms = session_bounds_ms(session, day_start_ms)
        if start_ms <= at_ms < end_ms:
            return start_ms, end_ms
    return None


def boundaries(shift: Shift, day_start_ms: int) -> tuple[int, ...]:
    """Return the starts, ends and closes of the sessions, sorted, each once.

    ``attendance.judge`` changes by time alone only at the closes; starts and ends change who is expected.
    """
    minutes = {minute for one in shift.sessions for minute in (one.start_min, one.end_min, one.closes_min)}
    return tuple(day_start_ms + minute * MINUTE_MS for minute in sorted(minutes))


def due_of(session: Session, day_start_ms: int, absences: Iterable[ApprovedAbsence], grace_ms: int) -> Due:
    """Return what absences leave due of a session: one over its start or end moves that start or end.

    An absence counts when it was on file ``grace_ms`` after the session's start at the latest, or, when it
    begins later in the session, so long after its own beginning.
    """
    start_ms, end_ms = session_bounds_ms(session, day_start_ms)
    spans = [
        (one.from_ms, one.until_ms)
        for one in absences
        if one.filed_ms <= max(start_ms, one.from_ms) + grace_ms
    ]
    for from_ms, until_ms in sorted(spans):
        if from_ms <= start_ms < until_ms:
            start_ms = until_ms
    for from_ms, until_ms in sorted(spans, key=lambda span: -span[1]):
        if from_ms < end_ms <= until_ms:
            end_ms = from_ms
    return Due(start_ms, end_ms)


def facts_of(
    shift: Shift,
    day_start_ms: int,
    punches: Iterable[Punch],
    absences: Sequence[ApprovedAbsence],
    numbers: Numbers,
    at_ms: int,
) -> tuple[SessionFacts, ...]:
    """Return what is known at ``at_ms`` of each session of somebody's day."""
    filed = [one for one in absences if one.filed_ms <= at_ms]
    grace_ms = numbers.absence_grace_min * MINUTE_MS
    sessions = tuple(
        SessionFacts(number, session, due_of(session, day_start_ms, filed, grace_ms), [], [], [])
        for number, session in enumerate(shift.sessions)
    )
    for punch in punches:
        is_counted = numbers.window_signs_count or punch.source in ("badge", "made_up")
        if punch.at_ms <= at_ms and is_counted:
            _place(punch, sessions, day_start_ms)
    return sessions


def _place(punch: Punch, sessions: tuple[SessionFacts, ...], day_start_ms: int) -> None:
    """Write a punch into the session and side to which it belongs; outside all spans it has none."""
    minute = (punch.at_ms - day_start_ms) // MINUTE_MS
    for one in sessions:
        if one.session.opens_min <= minute < one.session.closes_min:
            number, is_in = _side(punch, one, day_start_ms)
            if 0 <= number < len(sessions):
                _write(punch, sessions[number], is_in)
            return


def _side(punch: Punch, one: SessionFacts, day_start_ms: int) -> tuple[int, bool]:
    start_ms, end_ms = session_bounds_ms(one.session, day_start_ms)
    if punch.source == "window_in":
        return one.number + (punch.at_ms >= end_ms), True
    if punch.source == "window_out":
        return one.number - (punch.at_ms < start_ms), False
    middle_ms = (start_ms + end_ms) // 2 if one.due.is_excused else (one.due.from_ms + one.due.until_ms) // 2
    return one.number, punch.at_ms < middle_ms


def _write(punch: Punch, one: SessionFacts, is_in: bool) -> None:
    """Coming when nothing is due any more is no coming, going before anything is due no going."""
    if is_in and (one.due.is_excused or punch.at_ms < one.due.until_ms):
        one.ins.append(punch.at_ms)
        if punch.source == "window_in":
            one.sign_ins.append(punch.at_ms)
    elif not is_in and (one.due.is_excused or punch.at_ms >= one.due.from_ms):
        one.outs.append(punch.at_ms)
