"""What the listening side needs of the one writer; the engine is one, and a test may bring a smaller one.

The listening side asks, is told after every commit, and looks at the room only while it equals the disk.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from queue_server.hall.events import Recorded
from queue_server.hall.room import HallRoom
from queue_server.runtime.inbox import AnyAnswer, Envelope, Hear
from queue_server.runtime.live import Pressed
from queue_server.runtime.rooms import Rooms
from queue_server.supervision.handbook import Handbook

T = TypeVar("T")


class Committed(Protocol):
    """What just became durable, in order."""

    @property
    def recorded(self) -> Sequence[Recorded]: ...


class Writer(Protocol):
    """The one writer, seen from the door."""

    @property
    def room(self) -> HallRoom:
        """The hall; to read while it equals the disk, and to be asked for anew each time."""
        ...

    @property
    def rooms(self) -> Rooms:
        """All rooms, to read like ``room``."""
        ...

    @property
    def book(self) -> Handbook:
        """What supervision goes by."""
        ...

    @property
    def trouble(self) -> str:
        """Why nothing can be written now; empty when all is well."""
        ...

    @property
    def waiting(self) -> int:
        """Commands that wait to be written."""
        ...

    async def submit(self, envelope: Envelope) -> AnyAnswer:
        """Return the answer once it is on disk. Commands submitted one after the other stay in order."""
        ...

    def offer(self, envelope: Envelope, hear: Hear) -> bool:
        """As ``submit``, but ``hear`` is called with the answer; False: only ``submit`` can find it."""
        ...

    async def read(self, look: Callable[[HallRoom], T]) -> T:
        """Return ``look(room)`` at the next moment at which memory and disk agree."""
        ...

    def on_committed(self, tell: Callable[[Committed], None], *, first: bool = False) -> None:
        """Have ``tell`` called synchronously after each commit; ``first``: before its answers are given."""
        ...

    def on_trouble(self, tell: Callable[[str], None]) -> None:
        """Have ``tell`` called with what is wrong, and with an empty text when it is over."""
        ...

    def heard(self, board: str, n: int) -> None:
        """Remember with the next batch that this board has shown every announcement up to ``n``."""
        ...

    def heard_until(self, board: str) -> int:
        """Return the last announcement this board is known to have shown; 0 for a new board."""
        ...


class LineWriter(Writer, Protocol):
    """The one writer, seen from the serial lines."""

    @property
    def pressed(self) -> Mapping[str, Pressed]:
        """Actor -> the last press on a serial line that was on disk when this writer started."""
        ...
