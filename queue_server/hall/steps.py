"""A window's step as one move that can be taken back: what stood before is kept beside what stands after.

Only ``evolve`` calls in here. The record holds references to immutable tickets and windows, so keeping it
costs nothing, and putting it back is exact.
"""

import msgspec
from msgspec.structs import replace

from queue_server.hall.events import Recorded
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket, UndoRecord, Window
from queue_server.vocabulary import Step, TicketId, WindowNo


class Move(msgspec.Struct, frozen=True):
    """One step: the window and the ticket as they will stand. ``joins`` the step before it at this window."""

    step: Step
    window: Window
    ticket: Ticket | None = None
    joins: bool = False
    freed: tuple[TicketId, ...] = ()


def take_step(room: HallRoom, recorded: Recorded, move: Move) -> None:
    """Make the move and keep what it changed."""
    number = move.window.number
    before = room.window(number)
    tickets: tuple[Ticket, ...] = ()
    if move.ticket is not None:
        tickets = (room.state.tickets[move.ticket.id],)
        room.put_ticket(move.ticket)
    room.put_window(move.window)
    room.state.graces.pop(number, None)
    record = UndoRecord(
        step=move.step,
        at_ms=recorded.at_ms,
        seq=recorded.seq,
        window=before,
        tickets=tickets,
        after=() if move.ticket is None else (move.ticket,),
        freed=move.freed,
        window_after=move.window,
        regular_debt=room.state.regular_debt,
    )
    former = room.state.undo.get(number) if move.joins else None
    room.state.undo[number] = record if former is None else _joined(former, record)


def _joined(former: UndoRecord, record: UndoRecord) -> UndoRecord:
    """Return both as one step: before as the former began, after as the latter ended."""
    own = {ticket.id for ticket in record.tickets}
    known = {ticket.id: ticket for ticket in former.tickets}
    return replace(
        record,
        at_ms=former.at_ms,
        seq=former.seq,
        window=former.window,
        tickets=(
            *(known.get(ticket.id, ticket) for ticket in record.tickets),
            *(ticket for ticket in former.tickets if ticket.id not in own),
        ),
        after=(*record.after, *(ticket for ticket in former.after if ticket.id not in own)),
    )


def forget_step(room: HallRoom, window: WindowNo) -> None:
    """Something happened at the window that cannot be undone, nor can what was before it."""
    room.state.undo.pop(window, None)
    room.state.graces.pop(window, None)


def amend_step(room: HallRoom, window: WindowNo, ticket: Ticket) -> None:
    """What follows from the step by itself belongs to it: the close after a miss, a repeat of the call."""
    record = room.state.undo.get(window)
    if record is not None and any(after.id == ticket.id for after in record.after):
        after = tuple(ticket if known.id == ticket.id else known for known in record.after)
        room.state.undo[window] = replace(record, after=after)
