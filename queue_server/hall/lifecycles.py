"""The lives of a ticket and a window, as tables. The diagrams of docs/lifecycles.md are made from them.

An event that the table does not know in a state is illegal: ``evolve`` raises and changes nothing, and
``decide`` has refused before. ``StepUndone`` is in no table: it puts back what stood before.
"""

from collections.abc import Mapping

from queue_server.hall import events as e
from queue_server.vocabulary import TicketState as T
from queue_server.vocabulary import WindowState as W

Moves = Mapping[type[e.Event], T]
WindowMoves = Mapping[type[e.Event], W]

TICKET_MOVES: Mapping[T, Moves] = {
    T.WAITING: {
        e.TicketCalled: T.CALLED,
        e.ClassChanged: T.WAITING,
        e.ReservationLapsed: T.WAITING,
        e.TicketCancelled: T.CANCELLED,
        e.TicketClosed: T.CLOSED,
    },
    T.CALLED: {
        e.TicketRecalled: T.CALLED,
        e.ServiceStarted: T.SERVING,
        e.TicketMissed: T.MISSED,
        e.TicketHeld: T.HELD,
        e.TicketTransferred: T.WAITING,
        e.TicketCancelled: T.CANCELLED,
        e.TicketClosed: T.CLOSED,
    },
    T.SERVING: {
        e.ItemAdded: T.SERVING,
        e.ServiceFinished: T.SERVED,
        e.TicketHeld: T.HELD,
        e.TicketTransferred: T.WAITING,
        e.TicketClosed: T.CLOSED,
    },
    T.HELD: {
        e.TicketCalled: T.CALLED,
        e.TicketCancelled: T.CANCELLED,
        e.TicketClosed: T.CLOSED,
    },
    T.MISSED: {
        e.TicketReturned: T.WAITING,
        e.TicketCancelled: T.CANCELLED,
        e.TicketClosed: T.CLOSED,
    },
    T.SERVED: {},
    T.CANCELLED: {},
    T.CLOSED: {},
}
"""A ticket begins WAITING by ``TicketIssued``."""

WINDOW_MOVES: Mapping[W, WindowMoves] = {
    W.CLOSED: {e.WindowOpened: W.IDLE},
    W.IDLE: {
        e.TicketCalled: W.CALLED,
        e.WindowPaused: W.PAUSED,
        e.WindowClosed: W.CLOSED,
    },
    W.CALLED: {
        e.TicketRecalled: W.CALLED,
        e.ServiceStarted: W.SERVING,
        e.TicketMissed: W.IDLE,
        e.TicketHeld: W.IDLE,
        e.TicketTransferred: W.IDLE,
        e.TicketCancelled: W.IDLE,
        e.TicketClosed: W.IDLE,
    },
    W.SERVING: {
        e.ItemAdded: W.SERVING,
        e.ServiceFinished: W.IDLE,
        e.TicketHeld: W.IDLE,
        e.TicketTransferred: W.IDLE,
        e.TicketClosed: W.IDLE,
    },
    W.PAUSED: {
        e.WindowUnpaused: W.IDLE,
        e.WindowClosed: W.CLOSED,
    },
}
"""A window begins CLOSED, before anybody has signed in."""


def ticket_after(state: T, event: e.Event) -> T:
    """Return where the event takes a ticket; an illegal move is an ``AssertionError``."""
    after = TICKET_MOVES[state].get(type(event))
    if after is None:
        raise AssertionError(f"a ticket that is {state} cannot take {type(event).__name__}")
    return after


def window_after(state: W, event: e.Event) -> W:
    """Return where the event takes a window; an illegal move is an ``AssertionError``."""
    after = WINDOW_MOVES[state].get(type(event))
    if after is None:
        raise AssertionError(f"a window that is {state} cannot take {type(event).__name__}")
    return after
