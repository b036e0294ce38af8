"""``kill -9`` of the server under load, again and again; it is started at once, on the same file."""

import asyncio
import random
from pathlib import Path

from tests.faults.hall import Server
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome

ROUNDS = 100
SHORTEST_S, LONGEST_S = 0.05, 0.6
ACTS_BETWEEN = 20


async def kill(folder: Path, rounds: int = ROUNDS, seed: int = 7) -> Outcome:
    """Kill at ``rounds`` instants drawn by ``seed``."""
    server, chance = Server(folder), random.Random(seed)
    recovery_s = []
    async with server.running():
        load = Load(server.url)
        async with load.at_work(lambda: announced_in(server.journal)):
            for _ in range(rounds):
                await load.has_done(ACTS_BETWEEN)
                await asyncio.sleep(chance.uniform(SHORTEST_S, LONGEST_S))
                recovery_s.append(await _killed(server, load))
        return await _judged(server, load, rounds, recovery_s)


async def _killed(server: Server, load: Load) -> float:
    """Kill and start it; return the seconds from the signal to the first answer at a kiosk."""
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    await server.kill()
    await server.start()
    await load.answered()
    return loop.time() - begun_s


async def _judged(server: Server, load: Load, rounds: int, recovery_s: list[float]) -> Outcome:
    await server.kill()
    judge = Judge(server.journal, server.secret)
    lost = (*judge.lost(load.record), *load.record.refused)
    means = "SIGKILL at a drawn instant; from the signal to the first answer at a kiosk"
    return Outcome("kill -9 under load", rounds, judge.compared(load.record), lost, tuple(recovery_s), means)
