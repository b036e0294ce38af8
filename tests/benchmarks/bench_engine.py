"""How many durable tickets a second, beside what the disk and the thread hop allow in the same run.

Run: ``python -m tests.benchmarks.bench_engine [--seconds 2] [--folder DIR]``. Not a test: the figures
depend on the machine; the ratios are what to compare and quote (docs/adr/0006).
"""

import argparse
import asyncio
import logging
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import NamedTuple

import structlog

from queue_server.forecast.plan import ForecastPlan
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.foresight.rounds import Foresight
from queue_server.runtime.limits import Limits
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.chain import EMPTY, Head, Row
from queue_server.store.journal import Batch, Journal
from queue_server.store.memory import MemoryJournal
from queue_server.store.schema import INSERT_ROW, TABLES
from queue_server.store.sqlite import PRAGMAS, SqliteJournal
from queue_server.wire.from_server import Done
from tests.store.sample import sample_rows

LOADS = ((1, 1), (8, 1), (64, 1), (8, 32), (64, 16))
"""Callers and requests each has outstanding."""
BATCHES = (1, 8, 64, 512)
TURNS, RUNS = (8, 32), 3
"""The load under which forecasts are switched off and on, and how often."""


class Rate(NamedTuple):
    """So many a second, latencies in ms, and the processor time of one, which a busy machine leaves true."""

    per_s: float
    cpu_us: float
    p50_ms: float
    p99_ms: float


def raw_commits(path: Path, batch: int, seconds: float) -> float:
    """Return rows a second of bare sqlite3: the same rows, the same settings, prepared beforehand."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in PRAGMAS:
            db.execute(f"PRAGMA {pragma}")
        for table in TABLES:
            db.execute(table)
        return rows_per_s(batch, seconds, lambda rows: commit(db, rows))


def commit(db: sqlite3.Connection, rows: tuple[Row, ...]) -> None:
    db.execute("BEGIN IMMEDIATE")
    db.executemany(INSERT_ROW, rows)
    db.execute("COMMIT")


def rows_per_s(batch: int, seconds: float, write: Callable[[tuple[Row, ...]], None]) -> float:
    """Time ``write`` alone; making the rows is not counted."""
    head, spent_ns, count = EMPTY, 0, 0
    while spent_ns < seconds * 1e9:
        rows = sample_rows(batch, head)
        head = Head(rows[-1].seq, rows[-1].digest)
        began_ns = time.perf_counter_ns()
        write(rows)
        spent_ns += time.perf_counter_ns() - began_ns
        count += batch
    return count / spent_ns * 1e9


async def journal_appends(path: Path, batch: int, seconds: float) -> float:
    """Return rows a second through the journal: one thread hop a batch."""
    journal = await SqliteJournal.open(path)
    head, spent_ns, count = EMPTY, 0, 0
    while spent_ns < seconds * 1e9:
        rows = sample_rows(batch, head)
        head = Head(rows[-1].seq, rows[-1].digest)
        began_ns = time.perf_counter_ns()
        await journal.append(Batch(rows, "seal"))
        spent_ns += time.perf_counter_ns() - began_ns
        count += batch
    await journal.close()
    return count / spent_ns * 1e9


async def tickets(
    journal: Journal, callers: int, outstanding: int, seconds: float, *, is_foreseen: bool = False
) -> Rate:
    """Return durable tickets a second with so many callers, each with so many requests under way."""
    latencies_ms: list[float] = []

    async def call(hall: Rehearsal, end_ns: int) -> None:
        while (began_ns := time.perf_counter_ns()) < end_ns:
            assert isinstance(await hall.take(), Done)
            latencies_ms.append((time.perf_counter_ns() - began_ns) / 1e6)

    prospect = Prospect() if is_foreseen else None
    rehearsal = Rehearsal(journal, limits=Limits(snapshot_every=10**9), outlook=prospect)
    async with running(rehearsal) as hall, foreseen(hall, prospect):
        await hall.sign_in()
        await hall.take()
        began_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(callers * outstanding):
                tasks.create_task(call(hall, began_ns + int(seconds * 1e9)))
        spent_s = (time.perf_counter_ns() - began_ns) / 1e9
        cpu_us = (time.process_time_ns() - cpu_ns) / 1e3 / len(latencies_ms)
    percentiles = statistics.quantiles(latencies_ms, n=100)
    return Rate(len(latencies_ms) / spent_s, cpu_us, percentiles[49], percentiles[98])


@asynccontextmanager
async def foreseen(hall: Rehearsal, prospect: Prospect | None) -> AsyncIterator[None]:
    """Have the hall foreseen by a process of its own; its clock stands, so every number is told something.

    Without a prospect nothing is foreseen.
    """
    if prospect is None:
        yield
        return
    plan, told = ForecastPlan(), asyncio.Event()
    eye, expectations = Eye(hall.engine, hall.hall, plan), Expectations(hall.hall)
    foresight = Foresight(hall.engine, eye.look, hall.clock, prospect, expectations, plan=plan)
    foresight.on_made(lambda forecast, _: told.set() if forecast.method == "replay" else None)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(foresight.run())
        await told.wait()
        try:
            yield
        finally:
            running.cancel()


async def measure(folder: Path, seconds: float) -> None:
    say("floors: rows a second, committed and flushed")
    floors: dict[int, float] = {}
    for batch in BATCHES:
        floors[batch] = raw_commits(folder / f"raw{batch}.db", batch, seconds)
        hop = await journal_appends(folder / f"hop{batch}.db", batch, seconds)
        share = hop / floors[batch]
        say(f"  batch {batch:4}: sqlite3 {floors[batch]:9,.0f}   in one hop {hop:9,.0f}  ({share:.2f})")
    memory = await tickets(MemoryJournal(), 64, 16, seconds)
    say(f"floor without a disk, 64 x 16: {memory.per_s:,.0f} tickets/s, cpu {memory.cpu_us:.0f} us")
    say("durable tickets a second")
    for callers, outstanding in LOADS:
        journal = await SqliteJournal.open(folder / f"hall{callers}x{outstanding}.db")
        rate = await tickets(journal, callers, outstanding, seconds)
        await journal.close()
        nearest = min(floors, key=lambda batch: abs(batch - callers * outstanding))
        say(
            f"  {callers:3} x {outstanding:2}: {told(rate)}"
            f"   {rate.per_s / floors[nearest]:.2f} of sqlite3 in batches of {nearest},"
            f" {rate.per_s / memory.per_s:.2f} of no disk"
        )
    say("the same with every wait foreseen, by turns without and with")
    for run in range(RUNS):
        for is_foreseen in (False, True):
            journal = await SqliteJournal.open(folder / f"turn{run}{is_foreseen}.db")
            rate = await tickets(journal, *TURNS, seconds, is_foreseen=is_foreseen)
            await journal.close()
            say(f"  {'with   ' if is_foreseen else 'without'}: {told(rate)}")


def told(rate: Rate) -> str:
    latency = f"p50 {rate.p50_ms:6.2f} ms  p99 {rate.p99_ms:6.2f} ms"
    return f"{rate.per_s:9,.0f}   {latency}  cpu {rate.cpu_us:4.0f} us"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        asyncio.run(measure(Path(folder), arguments.seconds))


if __name__ == "__main__":
    main()
