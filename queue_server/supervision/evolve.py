"""How supervision becomes what the journal says: from the events of the hall and from its own, in place.

Like the hall's ``evolve`` it reads no plan and no clock. It sees every event of the journal; the hall's move
the posts and the punches, its own the cards.
"""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.hall import events as h
from queue_server.hall.events import Recorded
from queue_server.supervision import events as e
from queue_server.supervision import evolve_attendance as attendance
from queue_server.supervision import evolve_card as card
from queue_server.supervision import evolve_post as post
from queue_server.supervision.room import SupervisionRoom

_HANDLERS: Mapping[type[h.Event], Callable[[SupervisionRoom, Recorded, Any], None]] = {
    h.DayOpened: attendance.day_opened,
    h.StaffSignedIn: post.signed_in,
    h.StaffSignedOut: post.signed_out,
    h.TicketCalled: post.called,
    h.ServiceFinished: post.finished,
    h.ItemAdded: post.item_added,
    h.StepUndone: post.undone,
    h.SkillsChanged: post.skills_changed,
    h.TicketIssued: post.issued,
    h.TicketReturned: post.came,
    h.TicketTransferred: post.came,
    h.ReservationLapsed: post.came,
    h.DeviceChanged: post.device_changed,
    e.LifeShown: post.life_shown,
    e.WatchResumed: post.watch_resumed,
    e.BadgeRead: attendance.badge_read,
    e.BadgeAssigned: attendance.badge_assigned,
    e.ReaderAlarmed: attendance.reader_alarmed,
    e.AbsenceFiled: attendance.absence_filed,
    e.AbsenceWithdrawn: attendance.absence_withdrawn,
    e.PunchMadeUp: attendance.made_up,
    e.DayJudged: attendance.judged,
    e.CardRaised: card.raised,
    e.CardStepped: card.stepped,
    e.CardRepeated: card.repeated,
    e.CardRelieved: card.relieved,
    e.CardMoved: card.moved,
    e.Told: card.told,
    e.TellingAcknowledged: card.acknowledged,
    e.TaskOpened: card.task_opened,
    e.TaskAnswered: card.task_answered,
    e.TaskOverdue: card.task_overdue,
    e.SelectionPublished: card.selection_published,
}
"""Events without an entry move nothing here, but may be a sign of life."""

_WINDOW = "window:"


def evolve(room: SupervisionRoom, recorded: Recorded) -> None:
    """Let the event happen to the room; the room is changed in place."""
    event = recorded.event
    room.state.at_ms = recorded.at_ms
    if recorded.actor.startswith(_WINDOW):
        post.show_life(room, recorded)
    handler = _HANDLERS.get(type(event))
    if handler is not None:
        handler(room, recorded, event)
