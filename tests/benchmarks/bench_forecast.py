"""How long a forecast takes beside the barest loop of the same shape, and what it costs the writer.

Run: ``python -m tests.benchmarks.bench_forecast [--waiting 500] [--windows 40] [--seconds 3]``. Not a test:
the figures depend on the machine; the ratios are what to compare and quote (docs/adr/0022).
"""

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import structlog

from queue_server.clock import ManualClock
from queue_server.forecast.law import Law
from queue_server.forecast.outcome import Forecast, forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Doing, Flow, Habits, Present, Probe, Waiter, WindowAt
from queue_server.forecast.replay import REPLAYS
from queue_server.forecast.simple import fluid
from queue_server.hall import commands as c
from queue_server.hall.plan import HallPlan, Item, Name, Queue, Span, Window
from queue_server.hall.room import HallRoom
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.glance import Glance
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.foresight.remote import Remote
from queue_server.runtime.foresight.rounds import Foresight
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import ItemCode, QueueCode, StaffId, TicketClass, TicketId, WindowNo

NOW = 1_772_413_200_000
MINUTE_MS, HOUR_MS = 60_000, 3_600_000
RUNS = 3
KLASSES = ((TicketClass.REGULAR, 1_000_000), (TicketClass.PRIORITY, 5_524_272))


class Shape(NamedTuple):
    """A hall: what each window serves."""

    name: str
    skills: tuple[tuple[int, ...], ...]


def shapes(windows: int) -> Iterator[Shape]:
    """Yield halls of so many windows and items: all for all, eight parts, and each sharing with the next."""
    yield Shape("one part", tuple(tuple(range(windows)) for _ in range(windows)))
    yield Shape("8 parts", tuple(tuple(range(n % 8, windows, 8)) for n in range(windows)))
    yield Shape("overlapping", tuple(tuple((n + k) % windows for k in range(4)) for n in range(windows)))


def present_of(shape: Shape, waiting: int) -> Present:
    """Return the hall in a busy hour: every window serves, everybody waits, others are still to come."""
    chance = np.random.default_rng(7)
    items = [ItemCode(f"I{n:02}") for n in range(len(shape.skills))]
    windows = tuple(
        WindowAt(
            WindowNo(f"{n + 1:02}"),
            tuple(items[k] for k in skills),
            Doing.SERVING,
            NOW - int(chance.integers(1, 9)) * MINUTE_MS,
            items[skills[0]],
            spans=((NOW - HOUR_MS, NOW + 3 * HOUR_MS),),
        )
        for n, skills in enumerate(shape.skills)
    )
    waiters = []
    for n in range(waiting):
        klass, weight = KLASSES[n % 10 == 0]
        ref_ms = NOW - HOUR_MS + n * HOUR_MS // waiting
        waiters.append(Waiter(TicketId(f"t{n}"), items[n % len(items)], ref_ms, klass, weight, ref_ms, n))
    return Present(
        NOW,
        windows,
        waiting=tuple(waiters),
        probes=tuple(
            Probe(item, klass, weight, NOW + 3 * HOUR_MS) for item in items for klass, weight in KLASSES
        ),
        flows=tuple(Flow(item, ((NOW, NOW + 3 * HOUR_MS, 6.0),)) for item in items),
        habits=Habits(no_show=0.07, returns=0.3, gap_ms=12_000),
        seq=1,
    )


def laws_of(items: int) -> dict[ItemCode, Law]:
    """Return laws of 8000 durations each."""
    chance = np.random.default_rng(3)
    return {ItemCode(f"I{n:02}"): Law.of(chance.lognormal(np.log(300_000), 0.6, 8000)) for n in range(items)}


def floor_s(waiting: int, windows: int, replays: int = REPLAYS) -> float:
    """Return how long the barest loop takes: the first free window takes the next, and no rule at all."""
    chance = np.random.default_rng(5)
    lasts = chance.random((waiting, replays))
    free = chance.random((replays, windows))
    rows = np.arange(replays)
    began_s = time.perf_counter()
    for step in range(waiting):
        first = free.argmin(axis=1)
        free[rows, first] += lasts[step]
    return time.perf_counter() - began_s


def best_s(work: Callable[[], object], times: int = 7) -> float:
    """Return the least of some runs: what the machine can do when nobody else is at it."""
    runs = []
    for _ in range(times):
        began_s = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began_s)
    return min(runs)


@asynccontextmanager
async def forecaster() -> AsyncIterator[Remote]:
    ready = asyncio.Event()
    remote = Remote(ready.set)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(remote.run())
        await ready.wait()
        try:
            yield remote
        finally:
            running.cancel()


async def refreshes(waiting: int, windows: int) -> None:
    """Tell how long one refresh takes: computed here, and asked of the process over its pipes."""
    laws = laws_of(windows)
    floor = best_s(lambda: floor_s(waiting, windows))
    say(f"refresh with {waiting} waiting, {windows} windows, {REPLAYS} replays; floor {floor * 1e3:.1f} ms")
    async with forecaster() as remote:
        for shape in shapes(windows):
            present = present_of(shape, waiting)
            here = best_s(lambda: forecast(present, laws, 1))  # noqa: B023 - called at once
            by_means = best_s(lambda: fluid(present, laws, 1))  # noqa: B023 - called at once
            asked = []
            for seed in range(8):
                began_s = time.perf_counter()
                await remote.ask(present, seed, REPLAYS, laws)
                asked.append(time.perf_counter() - began_s)
            best_ms, median_ms = min(asked[1:]) * 1e3, statistics.median(asked[1:]) * 1e3
            say(
                f"  {shape.name:12} replay {here * 1e3:6.1f} ms ({here / floor:4.1f} x floor)"
                f"   over the pipe {best_ms:6.1f} ms, median {median_ms:6.1f} ms,"
                f" with every law {asked[0] * 1e3:6.1f} ms   fluid {by_means * 1e3:5.1f} ms"
            )


