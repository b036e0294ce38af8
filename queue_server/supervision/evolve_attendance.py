"""How badges, punches, absences and days move supervision. A correction is a new fact beside the old ones."""

from msgspec.structs import replace

from queue_server.hall import events as h
from queue_server.hall.events import Recorded
from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.shifts import Punch
from queue_server.supervision.state import DAYS_KEPT, READINGS_KEPT, STRAYS_KEPT, Absence, Stray
from queue_server.vocabulary import StaffId

DAY_MS = 86_400_000


def stamp(room: SupervisionRoom, staff: StaffId, punch: Punch) -> None:
    """Put a punch to its day; what is older than the days kept is nobody's concern any more."""
    day = room.day_of(punch.at_ms)
    if day is not None:
        room.state.punches.setdefault(day, {}).setdefault(staff, []).append(punch)


def day_opened(room: SupervisionRoom, _recorded: Recorded, event: h.DayOpened) -> None:
    state = room.state
    state.day, state.day_starts_ms = event.day, event.starts_ms
    state.raised_today = state.filed_today = 0
    state.came_ms = {}
    state.punches.setdefault(event.day, {})
    _forget(room)
    for post in state.posts.values():
        post.begin_day()


def _forget(room: SupervisionRoom) -> None:
    """Let go of what nothing can be judged from any more."""
    state = room.state
    for day in sorted(state.punches)[:-DAYS_KEPT]:
        del state.punches[day]
    before_ms = state.day_starts_ms - DAYS_KEPT * DAY_MS
    state.absences = {key: one for key, one in state.absences.items() if one.until_ms > before_ms}
    for card in tuple(state.cards.values()):
        if card.state not in life.OPEN and max(card.raised_ms, card.ended_ms) <= before_ms:
            room.let_go(card)


def badge_read(room: SupervisionRoom, recorded: Recorded, event: e.BadgeRead) -> None:
    staff = event.staff or room.state.owners.get(event.mark, StaffId(""))
    if staff:
        stamp(room, staff, Punch(recorded.at_ms, "badge"))
        return
    strays = room.state.strays
    known = strays.pop(event.mark, None) or Stray(event.mark, event.last4, event.reader, 0, ())
    readings = (*known.read_ms, recorded.at_ms)[-READINGS_KEPT:]
    strays[event.mark] = replace(known, reader=event.reader, times=known.times + 1, read_ms=readings)
    if len(strays) > STRAYS_KEPT:
        del strays[next(iter(strays))]


def badge_assigned(room: SupervisionRoom, _recorded: Recorded, event: e.BadgeAssigned) -> None:
    room.state.owners[event.mark] = event.staff
    stray = room.state.strays.pop(event.mark, None)
    for at_ms in stray.read_ms if stray else ():
        stamp(room, event.staff, Punch(at_ms, "badge"))


def reader_alarmed(room: SupervisionRoom, recorded: Recorded, event: e.ReaderAlarmed) -> None:
    state = room.state
    if event.alarm:
        state.alarms[event.reader] = event.alarm
        state.alarmed_ms.setdefault(event.reader, recorded.at_ms)
    else:
        state.alarms.pop(event.reader, None)
        state.alarmed_ms.pop(event.reader, None)


def absence_filed(room: SupervisionRoom, recorded: Recorded, event: e.AbsenceFiled) -> None:
    room.state.filed_today += 1
    room.state.absences[event.absence] = Absence(
        event.absence,
        event.staff,
        event.kind,
        event.from_ms,
        event.until_ms,
        filed_ms=recorded.at_ms,
        reason=event.reason,
    )


def absence_withdrawn(room: SupervisionRoom, _recorded: Recorded, event: e.AbsenceWithdrawn) -> None:
    room.state.absences.pop(event.absence, None)


def made_up(room: SupervisionRoom, _recorded: Recorded, event: e.PunchMadeUp) -> None:
    stamp(room, event.staff, Punch(event.at_ms, "made_up"))


def judged(room: SupervisionRoom, _recorded: Recorded, event: e.DayJudged) -> None:
    if event.day == room.state.day:
        room.state.is_working, room.state.is_provisional = event.is_working, event.is_provisional
