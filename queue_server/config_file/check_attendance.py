"""What can be wrong with attendance: shifts and sessions, the hall's own calendar, who belongs where."""

from itertools import pairwise

from queue_server.config import StaffMember
from queue_server.config_file.build_supervision import read_sessions, unwritten_shifts
from queue_server.config_file.check_hall import refer, unique
from queue_server.config_file.forms import FileForm, ShiftForm
from queue_server.config_file.mistakes import Mistakes
from queue_server.config_file.spans import read_minute, read_span, write_minute
from queue_server.supervision.plan import Session


def check_attendance(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of ``[[shifts]]``, ``[[calendar]]`` and the attendance of ``[[staff]]``."""
    unique("shifts", "code", (one.code for one in file.shifts), mistakes)
    unique("calendar", "date", (one.date.isoformat() for one in file.calendar), mistakes)
    for place, shift in enumerate(file.shifts, start=1):
        _shift(f"[[shifts]] {place} ({shift.code})", shift, mistakes)
    chief_of: dict[str, str] = {}
    for place, member in enumerate(file.staff, start=1):
        where = f"[[staff]] {place} ({member.id})"
        _member(where, member, file, mistakes)
        _substitutes(where, member, file, mistakes)
        if member.is_chief:
            _chief(where, member, chief_of, mistakes)


def _shift(where: str, shift: ShiftForm, mistakes: Mistakes) -> None:
    if not shift.sessions:
        mistakes.add(f"{where}, key sessions", 'is empty; write [{ time = "08:30-12:00" }]')
    if not (shift.punches_in or shift.punches_out):
        mistakes.add(
            where, 'asks for no punch at all; for people without attendance write shift = "" in [[staff]]'
        )
    if _has_times(where, shift, mistakes):
        sessions = read_sessions(shift.sessions)
        for place, session in enumerate(sessions, start=1):
            _punches(f"{where}, key sessions {place}", session, mistakes)
        for place, (earlier, later) in enumerate(pairwise(sessions), start=2):
            _apart(f"{where}, key sessions {place}", earlier, later, mistakes)


def _has_times(where: str, shift: ShiftForm, mistakes: Mistakes) -> bool:
    """Return whether every text is a time."""
    is_right = True
    for place, one in enumerate(shift.sessions, start=1):
        for key, text, read in (
            ("time", one.time, read_span),
            ("opens", one.opens or "00:00", read_minute),
            ("closes", one.closes or "24:00", read_minute),
        ):
            try:
                read(text)
            except ValueError as error:
                is_right = False
                if text:
                    mistakes.add(f"{where}, key sessions {place}, key {key}", str(error))
    return is_right


def _punches(where: str, session: Session, mistakes: Mistakes) -> None:
    if session.opens_min > session.start_min:
        mistakes.add(
            f"{where}, key opens",
            f"{write_minute(session.opens_min)} is after the session's start at "
            f"{write_minute(session.start_min)}, so nobody in time could punch; write an earlier time",
        )
    if session.closes_min < session.end_min:
        mistakes.add(
            f"{where}, key closes",
            f"{write_minute(session.closes_min)} is before the session's end at "
            f"{write_minute(session.end_min)}, so nobody could punch out after it; write a later time",
        )


def _apart(where: str, earlier: Session, later: Session, mistakes: Mistakes) -> None:
    if later.start_min < earlier.end_min:
        mistakes.add(
            f"{where}, key time",
            f"begins at {write_minute(later.start_min)}, before the session above it ends at "
            f"{write_minute(earlier.end_min)}; write the sessions in order, one after the other",
        )
    elif later.opens_min < earlier.closes_min:
        mistakes.add(
            f"{where}, key opens",
            f"{write_minute(later.opens_min)} is before the session above it closes at "
            f"{write_minute(earlier.closes_min)}; a punch can belong to one session only",
        )


def _member(where: str, member: StaffMember, file: FileForm, mistakes: Mistakes) -> None:
    shifts = [one.code for one in file.shifts] + [one.code for one in unwritten_shifts(file)]
    refer(f"{where}, key shift", member.shift, shifts, "shifts", mistakes)
    departments = {one.code for one in file.departments}
    refer(f"{where}, key department", member.department, departments, "departments", mistakes)
    if member.shift and not member.badge and not file.supervision.window_signs_count:
        mistakes.add(
            f"{where}, key badge",
            "is missing, and signing in at a window is no punch (window_signs_count = false), so every day "
            'would count as absent; write the badge, or shift = ""',
        )


def _substitutes(where: str, member: StaffMember, file: FileForm, mistakes: Mistakes) -> None:
    staff = {one.id: one for one in file.staff}
    for id_ in member.substitutes:
        refer(f"{where}, key substitutes", id_, staff, "staff", mistakes)
        if id_ == member.id:
            mistakes.add(f"{where}, key substitutes", "names the person themselves; name somebody else")
        elif _are_apart(member, staff.get(id_, member)):
            mistakes.add(
                f"{where}, key substitutes",
                f"{id_} may sign in at none of the windows of {member.id} ({', '.join(member.windows)}), so "
                f"could not cover anybody there; add one to the windows of {id_}",
            )


def _are_apart(member: StaffMember, other: StaffMember) -> bool:
    return bool(member.windows and other.windows and not set(member.windows) & set(other.windows))


def _chief(where: str, member: StaffMember, chief_of: dict[str, str], mistakes: Mistakes) -> None:
    if not member.department:
        mistakes.add(f"{where}, key department", "is missing; a chief represents a department")
    elif (first := chief_of.setdefault(member.department, member.id)) != member.id:
        mistakes.add(
            f"{where}, key is_chief",
            f"the department {member.department} already has the chief representative {first}; keep one",
        )
