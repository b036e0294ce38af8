"""What the devices of a window show of the hall: pure. Devices follow the hall, whoever moved it.

A pad shows its ticket, or how many wait for it; a bar shows the citizen where to go; an evaluator asks once.
"""

import msgspec

from queue_server.hall import views
from queue_server.hall.events import Event, ServiceFinished, ServiceRated
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Window
from queue_server.vocabulary import TicketState, WindowNo, WindowState


class PadShows(msgspec.Struct, frozen=True):
    """The pad's display: a ticket's number, or the people waiting."""

    number: str = ""
    waiting: int = 0


class Showing(msgspec.Struct, frozen=True):
    """What stands on the devices of a window."""

    pad: PadShows
    bar: str
    is_urgent: bool = False
    """The bar calls somebody: in the colour of a call."""


def showing(room: HallRoom, hall: Hall, number: WindowNo) -> Showing:
    """Return what the devices of window ``number`` show now."""
    window = room.state.windows.get(number) or Window(number)
    ticket = room.state.tickets.get(window.ticket)
    if ticket is None:
        waiting = views.waiting_for_window(room, hall, number).total
        return Showing(PadShows(waiting=waiting), _word_of(window))
    is_called = ticket.state is TicketState.CALLED
    text = f"请{ticket.number}号" if is_called else f"{ticket.number}办理中"
    return Showing(PadShows(number=ticket.number), text, is_called)


def _word_of(window: Window) -> str:
    words = {WindowState.PAUSED: "暂停服务", WindowState.CLOSED: "未开放"}
    return words.get(window.state, "空闲")


def asks_for_rating(event: Event) -> WindowNo | None:
    """Return the window whose evaluator has to ask now."""
    return event.window if isinstance(event, ServiceFinished) and event.rate_until_ms else None


def rated(event: Event) -> tuple[WindowNo, int] | None:
    """Return the window that was rated, and the stars to show there."""
    return (event.window, event.stars) if isinstance(event, ServiceRated) else None
