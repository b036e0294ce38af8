"""The alarm on the number waiting: it stands exactly while a queue has as many waiting as the plan says."""

from collections.abc import Iterator

from queue_server.hall import events as e
from queue_server.hall.asked import Asked
from queue_server.vocabulary import QueueCode, TicketId, TicketState


def with_alarms(asked: Asked, events: tuple[e.AnyEvent, ...]) -> tuple[e.AnyEvent, ...]:
    """Return the events, followed by the alarms that they raise or clear."""
    moved: dict[QueueCode, int] = {}
    for event in events:
        for queue, by in _moves(asked, event):
            moved[queue] = moved.get(queue, 0) + by
    if not any(moved.values()):
        return events
    return (*events, *_alarms(asked, moved))


def _alarms(asked: Asked, moved: dict[QueueCode, int]) -> Iterator[e.AnyEvent]:
    for queue, by in moved.items():
        plan = asked.hall.queues.get(queue)
        if plan is None or not plan.waiting_alarm:
            continue
        count = asked.room.queue(queue)
        waiting = count.waiting + by
        if waiting >= plan.waiting_alarm and not count.alarmed:
            yield e.WaitingAlarmRaised(queue, waiting)
        elif waiting < plan.waiting_alarm and count.alarmed:
            yield e.WaitingAlarmCleared(queue, waiting)


def _moves(asked: Asked, event: e.AnyEvent) -> Iterator[tuple[QueueCode, int]]:
    """Yield by how much the event changes the number waiting."""
    match event:
        case e.TicketIssued():
            yield event.queue, +1
        case e.TicketReturned() | e.TicketTransferred():
            yield asked.room.state.tickets[event.ticket].queue, +1
        case e.TicketCalled() | e.TicketCancelled() | e.TicketClosed():
            yield from _left(asked, event.ticket)
        case e.StepUndone():
            yield from _restored(asked, event)


def _left(asked: Asked, ticket: TicketId) -> Iterator[tuple[QueueCode, int]]:
    before = asked.room.state.tickets[ticket]
    if before.state is TicketState.WAITING:
        yield before.queue, -1


def _restored(asked: Asked, event: e.StepUndone) -> Iterator[tuple[QueueCode, int]]:
    for before in asked.room.state.undo[event.window].tickets:
        now = asked.room.state.tickets[before.id]
        is_waiting, was_waiting = now.state is TicketState.WAITING, before.state is TicketState.WAITING
        if is_waiting is not was_waiting:
            yield before.queue, 1 if was_waiting else -1
