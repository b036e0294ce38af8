"""The plan with its lookups prepared once: levels by rank, rules by code, people, shifts, the calendar.

It answers what the plan says; what stands today is the room's. Nothing in here changes.
"""

from datetime import date

from queue_server.hall.lookup import DAY_MS, MINUTE_MS, Hall
from queue_server.supervision.plan import Level, Member, Rule, RuleStep, Shift, SupervisionPlan
from queue_server.vocabulary import RuleCode, StaffId, TicketClass, WindowNo
from queue_server.working_days import Deadline, WorkingDays

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Handbook:
    """What supervision goes by in one hall."""

    def __init__(self, plan: SupervisionPlan, hall: Hall) -> None:
        self.plan, self.hall = plan, hall
        self.numbers, self.deadlines = plan.numbers, plan.deadlines
        self.rank = {level.code: place for place, level in enumerate(plan.levels)}
        self.rules: dict[RuleCode, Rule] = {rule.code: rule for rule in plan.rules if rule.steps}
        self.members: dict[StaffId, Member] = {member.id: member for member in plan.members}
        self.shifts: dict[str, Shift] = {shift.code: shift for shift in plan.shifts}
        self.keeps_attendance = any(member.shift for member in plan.members)
        self.calendar = WorkingDays(plan.overrides)
        self.offset_ms = plan.utc_offset_min * MINUTE_MS
        self._department = {window.number: _department(hall, window.number) for window in hall.plan.windows}
        targets = hall.plan.dispatch.targets_min
        written = plan.numbers.ceilings_min
        self.ceilings_ms = {klass: written.get(klass, targets[klass]) * MINUTE_MS for klass in TicketClass}

    def level(self, code: str) -> Level:
        return self.plan.levels[self.rank[code]]

    def is_severer(self, one: str, other: str) -> bool:
        return self.rank[one] > self.rank.get(other, -1)

    def department_of(self, staff: StaffId, window: WindowNo) -> str:
        """Return whose department a card is: the person's, else the window's."""
        member = self.members.get(staff)
        return (member.department if member else "") or self._department.get(window, "")

    def recipients(self, step: RuleStep, staff: StaffId, window: WindowNo) -> tuple[str, ...]:
        """Return who is told at this step, each address once, in the order of the handbook."""
        words = step.tells or self._tells_of(step.level)
        found = (self.address(word, staff, window) for word in words)
        return tuple(dict.fromkeys(address for address in found if address))

    def _tells_of(self, level: str) -> tuple[str, ...]:
        """Return whom a level tells. One that the hall has done away with tells all lists: rather more."""
        milder = self.plan.levels[: self.rank.get(level, len(self.rank)) + 1]
        return tuple(word for one in milder for word in one.tells)

    def told_of_level(self, level: str, staff: StaffId, window: WindowNo) -> tuple[str, ...]:
        """Return everybody who is told of a card of this level: its own list and those of the milder ones."""
        return self.recipients(RuleStep(level), staff, window)

    def address(self, word: str, staff: StaffId, window: WindowNo) -> str:
        """Return a recipient's address; empty where there is nobody of that kind."""
        department = self.department_of(staff, window)
        match word:
            case "window":
                return f"window:{window}" if window else ""
            case "holder":
                return f"staff:{staff}" if staff else f"window:{window}" if window else ""
            case "chief" | "head":
                return f"{word}:{department}" if department else ""
        return word

    def shift_of(self, staff: StaffId) -> Shift | None:
        """Return the shift of a person; of somebody without a record of attendance none."""
        member = self.members.get(staff)
        return self.shifts.get(member.shift) if member else None

    def post_shift_of(self, staff: StaffId) -> Shift | None:
        """Return by whose sessions a post is watched: the person's own shift, else the hall's first."""
        return self.shift_of(staff) or next(iter(self.shifts.values()), None)

    def day_start_ms(self, at_ms: int) -> int:
        return self.hall.day_start_ms(at_ms)

    def day_of(self, at_ms: int) -> str:
        return self.hall.day_of(at_ms)

    def date_of(self, at_ms: int) -> date:
        """Return the local date of an instant."""
        return date.fromordinal(_EPOCH_ORDINAL + (at_ms + self.offset_ms) // DAY_MS)

    def clock_words(self, at_ms: int) -> str:
        """Return an instant as people say it: ``2026-03-05 24:00`` for the midnight that ends the fifth."""
        minute = self.hall.minute_of(at_ms)
        if not minute:
            return f"{self.date_of(at_ms - 1).isoformat()} 24:00"
        return f"{self.date_of(at_ms).isoformat()} {minute // 60:02d}:{minute % 60:02d}"

    def deadline(self, at_ms: int, working_days: int) -> Deadline:
        """Return the end of the last of so many working days after the local day of ``at_ms``."""
        return self.calendar.deadline(at_ms, working_days, self.plan.utc_offset_min)


def _department(hall: Hall, number: WindowNo) -> str:
    """Return the department of the window's first item; empty for a window without items."""
    items = hall.windows[number].items
    return hall.items[items[0]].department if items else ""
