"""What the board shows of the calls, and at what pace they follow one another. Values, no rule of order."""

import msgspec

from queue_server.wire.from_server import Announced


class Pace(msgspec.Struct, frozen=True):
    """How long a call keeps the hero's place while others wait for it, in ms, and how many rows are kept."""

    dwell_ms: int = 4000
    """With one call waiting; with more, the time is shared among them."""
    floor_ms: int = 1500
    """No crowd of calls makes a stay shorter than this."""
    patience_ms: int = 12_000
    """How long the hero waits for its voice to end, shared in the same way."""
    rows_max: int = 8
    """Recent calls kept."""

    def dwell(self, waiting: int) -> int:
        """Return the least stay in ms while ``waiting`` calls wait."""
        return max(self.floor_ms, self.dwell_ms // max(1, waiting))

    def patience(self, waiting: int) -> int:
        """Return the longest stay in ms of a call not yet spoken."""
        return max(self.dwell(waiting), self.patience_ms // max(1, waiting))


class Calls(msgspec.Struct, frozen=True):
    """What the board shows of the calls."""

    hero: Announced | None = None
    rows: tuple[Announced, ...] = ()
    """The calls before the hero, newest first; one row for each ticket."""
    flashes: int = 0
    """Grows each time a call takes the hero's place: a change is to be seen, even of the same ticket."""
    speaking: int = 0
    """The number of the announcement being spoken; 0 is silence."""
