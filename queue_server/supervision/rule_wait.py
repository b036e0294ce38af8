"""Waits over their ceiling, and services much longer than usual.

Sources: MONITORING, window and staff rules (wait over target; service much longer than usual: over the p95 of
its item).
"""

import math
from collections.abc import Iterator

from queue_server.hall.lanes import Entry
from queue_server.hall.lookup import MINUTE_MS
from queue_server.hall.state import Ticket
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.ladder import climb
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.watching import NOTHING, Case, Look, Watch
from queue_server.vocabulary import (
    ItemCode,
    QueueCode,
    RuleCode,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)

UNMEASURED_FACTOR = 3
"""Until an item's own services were measured: so many times the minutes that the plan gives it."""


def look_at_wait(watch: Watch, key: tuple[str, ...]) -> Look:
    """A ticket of the queue waits longer than the ceiling of its class. The card names the worst."""
    queue, rule = QueueCode(key[1]), watch.rule(RuleCode.LONG_WAIT)
    if rule is None:
        return NOTHING
    worst = min(_over_ms(watch, queue), default=None)
    if worst is None:
        return climb(watch, Case(rule, f"queue:{queue}", queue), None)
    over_ms, _, ticket = worst
    facts = {"queue": queue, "number": ticket.number, "class": ticket.klass.value}
    case = Case(rule, f"queue:{queue}", queue, ticket=ticket.id, facts=facts)
    return climb(watch, case, over_ms)


def _over_ms(watch: Watch, queue: QueueCode) -> Iterator[tuple[int, int, Ticket]]:
    """Yield when the head of each lane of the queue comes over its ceiling."""
    tickets, ceilings = watch.hall_room.state.tickets, watch.book.ceilings_ms
    for ref_ms, _, seq, ticket_id in _heads(watch, queue):
        ticket = tickets[ticket_id]
        yield ref_ms + ceilings[ticket.klass], seq, ticket


def _heads(watch: Watch, queue: QueueCode) -> Iterator[Entry]:
    lanes, hall = watch.hall_room.lanes, watch.book.hall
    for item in hall.items_by_queue.get(queue, ()):
        yield from (lane.line[0] for lane in lanes.by_item.get(item, {}).values() if lane.line)
    for group in lanes.reserved.values():
        for lane in group.values():
            yield from (entry for entry in lane.line if _is_of(watch, entry[3], queue))


def _is_of(watch: Watch, ticket: TicketId, queue: QueueCode) -> bool:
    item = watch.hall_room.state.tickets[ticket].item
    planned = watch.book.hall.items.get(item)
    return planned is not None and planned.queue == queue


def look_at_service(watch: Watch, key: tuple[str, ...]) -> Look:
    """The service at the window lasts longer than most of its item do."""
    number, rule = WindowNo(key[1]), watch.rule(RuleCode.LONG_SERVICE)
    if rule is None:
        return NOTHING
    window = watch.hall_room.window(number)
    ticket = watch.hall_room.state.tickets.get(window.ticket)
    is_serving = window.state is WindowState.SERVING and ticket is not None
    if not is_serving or ticket is None or ticket.state is not TicketState.SERVING:
        return climb(watch, Case(rule, f"window:{number}", number, window.staff, number), None)
    facts = {"number": ticket.number, "item": ticket.item}
    case = Case(rule, f"window:{number}", number, window.staff, number, ticket.id, facts=facts)
    usual_ms = usual_most_ms(watch.room, watch.book, ticket.item, ticket.started_ms)
    return climb(watch, case, ticket.started_ms + usual_ms)


def usual_most_ms(room: SupervisionRoom, book: Handbook, item: ItemCode, before_ms: int) -> int:
    """Return the time that only few services of an item exceed, in ms: its quantile over the last ones.

    What is usual is known when a service begins: none that ended later moves a limit under way. The quantile
    is the nearest rank: the smallest measured time that at least that share does not exceed.
    """
    services = room.state.services.get(item, ())
    times = sorted(one.served_ms for one in services if one.ended_ms <= before_ms)
    if len(times) >= max(1, book.numbers.service_samples_min):
        rank = math.ceil(book.numbers.service_quantile * len(times))
        return times[max(0, rank - 1)]
    planned = book.hall.items.get(item)
    return UNMEASURED_FACTOR * (planned.minutes if planned else 6) * MINUTE_MS
