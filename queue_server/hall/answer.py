"""The facts of an answer: which ticket the events are about."""

from collections.abc import Sequence

from queue_server.hall import events as e
from queue_server.vocabulary import TicketId


def ticket_of(events: Sequence[e.Event]) -> TicketId:
    """Return the ticket a command acted on last (finish and call: the called one); empty when about none."""
    for event in reversed(events):
        if isinstance(event, e.DayOpened):
            break
        ticket: TicketId = getattr(event, "ticket", TicketId(""))
        if ticket and not isinstance(event, e.ReservationLapsed):
            return ticket
    return TicketId("")