class Busy:
    """A hall in a busy hour on a disk, with its forecast or without."""

    def __init__(self, journal: SqliteJournal, shape: Shape, *, is_foreseen: bool) -> None:
        self.prospect = Prospect()
        outlook = self.prospect if is_foreseen else None
        self.hall = Rehearsal(journal, plan=plan_of(shape), outlook=outlook)
        self.items = tuple(self.hall.hall.items)
        self.windows = tuple(self.hall.hall.windows)
        self.is_foreseen = is_foreseen
        self.looks_s: list[float] = []
        self.rounds_s: list[float] = []

    async def fill(self, waiting: int) -> None:
        """Sign everybody in, let so many wait, and every window serve."""
        for number in self.windows:
            await self.hall.ask(c.SignIn(number, StaffId(f"S{number}")), f"window:{number}")
        for n in range(waiting + len(self.windows)):
            await self.hall.take(item=self.items[n % len(self.items)])
        for number in self.windows:
            await self.hall.ask(c.CallNext(number), f"window:{number}")

    async def hour(self, seconds: float) -> list[float]:
        """Let one citizen come and one be served every 20 ms; return how long each command took, in ms."""
        took_ms: list[float] = []
        ends_s = time.perf_counter() + seconds
        n = 0
        while time.perf_counter() < ends_s:
            number = self.windows[n % len(self.windows)]
            for command in (c.TakeTicket(self.items[n % len(self.items)]), c.FinishService(number)):
                began_s = time.perf_counter()
                await self.hall.ask(command, f"window:{number}")
                took_ms.append((time.perf_counter() - began_s) * 1e3)
            await self.hall.ask(c.CallNext(number), f"window:{number}")
            n += 1
            await asyncio.sleep(0.02)
        return took_ms

    @asynccontextmanager
    async def foreseen(self) -> AsyncIterator[None]:
        if not self.is_foreseen:
            yield
            return
        hall, plan = self.hall, ForecastPlan()
        eye, expectations = Eye(hall.engine, hall.hall, plan), Expectations(hall.hall)

        def look(room: HallRoom, at_ms: int) -> Glance:
            began_s = time.perf_counter()
            glance = eye.look(room, at_ms)
            self.looks_s.append(time.perf_counter() - began_s)
            return glance

        foresight = Foresight(hall.engine, look, hall.clock, self.prospect, expectations, plan=plan)
        begun = asyncio.Event()

        def made(forecast: Forecast, took_s: float) -> None:
            self.rounds_s.append(took_s)
            if forecast.method == "replay":
                begun.set()

        foresight.on_made(made)
        async with asyncio.TaskGroup() as tasks:
            running = (tasks.create_task(foresight.run()), tasks.create_task(tick(hall.clock)))
            await begun.wait()  # until then the stand-in computes in this very process
            self.looks_s, self.rounds_s = [], []
            try:
                yield
            finally:
                for task in running:
                    task.cancel()


async def tick(clock: ManualClock) -> None:
    """Let the hall's time pass as the machine's does."""
    before_ns = time.perf_counter_ns()
    while True:
        await asyncio.sleep(0.01)
        passed_ms = (time.perf_counter_ns() - before_ns) // 1_000_000
        before_ns += passed_ms * 1_000_000
        clock.advance_ms(passed_ms)


def plan_of(shape: Shape) -> HallPlan:
    """Return the hall of a shape, open all day, with one queue."""
    queue, name = QueueCode("A"), Name("厅")
    items = tuple(Item(ItemCode(f"I{n:02}"), name, "d", queue) for n in range(len(shape.skills)))
    windows = tuple(
        Window(WindowNo(f"{n + 1:02}"), "L", tuple(items[k].code for k in skills))
        for n, skills in enumerate(shape.skills)
    )
    return HallPlan(
        name, queues=(Queue(queue, name, "L"),), items=items, windows=windows, hours=(Span(0, 1440),)
    )


async def latencies(folder: Path, waiting: int, windows: int, seconds: float) -> None:
    """Tell how long commands take without and with a forecast at work, by turns."""
    say(f"commands of a hall with {waiting} waiting: from asking to the answer on disk")
    for run in range(RUNS):
        for is_foreseen in (False, True):
            journal = await SqliteJournal.open(folder / f"busy{run}{is_foreseen}.db")
            busy = Busy(journal, list(shapes(windows))[-1], is_foreseen=is_foreseen)
            async with running(busy.hall):
                await busy.fill(waiting)
                async with busy.foreseen():
                    took_ms = await busy.hour(seconds)
            await journal.close()
            say(f"  {'with   ' if is_foreseen else 'without'}: {summed(took_ms)}{rounds_of(busy)}")


def summed(took_ms: list[float]) -> str:
    parts = statistics.quantiles(took_ms, n=100)
    return f"{len(took_ms)} commands, p50 {parts[49]:5.2f} ms, p99 {parts[98]:5.2f} ms"


def rounds_of(busy: Busy) -> str:
    if not busy.looks_s:
        return ""
    look_ms, round_ms = statistics.median(busy.looks_s) * 1e3, statistics.median(busy.rounds_s) * 1e3
    rounds = f"{len(busy.rounds_s)} rounds, each {round_ms:.0f} ms beside"
    return f"   {rounds} and {look_ms:.1f} ms of the writer's time"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--waiting", type=int, default=500)
    parser.add_argument("--windows", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    arguments = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(refreshes(arguments.waiting, arguments.windows))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        asyncio.run(latencies(Path(folder), arguments.waiting, arguments.windows, arguments.seconds))


if __name__ == "__main__":
    main()
