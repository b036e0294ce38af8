"""The journal's file damaged on its disk, a page of it or its second half, and a backup put in its place.

The backup was taken under load. What was acknowledged after it is gone with the file; nothing else
may be, and no number and no call may come a second time. Damage is found twice: by ``verify``, and by the
server, which does not open on what it cannot read.
"""

import asyncio
import os
import random
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from queue_server.store.rows import read_rows
from tests.faults.hall import ROOT, Server, until
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome
from tests.faults.record import Record

ROUNDS = 4
ACTS_BETWEEN = 60
SKIP = 500
"""Numbers left out: more than are issued between the backup and the loss."""
PAGE_BYTES = 4096
EVENTS = b'{"event":"'


class Found(AssertionError):
    """What the trial could not do; carries what was said."""


async def damage(folder: Path, rounds: int = ROUNDS, seed: int = 7) -> Outcome:
    """Damage the journal ``rounds`` times, by turns a page of it and its end."""
    server, chance, recovery_s = Server(folder), random.Random(seed), []
    lost: list[str] = []
    async with server.running():
        load = Load(server.url)
        async with load.at_work(lambda: announced_in(server.journal)):
            for n in range(rounds):
                await load.has_done(ACTS_BETWEEN)
                copy = folder / f"backup-{n}.db"
                before = _Mark(load.record)
                await _said(0, "backup", str(server.config), str(copy))
                await load.has_done(ACTS_BETWEEN)
                await server.kill()
                await until(lambda: not any(link.is_connected for link in load.kiosks), "the loss seen")
                before.what_came_after_is_gone(load.record, announced_last(copy))
                (_tear_page if n % 2 == 0 else _cut)(server.journal, chance)
                lost += await _found(server)
                recovery_s.append(await _restored(server, copy, load))
        await server.kill()
    judge = Judge(server.journal, server.secret)
    lost += [*judge.lost(load.record), *_twice(load.record)]
    means = (
        "by turns a page of noise in the file, and its second half cut off; to the first answer at a kiosk"
    )
    return Outcome("journal damaged, restored from a backup under load", rounds, judge.compared(load.record),
                   tuple(lost), tuple(recovery_s), means)  # fmt: skip


class _Mark:
    """How far the record was when a backup began; what comes after it may be lost with the file."""

    def __init__(self, record: Record) -> None:
        self._taken, self._called = len(record.taken), len(record.called)

    def what_came_after_is_gone(self, record: Record, last: int) -> None:
        """Move it where only one promise counts: nothing comes twice. ``last`` is the backup's last call."""
        record.gone_taken += record.taken[self._taken :]
        del record.taken[self._taken :], record.called[self._called :]
        for board, heard in record.heard.items():
            record.gone_heard[board] += [one for one in heard if one.n > last]
            record.heard[board] = [one for one in heard if one.n <= last]


def _tear_page(journal: Path, chance: random.Random) -> None:
    """Overwrite one page that has events on it."""
    _fold_in(journal)
    data = journal.read_bytes()
    starts = [at for at in range(0, len(data), PAGE_BYTES) if EVENTS in data[at : at + PAGE_BYTES]]
    with journal.open("r+b") as file:
        file.seek(chance.choice(starts))
        file.write(chance.randbytes(PAGE_BYTES))


def _cut(journal: Path, _chance: random.Random) -> None:
    """Cut the file off in its middle, within a page."""
    _fold_in(journal)
    os.truncate(journal, journal.stat().st_size // 2 + PAGE_BYTES // 3)


def _fold_in(journal: Path) -> None:
    """Move what the log beside the file holds into the file: else it would mend the damage."""
    with closing(sqlite3.connect(journal)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def _found(server: Server) -> list[str]:
    """Return a sentence for each that did not see the damage: the verifier, and the server at its start."""
    missed = []
    seen = await _said(None, "verify", str(server.journal), "--secret", str(server.secret))
    if str(server.journal) not in seen:
        missed.append(f"verify does not name the damaged file: {seen!r}")
    await server.launch()
    status = await server.ended()
    words = server.last_words()
    if status == 0 or "backup" not in words.splitlines()[-1]:
        missed.append(f"the server ended with {status} and does not say what to do: {words[-300:]!r}")
    return missed


async def _restored(server: Server, copy: Path, load: Load) -> float:
    """Put the backup back and start; return the seconds until a kiosk is answered."""
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    await _said(0, "restore", str(server.config), str(copy), "--skip", str(SKIP))
    await server.start()
    await load.answered()
    return loop.time() - begun_s


async def _said(status: int | None, *words: str) -> str:
    """Run ``queue-server`` and return what it said; ``None``: it must not end well. ``Found`` otherwise."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "queue_server", *words,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    is_as_wanted = process.returncode == status if status is not None else process.returncode != 0
    if not is_as_wanted:
        raise Found(f"{' '.join(words)} ended with {process.returncode}: {said.decode()}")
    return said.decode()


def announced_last(journal: Path) -> int:
    """Return the number of the last announcement in a journal; 0 where there is none."""
    return max((row["body"].get("announcement") or 0 for row in read_rows(journal)), default=0)


def _twice(record: Record) -> list[str]:
    """Return what was given out or announced a second time."""
    papers = Counter(one.ticket for one in (*record.taken, *record.gone_taken))
    twice = [f"{ticket} stands on {n} papers" for ticket, n in papers.items() if n > 1]
    for board, gone in record.gone_heard.items():
        again = {one.n for one in gone} & {one.n for one in record.heard[board]}
        twice += [f"board {board} was told {n} a second time" for n in sorted(again)]
    return twice
