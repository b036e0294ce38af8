"""Badges, absences and make-up slips: facts that are added, never changed."""

from queue_server.supervision import commands as c
from queue_server.supervision import events as e
from queue_server.supervision.questions import Asked, Decision, refuse
from queue_server.vocabulary import AbsenceId, RefusalCode, StaffId


def read_badge(_asked: Asked, command: c.ReadBadge) -> Decision:
    """Note a reading, an unknown badge's too: it is shown to the manager, not thrown away."""
    return (e.BadgeRead(command.reader, command.mark, command.last4, command.staff),)


def assign_badge(asked: Asked, command: c.AssignBadge) -> Decision:
    """Say whose an unknown badge is; a badge belongs to one person."""
    if command.mark not in asked.watch.room.state.strays:
        return refuse(RefusalCode.UNKNOWN_BADGE)
    return _of_member(asked, command.staff, (e.BadgeAssigned(command.mark, command.staff),))


def file_absence(asked: Asked, command: c.FileAbsence) -> Decision:
    """Put an approved absence on file."""
    if not command.from_ms < command.until_ms:
        return refuse(RefusalCode.BAD_TIMES)
    state = asked.watch.room.state
    absence = AbsenceId(f"{state.day}-L{state.filed_today + 1:03d}")
    filed = e.AbsenceFiled(
        absence,
        command.staff,
        command.kind,
        command.from_ms,
        command.until_ms,
        command.reason,
    )
    return _of_member(asked, command.staff, (filed,))


def withdraw_absence(asked: Asked, command: c.WithdrawAbsence) -> Decision:
    """Take an absence off the file, with a reason; what it suppressed is judged anew."""
    absence = asked.watch.room.state.absences.get(command.absence)
    if absence is None:
        return refuse(RefusalCode.UNKNOWN_ABSENCE, absence=command.absence)
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    return (e.AbsenceWithdrawn(absence.id, absence.staff, command.reason.strip()),)


def make_up_punch(asked: Asked, command: c.MakeUpPunch) -> Decision:
    """Approve a make-up slip for an instant that has passed and is not too long ago to be judged anew."""
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    if command.at_ms > asked.at_ms:
        return refuse(RefusalCode.BAD_TIMES)
    if asked.watch.room.day_of(command.at_ms) is None:
        return refuse(RefusalCode.TOO_LATE)
    return _of_member(
        asked, command.staff, (e.PunchMadeUp(command.staff, command.at_ms, command.reason.strip()),)
    )


def _of_member(asked: Asked, staff: StaffId, events: tuple[e.AnySupervisionEvent, ...]) -> Decision:
    if staff not in asked.watch.book.members:
        return refuse(RefusalCode.UNKNOWN_STAFF)
    return events
