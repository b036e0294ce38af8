"""How many stand before a ticket, and which windows are free for it. Pure questions, small answers."""

from collections.abc import Iterable, Iterator

from queue_server.hall.dispatch import count_before, policy_of
from queue_server.hall.lanes import Lane, entry_of
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.hall.state import Ticket
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo, WindowState


def ahead_of_new(room: HallRoom, hall: Hall, item: ItemCode, at_ms: int) -> int:
    """Return how many wait before a ticket issued now: it has no points, so everybody begun is before it."""
    skills, waiting = room.skills(hall), room.lanes.waiting_by_item
    rivals, strangers = skills.rivals(item), skills.strangers(item)
    if len(rivals) <= len(strangers):
        count = sum([waiting[rival] for rival in rivals if rival in waiting])
    else:  # windows that serve nearly everything: count those who do not matter
        count = room.lanes.waiting - sum([waiting[other] for other in strangers if other in waiting])
    for booked in room.lanes.booked_by_item:
        if booked in rivals:
            count -= _not_begun(room, booked, at_ms)
    return count


def _not_begun(room: HallRoom, item: ItemCode, at_ms: int) -> int:
    count = 0
    for lane in room.lanes.by_item.get(item, {}).values():
        if lane.klass is TicketClass.APPOINTMENT:
            count += len(lane.line) - int(lane.line.bisect_left((at_ms + 1,)))
    return count


def ahead_of_waiting(room: HallRoom, hall: Hall, ticket: Ticket, at_ms: int) -> int:
    """Return how many would be called before a waiting ticket if all were called now; O(lanes log n)."""
    lanes = _reserved_rivals(room, hall, ticket) if ticket.reserved_for else rival_lanes(room, hall, ticket)
    return sum(_counts_before(room, hall, ticket, at_ms, lanes))


def _reserved_rivals(room: HallRoom, hall: Hall, ticket: Ticket) -> list[Lane]:
    """Return the lanes that its window calls from; one that comes back stands before all that do not."""
    first, then = in_turn(room, hall, ticket.reserved_for)
    is_next = ticket.comes_back and not room.window(ticket.reserved_for).fetched_last
    return first if is_next else first + then


def in_turn(room: HallRoom, hall: Hall, window: WindowNo) -> tuple[list[Lane], list[Lane]]:
    """Return the lanes with somebody in them that a window calls from: those it empties first, and the rest.

    First come those who went to fetch something for this window, but never two such in a row.
    """
    lanes = list(room.lanes.for_window(window, room.skills(hall).items_of.get(window, ())))
    if room.window(window).fetched_last:
        return [], lanes
    return [lane for lane in lanes if lane.is_fetch], [lane for lane in lanes if not lane.is_fetch]


def passed_by(room: HallRoom, hall: Hall, window: WindowNo, ticket: Ticket, at_ms: int) -> int:
    """Return how many tickets the window passes when it picks this one: those that next would call before."""
    first, then = in_turn(room, hall, window)
    if first and ticket.comes_back:
        return sum(_counts_before(room, hall, ticket, at_ms, first))
    passed = sum(len(lane.line) for lane in first)
    return passed + sum(_counts_before(room, hall, ticket, at_ms, then))


def _counts_before(
    room: HallRoom, hall: Hall, ticket: Ticket, at_ms: int, lanes: Iterable[Lane]
) -> Iterator[int]:
    policy, debt = policy_of(hall.plan.dispatch), room.state.regular_debt
    rank = policy(ticket, entry_of(ticket), at_ms, debt)
    for lane in lanes:
        yield count_before(lane, rank, policy, at_ms, debt)


def rival_lanes(room: HallRoom, hall: Hall, ticket: Ticket) -> Iterator[Lane]:
    """Yield the lanes of all who wait for the windows that can serve the ticket."""
    for item in room.skills(hall).rivals(ticket.item):
        for lane in room.lanes.by_item.get(item, {}).values():
            if lane.line:
                yield lane


def free_windows_for(room: HallRoom, hall: Hall, item: ItemCode, ahead: int) -> tuple[WindowNo, ...]:
    """Return the idle windows a citizen may go to straight away: more of them than people before."""
    if len(room.skills(hall).windows_of.get(item, ())) <= ahead:
        return ()  # a crowd is told apart without a look at each window
    idle = idle_windows_for(room, hall, item)
    return idle if len(idle) > ahead else ()


def idle_windows_for(room: HallRoom, hall: Hall, item: ItemCode) -> tuple[WindowNo, ...]:
    """Return the item's idle windows, best first: fewest skills, then idle longest, then lowest number."""
    skills = room.skills(hall)
    windows = room.state.windows
    idle = [
        number
        for number in skills.windows_of.get(item, ())
        if number in windows and windows[number].state is WindowState.IDLE
    ]
    if len(idle) > 1:
        idle.sort(key=lambda number: (len(skills.items_of[number]), windows[number].idle_since_ms, number))
    return tuple(idle)
