"""The hours of the demonstration's day, as instants. Nothing but arithmetic."""

import msgspec

from queue_server.config import Config
from queue_server.demo.audit_attendance import Roster, Span
from queue_server.supervision.plan import Shift

DOORS_OPEN_MS = 1_772_411_400_000
"""2026-03-02, a Monday, 08:30 in the hall."""
MINUTE_MS = 60_000
DOORS_OPEN_MIN = 8 * 60 + 30
STAFF_COMES_MIN = 2
"""So long before the doors open the run begins: the staff comes in."""


class Hours(msgspec.Struct, frozen=True):
    """The day of a run."""

    day_start_ms: int
    doors_open_ms: int
    sessions: tuple[tuple[int, int], ...]
    """Start and end of each session that the staff works."""

    @property
    def begins_ms(self) -> int:
        """When the run begins."""
        return self.doors_open_ms - STAFF_COMES_MIN * MINUTE_MS


def hours_of(shift: Shift) -> Hours:
    """Return the day of people who work by ``shift``."""
    day_start_ms = DOORS_OPEN_MS - DOORS_OPEN_MIN * MINUTE_MS
    sessions = tuple(
        (day_start_ms + one.start_min * MINUTE_MS, day_start_ms + one.end_min * MINUTE_MS)
        for one in shift.sessions
    )
    return Hours(day_start_ms, DOORS_OPEN_MS, sessions)


def roster_of(config: Config) -> Roster:
    """Return who has a shift in this hall, and when its sessions are."""
    plan = config.supervision
    return Roster(
        frozenset(member.id for member in plan.members if member.shift),
        tuple(Span(one.opens_min, one.start_min, one.end_min) for one in plan.shifts[0].sessions),
        plan.utc_offset_min,
    )
