"""When supervision has to look again at what: a heap of instants, one for each key. Derived, never stored.

A key is looked at when its instant has come, in the order of the instants and then of the keys, so that the
same facts give the same cards however seldom somebody looks at the clock.
"""

from heapq import heappop, heappush

Key = tuple[str, ...]
"""What is looked at: ``("post", "03")``, ``("wait", "A")``, ``("card", "20260302-K007")``."""

NEVER = 1 << 62


class Timers:
    """The next instant of every key."""

    def __init__(self) -> None:
        self._due: dict[Key, int] = {}
        self._heap: list[tuple[int, Key]] = []

    def put(self, key: Key, due_ms: int) -> None:
        """Look at the key at this instant, instead of the one it had."""
        if self._due.get(key) != due_ms:
            self._due[key] = due_ms
            heappush(self._heap, (due_ms, key))

    def drop(self, key: Key) -> None:
        """Do not look at the key again until it is put."""
        self._due.pop(key, None)

    def due_ms(self, key: Key) -> int:
        """Return the key's instant; ``NEVER`` when it has none."""
        return self._due.get(key, NEVER)

    def __contains__(self, key: Key) -> bool:
        return key in self._due

    def first_ms(self) -> int:
        """Return the next instant; ``NEVER`` when nothing is due. Forgets what was put anew meanwhile."""
        heap, due = self._heap, self._due
        while heap:
            due_ms, key = heap[0]
            if due.get(key) == due_ms:
                return due_ms
            heappop(heap)
        return NEVER

    def pop(self) -> tuple[int, Key]:
        """Take out what is due first; the caller has seen ``first_ms``."""
        due_ms, key = heappop(self._heap)
        del self._due[key]
        return due_ms, key
