"""How long a month's report of 400,000 events takes, beside what reading and parsing the same rows takes.

Run: ``python -m tests.benchmarks.bench_report [--events 400000] [--folder DIR]``. Not a test: the seconds
depend on the machine; the ratio to the floor of the same run is what to compare and quote (docs/reports.md).
"""

import argparse
import asyncio
import gc
import heapq
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.demo.hours import DOORS_OPEN_MS
from queue_server.demo.run import CONFIG
from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.events import Event, FirstForecast, TicketIssued
from queue_server.hall.memory_hall import Rehearsal
from queue_server.report_command.command import basis_of
from queue_server.report_command.journal import compared, read_report
from queue_server.report_command.pages import pages_of
from queue_server.report_command.speech import speech_of
from queue_server.reports.period import ReportKind, read_report_period
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from queue_server.supervision.events import CardMoved, CardRaised
from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    ItemCode,
    Language,
    RuleCode,
    StaffId,
    WindowNo,
)

DAY = "20260302"
DAY_MS = 86_400_000
OPEN_MS = 8 * 3_600_000
CITIZENS = 4_300
CARDS = 100
REPEATS = 3


class BusyDay:
    """A day of the demonstration's hall, pressed without a clock: every window calls, serves and is rated."""

    def __init__(self, config: Config, seed: int) -> None:
        self._chance = random.Random(seed)
        self._hall = Rehearsal(config.plan, DOORS_OPEN_MS)
        self._items = [item.code for item in config.plan.items]
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        for window in config.plan.windows:
            self._press(c.SignIn(window.number, StaffId(f"1{window.number:0>3}")))
            self._after(self._chance.randrange(60_000), window.number, self._call)
        for _ in range(CITIZENS):
            at_ms = DOORS_OPEN_MS + self._chance.randrange(OPEN_MS - 1_800_000)
            heapq.heappush(self._due, (at_ms, next(self._order), self._take))

    def rows(self) -> list[tuple[int, str, str]]:
        """Return instant, kind and body of every event of the day."""
        while self._due and self._due[0][0] < DOORS_OPEN_MS + OPEN_MS:
            self._hall.at_ms, _, act = heapq.heappop(self._due)
            act()
        events = [(one.at_ms, self._told(one.event)) for one in self._hall.records]
        events += [pair for n in range(CARDS) for pair in _card(n)]
        events.sort(key=lambda pair: pair[0])
        return [(at_ms, str(e.__struct_config__.tag), msgspec.json.encode(e).decode()) for at_ms, e in events]

    def _told(self, event: Event) -> Event:
        """Return the event with a forecast, if it is a number."""
        if not isinstance(event, TicketIssued):
            return event
        mid_ms = self._chance.randrange(2_400_000)
        return replace(event, wait=FirstForecast(
            1, 0, self._chance.getrandbits(32), f"{self._chance.getrandbits(128):032x}", mid_ms // 2, mid_ms,
            mid_ms * 2, mid_ms // 120_000, mid_ms // 30_000 + 1, self._chance.randrange(2_400_000),
        ))  # fmt: skip

    def _press(self, command: c.AnyCommand) -> bool:
        return not isinstance(self._hall.ask(command), Refusal)

    def _after(self, wait_ms: int, window: WindowNo, act: Callable[[WindowNo], None]) -> None:
        heapq.heappush(self._due, (self._hall.at_ms + wait_ms, next(self._order), lambda: act(window)))

    def _take(self) -> None:
        self._press(c.TakeTicket(ItemCode(self._chance.choice(self._items))))

    def _call(self, window: WindowNo) -> None:
        if not self._press(c.CallNext(window)):
            self._after(20_000, window, self._call)
        elif self._chance.random() < 0.05:
            self._after(60_000, window, self._miss)
        else:
            self._after(15_000, window, self._serve)

    def _miss(self, window: WindowNo) -> None:
        self._press(c.MarkNoShow(window))
        self._after(1_000, window, self._call)

    def _serve(self, window: WindowNo) -> None:
        self._press(c.StartService(window))
        self._after(self._chance.randrange(60_000, 420_000), window, self._finish)

    def _finish(self, window: WindowNo) -> None:
        self._press(c.FinishService(window))
        self._after(5_000, window, self._rate)

    def _rate(self, window: WindowNo) -> None:
        if self._chance.random() < 0.7:
            self._press(c.RateService(window, self._chance.choice((5, 5, 5, 4, 3, 2, 1))))
        else:
            self._press(c.Tick())
        self._after(5_000, window, self._call)


