"""What the audience and the screens ask of the room, on every change: pure reads, O(1) or O(lanes)."""

import msgspec

from queue_server.errors import Refusal
from queue_server.hall.ahead import ahead_of_waiting, in_turn
from queue_server.hall.dispatch import policy_of
from queue_server.hall.lanes import Lane
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.hall.undo import undoable_record
from queue_server.vocabulary import (
    ItemCode,
    QueueCode,
    Step,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)


class WindowWaiting(msgspec.Struct, frozen=True):
    """Who waits for a window. ``by_queue`` goes by the queue of the item, where the citizen now stands."""

    total: int
    by_queue: dict[QueueCode, int]
    by_class: dict[TicketClass, int]


def waiting_by_queue(room: HallRoom) -> dict[QueueCode, int]:
    return {code: count.waiting for code, count in room.state.queues.items()}


def longest_since_ms(room: HallRoom, queue: QueueCode) -> int:
    """Return the issue of the ticket that has waited longest; 0 when nobody waits."""
    return room.lanes.oldest(queue, room.state.tickets)


def longest_wait(room: HallRoom, at_ms: int) -> dict[QueueCode, int]:
    """Return the longest wait of each queue in ms."""
    return {code: at_ms - (longest_since_ms(room, code) or at_ms) for code in room.state.queues}


def skills_of(room: HallRoom, hall: Hall, window: WindowNo) -> tuple[ItemCode, ...]:
    return room.skills(hall).items_of.get(window, ())


def waiting_for_window(room: HallRoom, hall: Hall, window: WindowNo) -> WindowWaiting:
    """Return the waiting tickets that the window could call, as counts."""
    by_queue: dict[QueueCode, int] = {}
    by_class: dict[TicketClass, int] = {}
    for item in skills_of(room, hall, window):
        queue = hall.items[item].queue
        for lane in room.lanes.by_item.get(item, {}).values():
            _add(by_queue, by_class, queue, lane)
    for lane in room.lanes.reserved.get(window, {}).values():
        for entry in lane.line:  # a handful: reserved tickets may be of any queue
            queue = room.state.tickets[entry[3]].queue
            by_queue[queue] = by_queue.get(queue, 0) + 1
        by_class[lane.klass] = by_class.get(lane.klass, 0) + len(lane.line)
    counted = {klass: n for klass, n in by_class.items() if n}
    return WindowWaiting(sum(counted.values()), by_queue, counted)


def _add(
    by_queue: dict[QueueCode, int], by_class: dict[TicketClass, int], queue: QueueCode, lane: Lane
) -> None:
    waiting = len(lane.line)
    if waiting:
        by_queue[queue] = by_queue.get(queue, 0) + waiting
        by_class[lane.klass] = by_class.get(lane.klass, 0) + waiting


def pick_list(
    room: HallRoom, hall: Hall, window: WindowNo, at_ms: int, limit: int = 50
) -> tuple[Ticket, ...]:
    """Return the first waiting tickets of the window in the order in which they would be called now."""
    policy, debt = policy_of(hall.plan.dispatch), room.state.regular_debt
    rows = [
        (turn, policy(lane, entry, at_ms, debt), entry[3])
        for turn, lanes in enumerate(in_turn(room, hall, window))
        for lane in lanes
        for entry in lane.line.islice(0, limit)
    ]
    rows.sort()
    return tuple(room.state.tickets[ticket] for _, _, ticket in rows[:limit])


def ahead_of(room: HallRoom, hall: Hall, ticket: TicketId, at_ms: int = 0) -> int:
    """Return how many would be called before a waiting ticket at ``at_ms`` (0: the last event's instant)."""
    found = room.state.tickets.get(ticket)
    if found is None or found.state is not TicketState.WAITING:
        return 0
    return ahead_of_waiting(room, hall, found, at_ms or room.state.at_ms)


def held_at(room: HallRoom, window: WindowNo) -> tuple[Ticket, ...]:
    """Return the tickets held at the window, the one held longest first."""
    held = [room.state.tickets[ticket] for ticket in room.lanes.held.get(window, ())]
    return tuple(sorted(held, key=lambda ticket: (ticket.held_ms, ticket.seq)))


def undoable(room: HallRoom, hall: Hall, window: WindowNo, at_ms: int) -> Step | None:
    """Return the step that the window may undo now."""
    record = undoable_record(room, hall, window, at_ms)
    return None if isinstance(record, Refusal) else record.step


def undo_until_ms(room: HallRoom, hall: Hall, window: WindowNo) -> int:
    """Return until when the window's last step may be undone; 0 when there is none."""
    record = room.state.undo.get(window)
    return 0 if record is None else record.at_ms + hall.calling.undo_within_s * 1000


def idle_windows_of_queue(room: HallRoom, hall: Hall, queue: QueueCode) -> tuple[WindowNo, ...]:
    """Return the idle windows that can serve an item of the queue, lowest number first."""
    return _windows_of_queue(room, hall, queue, frozenset({WindowState.IDLE}))


def open_windows_of_queue(room: HallRoom, hall: Hall, queue: QueueCode) -> int:
    """Return how many windows that are not closed can serve an item of the queue."""
    opened = frozenset(WindowState) - {WindowState.CLOSED}
    return len(_windows_of_queue(room, hall, queue, opened))


def _windows_of_queue(
    room: HallRoom, hall: Hall, queue: QueueCode, states: frozenset[WindowState]
) -> tuple[WindowNo, ...]:
    serving = room.skills(hall).windows_of_queue(queue)
    windows = room.state.windows
    return tuple(number for number in serving if number in windows and windows[number].state in states)
