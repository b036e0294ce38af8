"""Growth: the same cycle of take, call, start and finish while one thing of the hall grows, nothing else.

The people waiting, the windows, the boards, the days in the journal. Calling must not cost more where more
wait.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from queue_server.clock import SystemClock
from queue_server.drill.figures import Point, percentile
from queue_server.drill.hall import ITEM, JOURNAL, window_numbers
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.history import DAY_MS
from queue_server.drill.load_boards import Boards, Called
from queue_server.drill.load_cycle import Cycled, Cycles, Fill, Filled
from queue_server.drill.recovery import NO_SNAPSHOTS, make_past, start_s
from queue_server.drill.rig import HallProcess, Rig, result_of
from queue_server.errors import Fault
from queue_server.store.past import opened_past

WINDOWS = 8
WAITING = 200
"""People who wait while something else grows."""
CALLS_PER_S = 10.0
WAITING_AXIS, WINDOWS_AXIS, BOARDS_AXIS, DAYS_AXIS = "waiting", "windows", "boards", "days"


def growth(rig: Rig) -> Iterator[Point]:
    """Yield a point for each size of each axis."""
    with helper("load") as load:
        yield from _waiting(rig, load)
        for windows in rig.scale.windows:
            rig.say(f"growth: {windows} windows")
            with rig.hall(windows) as hall:
                _fill(load, hall, WAITING)
                yield _point(rig, load, hall, WINDOWS_AXIS, windows, windows)
        yield from _boards(rig, load)
        for days in rig.scale.days:
            yield _days(rig, load, days)


def _waiting(rig: Rig, load: Helper) -> Iterator[Point]:
    with rig.hall(WINDOWS) as hall:
        waiting = 0
        for size in rig.scale.waiting:
            rig.say(f"growth: {size:,} waiting")
            waiting += _fill(load, hall, size - waiting)
            yield _point(rig, load, hall, WAITING_AXIS, size, WINDOWS)


def _fill(load: Helper, hall: HallProcess, tickets: int) -> int:
    """Issue so many numbers; return how many it were."""
    return result_of(load, "fill", Fill(hall.url, ITEM, tickets), Filled).issued


def _point(rig: Rig, load: Helper, hall: HallProcess, axis: str, size: int, windows: int) -> Point:
    spec = Cycles(hall.url, window_numbers(windows), ITEM, rig.scale.cycles)
    cycled = result_of(load, "cycle", spec, Cycled)
    p50, p99 = percentile(cycled.calls_ms, 50), percentile(cycled.calls_ms, 99)
    return Point(axis, size, p50, p99, cycled.per_s)


def _boards(rig: Rig, load: Helper) -> Iterator[Point]:
    for boards in rig.scale.grown_boards:
        rig.say(f"growth: {boards} boards")
        with rig.hall(WINDOWS) as hall:
            _fill(load, hall, WAITING)
            spec = Boards(hall.url, boards, min(WAITING, rig.scale.calls), CALLS_PER_S)
            called = result_of(load, "call", spec, Called)
        p50, p99 = percentile(called.answered_ms, 50), percentile(called.answered_ms, 99)
        last_ms = percentile(called.last_board_ms, 50) if called.last_board_ms else 0.0
        yield Point(BOARDS_AXIS, boards, p50, p99, boards_ms=last_ms)


def _days(rig: Rig, load: Helper, days: int) -> Point:
    rig.say(f"growth: {days} days in the journal")
    with rig.new_folder() as folder:
        make_past(folder, days * rig.scale.day_events, rig.scale.day_events, WINDOWS)
        started_s = start_s(rig, folder, windows=WINDOWS)
        report_s = _report_s(folder)
        with rig.hall_in(folder, WINDOWS, NO_SNAPSHOTS) as hall:
            _fill(load, hall, WAITING)
            cycled = result_of(load, "cycle", _cycles(rig, hall), Cycled)
    p50, p99 = percentile(cycled.calls_ms, 50), percentile(cycled.calls_ms, 99)
    return Point(DAYS_AXIS, days, p50, p99, cycled.per_s, start_s=started_s, report_s=report_s)


def _cycles(rig: Rig, hall: HallProcess) -> Cycles:
    return Cycles(hall.url, window_numbers(WINDOWS), ITEM, rig.scale.cycles)


def _report_s(folder: Path) -> float:
    """Return the seconds of the report of the last day of the past, as it is typed. Raises Fault."""
    with opened_past(folder / JOURNAL) as past:
        day = next(day for day in reversed(past.days()) if day != _today())
    began_ns = time.perf_counter_ns()
    words = ["report", "day", f"{day[:4]}-{day[4:6]}-{day[6:]}", "--config", str(folder / "hall.toml")]
    done = subprocess.run(  # noqa: S603 - our own interpreter and command
        [sys.executable, "-m", "queue_server", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Fault(f"drill: queue-server {' '.join(words)} failed: {done.stderr.strip()}")
    return (time.perf_counter_ns() - began_ns) / 1e9


def _today() -> str:
    """Return the day on which the drill's own servers have begun theirs, as the journal writes it."""
    return time.strftime("%Y%m%d", time.gmtime((SystemClock().now_ms() + DAY_MS // 3) / 1000))
