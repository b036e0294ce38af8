"""When the terminal says that somebody is there: pure. It says so for a touch or a key, and never by itself.

Every act tells the server as much; only who reads, types or looks something up has nothing else to show.
"""

EVERY_MS = 60_000
"""The server notes one sign of life a minute."""
AFTER_MS = 500
"""So long a touch may still become an act, which needs no sign of life beside it."""


class Life:
    """What was last told of who sits here."""

    def __init__(self) -> None:
        self._told_ms: int | None = None

    def is_due(self, now_ms: int) -> bool:
        """Whether a touch now is worth telling. A clock that was put back does not silence anybody."""
        return self._told_ms is None or not 0 <= now_ms - self._told_ms < EVERY_MS

    def told(self, now_ms: int) -> None:
        """The server hears of somebody at this instant."""
        self._told_ms = now_ms

    def forget(self) -> None:
        """It was not heard after all, or somebody else sits here now: the next touch counts."""
        self._told_ms = None
