"""Attendance as figures: who was there on which day, from when to when, and whose absence was approved.

It judges nothing: what is late or missing was judged by supervision and stands in its cards. A make-up slip
counts at the instant that it stands for; a badge assigned later counts from its first reading on.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from queue_server.hall import events as h
from queue_server.reports.cards import Card
from queue_server.supervision import events as s
from queue_server.vocabulary import ATTENDANCE_RULES, AbsenceId, AbsenceKind, RuleCode, StaffId

DAY_MS = 86_400_000
OF_ATTENDANCE = ATTENDANCE_RULES | {RuleCode.OFF_POST}


class Seen(msgspec.Struct):
    """One person's day: the first punch, and the last that may have been a going; 0: none."""

    first_ms: int = 0
    last_ms: int = 0


class Absence(msgspec.Struct, frozen=True):
    """Approved leave or official business."""

    staff: StaffId
    kind: AbsenceKind
    from_ms: int
    until_ms: int


class Attendance(msgspec.Struct, frozen=True):
    """One person's period."""

    staff: StaffId
    days: int
    """Days with a punch."""
    first_ms: int
    """The first punch of the period, of a day's report; 0: none."""
    last_ms: int
    findings: dict[RuleCode, int]
    """Cards that stand, by rule."""
    half_days: int
    """Half days counted as absent by cards that stand."""
    leave_days: dict[AbsenceKind, int]
    """Days touched by an approved absence."""


class Presence:
    """The fold. ``window_signs_count``: whether signing in and out at a window is a punch."""

    def __init__(self, day_of: Callable[[int], str], window_signs_count: bool = True) -> None:
        self.seen: dict[str, dict[StaffId, Seen]] = {}
        self.absences: dict[AbsenceId, Absence] = {}
        self._owners: dict[str, StaffId] = {}
        self._strays: dict[str, list[int]] = {}
        self._day_of = day_of
        self._signs_count = window_signs_count
        self.handlers: dict[type[h.Event], Callable[[int, Any], None]] = {
            s.BadgeAssigned: self._assigned,
            s.BadgeRead: self._badge,
            s.PunchMadeUp: lambda _at_ms, event: self._punch(event.staff, event.at_ms),
            s.AbsenceFiled: self._filed,
            s.AbsenceWithdrawn: self._withdrawn,
        }

    def signed_in(self, at_ms: int, staff: StaffId) -> None:
        """Somebody signed in at a window: they have come."""
        if self._signs_count:
            self._punch(staff, at_ms, may_be_going=False)

    def signed_out(self, at_ms: int, actor: str, event: h.StaffSignedOut) -> None:
        """Somebody signed out; whom the clock or a substitute signs out has not gone by that."""
        if self._signs_count and actor.startswith("window:") and not event.relieved_by:
            self._punch(event.staff, at_ms)

    def _assigned(self, _at_ms: int, event: s.BadgeAssigned) -> None:
        self._owners[event.mark] = event.staff
        for read_ms in self._strays.pop(event.mark, ()):
            self._punch(event.staff, read_ms)

    def _badge(self, at_ms: int, event: s.BadgeRead) -> None:
        staff = event.staff or self._owners.get(event.mark)
        if staff:
            self._punch(staff, at_ms)
        else:
            self._strays.setdefault(event.mark, []).append(at_ms)

    def _punch(self, staff: StaffId, at_ms: int, may_be_going: bool = True) -> None:
        seen = self.seen.setdefault(self._day_of(at_ms), {}).setdefault(staff, Seen())
        before_ms, seen.first_ms = seen.first_ms, min(seen.first_ms or at_ms, at_ms)
        if may_be_going:
            seen.last_ms = max(seen.last_ms, at_ms)
        elif before_ms > at_ms:
            seen.last_ms = max(seen.last_ms, before_ms)

    def _filed(self, _at_ms: int, event: s.AbsenceFiled) -> None:
        self.absences[event.absence] = Absence(event.staff, event.kind, event.from_ms, event.until_ms)

    def _withdrawn(self, _at_ms: int, event: s.AbsenceWithdrawn) -> None:
        self.absences.pop(event.absence, None)

    def of_days(
        self, days: Iterable[str], midnight_of: Callable[[str], int], cards: Iterable[Card]
    ) -> dict[StaffId, Attendance]:
        """Return everybody of whom something is known in these days."""
        days = tuple(days)
        spans = [(midnight_of(day), midnight_of(day) + DAY_MS) for day in days]
        found = [card for card in cards if card.stands and card.staff and card.rule in OF_ATTENDANCE]
        seen = {staff for day in days for staff in self.seen.get(day, ())}
        away = {one.staff for one in self.absences.values() if _touched(one, spans)}
        return {
            staff: self._of(staff, days, spans, [card for card in found if card.staff == staff])
            for staff in sorted(seen | away | {card.staff for card in found})
        }

    def _of(
        self, staff: StaffId, days: tuple[str, ...], spans: list[tuple[int, int]], cards: list[Card]
    ) -> Attendance:
        punched = [self.seen[day][staff] for day in days if staff in self.seen.get(day, ())]
        findings: dict[RuleCode, int] = {}
        for card in cards:
            findings[card.rule] = findings.get(card.rule, 0) + 1
        leave: dict[AbsenceKind, int] = {}
        for one in self.absences.values():
            if one.staff == staff and (touched := _touched(one, spans)):
                leave[one.kind] = leave.get(one.kind, 0) + touched
        first_ms = min((one.first_ms for one in punched), default=0)
        last_ms = max((one.last_ms for one in punched if one.last_ms != one.first_ms), default=0)
        half_days = sum(card.half_days for card in cards)
        return Attendance(staff, len(punched), first_ms, last_ms, findings, half_days, leave)


def _touched(absence: Absence, spans: list[tuple[int, int]]) -> int:
    """Return how many of the days the absence reaches into."""
    return sum(absence.from_ms < until_ms and absence.until_ms > from_ms for from_ms, until_ms in spans)
