"""Every fault in small: the same trials against the real server, with a few rounds each; and a judge that can
be made to complain.
"""

import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.clock_back import clock_back
from tests.faults.crowd import crowd
from tests.faults.damage import damage
from tests.faults.full_disk import full_disk
from tests.faults.hall import Server
from tests.faults.judge import Judge, announced_in
from tests.faults.kill import kill
from tests.faults.load import Load
from tests.faults.outcome import Outcome, table
from tests.faults.ptys import ptys
from tests.faults.record import Record, Taken

Make = Callable[[Path, int], Coroutine[Any, Any, Outcome]]


@pytest.mark.parametrize(
    ("make", "rounds"),
    [
        pytest.param(kill, 3, id="killed"),
        pytest.param(full_disk, 1, id="disk full"),
        pytest.param(ptys, 1, id="line cut", marks=pytest.mark.needs("socat")),
        pytest.param(clock_back, 2, id="clock set back"),
        pytest.param(damage, 2, id="journal damaged"),
        pytest.param(crowd, 60, id="crowd back at once"),
    ],
)
async def test_nothing_is_lost_by(make: Make, rounds: int, tmp_path: Path) -> None:
    outcome = await make(tmp_path, rounds)
    assert outcome.lost == ()
    assert outcome.recovery_s


async def worked(folder: Path) -> tuple[Server, Record]:
    """Let a hall work for a moment, then stop it; return it and what people were told."""
    server = Server(folder)
    async with server.running():
        load = Load(server.url)
        async with load.at_work(lambda: announced_in(server.journal)):
            await load.has_done(20)
    return server, load.record


async def test_the_judge_finds_what_is_not_as_it_was_told(tmp_path: Path) -> None:
    server, record = await worked(tmp_path)
    assert Judge(server.journal, server.secret).lost(record) == ()
    record.taken.append(Taken("never", "20260302-A999", "A999"))
    record.heard["B1"].pop()
    lost = Judge(server.journal, server.secret).lost(record)
    assert any("A999 was given to a citizen" in sentence for sentence in lost)
    assert any("board B1 was not told each call once" in sentence for sentence in lost)


async def test_the_judge_finds_a_journal_that_was_cut(tmp_path: Path) -> None:
    server, record = await worked(tmp_path)
    with closing(sqlite3.connect(server.journal)) as db, db:
        db.execute("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    assert any(
        "tail was cut off" in sentence for sentence in Judge(server.journal, server.secret).lost(record)
    )


def test_the_table_says_what_was_lost() -> None:
    rows = table([Outcome("a", 3, "b", (), (0.5, 2.0)), Outcome("c", 1, "d", ("A001",), ())]).splitlines()
    assert "| a | 3 | b | nothing | 1.25 / 2.00 |" in rows[2]
    assert "**1**: A001" in rows[3]
