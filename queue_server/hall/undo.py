"""Undo of a window's last step: when it is allowed, and what it says.

A step is overtaken when anything it touched has moved since: the ticket was called elsewhere, the citizen
came back or rated, a manager changed the class. Paper is no move: a reprint survives the undo.
"""

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.asked import Asked, Decision, refuse, window_at
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom, person_key
from queue_server.hall.state import Ticket, UndoRecord
from queue_server.vocabulary import OPEN_STATES, RefusalCode, Step, TicketId, TicketState, WindowNo

CALL_STEPS = frozenset({Step.CALL, Step.RESUME})
"""Steps that made an announcement, which their undoing withdraws."""


def undo_step(asked: Asked, command: c.UndoStep) -> Decision:
    """Put everything back as it stood before the window's last step."""
    window = window_at(asked, command.window)
    if isinstance(window, Refusal):
        return window
    record = undoable_record(asked.room, asked.hall, command.window, asked.at_ms)
    if isinstance(record, Refusal):
        return record
    return (_undone(asked, command.window, record),)


def undoable_record(room: HallRoom, hall: Hall, window: WindowNo, at_ms: int) -> UndoRecord | Refusal:
    """Return the record of the step that may be undone now, or why there is none."""
    record = room.state.undo.get(window)
    if record is None:
        return refuse(RefusalCode.NOTHING_TO_UNDO, window=window)
    within_s = hall.calling.undo_within_s
    if at_ms > record.at_ms + within_s * 1000:
        return refuse(RefusalCode.UNDO_TOO_LATE, step=record.step, max=str(within_s))
    if _is_overtaken(room, window, record):
        return refuse(RefusalCode.UNDO_OVERTAKEN, step=record.step)
    return record


def _is_overtaken(room: HallRoom, window: WindowNo, record: UndoRecord) -> bool:
    if record.window_after != room.state.windows.get(window):
        return True
    now = room.state.tickets
    if any(with_paper_of(after, now[after.id]) != now[after.id] for after in record.after):
        return True
    return any(_has_another(room, before) for before in record.tickets)


def _has_another(room: HallRoom, before: Ticket) -> bool:
    """Whether the citizen of an ended ticket took a new number of the same queue since."""
    if not before.person or room.state.tickets[before.id].state in OPEN_STATES:
        return False
    return person_key(before.person, before.queue) in room.state.open_by_person


def with_paper_of(ticket: Ticket, paper: Ticket) -> Ticket:
    """Return the ticket with what the printers did to the other one meanwhile."""
    if ticket.paper_fault == paper.paper_fault and ticket.reprints == paper.reprints:
        return ticket
    return replace(ticket, paper_fault=paper.paper_fault, reprints=paper.reprints)


def _undone(asked: Asked, window: WindowNo, record: UndoRecord) -> e.StepUndone:
    is_call = record.step in CALL_STEPS
    stands_called = any(ticket.state is TicketState.CALLED for ticket in record.tickets)
    grace_ms = asked.at_ms + asked.hall.calling.undo_within_s * 1000
    return e.StepUndone(
        window=window,
        step=record.step,
        ticket=record.tickets[0].id if record.tickets else TicketId(""),
        announcement=asked.room.state.announced + 1 if is_call else 0,
        area=asked.hall.windows[window].area,
        not_missed_before_ms=grace_ms if stands_called else 0,
    )
