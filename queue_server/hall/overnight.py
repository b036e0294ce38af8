"""The hall as it stood when a past day began, from the few kinds of events that outlive a night.

What stays overnight is ``morning``'s; these are the events that make it. So a day far in a long journal is
played again without all the days before it. The list of earlier announcements begins empty: their count goes
on, and every board takes the calls of another day off its screen.
"""

from collections.abc import Iterable

from queue_server.hall import events as e
from queue_server.hall.evolve import evolve
from queue_server.hall.room import HallRoom

_OUTLIVING = (
    e.DayOpened,
    e.AppointmentBooked,
    e.AppointmentCancelled,
    e.NoticePosted,
    e.NumbersLeased,
    e.DeviceChanged,
)
OVERNIGHT_KINDS = tuple(str(one.__struct_config__.tag) for one in _OUTLIVING)
"""The names of these events in the journal."""
ANNOUNCING_KINDS = tuple(
    str(one.__struct_config__.tag)
    for one in (e.TicketCalled, e.TicketRecalled, e.StepUndone, e.JournalRestored)
)
"""The names of the events that may make an announcement, or leap over some."""


def room_before(recorded: Iterable[e.Recorded], announced: int) -> HallRoom:
    """Return the room after these events, of which only the outliving count, and ``announced`` calls."""
    room = HallRoom.empty()
    for each in recorded:
        if isinstance(each.event, _OUTLIVING):
            evolve(room, each)
    room.state.announced = announced
    return room
