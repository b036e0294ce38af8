"""What is kept of a ticket's first forecast until it comes true, and how a wait that came is held against it.

The truth is the first call less the issue. An error is forecast less truth: above zero, the citizen was told
too long a wait. A range is judged as it was read, in whole minutes.
"""

from typing import Protocol

import msgspec

from queue_server.hall.outlook import FLUID, side_of


class Foretold(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The first forecast of a ticket, as far as it is judged."""

    mid_ms: int | None
    """The median; None: not today."""
    low_min: int | None
    """The range that was read; a low end of None: not today."""
    high_min: int | None
    """None: perhaps not today, so whatever comes is below it."""
    naive_ms: int
    """People ahead times the average service by the open windows."""
    is_fluid: bool = False
    is_doubtful: bool = False
    """Whether the citizen was warned and took the number all the same."""

    def has_held(self, wait_ms: int) -> bool:
        """Return whether this wait lies in the range that was read, its ends included."""
        return self.low_min is not None and side_of(wait_ms, self.low_min, self.high_min) == 0


class Told(Protocol):
    """A first forecast as the journal has it, whole or lean."""

    @property
    def mid_ms(self) -> int | None: ...
    @property
    def low_min(self) -> int | None: ...
    @property
    def high_min(self) -> int | None: ...
    @property
    def naive_ms(self) -> int: ...
    @property
    def method(self) -> str: ...
    @property
    def is_doubtful(self) -> bool: ...


def kept(wait: Told | None) -> Foretold | None:
    """Return what is kept of a first forecast; None where nothing was foretold."""
    if wait is None:
        return None
    return Foretold(
        wait.mid_ms, wait.low_min, wait.high_min, wait.naive_ms, wait.method == FLUID, wait.is_doubtful
    )
