"""All faults, in the order of the table, each with its usual number of rounds."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import clock_back, comings, crowd, damage, full_disk, kill, ptys
from tests.faults.outcome import Outcome


class Fault(NamedTuple):
    """One fault, its name on the command line, and how often it is made."""

    name: str
    make: Callable[[Path, int], Coroutine[Any, Any, Outcome]]
    rounds: int


FAULTS = (
    Fault("kill", kill.kill, kill.ROUNDS),
    Fault("full-disk", full_disk.full_disk, full_disk.ROUNDS),
    Fault("ptys", ptys.ptys, ptys.ROUNDS),
    Fault("clock", clock_back.clock_back, clock_back.ROUNDS),
    Fault("comings", comings.comings, comings.ROUNDS),
    Fault("damage", damage.damage, damage.ROUNDS),
    Fault("crowd", crowd.crowd, crowd.CLIENTS),
)
