"""Everything a drill found, as one value that goes to JSON and comes back: figures, points, the machine."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import msgspec

from queue_server.clock import SystemClock
from queue_server.drill.disk import file_system_of, flush_ms
from queue_server.drill.figures import Figure, Point
from queue_server.errors import ConfigError

LIBRARIES = ("websockets", "aiosqlite", "msgspec")
CPU = Path("/proc/cpuinfo")
NO_DISKS = frozenset({"tmpfs", "ramfs"})


class Machine(msgspec.Struct, frozen=True):
    """What the figures were taken on."""

    processor: str
    cores: int
    system: str
    python: str
    sqlite: str
    libraries: dict[str, str]
    file_system: str
    flush_ms: float
    """Writing 4 KiB and waiting for the disk, in the middle."""
    load_before: float
    """Processes that ran on the machine in the minute before; near 0 it was quiet."""

    @property
    def is_on_disk(self) -> bool:
        return self.file_system not in NO_DISKS


class Results(msgspec.Struct):
    """One drill."""

    at_ms: int
    is_quick: bool
    machine: Machine
    figures: list[Figure] = []
    points: list[Point] = []


def this_machine(folder: Path) -> Machine:
    """Look at the machine, and at the disk under ``folder``."""
    names = [line.partition(":")[2].strip() for line in CPU.read_text().splitlines() if "model name" in line]
    return Machine(
        processor=names[0] if names else platform.machine(),
        cores=os.cpu_count() or 1,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        libraries={name: version(name) for name in LIBRARIES},
        file_system=file_system_of(folder),
        flush_ms=flush_ms(folder),
        load_before=os.getloadavg()[0],
    )


def new_results(folder: Path, is_quick: bool) -> Results:
    return Results(SystemClock().now_ms(), is_quick, this_machine(folder))


def encoded(results: Results) -> str:
    return msgspec.json.format(msgspec.json.encode(results)).decode() + "\n"


def read_results(path: Path) -> Results:
    """Read what a drill wrote. Raises ConfigError naming the file."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Results)
    except (OSError, msgspec.DecodeError) as error:
        raise ConfigError((f"{path}: not the JSON of a drill: {error}",)) from error
