"""What people were told during a fault: numbers, calls, announcements. Actors fill it, the judge reads."""

from collections import defaultdict

import msgspec

from queue_server.wire.from_server import Announced


class Taken(msgspec.Struct, frozen=True):
    """A number that a kiosk was given."""

    request: str
    ticket: str
    number: str
    code: str = ""
    """What a phone needs to follow it."""


class Called(msgspec.Struct, frozen=True):
    """A call that a window terminal was told of."""

    request: str
    number: str
    window: str


class Record:
    """Everything that anybody was told, for the judge."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.called: list[Called] = []
        self.heard: dict[str, list[Announced]] = defaultdict(list)
        """Board -> its announcements in the order in which they came."""
        self.gone_taken: list[Taken] = []
        self.gone_heard: dict[str, list[Announced]] = defaultdict(list)
        """What went with a file that was lost: nobody may be told it a second time."""
        self.troubles: list[str] = []
        self.faulted = 0
        self.refused: list[str] = []
        self.waits: list[tuple[float, float]] = []
        """When a kiosk was pressed, in the loop's seconds, and how long it waited, also through a fault."""

    def waits_s(self, since_s: float = 0) -> list[float]:
        """Return the waits of the presses made from ``since_s`` on."""
        return [wait_s for begun_s, wait_s in self.waits if begun_s >= since_s]

    @property
    def acts(self) -> int:
        return len(self.taken) + len(self.called)
