"""Numbers that kiosks issue by themselves while they cannot reach the server: blocks, and handing in.

Such a number has the kiosk's mark in it (``AZ001``), so it can meet no usual number; a block of it belongs to
one store of one kiosk, so no two stores can issue the same. It is on paper when it comes here: it is taken in
whatever the hours and quotas say, and waits from the time of its issue.
"""

from collections.abc import Iterator

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.ahead import ahead_of_waiting, free_windows_for
from queue_server.hall.asked import Asked, Decision, refuse
from queue_server.hall.plan import Item, Queue
from queue_server.hall.state import Ticket
from queue_server.vocabulary import ItemCode, RefusalCode, TicketClass, TicketId

Block = tuple[int, int]
"""Its first and its last ordinal."""


def lease_numbers(asked: Asked, command: c.LeaseNumbers) -> Decision:
    """Give a kiosk's store its block: the one it says it has, where nobody else has it, else a free one."""
    kiosk = _kiosk(asked)
    mark = asked.hall.plan.away.marks.get(kiosk)
    if mark is None:
        return refuse(RefusalCode.NO_MARK)
    block = _claimed(asked, command) or _given(asked, command.holder, mark)
    if block is None:
        return refuse(RefusalCode.NO_NUMBERS_LEFT)
    return (e.NumbersLeased(kiosk, command.holder, mark, *block),)


def _kiosk(asked: Asked) -> str:
    return asked.actor.partition(":")[2]


def _claimed(asked: Asked, command: c.LeaseNumbers) -> Block | None:
    """Return what the holder has: by our own word, or by its, since ours may be of an older backup."""
    for lease in asked.room.state.leases.get(_kiosk(asked), ()):
        if lease.holder == command.holder:
            return lease.first, lease.last
    first, last = command.first, command.last
    is_block = 1 <= first <= last <= _ordinal_max(asked)
    return (first, last) if is_block and not _is_taken(asked, command.holder, first, last) else None


def _given(asked: Asked, holder: str, mark: str) -> Block | None:
    """Return a block nobody has; with none left, that of the store unheard of for longest (two days)."""
    yesterday = asked.hall.day_of(asked.hall.day_start_ms(asked.at_ms) - 1)
    others = [one for one in asked.room.state.leases.get(_kiosk(asked), ()) if one.holder != holder]
    used, free = max(_handed_in_under(asked, mark), default=0), _blocks(asked)
    while True:
        for first, last in free:
            if first > used and not any(one.first <= last and first <= one.last for one in others):
                return first, last
        if not others or others[0].day >= yesterday:
            return None
        del others[0]


def _blocks(asked: Asked) -> tuple[Block, ...]:
    ordinal_max = _ordinal_max(asked)
    size = min(asked.hall.plan.away.numbers, ordinal_max)
    return tuple((first, first + size - 1) for first in range(1, ordinal_max - size + 2, size))


def _ordinal_max(asked: Asked) -> int:
    """Return the largest number that has a queue's usual digits, in every queue."""
    return int(10 ** min((queue.digits for queue in asked.hall.plan.queues), default=3)) - 1


def _is_taken(asked: Asked, holder: str, first: int, last: int) -> bool:
    leases = asked.room.state.leases.get(_kiosk(asked), ())
    return any(one.holder != holder and one.first <= last and first <= one.last for one in leases)


def _handed_in_under(asked: Asked, mark: str) -> Iterator[int]:
    """Yield today's ordinals under a mark."""
    for ticket in asked.room.state.tickets.values():
        if ticket.holder and ticket.number.startswith(f"{ticket.queue}{mark}"):
            yield int(ticket.number.removeprefix(f"{ticket.queue}{mark}"))


def hand_in_ticket(asked: Asked, command: c.HandInTicket) -> Decision:
    """Take in a number that is on paper; one that is in the hall already changes nothing."""
    queue = _queue_of(asked, command)
    if isinstance(queue, Refusal):
        return queue
    today, ticket = asked.room.state.day, TicketId(f"{command.day}-{command.number}")
    if command.day > today:
        return refuse(RefusalCode.BAD_TIMES, number=command.number)
    if command.day < today:
        lapsed = (ticket, command.number, command.item, _kiosk(asked), command.issued_ms)
        return (e.AwayNumberLapsed(*lapsed),)
    known = asked.room.state.tickets.get(ticket)
    if known is not None:
        is_same = known.holder == command.holder
        return () if is_same else refuse(RefusalCode.NUMBER_TAKEN, number=command.number)
    item = _item_of(asked, command, queue)
    if item is None:
        return refuse(RefusalCode.UNKNOWN_ITEM, item=command.item)
    return (_issued(asked, command, ticket, queue, item),)


def _queue_of(asked: Asked, command: c.HandInTicket) -> Queue | Refusal:
    """Return the queue in whose name the number was printed, by this kiosk's mark."""
    mark = asked.hall.plan.away.marks.get(_kiosk(asked))
    if mark is None:
        return refuse(RefusalCode.NO_MARK)
    for queue in asked.hall.plan.queues:
        if command.number == f"{queue.code}{mark}{command.ordinal:0{queue.digits}d}":
            return queue
    return refuse(RefusalCode.UNKNOWN_QUEUE)


def _item_of(asked: Asked, command: c.HandInTicket, queue: Queue) -> Item | None:
    """Return the item; where it is no longer offered, the first of its queue: the citizen is in the hall."""
    items = asked.hall.items
    usual: tuple[ItemCode, ...] = asked.hall.items_by_queue.get(queue.code, ())
    return items.get(command.item) or (items[usual[0]] if usual else None)


def _klass_of(command: c.HandInTicket, item: Item) -> TicketClass:
    """Return what a kiosk may give by itself; appointments are in the server's book."""
    if command.klass is TicketClass.PRIORITY:
        return TicketClass.PRIORITY
    return TicketClass.GREEN if item.green_channel else TicketClass.REGULAR


def _issued_ms(asked: Asked, command: c.HandInTicket) -> int:
    """Return the time of issue as it can have been: in this day, in order, and not in the future."""
    earliest_ms = max(asked.hall.day_start_ms(asked.at_ms), asked.room.state.handed_in.get(command.holder, 0))
    return max(earliest_ms, min(command.issued_ms, asked.at_ms))


def _issued(
    asked: Asked, command: c.HandInTicket, ticket: TicketId, queue: Queue, item: Item
) -> e.TicketIssued:
    room, hall, at_ms, _ = asked
    klass, issued_ms = _klass_of(command, item), _issued_ms(asked, command)
    weight = hall.weight(klass, is_transferred=False)
    seq = room.state.seq + 1
    place = Ticket(ticket, command.number, queue.code, item.code, klass, weight, issued_ms, issued_ms, seq)
    ahead = ahead_of_waiting(room, hall, place, at_ms)
    chosen = command.item if command.item != item.code else ItemCode("")
    return e.TicketIssued(
        ticket,
        command.number,
        ordinal=command.ordinal,
        queue=queue.code,
        item=item.code,
        klass=klass,
        weight=weight,
        ref_ms=issued_ms,
        ahead=ahead,
        language=command.language,
        wants_paper=command.wants_paper,
        idle_windows=free_windows_for(room, hall, item.code, ahead),
        reason=command.reason if klass is TicketClass.PRIORITY else None,
        away=e.AwayIssue(_kiosk(asked), command.holder, issued_ms, command.within_ms, chosen),
    )
