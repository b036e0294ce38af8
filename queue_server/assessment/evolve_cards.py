"""How cards and call-back tasks come into the record, and what becomes of them until the journal's end.

A card counts in the month of the day it speaks of; its revocation is honoured whenever it comes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from queue_server.assessment.state import At, Card, Record, Task
from queue_server.hall.events import Event
from queue_server.supervision import events as s
from queue_server.vocabulary import CardAct, CardState, StaffId, WindowNo


def raised(record: Record, at: At, event: s.CardRaised) -> None:
    day = event.day.replace("-", "") or at.day
    if not record.period.has_day(day):
        return
    window, staff = _concerned(event)
    record.cards[event.card] = Card(
        event.card, at.seq, day, event.rule, event.level, event.subject, event.state, event.due_ms,
        event.points, event.half_days, window, staff,
    )  # fmt: skip


def _concerned(event: s.CardRaised) -> tuple[WindowNo, StaffId]:
    """Return the window and the staff member that a card speaks of: named beside it, or its subject."""
    kind, _, name = event.subject.partition(":")
    window = event.window or WindowNo(name if kind == "window" else "")
    return window, event.staff or StaffId(name if kind == "staff" else "")


def stepped(record: Record, _at: At, event: s.CardStepped) -> None:
    card = record.cards.get(event.card)
    if card is not None:
        record.cards[event.card] = replace(card, half_days=event.half_days)


def moved(record: Record, _at: At, event: s.CardMoved) -> None:
    card = record.cards.get(event.card)
    if card is not None:
        # Facts that were corrected take the card back, as a revocation does.
        is_recomputed = event.move is CardAct.RECOMPUTE
        record.cards[event.card] = replace(card, state=CardState.REVOKED if is_recomputed else event.state)


def task_opened(record: Record, at: At, event: s.TaskOpened) -> None:
    if record.period.has_day(at.day):
        task = Task(event.task, at.seq, at.day, event.window, event.staff, event.deadline_ms)
        record.tasks[event.task] = task


def task_answered(record: Record, at: At, event: s.TaskAnswered) -> None:
    task = record.tasks.get(event.task)
    if task is not None and at.at_ms >= task.deadline_ms:
        record.tasks[event.task] = replace(task, is_overdue=True)


def task_overdue(record: Record, _at: At, event: s.TaskOverdue) -> None:
    task = record.tasks.get(event.task)
    if task is not None:
        record.tasks[event.task] = replace(task, is_overdue=True)


CARD_HANDLERS: Mapping[type[Event], Callable[[Record, Any, Any], None]] = {
    s.CardRaised: raised,
    s.CardStepped: stepped,
    s.CardMoved: moved,
    s.TaskOpened: task_opened,
    s.TaskAnswered: task_answered,
    s.TaskOverdue: task_overdue,
}
