"""Serving: start, finish, no-show, hold, transfer, another item, the citizen's rating."""

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import (
    Asked,
    Decision,
    called_place,
    refuse,
    refuse_window,
    serving_place,
    window_at,
)
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import CloseReason, RefusalCode, Stars, TicketState, WindowNo, WindowState


def start_service(asked: Asked, command: c.StartService) -> Decision:
    """The called citizen has come."""
    place = called_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    window, ticket = place
    return (e.ServiceStarted(ticket.id, window.number),)


def finish_service(asked: Asked, command: c.FinishService) -> Decision:
    """End the service and ask for a rating; a called ticket is started and finished in one step."""
    place = serving_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    return finish_events(asked, *place)


def finish_events(asked: Asked, window: Window, ticket: Ticket) -> tuple[e.AnyEvent, ...]:
    """Return what it takes to end the ticket's service; a rating still awaited lapses first."""
    events: list[e.AnyEvent] = []
    if window.rating_of:
        events.append(e.RatingLapsed(window.rating_of, window.number))
    is_called = ticket.state is TicketState.CALLED
    if is_called:
        events.append(e.ServiceStarted(ticket.id, window.number))
    rate_until_ms = asked.at_ms + asked.hall.calling.rating_within_s * 1000
    served_ms = 0 if is_called else asked.at_ms - ticket.started_ms
    finished = e.ServiceFinished(
        ticket.id, window.number, ticket.item, rate_until_ms, served_ms, joins=is_called
    )
    return (*events, finished)


def mark_no_show(asked: Asked, command: c.MarkNoShow) -> Decision:
    """The called citizen did not come."""
    place = called_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    window, ticket = place
    return missed_events(asked, window, ticket, is_automatic=False)


def missed_events(asked: Asked, window: Window, ticket: Ticket, is_automatic: bool) -> tuple[e.AnyEvent, ...]:
    """Return the miss; the last one allowed closes the ticket."""
    calling, times = asked.hall.calling, ticket.misses + 1
    if times >= calling.misses_max:
        missed = e.TicketMissed(ticket.id, window.number, times, 0, is_automatic)
        return (missed, e.TicketClosed(ticket.id, CloseReason.MISSED_TWICE))
    until_ms = asked.at_ms + calling.return_within_s * 1000
    return (e.TicketMissed(ticket.id, window.number, times, until_ms, is_automatic),)


def hold_ticket(asked: Asked, command: c.HoldTicket) -> Decision:
    """Lay the ticket aside, with a reason; it is resumed the same day."""
    place = serving_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    window, ticket = place
    return (e.TicketHeld(ticket.id, window.number, command.reason),)


def transfer_ticket(asked: Asked, command: c.TransferTicket) -> Decision:
    """Send the citizen on; number and letter stay, ref is now, b is at least b_transfer."""
    place = serving_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    return _refuse_transfer(asked, command) or (_transferred(asked, command, place[1]),)


def _refuse_transfer(asked: Asked, command: c.TransferTicket) -> Refusal | None:
    if command.to_item and command.to_item not in asked.hall.items:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=command.to_item)
    if command.comes_back:
        return _refuse_return_here(asked, command)
    if command.to_window:
        return _refuse_target(asked, command)
    if not command.to_item:
        return refuse(RefusalCode.NO_TRANSFER_TARGET)
    if not asked.room.skills(asked.hall).windows_of.get(command.to_item):
        return refuse(RefusalCode.NO_WINDOW_FOR_ITEM, item=command.to_item)
    return None


def _refuse_return_here(asked: Asked, command: c.TransferTicket) -> Refusal | None:
    """With another item it must be one of this window's: nobody else would call it when the time is over."""
    can_serve = asked.room.skills(asked.hall).can_serve
    if command.to_item and not can_serve(command.window, command.to_item):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, item=command.to_item, window=command.window)
    return None


def _refuse_target(asked: Asked, command: c.TransferTicket) -> Refusal | None:
    if command.to_window not in asked.hall.windows:
        return refuse_window(command.to_window)
    if command.to_window == command.window:
        return refuse(RefusalCode.NO_TRANSFER_TARGET, window=command.to_window)
    if asked.room.window(command.to_window).state is WindowState.CLOSED:
        # Reserved for a window where nobody works, the citizen would wait there until the evening.
        return refuse(RefusalCode.WINDOW_CLOSED, window=command.to_window)
    return None


def _transferred(asked: Asked, command: c.TransferTicket, ticket: Ticket) -> e.TicketTransferred:
    fetch_ms = asked.hall.calling.fetch_within_s * 1000
    return e.TicketTransferred(
        ticket=ticket.id,
        window=command.window,
        item=command.to_item or ticket.item,
        ref_ms=asked.at_ms,
        weight=asked.hall.weight(ticket.klass, is_transferred=True),
        reserved_for=command.window if command.comes_back else command.to_window,
        reserved_until_ms=asked.at_ms + fetch_ms if command.comes_back else 0,
        comes_back=command.comes_back,
        reason=command.reason,
    )


def add_item(asked: Asked, command: c.AddItem) -> Decision:
    """End the present item and begin another, same citizen, same window."""
    place = serving_place(asked, command.window)
    if isinstance(place, Refusal):
        return place
    window, ticket = place
    if ticket.state is not TicketState.SERVING:
        return refuse(RefusalCode.NOT_SERVING, number=ticket.number)
    if command.item not in asked.hall.items:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=command.item)
    if not asked.room.skills(asked.hall).can_serve(window.number, command.item):
        return refuse(RefusalCode.NOT_FOR_THIS_WINDOW, item=command.item, window=window.number)
    served_ms = asked.at_ms - ticket.started_ms
    return (e.ItemAdded(ticket.id, window.number, command.item, ticket.item, served_ms),)


def rate_service(asked: Asked, command: c.RateService) -> Decision:
    """Take the first level pressed while the hall asks, on whichever device; later it asks no more."""
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    is_level = Stars.VERY_BAD <= command.stars <= Stars.VERY_GOOD
    is_other = command.ticket not in ("", window.rating_of)
    if not window.rating_of or is_other or asked.at_ms > window.rate_until_ms or not is_level:
        return refuse(RefusalCode.NO_RATING_ASKED, window=WindowNo(command.window))
    return (e.ServiceRated(window.rating_of, window.number, command.stars, command.source),)
