"""How fast a start reads the journal again, beside what reading, checking and decoding alone would take.

Run: ``python -m tests.benchmarks.bench_replay [--events 60000] [--long 1000000] [--folder DIR]``. The
journal is lived by a real engine, day after day, and kept if the folder is named. With ``--long`` a journal
of so many events is made of its days, and starts are timed on that: without a snapshot, at the worst place
and at the best. Rates are of the processor's time, which a busy machine leaves true; quote the ratios.
"""

import argparse
import asyncio
import logging
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import structlog

from queue_server.clock import ManualClock
from queue_server.config_file import load_config
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import HallPlan
from queue_server.runtime.answers import Answerer
from queue_server.runtime.codes import subkey
from queue_server.runtime.limits import USUAL, Limits
from queue_server.runtime.live import Live
from queue_server.runtime.rehearsal import MORNING_MS, SECRET, Rehearsal, running
from queue_server.runtime.rooms import Rooms, decode_event
from queue_server.runtime.snapshots import Frozen
from queue_server.store.chain import Row, digest_after
from queue_server.store.schema import SELECT_ROWS
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, StaffId, WindowNo
from queue_server.wire.from_server import Done
from tests.benchmarks.long_journal import lengthen

DAY_MS = 86_400_000
ROUND_MS = 240_000
"""One service at every window."""
ROUNDS = 110
CHUNK = 512
RUNS = 3
PLACES = (USUAL.replay_at_least + USUAL.snapshot_every, USUAL.replay_at_least)
"""Events behind the snapshot that a start takes: just before the next one was due, and just after it."""
DEMO = Path("queue_server/demo/xiangzhou.toml")


def plan_of_benchmark() -> HallPlan:
    """Return the plan of the demonstration hall, without quotas and closed days."""
    plan = load_config(DEMO).plan
    queues = tuple(msgspec.structs.replace(q, daily_max=0, slices=()) for q in plan.queues)
    return msgspec.structs.replace(plan, queues=queues, closed_weekdays=())


async def live(hall: Rehearsal, events: int) -> None:
    """Let the hall live whole days until its journal has so many events."""
    chance = random.Random(5)
    plan = hall.hall.plan
    windows = [window.number for window in plan.windows]
    clock = hall.clock
    day = 0
    while hall.engine.head.seq < events:
        clock.advance_ms(MORNING_MS + day * DAY_MS - clock.now_ms())
        await together(hall, [(f"window:{n}", c.SignIn(n, StaffId(f"S{n}"))) for n in windows])
        for _ in range(ROUNDS):
            await one_round(hall, windows, [chance.choice(window.items) for window in plan.windows])
        day += 1


async def one_round(hall: Rehearsal, windows: list[WindowNo], items: list[ItemCode]) -> None:
    """Everybody is served once, and as many come."""
    taken = await together(hall, [("kiosk:K1", c.TakeTicket(item)) for item in items])
    slips = [done.slip for done in taken if isinstance(done, Done) and done.slip is not None]
    await together(hall, [("kiosk:K1", c.ReportPaper(slip.ticket)) for slip in slips])
    for step in (c.CallNext, c.StartService, c.FinishService):
        hall.clock.advance_ms(ROUND_MS // 3)
        await together(hall, [(f"window:{number}", step(number)) for number in windows])
    rated = [(f"window:{number}/pad", c.RateService(number, 5)) for number in windows[::2]]
    await together(hall, rated)


async def together(hall: Rehearsal, asked: Sequence[tuple[str, c.AnyCommand]]) -> list[object]:
    async with asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(hall.ask(command, actor)) for actor, command in asked]
    return [one.result() for one in asking]


def rows_of(path: Path) -> Iterator[list[tuple[object, ...]]]:
    """Yield what the disk gives, as it gives it."""
    with closing(sqlite3.connect(path)) as db:
        after = 0
        while found := db.execute(SELECT_ROWS, ("hall", after, 1 << 60, CHUNK)).fetchall():
            yield found
            after = found[-1][1]


def check_chain(rows: list[Row]) -> None:
    before = rows[0].digest
    for row in rows[1:]:
        assert row.digest == digest_after(before, row[:-1])
        before = row.digest


def decode_all(rows: list[Row]) -> None:
    for row in rows:
        decode_event(row.body)


def replayed(hall: Rehearsal, rows: list[Row]) -> Live:
    answerer = Answerer(hall.hall, SECRET, "")
    live = Live(answerer, Rooms.empty(hall.hall))
    live.answers_after = rows[-1].seq
    for start in range(0, len(rows), CHUNK):
        live.replay(rows[start : start + CHUNK])
    live.close_request()
    return live


