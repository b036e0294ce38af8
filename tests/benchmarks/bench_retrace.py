"""How long a first forecast takes to be made again behind a million events, and how much memory it takes.

Run: ``python -m tests.benchmarks.bench_retrace [--events 1000000] [--folder DIR]``. Not a test: the seconds
depend on the machine; the ratio to reading and parsing the same rows is what to quote (docs/explain.md).
"""

import argparse
import asyncio
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
from msgspec.structs import replace

from queue_server.config_file import load_config
from queue_server.demo.run import CONFIG
from queue_server.hall.events import TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.live import recorded_of
from queue_server.runtime.retrace import made_again
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.past import opened_past
from queue_server.store.sqlite import SqliteJournal
from tests.benchmarks.bench_report import BusyDay, floor, month_of

MB = 1_000_000
CHUNK = 10_000
ANNOUNCED = re.compile(r'"announcement":([1-9]\d*)')


def whole(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield days that follow one another: announcements counted on, every number with a forecast."""
    head, day, before, last = EMPTY, "", 0, 0

    def counted_on(found: re.Match[str]) -> str:
        nonlocal last
        last = before + int(found[1])
        return f'"announcement":{last}'

    for row in rows:
        if row.day != day:
            day, before = row.day, last
        body = ANNOUNCED.sub(counted_on, row.body)
        if row.kind == "ticket_issued":
            body = _with_wait(body, head.seq, row.at_ms)
        columns = (*row[:1], head.seq + 1, *row[2:-2], body)
        made = Row(*columns, digest_after(head.digest, columns))
        head = Head(made.seq, made.digest)
        yield made


def _with_wait(body: str, seq: int, at_ms: int) -> str:
    event = msgspec.json.decode(body, type=TicketIssued)
    wait = FirstForecast(seq, at_ms - 900, seq, "0" * 32, 300_000, 480_000, 700_000, 4, 15)
    return msgspec.json.encode(replace(event, wait=wait)).decode()


async def written(path: Path, rows: Iterator[Row]) -> None:
    journal = await SqliteJournal.open(path)
    while chunk := tuple(islice(rows, CHUNK)):
        await journal.append(Batch(chunk))
    await journal.close()


def measure(folder: Path, events: int) -> None:
    config, path = load_config(CONFIG), folder / "long.db"
    if not path.exists():
        asyncio.run(written(path, whole(month_of(BusyDay(config, seed=7).rows(), events))))
    with opened_past(path) as journal:
        last = next(journal.read_back(journal.last_seq, ("ticket_issued",)))
    say(f"{last.seq:,} events before the ticket, {path.stat().st_size / MB:.0f} MB")
    before_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    began_s, cpu_s = time.perf_counter(), time.process_time()
    again = made_again(path, Hall(config.plan), config.forecast, recorded_of(last))
    spent_s, spent_cpu_s = time.perf_counter() - began_s, time.process_time() - cpu_s
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MB
    assert again is not None, "this plan has the item"
    cpu_s = time.process_time()
    floor(path)
    least_s = time.process_time() - cpu_s
    floors = spent_cpu_s / least_s
    say(f"made again in {spent_s:.1f} s ({spent_cpu_s:.1f} s of processor, {floors:.1f} times the floor)")
    say(f"peak {peak_mb:.0f} MB, of it {peak_mb - before_mb:.0f} MB more than before")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        measure(asked.folder or Path(scratch), asked.events)


if __name__ == "__main__":
    main()