def _card(n: int) -> Iterator[tuple[int, CardRaised | CardMoved]]:
    card, at_ms = CardId(f"{DAY}-K{n:03}"), DOORS_OPEN_MS + n * 200_000
    yield (
        at_ms,
        CardRaised(
            card, RuleCode.LONG_SERVICE, "warning", f"window:{n % 43 + 1:02}", CardState.RUNNING, at_ms, at_ms
        ),
    )
    yield at_ms + 60_000, CardMoved(card, CardAct.END, CardState.ENDED, at_ms + 60_000)


def month_of(day: list[tuple[int, str, str]], events: int) -> Iterator[Row]:
    """Yield that day again and again, over the days of March and on through the years if it must."""
    head, begun = EMPTY, date(2026, 3, 1)
    for n in range(-(-events // len(day))):
        name = (begun + timedelta(n)).strftime("%Y%m%d")
        for at_ms, kind, body in day:
            here_ms = at_ms + (n - 1) * DAY_MS
            columns = (
                "hall",
                head.seq + 1,
                here_ms,
                name,
                "window:03",
                "",
                "",
                kind,
                body.replace(DAY, name),
            )
            row = Row(*columns, digest_after(head.digest, columns))
            head = Head(row.seq, row.digest)
            yield row


async def written(path: Path, rows: list[Row]) -> None:
    journal = await SqliteJournal.open(path)
    for first in range(0, len(rows), 10_000):
        await journal.append(Batch(tuple(rows[first : first + 10_000])))
    await journal.close()


def floor(path: Path) -> int:
    """Read every row of the journal and parse its body; return how many there are."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT seq, at_ms, actor, body FROM journal ORDER BY seq")
        return sum(bool(json.loads(body)) for _, _, _, body in rows)


class Spent(NamedTuple):
    """By the clock on the wall, and of the processor, which a busy machine leaves nearly true."""

    wall_s: float
    cpu_s: float


def timed(what: Callable[[], object]) -> Spent:
    """Return the fastest of a few runs: the others were disturbed."""
    spent = []
    for _ in range(REPEATS):
        gc.collect()
        began_ns, cpu_ns = time.perf_counter_ns(), time.process_time_ns()
        what()
        now_ns, now_cpu_ns = time.perf_counter_ns(), time.process_time_ns()
        spent.append(Spent((now_ns - began_ns) / 1e9, (now_cpu_ns - cpu_ns) / 1e9))
    return min(spent)


def measure(folder: Path, events: int) -> None:
    config = load_config(CONFIG)
    day = BusyDay(config, seed=7).rows()
    rows = list(month_of(day, events))
    path = folder / "month.db"
    asyncio.run(written(path, rows))
    say(f"{len(rows):,} events on {len(rows) // len(day)} days, {path.stat().st_size / 1e6:.0f} MB")
    basis, speech = basis_of(config), speech_of(config, Language.CHINESE)
    period = read_report_period(ReportKind.MONTH, "2026-03")
    now_ms = DOORS_OPEN_MS + 40 * DAY_MS

    def report() -> None:
        pages_of(read_report(path, compared(period), basis, now_ms), speech, basis, now_ms)

    least, whole = timed(lambda: floor(path)), timed(report)
    say(f"floor, every row read and its JSON parsed: {least.wall_s:.2f} s (cpu {least.cpu_s:.2f} s)")
    say(
        f"the month's report: {whole.wall_s:.2f} s (cpu {whole.cpu_s:.2f} s),"
        f" {whole.wall_s / least.wall_s:.2f} of the floor (cpu {whole.cpu_s / least.cpu_s:.2f})"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=400_000)
    parser.add_argument("--folder", type=Path, default=None, help="on the disk to be measured")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        measure(Path(folder), arguments.events)


if __name__ == "__main__":
    main()
