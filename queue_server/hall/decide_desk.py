"""The window itself: sign in and out, open and close, pause."""

from collections.abc import Iterator

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision, refuse, staffed, window_at
from queue_server.hall.state import Ticket, Window
from queue_server.vocabulary import RefusalCode, StaffId, WindowNo, WindowState


def sign_in(asked: Asked, command: c.SignIn) -> Decision:
    """Take the window; one person works at one window, one window has one person."""
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if not command.staff:
        return refuse(RefusalCode.UNKNOWN_STAFF)
    if window.staff and window.staff not in command.relieves:
        return refuse(RefusalCode.ALREADY_SIGNED_IN, window=window.number, staff=window.staff)
    if window.ticket:
        return _busy(asked, window)
    other = _window_of(asked, command.staff)
    if other is not None:
        return refuse(RefusalCode.ALREADY_SIGNED_IN, window=other.number, staff=command.staff)
    left = _left_to(window, command.staff)
    signed = e.StaffSignedIn(window.number, command.staff)
    if left:
        window = Window(window.number)
    return (*left, signed, *(_opened(asked, window) if command.opens else ()))


def _left_to(window: Window, substitute: StaffId) -> tuple[e.AnyEvent, ...]:
    """Return how whoever sits there leaves to the substitute: the reservations of the window stay."""
    if not window.staff:
        return ()
    out = e.StaffSignedOut(window.number, window.staff, substitute)
    return (out,) if window.state is WindowState.CLOSED else (e.WindowClosed(window.number), out)


def _window_of(asked: Asked, staff: StaffId) -> Window | None:
    return next((window for window in asked.room.state.windows.values() if window.staff == staff), None)


def sign_out(asked: Asked, command: c.SignOut) -> Decision:
    """Leave the window; it closes."""
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if not window.staff:
        return refuse(RefusalCode.NOT_SIGNED_IN, window=window.number)
    if window.ticket:
        return _busy(asked, window)
    signed = e.StaffSignedOut(window.number, window.staff)
    if window.state is WindowState.CLOSED:
        return (signed,)
    return (e.WindowClosed(window.number), signed, *_released(asked, window))


def _busy(asked: Asked, window: Window) -> Refusal:
    number = asked.room.state.tickets[window.ticket].number
    return refuse(RefusalCode.WINDOW_BUSY, window=window.number, number=number)


def _released(asked: Asked, window: Window) -> tuple[e.AnyEvent, ...]:
    """Return the reservations that end with this window's work.

    A citizen reserved for a window that has gone home would wait in vain, so whoever an open window can serve
    is free for it; the others keep waiting here.
    """
    windows_of = asked.room.skills(asked.hall).windows_of
    return tuple(
        e.ReservationLapsed(ticket.id)
        for ticket in _reserved(asked)
        if ticket.reserved_for == window.number
        and any(_is_open(asked, other) for other in windows_of.get(ticket.item, ()) if other != window.number)
    )


def _reserved(asked: Asked) -> Iterator[Ticket]:
    """Yield every waiting ticket that is reserved for a window, those back after a miss too."""
    tickets, lanes = asked.room.state.tickets, asked.room.lanes
    for group in lanes.reserved.values():
        for lane in group.values():
            yield from (tickets[entry[3]] for entry in lane.line)
    for patient in lanes.patient.values():
        yield from (tickets[each] for each in patient if tickets[each].reserved_for)


def _is_open(asked: Asked, number: WindowNo) -> bool:
    return asked.room.window(number).state is not WindowState.CLOSED


def open_window(asked: Asked, command: c.OpenWindow) -> Decision:
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if not window.staff:
        return refuse(RefusalCode.NOT_SIGNED_IN, window=window.number)
    if window.state is not WindowState.CLOSED:
        return refuse(RefusalCode.WINDOW_OPEN, window=window.number)
    return _opened(asked, window)


def _opened(asked: Asked, window: Window) -> tuple[e.AnyEvent, ...]:
    """Open it, and free for it whoever is reserved for a closed window: that one may never open again."""
    can_serve = asked.room.skills(asked.hall).can_serve
    freed = (
        e.ReservationLapsed(ticket.id)
        for ticket in _reserved(asked)
        if ticket.reserved_for != window.number
        and not _is_open(asked, ticket.reserved_for)
        and can_serve(window.number, ticket.item)
    )
    return (e.WindowOpened(window.number), *freed)


def close_window(asked: Asked, command: c.CloseWindow) -> Decision:
    """Close the window; its staff stays signed in."""
    window = staffed(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if window.ticket:
        return _busy(asked, window)
    return (e.WindowClosed(window.number), *_released(asked, window))


def pause_window(asked: Asked, command: c.PauseWindow) -> Decision:
    """Pause an idle window, with a reason."""
    window = staffed(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if window.ticket:
        return _busy(asked, window)
    if window.state is WindowState.PAUSED:
        return refuse(RefusalCode.WINDOW_PAUSED, window=window.number, reason=window.pause_reason)
    if not command.reason.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    return (e.WindowPaused(window.number, command.reason),)


def unpause_window(asked: Asked, command: c.UnpauseWindow) -> Decision:
    window = staffed(asked, command.window)
    if isinstance(window, Refusal):
        return window
    if window.state is not WindowState.PAUSED:
        return refuse(RefusalCode.WINDOW_NOT_PAUSED, window=window.number)
    return (e.WindowUnpaused(window.number),)
