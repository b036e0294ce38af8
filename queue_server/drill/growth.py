"""Growth: the same cycle of take, call, start and finish while one thing of the hall grows, nothing else.

The people waiting, the windows, the boards, the days in the journal. Calling must not cost more where more
wait.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from queue_server.drill.figures import Point, percentile
from queue_server.drill.hall import ITEM, window_numbers
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.history import NO_SNAPSHOTS
from queue_server.drill.load_boards import Boards, Called
from queue_server.drill.load_cycle import Cycled, Cycles, Fill, Filled
from queue_server.drill.recovery import make_past
from queue_server.drill.rig import HallProcess, Rig, asked, result_of
from queue_server.errors import Fault

WINDOWS = 8
WAITING = 200
"""People who wait while something else grows."""
CALLS_PER_S = 10.0
WAITING_AXIS, WINDOWS_AXIS, BOARDS_AXIS, DAYS_AXIS = "waiting", "windows", "boards", "days"
Measure = Callable[[Rig, Helper, int], Point]


def growth(rig: Rig) -> Iterator[Point]:
    """Yield a point for each size of each axis; one that fails says why, and the others go on."""
    axes: tuple[tuple[str, tuple[int, ...], Measure], ...] = (
        (WAITING_AXIS, rig.scale.waiting, _waiting),
        (WINDOWS_AXIS, rig.scale.windows, _windows),
        (BOARDS_AXIS, rig.scale.grown_boards, _boards),
        (DAYS_AXIS, rig.scale.days, _days),
    )
    for axis, sizes, measure in axes:
        for size in sizes:
            rig.say(f"growth: {size:,} {axis}")
            yield _tried(rig, axis, size, measure)


def _tried(rig: Rig, axis: str, size: int, measure: Measure) -> Point:
    try:
        with helper("load") as load:
            return measure(rig, load, size)
    except (Fault, OSError) as fault:
        rig.say(f"growth: {size:,} {axis} failed: {fault}")
        return Point(axis, size, failed=str(fault))


def _waiting(rig: Rig, load: Helper, waiting: int) -> Point:
    with rig.hall(WINDOWS) as hall:
        _fill(load, hall, waiting)
        return _point(rig, load, hall, Point(WAITING_AXIS, waiting), WINDOWS)


def _windows(rig: Rig, load: Helper, windows: int) -> Point:
    with rig.hall(windows) as hall:
        _fill(load, hall, WAITING)
        return _point(rig, load, hall, Point(WINDOWS_AXIS, windows), windows)


def _fill(load: Helper, hall: HallProcess, tickets: int) -> int:
    """Issue so many numbers; return how many it were."""
    return result_of(load, "fill", Fill(hall.url, ITEM, tickets), Filled).issued


def _point(rig: Rig, load: Helper, hall: HallProcess, point: Point, windows: int) -> Point:
    """Go round in a hall and return the point with what a call took."""
    spec = Cycles(hall.url, window_numbers(windows), ITEM, rig.scale.cycles)
    load.prepare(asked("cycle", spec))
    cpu_s = hall.process.cpu_s
    load.tell("go")
    cycled = msgspec.convert(load.hear(), Cycled)
    return msgspec.structs.replace(
        point,
        call_p50_ms=percentile(cycled.calls_ms, 50),
        call_p99_ms=percentile(cycled.calls_ms, 99),
        cycles_per_s=cycled.per_s,
        cpu_ms=(hall.process.cpu_s - cpu_s) / len(cycled.calls_ms) * 1000,
    )


def _boards(rig: Rig, load: Helper, boards: int) -> Point:
    with rig.hall(WINDOWS) as hall:
        _fill(load, hall, WAITING)
        spec = Boards(hall.url, boards, min(WAITING, rig.scale.calls), CALLS_PER_S)
        called = result_of(load, "call", spec, Called)
    p50, p99 = percentile(called.answered_ms, 50), percentile(called.answered_ms, 99)
    last_ms = percentile(called.last_board_ms, 50) if called.last_board_ms else 0.0
    return Point(BOARDS_AXIS, boards, p50, p99, boards_ms=last_ms)


def _days(rig: Rig, load: Helper, days: int) -> Point:
    with rig.new_folder() as folder:
        made = make_past(folder, days, rig.scale.day_events, WINDOWS)
        report_s = _report_s(folder, made.last_day)
        with rig.hall_in(folder, WINDOWS, NO_SNAPSHOTS) as hall:
            _fill(load, hall, WAITING)
            point = Point(DAYS_AXIS, days, start_s=hall.start_s, report_s=report_s)
            return _point(rig, load, hall, point, WINDOWS)


def _report_s(folder: Path, day: str) -> float:
    """Return the seconds of the report of a day, as it is typed. Raises Fault."""
    began_ns = time.perf_counter_ns()
    words = ["report", "day", day, "--config", str(folder / "hall.toml")]
    done = subprocess.run(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-m", "queue_server", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Fault(f"drill: queue-server {' '.join(words)} failed: {done.stderr.strip()}")
    return (time.perf_counter_ns() - began_ns) / 1e9
