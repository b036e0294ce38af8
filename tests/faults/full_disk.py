"""The disk under the journal is filled under load and freed again, while the server runs."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

from tests.faults.hall import Server, timed, until
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome
from tests.faults.small_disk import Disk, small_disk

ROUNDS = 10
FULL_FOR_S = 1.0
ACTS_BETWEEN = 30


async def full_disk(folder: Path, rounds: int = ROUNDS) -> Outcome:
    """Fill and free the disk ``rounds`` times."""
    with small_disk(folder) as disk:
        server = Server(folder, disk.folder)
        async with server.running():
            load, recovery_s, silent = Load(server.url), [], []
            async with load.at_work(lambda: announced_in(server.journal)):
                for _ in range(rounds):
                    await load.has_done(ACTS_BETWEEN)
                    silent += [*await _filled(disk, server, load)]
                    recovery_s.append(await timed(_freed(disk, server, load)))
                is_same = server.is_running
            await server.kill()
        judge = Judge(server.journal, server.secret)
        lost = (*judge.lost(load.record), *load.record.refused, *silent)
        lost += () if is_same else ("the server ended by itself",)
        return Outcome(
            "full disk under load", rounds, judge.compared(load.record), lost, tuple(recovery_s),
            f"{disk.means}; {load.record.faulted} presses were answered with a fault and repeated",
        )  # fmt: skip


async def _filled(disk: Disk, server: Server, load: Load) -> Iterator[str]:
    """Fill the disk and wait until the server says so; return what was given out while it was full."""
    told = len(load.record.troubles)
    disk.fill(server)
    await server.until_health("trouble")
    await until(lambda: len(load.record.troubles) >= told + len(load.boards), "trouble told to the boards")
    acts = load.record.acts
    await asyncio.sleep(FULL_FOR_S)
    given = load.record.acts - acts
    return iter([f"{given} acts were acknowledged on a full disk"] if given else [])


async def _freed(disk: Disk, server: Server, load: Load) -> None:
    """Free the disk and wait until the hall works again."""
    disk.free(server)
    await load.answered()
    await server.until_health("ok")
