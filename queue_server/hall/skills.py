"""Who can serve what: the plan's skills with those changed today, prepared for the questions of the hall."""

from queue_server.hall.lookup import Hall
from queue_server.vocabulary import ItemCode, QueueCode, WindowNo


class Skills:
    """The skills in force. Built anew when skills change; never changed."""

    def __init__(self, hall: Hall, changed: dict[WindowNo, tuple[ItemCode, ...]]) -> None:
        self.hall = hall
        self.items_of: dict[WindowNo, tuple[ItemCode, ...]] = {
            number: tuple(item for item in changed.get(number, window.items) if item in hall.items)
            for number, window in hall.windows.items()
        }
        self.windows_of: dict[ItemCode, tuple[WindowNo, ...]] = self._windows_of()
        self._rivals: dict[ItemCode, frozenset[ItemCode]] = {}
        self._strangers: dict[ItemCode, frozenset[ItemCode]] = {}
        self._of_queue: dict[QueueCode, tuple[WindowNo, ...]] = {}

    def _windows_of(self) -> dict[ItemCode, tuple[WindowNo, ...]]:
        found: dict[ItemCode, list[WindowNo]] = {}
        for number, items in self.items_of.items():
            for item in items:
                found.setdefault(item, []).append(number)
        return {item: tuple(numbers) for item, numbers in found.items()}

    def can_serve(self, window: WindowNo, item: ItemCode) -> bool:
        return window in self.windows_of.get(item, ())

    def rivals(self, item: ItemCode) -> frozenset[ItemCode]:
        """Return the items whose tickets are served by the windows that serve ``item``."""
        known = self._rivals.get(item)
        if known is None:
            windows = self.windows_of.get(item, ())
            known = frozenset(rival for window in windows for rival in self.items_of[window]) | {item}
            self._rivals[item] = known
        return known

    def strangers(self, item: ItemCode) -> frozenset[ItemCode]:
        """Return the items of the plan that are no rivals of ``item``."""
        known = self._strangers.get(item)
        if known is None:
            known = self._strangers[item] = frozenset(self.hall.items) - self.rivals(item)
        return known

    def windows_of_queue(self, queue: QueueCode) -> tuple[WindowNo, ...]:
        """Return the windows that serve an item of the queue, lowest number first."""
        known = self._of_queue.get(queue)
        if known is None:
            items = self.hall.items_by_queue.get(queue, ())
            known = tuple(sorted({window for item in items for window in self.windows_of.get(item, ())}))
            self._of_queue[queue] = known
        return known