def cpu_s(work: Callable[[], object]) -> float:
    """Return the processor's seconds for one run."""
    began_ns = time.process_time_ns()
    work()
    return (time.process_time_ns() - began_ns) / 1e9


async def lived(path: Path, events: int) -> tuple[Rehearsal, int]:
    """Have a hall live, unless the file holds enough already; return it and its number of events."""
    journal = await SqliteJournal.open(path)
    hall = Rehearsal(journal, ManualClock(MORNING_MS), limits=Limits(), plan=plan_of_benchmark())
    async with running(hall):
        await live(hall, events)
    await journal.close()
    return hall, hall.engine.head.seq


def start(path: Path, plan: HallPlan, limits: Limits = USUAL) -> str:
    """Start as the server does; return how long that took and how much there was."""
    return asyncio.run(_start(path, plan, limits))


async def _start(path: Path, plan: HallPlan, limits: Limits) -> str:
    journal = await SqliteJournal.open(path)
    hall = Rehearsal(journal, ManualClock(MORNING_MS), plan=plan, limits=limits)
    began_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
    await hall.engine.start()
    wall_s, spent_s = (time.perf_counter_ns() - began_ns) / 1e9, (time.process_time_ns() - cpu_ns) / 1e9
    saved = await journal.snapshots()
    await journal.close()
    end = hall.engine.head.seq
    return f"{wall_s:.2f} s, {spent_s:.2f} s of the processor, for {end:,} events; snapshots at {saved}"


def measure(path: Path, events: int, runs: int) -> None:
    hall, count = asyncio.run(lived(path, events))
    rows = [Row._make(values) for chunk in rows_of(path) for values in chunk]
    parts: dict[str, Callable[[], object]] = {
        "read from SQLite": lambda: sum(len(chunk) for chunk in rows_of(path)),
        "check the chain": lambda: check_chain(rows),
        "decode": lambda: decode_all(rows),
        "replay": lambda: replayed(hall, rows),
    }
    say(f"{count:,} events; events a second of the processor, best of {runs} by turns")
    spent = {name: float("inf") for name in parts}
    for _ in range(runs):
        for name, work in parts.items():
            spent[name] = min(spent[name], cpu_s(work))
    floor_s = sum(spent[name] for name in ("read from SQLite", "check the chain", "decode"))
    for name, seconds in spent.items():
        say(f"  {name:18} {count / seconds:10,.0f}   {seconds / count * 1e6:5.1f} us")
    say(f"  all floors         {count / floor_s:10,.0f}   replay is {floor_s / spent['replay']:.2f} of them")
    for _ in range(runs):
        say(f"a start: {start(path, hall.hall.plan)}")


async def frozen(path: Path, plan: HallPlan, before_end: Sequence[int]) -> list[Frozen]:
    """Return snapshots of the server's own kind so many events before the end, the farthest first."""
    journal = await SqliteJournal.open(path)
    live = Live(Answerer(Hall(plan), SECRET, ""), Rooms.empty(Hall(plan)))
    live.answers_after = end = (await journal.last()).seq
    made = []
    for events in before_end:
        async for rows in journal.read(live.head.seq, end - events):
            live.replay(rows)
        made.append(Frozen(live.head, live.rooms.states, subkey(SECRET, "snapshot")))
    await journal.close()
    return made


async def save(path: Path, snapshot: Frozen) -> None:
    """Put this snapshot into the journal, and no other."""
    journal = await SqliteJournal.open(path)
    await journal.forget_snapshots(1 << 60)
    for number in range(snapshot.parts):
        await journal.save_snapshot(snapshot.part(number))
    await journal.close()


def measure_long(lived_path: Path, path: Path, events: int) -> None:
    """Time starts on a long journal; the one without a snapshot comes first, since none is there yet."""
    plan = plan_of_benchmark()
    if not path.exists():
        rows = [Row._make(values) for chunk in rows_of(lived_path) for values in chunk]
        say(f"a journal of {lengthen(rows, path, events):,} events")
        say(f"a start without a snapshot: {start(path, plan)}")
    for snapshot, place in zip(asyncio.run(frozen(path, plan, PLACES)), ("worst", "best"), strict=True):
        asyncio.run(save(path, snapshot))
        for _ in range(RUNS):
            say(f"a start, its snapshot at the {place} place: {start(path, plan)}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--long", type=int, default=0, metavar="EVENTS")
    parser.add_argument("--folder", type=Path, default=None, help="where journals are kept and used again")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        measure(folder / "lived.db", arguments.events, arguments.runs)
        if arguments.long:
            measure_long(folder / "lived.db", folder / "long.db", arguments.long)


if __name__ == "__main__":
    main()
