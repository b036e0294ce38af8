"""The plan with its lookups prepared once, so that no decision searches a list. Nothing in here changes.

It answers what the plan says of an item, a queue, a window, a class, a day and an hour. What was changed
during the day (skills) is the room's; ``hall.skills`` puts both together.
"""

import math
from datetime import date
from functools import lru_cache

from queue_server.hall.plan import Calling, HallPlan, Item, Queue, Span, Window
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, WindowNo

MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
WEIGHT_ONE = 1_000_000
"""A weight of one: b is kept in millionths, so that comparisons are exact."""
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""


@lru_cache(maxsize=8)
def _day_name(days: int) -> str:
    return date.fromordinal(_EPOCH_ORDINAL + days).strftime("%Y%m%d")


def weight_of(target_min: int, longest_min: int, power: float) -> int:
    """Return b = (T_max / T_c) ** p in millionths."""
    return round(math.pow(longest_min / target_min, power) * WEIGHT_ONE)


class Hall:
    """The plan, prepared. ``weights`` are b of each class in millionths, ``transfer_weight`` b_transfer."""

    def __init__(self, plan: HallPlan) -> None:
        self.plan = plan
        self.calling: Calling = plan.calling
        self.items: dict[ItemCode, Item] = {item.code: item for item in plan.items}
        self.queues: dict[QueueCode, Queue] = {queue.code: queue for queue in plan.queues}
        self.windows: dict[WindowNo, Window] = {window.number: window for window in plan.windows}
        self.items_by_queue: dict[QueueCode, tuple[ItemCode, ...]] = {
            queue: tuple(item.code for item in plan.items if item.queue == queue) for queue in self.queues
        }
        self.has_alarms = any(queue.waiting_alarm for queue in plan.queues)
        self.offset_ms = plan.utc_offset_min * MINUTE_MS
        self.weights, self.transfer_weight = _weights(plan)

    def day_of(self, at_ms: int) -> str:
        """Return the local day of an instant: ``20260302``."""
        return _day_name((at_ms + self.offset_ms) // DAY_MS)

    def day_start_ms(self, at_ms: int) -> int:
        """Return the instant of the local midnight before (or at) ``at_ms``."""
        local_ms = at_ms + self.offset_ms
        return local_ms - local_ms % DAY_MS - self.offset_ms

    def minute_of(self, at_ms: int) -> int:
        """Return the local minute of the day."""
        return (at_ms + self.offset_ms) % DAY_MS // MINUTE_MS

    def is_closed_weekday(self, at_ms: int) -> bool:
        days = (at_ms + self.offset_ms) // DAY_MS
        return (days + _EPOCH_WEEKDAY) % 7 in self.plan.closed_weekdays

    def hours_of(self, queue: Queue) -> tuple[Span, ...]:
        """Return when numbers of the queue are issued."""
        return queue.hours or self.plan.hours

    def weight(self, klass: TicketClass, is_transferred: bool) -> int:
        """Return b of a ticket: its class's, and at least b_transfer after a transfer."""
        own = self.weights.get(klass, WEIGHT_ONE)
        return max(own, self.transfer_weight) if is_transferred else own


def _weights(plan: HallPlan) -> tuple[dict[TicketClass, int], int]:
    targets, transfer_min = plan.dispatch.targets_min, plan.dispatch.transfer_target_min
    longest_min = max((*targets.values(), transfer_min))
    power = plan.dispatch.power
    weights = {klass: weight_of(target, longest_min, power) for klass, target in targets.items()}
    return weights, weight_of(transfer_min, longest_min, power)
