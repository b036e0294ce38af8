"""How the hall becomes what its journal says: one event at a time, from the event alone, in place.

``evolve`` reads no plan and no clock, so a journal replays the same for ever. It is the only writer of the
state. An event that cannot have happened raises ``AssertionError``: a bug, never a refusal.
"""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.hall import events as e
from queue_server.hall import evolve_away as away
from queue_server.hall import evolve_call as call
from queue_server.hall import evolve_desk as desk
from queue_server.hall import evolve_ticket as ticket
from queue_server.hall.room import HallRoom

_HANDLERS: Mapping[type[e.Event], Callable[[HallRoom, e.Recorded, Any], None]] = {
    e.DayOpened: desk.day_opened,
    e.DayClosed: desk.day_closed,
    e.TicketIssued: ticket.issued,
    e.PaperPrinted: ticket.paper_printed,
    e.PaperFailed: ticket.paper_failed,
    e.TicketReprinted: ticket.reprinted,
    e.TicketReturned: ticket.returned,
    e.TicketCancelled: ticket.cancelled,
    e.TicketClosed: ticket.closed,
    e.ClassChanged: ticket.class_changed,
    e.ReservationLapsed: ticket.reservation_lapsed,
    e.AppointmentBooked: ticket.booked,
    e.AppointmentCancelled: ticket.unbooked,
    e.StaffSignedIn: desk.signed_in,
    e.StaffSignedOut: desk.signed_out,
    e.WindowOpened: desk.opened,
    e.WindowClosed: desk.closed,
    e.WindowPaused: desk.paused,
    e.WindowUnpaused: desk.unpaused,
    e.SkillsChanged: desk.skills_changed,
    e.TicketCalled: call.called,
    e.TicketRecalled: call.recalled,
    e.ServiceStarted: call.started,
    e.ServiceFinished: call.finished,
    e.TicketMissed: call.missed,
    e.TicketHeld: call.held,
    e.TicketTransferred: call.transferred,
    e.ItemAdded: call.item_added,
    e.StepUndone: call.undone,
    e.ServiceRated: desk.rated,
    e.RatingLapsed: desk.rating_lapsed,
    e.WaitingAlarmRaised: desk.alarm_raised,
    e.WaitingAlarmCleared: desk.alarm_cleared,
    e.NoticePosted: desk.notice_posted,
    e.JournalRestored: away.journal_restored,
    e.NumbersLeased: away.numbers_leased,
    e.AwayNumberLapsed: away.number_lapsed,
    e.DeviceChanged: desk.device_changed,
    e.CommandRefused: desk.refused,
}


def evolve(room: HallRoom, recorded: e.Recorded) -> None:
    """Let the event happen to the room; the room is changed in place.

    An event of another room moves nothing here but the journal's number and instant.
    """
    event = recorded.event
    handler = _HANDLERS.get(type(event))
    if handler is not None:
        handler(room, recorded, event)
    room.state.seq = recorded.seq
    room.state.at_ms = recorded.at_ms
