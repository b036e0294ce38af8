"""Recovery: a real server opens on a long journal, once by a snapshot and once by the journal alone.

The journal was made in this run (``history``). What a server without a past takes to start (Python,
its modules, its configuration) is taken in the same run and subtracted; the whole time stands in the note.
"""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import msgspec

from queue_server.drill.figures import Figure
from queue_server.drill.hall import JOURNAL, write_hall
from queue_server.drill.helpers import helper
from queue_server.drill.history import NO_SNAPSHOTS, Made
from queue_server.drill.rig import Rig
from queue_server.runtime.limits import USUAL
from queue_server.store.past import opened_past
from queue_server.store.sqlite import SqliteJournal

PART = "recovery"
WINDOWS = 64
REPLAY_S, SNAPSHOT_S = 4.0, 0.5
AIMED_EVENTS = 1_000_000
OF_A_DAY = 9
"""Events of each window that a day has besides its cycles: coming, going, and what supervision notes."""
LIVED = 60_000
"""Events after the first snapshot: more than a start replays at least. Snapshots stand as close here as in any
hall, closer than in the drill's other parts, whose days last seconds."""


def make_past(folder: Path, days: int, per_day: int, windows: int = WINDOWS, lived: int = 0) -> Made:
    """Write a past of so many days into ``folder``, the last ``lived`` events by an engine with snapshots."""
    config = write_hall(folder, windows, USUAL.snapshot_every)
    with helper("history", str(config), str(days), str(per_day), str(lived)) as past:
        return msgspec.convert(past.hear(), Made)


def start_s(rig: Rig, folder: Path, snapshot_every: int = NO_SNAPSHOTS, windows: int = WINDOWS) -> float:
    """Return the seconds from a server's beginning to the first client it could take: the middle of three."""
    starts = []
    for _ in range(rig.scale.rounds):
        with rig.hall_in(folder, windows, snapshot_every) as hall:
            starts.append(hall.start_s)
    return median(starts)


def recovery(rig: Rig) -> Iterator[Figure]:
    """Yield both ways to recover."""
    events = rig.scale.events
    with rig.new_folder() as empty:
        bare_s = start_s(rig, empty)
    with rig.new_folder() as folder:
        rig.say(f"recovery: writing {events:,} events")
        per_day = rig.scale.events_per_day
        days = -(-events // (per_day + OF_A_DAY * WINDOWS))
        made = make_past(folder, days, per_day, lived=min(LIVED, events // 2))
        rig.say(f"recovery: written in {made.spent_s:.0f} s; starting by snapshot, then by replay")
        by_snapshot_s = start_s(rig, folder)
        asyncio.run(_forget_snapshots(folder / JOURNAL))
        by_replay_s = start_s(rig, folder)
        events, read_s = _read(folder / JOURNAL)
    for how, whole_s, aim_s in (("replay", by_replay_s, REPLAY_S), ("snapshot", by_snapshot_s, SNAPSHOT_S)):
        yield Figure(
            PART,
            f"{events:,} events by {how}",
            whole_s - bare_s,
            "s",
            floor=read_s if how == "replay" else None,
            floor_name="reading the rows" if how == "replay" else "",
            aim=aim_s if events >= AIMED_EVENTS else None,
            note=f"the whole start {whole_s:.2f} s, one without a past {bare_s:.2f} s",
        )


async def _forget_snapshots(path: Path) -> None:
    journal = await SqliteJournal.open(path)
    await journal.forget_snapshots(NO_SNAPSHOTS)
    await journal.close()


def _read(path: Path) -> tuple[int, float]:
    """Return how many rows a replay reads, and the seconds in which bare SQLite does."""
    began_ns = time.perf_counter_ns()
    with opened_past(path) as past:
        count = sum(1 for _ in past.read(1, past.last_seq))
    return count, (time.perf_counter_ns() - began_ns) / 1e9
