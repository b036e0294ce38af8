"""When the hall is foreseen again. Pure: instants come in, the next one comes out.

A while after something that matters, so that what happens together is one round; every ``refresh_ms`` while
somebody waits; every ``IDLE_MS`` while a window is at work; and not at all in an empty hall at night.
"""

from queue_server.hall import events as h
from queue_server.hall.events import Event

NEVER = 1 << 62
IDLE_MS = 30_000

MATTERS: tuple[type[Event], ...] = (
    h.DayOpened,
    h.DayClosed,
    h.TicketIssued,
    h.TicketReturned,
    h.TicketCancelled,
    h.TicketClosed,
    h.ClassChanged,
    h.AppointmentBooked,
    h.AppointmentCancelled,
    h.WindowOpened,
    h.WindowClosed,
    h.WindowPaused,
    h.WindowUnpaused,
    h.SkillsChanged,
    h.TicketCalled,
    h.ServiceStarted,
    h.ServiceFinished,
    h.TicketMissed,
    h.TicketHeld,
    h.TicketTransferred,
    h.ReservationLapsed,
    h.ItemAdded,
    h.StepUndone,
)
"""Events after which somebody's wait is another."""


class Pacer:
    """When the last round began, and what has happened since."""

    def __init__(self, refresh_ms: int, after_event_ms: int) -> None:
        self._refresh_ms = max(refresh_ms, after_event_ms)
        self._after_event_ms = after_event_ms
        self._began_ms: int | None = None
        self._changed_ms: int | None = None

    def changed(self, at_ms: int) -> bool:
        """Note that something happened; return whether it is the first thing since the last round."""
        if self._changed_ms is not None:
            return False
        self._changed_ms = at_ms
        return True

    def began(self, at_ms: int) -> None:
        """A round begins: it sees everything that happened before."""
        self._began_ms, self._changed_ms = at_ms, None

    def due_ms(self, *, is_awaited: bool, is_open: bool) -> int:
        """Return the instant of the next round, NEVER for none. Awaited: somebody waits; open: could come."""
        if self._began_ms is None:
            return 0
        due_ms = NEVER
        if self._changed_ms is not None:
            due_ms = max(self._changed_ms, self._began_ms) + self._after_event_ms
        if is_awaited:
            return min(due_ms, self._began_ms + self._refresh_ms)
        return min(due_ms, self._began_ms + IDLE_MS) if is_open else due_ms
