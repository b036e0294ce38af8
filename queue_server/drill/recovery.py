"""Recovery: a real server opens on a long journal, once by a snapshot and once by the journal alone.

The journal was written by the real engine in this run. What a server without a past takes to start (Python,
its modules, its configuration) is taken in the same run and subtracted; the whole time stands in the note.
"""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from queue_server.drill.figures import Figure
from queue_server.drill.hall import JOURNAL, write_hall
from queue_server.drill.helpers import helper
from queue_server.drill.rig import Rig
from queue_server.store.past import opened_past
from queue_server.store.sqlite import SqliteJournal

PART = "recovery"
WINDOWS = 64
REPLAY_S, SNAPSHOT_S = 4.0, 0.5
AIMED_EVENTS = 1_000_000
NO_SNAPSHOTS = 10**12


def make_past(folder: Path, events: int, per_day: int, windows: int = WINDOWS) -> float:
    """Write a past of so many events into ``folder``; return the seconds it took."""
    config = write_hall(folder, windows)
    with helper("history", str(config), str(events), str(per_day)) as past:
        return float(past.hear()["spent_s"])


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
        rig.say(f"recovery: the real engine writes {events:,} events")
        made_s = make_past(folder, events, rig.scale.events_per_day)
        rig.say(f"recovery: written in {made_s:.0f} s; starting by snapshot, then by replay")
        by_snapshot_s = start_s(rig, folder)
        asyncio.run(_forget_snapshots(folder / JOURNAL))
        by_replay_s = start_s(rig, folder)
        read_s = _read_s(folder / JOURNAL)
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


def _read_s(path: Path) -> float:
    """Return the seconds in which bare SQLite reads the rows that a replay reads."""
    began_ns = time.perf_counter_ns()
    with opened_past(path) as past:
        for _ in past.read(1, past.last_seq):
            pass
    return (time.perf_counter_ns() - began_ns) / 1e9
