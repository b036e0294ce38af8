"""What the parts of a drill stand on: a folder on a real disk, halls started for a block, and their scale.

Whatever a part starts through the rig has ended, and what it wrote is gone, when its block ends.
"""

import http.client
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from queue_server.drill.hall import SNAPSHOT_EVERY, write_hall
from queue_server.drill.helpers import Helper, helper

Answer = TypeVar("Answer", bound=msgspec.Struct)
BATCHES = re.compile(r"^hall_batch_events_(sum|count) ([0-9.e+]+)$", re.MULTILINE)


class Scale(msgspec.Struct, frozen=True):
    """How large and how long everything is."""

    seconds: float = 3.0
    rounds: int = 3
    loads: tuple[tuple[int, int], ...] = ((1, 1), (8, 1), (64, 1), (256, 1), (8, 32), (64, 8))
    """Kiosks, and requests each has outstanding."""
    boards: int = 100
    phones: int = 2000
    calls: int = 200
    calls_per_s: float = 20.0
    crowd: int = 10_000
    crowd_calls: int = 10
    events: int = 1_000_000
    events_per_day: int = 5_000
    cycles: int = 400
    waiting: tuple[int, ...] = (10, 100, 1_000, 10_000, 100_000)
    windows: tuple[int, ...] = (4, 40, 400)
    grown_boards: tuple[int, ...] = (1, 10, 100, 1_000)
    days: tuple[int, ...] = (1, 10, 100, 1_000)
    day_events: int = 400
    """Events a day of the journals that grow by days."""


FULL = Scale()
QUICK = Scale(
    seconds=0.5,
    rounds=1,
    loads=((1, 1), (64, 1)),
    boards=20,
    phones=100,
    calls=20,
    crowd=500,
    crowd_calls=3,
    events=20_000,
    events_per_day=4_000,
    cycles=80,
    waiting=(10, 1_000),
    windows=(4, 40),
    grown_boards=(1, 20),
    days=(1, 10),
    day_events=200,
)
"""Shows that everything runs; its figures say little."""


class HallProcess:
    """A hall that listens in its own process."""

    def __init__(self, process: Helper, folder: Path, began_ns: int) -> None:
        up = process.hear()
        self.process, self.folder = process, folder
        self.port = int(up["port"])
        self.start_s = (int(up["at_ns"]) - began_ns) / 1e9
        """From the beginning of its process to the first client it could take."""

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def batches(self) -> tuple[float, float]:
        """Return the events written so far and the transactions they were written in."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/metrics")
            found = dict(BATCHES.findall(connection.getresponse().read().decode()))
        finally:
            connection.close()
        return float(found["sum"]), float(found["count"])


class Rig:
    """One run's folder, scale, and way of saying how far it is."""

    def __init__(self, folder: Path, scale: Scale, say: Callable[[str], object]) -> None:
        self.folder, self.scale, self.say = folder, scale, say

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """Make a folder that is removed after the block."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            yield Path(name)

    @contextmanager
    def hall(self, windows: int = 8) -> Iterator[HallProcess]:
        """Run a hall with an empty journal."""
        with self.new_folder() as folder, self.hall_in(folder, windows) as hall:
            yield hall

    @contextmanager
    def hall_in(
        self, folder: Path, windows: int = 8, snapshot_every: int = SNAPSHOT_EVERY
    ) -> Iterator[HallProcess]:
        """Run a hall whose journal lies, or will lie, in ``folder``."""
        config = write_hall(folder, windows, snapshot_every)
        began_ns = time.perf_counter_ns()
        with helper("server", str(config)) as process:
            yield HallProcess(process, folder, began_ns)


def asked(do: str, spec: msgspec.Struct) -> dict[str, Any]:
    """Return the line that asks a load for this."""
    return {"do": do, "spec": msgspec.to_builtins(spec)}


def result_of(load: Helper, do: str, spec: msgspec.Struct, kind: type[Answer]) -> Answer:
    """Have a load do something from beginning to end."""
    return msgspec.convert(load.ask(asked(do, spec)), kind)
