"""A crowd of phones whose server is killed, and who all come back at once, while kiosks go on.

This file is both the trial and, as ``python -m tests.faults.crowd URL FIRST COUNT < codes``, one process of
the crowd: it holds its share of phones and says how many are served whenever that changes.
"""

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import quantiles

from queue_server.vocabulary import Role
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello
from queue_server.wire.inbox import DocsChanged, LinkLost
from tests.faults.hall import ROOT, Server, timed, until
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome

CLIENTS = 10_000
PROCESSES = 4
PHONES_A_TICKET = 4
PHONE_HEARTBEAT_S = 120.0
"""A browser sends no pings of its own."""
SAY_EVERY_S = 0.1
SERVED_WITHIN_S = 180.0
ENOUGH = 2
"""Of answers, to say how they spread."""
FILES_KEPT = 4_000
"""Of the limit on open files: the server's own, its backlog, and connections beyond the phones."""


async def crowd(folder: Path, clients: int = CLIENTS) -> Outcome:
    """Connect ``clients`` phones, kill the server once, and wait until the last is served again."""
    clients, note = _as_many_as_files(clients)
    server = Server(folder, listen=f"clients_max = {clients * 8 // 7 + 100}")
    async with server.running():
        load = Load(server.url, windows=("03",), pause_s=0.01)
        async with load.at_work(lambda: announced_in(server.journal)):
            codes = await _codes(load, clients)
            async with _crowds(server.url, codes, clients) as crowds:
                first_s = await timed(_all_served(crowds, clients))
                await server.kill()
                await until(lambda: sum(each.served for each in crowds) == 0, "nobody served", 60)
                await server.start()
                begun_s = asyncio.get_running_loop().time()
                again_s = await timed(_all_served(crowds, clients))
                waits_s = load.record.waits_s(begun_s)
        await server.kill()
    judge = Judge(server.journal, server.secret)
    lost = (*judge.lost(load.record), *load.record.refused)
    means = (
        f"{PROCESSES} processes; from the server's start to the last phone's documents (the first time "
        f"{first_s:.1f} s); kiosks meanwhile: {_told(waits_s)}{note}"
    )
    return Outcome(f"{clients:,} clients reconnect at once", 1, judge.compared(load.record), lost, (again_s,),
                   means)  # fmt: skip


def _told(waits_s: Sequence[float]) -> str:
    """Return how many were answered and how soon."""
    if len(waits_s) < ENOUGH:
        return f"{len(waits_s)} answers"
    cuts = quantiles(waits_s, n=100)
    return (
        f"{len(waits_s)} answers, p50 {cuts[49] * 1000:.0f} ms, p99 {cuts[98] * 1000:.0f} ms, "
        f"longest {max(waits_s) * 1000:.0f} ms"
    )


def _as_many_as_files(clients: int) -> tuple[int, str]:
    """Return how many phones the system's limit on open files allows, and a note when it is fewer."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or clients + FILES_KEPT <= hard:
        return clients, ""
    return hard - FILES_KEPT, f"; ulimit -n {hard} allows no more"


async def _codes(load: Load, clients: int) -> list[str]:
    """Return the codes of enough tickets, a few phones each."""
    wanted = -(-clients // PHONES_A_TICKET)
    await until(lambda: len(load.record.taken) >= wanted, f"{wanted} tickets", within_s=120)
    return [one.code for one in load.record.taken[-wanted:]]


class Crowd:
    """One process of the crowd, seen from the trial."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.served = 0

    async def follow(self) -> None:
        """Keep ``served`` as it was last said."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.served = int(line)


@asynccontextmanager
async def _crowds(url: str, codes: list[str], clients: int) -> AsyncIterator[list[Crowd]]:
    """Hold the processes of the crowd for the length of the block."""
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        crowds = []
        for n in range(PROCESSES):
            first, end = clients * n // PROCESSES, clients * (n + 1) // PROCESSES
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.faults.crowd", url, str(first), str(end - first),
                cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            stack.push_async_callback(_end, process)
            assert process.stdin is not None
            process.stdin.write("\n".join(codes).encode())
            process.stdin.close()
            crowds.append(Crowd(process))
            tasks.create_task(crowds[-1].follow())
        yield crowds
        await stack.aclose()


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()


async def _all_served(crowds: list[Crowd], clients: int) -> None:
    def are_served() -> bool:
        return sum(each.served for each in crowds) == clients

    await until(are_served, f"{clients} phones served", SERVED_WITHIN_S)


# --- one process of the crowd ------------------------------------------------------------------------------


class Served:
    """Who of this process is served now."""

    def __init__(self) -> None:
        self.count = 0

    async def follow(self, phone: HallLink) -> None:
        """Count a phone from its documents to the loss of its conversation."""
        is_served = False
        while True:
            event = await phone.next_event()
            now = {DocsChanged: True, LinkLost: False}.get(type(event), is_served)
            self.count += now - is_served
            is_served = now

    async def say(self) -> None:
        """Say the count whenever it changed."""
        said = -1
        while True:
            if self.count != said:
                said = self.count
                sys.stdout.write(f"{said}\n")
                sys.stdout.flush()
            await asyncio.sleep(SAY_EVERY_S)


async def hold(url: str, first: int, count: int, codes: list[str]) -> None:
    """Hold ``count`` phones until killed."""
    served = Served()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(served.say())
        for n in range(first, first + count):
            code = codes[n // PHONES_A_TICKET]
            hello = Hello(WIRE_VERSION, Role.PHONE, f"p{n}", ticket=code)
            phone = HallLink(url, hello, heartbeat_s=PHONE_HEARTBEAT_S)
            tasks.create_task(phone.run())
            tasks.create_task(served.follow(phone))


if __name__ == "__main__":
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(hold(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.stdin.read().split()))
