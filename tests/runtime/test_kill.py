"""``kill -9`` under load: whatever was acknowledged is on disk, no number is there twice, the chain holds.

A real process writes to a real file and says each acknowledged number on its standard output; it is killed in
the middle of that, restarted on the same file, and killed again.
"""

import asyncio
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.sqlite import SqliteJournal
from queue_server.store.verify import verify
from queue_server.wire.from_server import Done

ROUNDS = 4
ACKNOWLEDGED_AT_LEAST = 60
"""Lines read before the kill: enough that batches are under way when it comes."""

WRITER = """
import asyncio, sys
from pathlib import Path
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.sqlite import SqliteJournal

async def caller(hall, name):
    n = 0
    while True:
        n += 1
        answer = await hall.take(request=f"{name}-{n}")
        sys.stdout.write(f"{answer.request} {answer.number}\\n")
        sys.stdout.flush()

async def main(path, run):
    journal = await SqliteJournal.open(Path(path))
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        for n in range(16):
            tasks.create_task(caller(hall, f"{run}-{n}"))

asyncio.run(main(sys.argv[1], sys.argv[2]))
"""


async def write_until_killed(path: Path, run: int) -> dict[str, str]:
    """Return request -> number of everything that was acknowledged before the kill."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITER, str(path), str(run), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        while len(lines) < ACKNOWLEDGED_AT_LEAST:
            line = (await process.stdout.readline()).decode()
            assert line, "the writer ended by itself"
            if line.startswith(f"{run}-"):
                lines.append(line)
    finally:
        process.send_signal(signal.SIGKILL)
        rest = (await process.stdout.read()).decode()
        await process.wait()
    # What came out after the signal was sent was acknowledged as well; a last line may be torn.
    whole = [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return dict(line.split() for line in (*lines, *whole) if line.startswith(f"{run}-"))


def issued_in(path: Path) -> list[tuple[str, str]]:
    """Return (request, number) of every ticket on disk."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute(
            "SELECT request, body FROM journal WHERE kind = 'ticket_issued' ORDER BY seq"
        ).fetchall()
    return [(request, msgspec.json.decode(body)["number"]) for request, body in rows]


async def test_nothing_acknowledged_is_lost_and_no_number_is_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    acknowledged: dict[str, str] = {}
    for run in range(ROUNDS):
        acknowledged |= await write_until_killed(path, run)
        assert verify(path).is_sound
    issued = issued_in(path)
    assert acknowledged.items() <= dict(issued).items()
    numbers = [number for _, number in issued]
    assert len(set(numbers)) == len(numbers)
    assert len({request for request, _ in issued}) == len(issued)
    await repeat_after_restart(path, dict(issued))


async def repeat_after_restart(path: Path, issued: dict[str, str]) -> None:
    """Ask again for what is on disk, acknowledged or not: the first answer, and no new event."""
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal)) as hall:
        for request in [*issued][-200:]:
            answer = await hall.take(request=request)
            assert isinstance(answer, Done)
            assert answer.number == issued[request]
        assert hall.engine.head.seq == len(issued) + 1
    await journal.close()
