"""What a forecast is told of a hall before the day: windows with their skills and hours, queues, the rule.

Of a simulated hall it is the plan its people do not quite keep; of a real one it is learned from past days.
"""

from collections.abc import Mapping

import msgspec

from queue_server.hall.lookup import MINUTE_MS
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import ItemCode, WindowNo


class PlannedWindow(msgspec.Struct, frozen=True):
    number: WindowNo
    items: tuple[ItemCode, ...]
    spans_min: tuple[tuple[int, int], ...] = ()
    """When it is to be open, in minutes of the day; empty: always."""


class StudyPlan(msgspec.Struct, frozen=True):
    windows: tuple[PlannedWindow, ...]
    queues: Mapping[ItemCode, str]
    usual_min: Mapping[ItemCode, int]
    """What each item takes, until it was measured."""
    dispatch: Dispatch = Dispatch()
    closes_min: int = 1440
    is_told: bool = True
    """Whether windows say when they open and close; else it is guessed from their calls."""

    @property
    def items(self) -> tuple[ItemCode, ...]:
        return tuple(self.queues)

    def parts(self) -> dict[ItemCode, frozenset[ItemCode]]:
        """Return for each item all that share windows with it, directly or by others."""
        parts = {item: frozenset((item,)) for item in self.items}
        for window in self.windows:
            whole = frozenset().union(*(parts[item] for item in window.items))
            parts.update(dict.fromkeys(whole, whole))
        return parts

    def spans_ms(self, window: PlannedWindow, start_ms: int) -> tuple[tuple[int, int], ...]:
        """Return its hours on the day that begins at ``start_ms``."""
        return tuple(
            (start_ms + begin * MINUTE_MS, start_ms + end * MINUTE_MS) for begin, end in window.spans_min
        )
