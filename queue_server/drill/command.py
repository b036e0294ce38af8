"""``queue-server drill``: part after part, then the tables and the JSON. Interrupted, it leaves nothing."""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from queue_server.drill.burst import burst
from queue_server.drill.crowd import crowd
from queue_server.drill.figures import Point
from queue_server.drill.growth import growth
from queue_server.drill.options import PARTS
from queue_server.drill.recovery import recovery
from queue_server.drill.results import Results, encoded, new_results
from queue_server.drill.rig import FULL, QUICK, Rig, Scale
from queue_server.drill.tables import print_results
from queue_server.drill.tickets import tickets
from queue_server.errors import Fault

FILE_WIDTH = 180
"""Columns of a table that goes to a file or a pipe."""
FIGURES = {"tickets": tickets, "burst": burst, "crowd": crowd, "recovery": recovery}
Say = Callable[[str], object]


def run_drill(asked: argparse.Namespace, scale: Scale | None = None, say: Say = sys.stderr.write) -> int:
    """Run what was asked for; return 0. Raises Fault, before anything is started, when it cannot be kept."""
    _be_sure_of(asked.json)
    scale = scale or (QUICK if asked.quick else FULL)
    with _ended_by_signal(), _folder_in(asked.folder) as folder:
        results = new_results(folder, asked.quick)
        rig = Rig(folder, scale, lambda line: say(line + "\n"))
        for part in PARTS:
            if part in (asked.only or PARTS):
                _run(part, rig, results, asked.json)
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH, highlight=False)
    print_results(console, results)
    return 0


def _run(part: str, rig: Rig, results: Results, path: Path | None) -> None:
    for found in growth(rig) if part == "growth" else FIGURES[part](rig):
        if isinstance(found, Point):
            results.points.append(found)
        else:
            results.figures.append(found)
        _keep(results, path)


def _keep(results: Results, path: Path | None) -> None:
    """Write what there is after each figure: a later one may fail, or somebody lose patience."""
    if path is not None:
        path.write_text(encoded(results), encoding="utf-8")


@contextmanager
def _folder_in(parent: Path | None) -> Iterator[Path]:
    """Make the run's folder, removed in the end. Raises Fault naming a parent that cannot hold it."""
    try:
        made = tempfile.TemporaryDirectory(prefix="wutong-drill-", dir=parent)
    except OSError as fault:
        raise Fault(f"--folder {parent}: {fault.strerror}; name a folder that can be written") from fault
    with made as name:
        yield Path(name)


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Take a request to end as an interruption: the blocks that started something then end it."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _be_sure_of(path: Path | None) -> None:
    """Open the file now: nobody wants to hear after a quarter of an hour that it cannot be written."""
    if path is not None:
        try:
            path.open("a", encoding="utf-8").close()
        except OSError as fault:
            raise Fault(f"--json {path}: {fault.strerror}; name a file that can be written") from fault
