"""The machine's clock set back an hour, and forward again, under load and over a restart."""

from pathlib import Path

from tests.faults.hall import Server
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome
from tests.faults.server_with_clock import OFFSET_FILE

ROUNDS = 4
HOUR_S = 3600
ACTS_BETWEEN = 40
LEFT_BEFORE_S = 1.0


async def clock_back(folder: Path, rounds: int = ROUNDS) -> Outcome:
    """Set the clock back and forward ``rounds`` times; every second time the server is killed meanwhile."""
    server, recovery_s = Server(folder), []
    server.words = ("-m", "tests.faults.server_with_clock", str(folder / OFFSET_FILE), "serve")
    _set(folder, 0)
    async with server.running():
        load = Load(server.url)
        async with load.at_work(lambda: announced_in(server.journal)):
            for n in range(rounds):
                await load.has_done(ACTS_BETWEEN)
                recovery_s.append(await _moved(folder, -HOUR_S, load))
                if n % 2:
                    await server.kill()
                    await server.start()
                await load.has_done(ACTS_BETWEEN)
                recovery_s.append(await _moved(folder, 0, load))
            await load.has_done(ACTS_BETWEEN)
        await server.kill()
    judge = Judge(server.journal, server.secret)
    lost = (*judge.lost(load.record), *load.record.refused)
    means = "time.time_ns of the server moved from outside; every second time restarted an hour back"
    checked = judge.compared(load.record)
    return Outcome("clock set back an hour, and forward", rounds, checked, lost, tuple(recovery_s), means)


def _set(folder: Path, offset_s: int) -> None:
    """Move the server's clock; whole or not at all."""
    new = folder / f"{OFFSET_FILE}.new"
    new.write_text(str(offset_s), encoding="utf-8")
    new.rename(folder / OFFSET_FILE)


async def _moved(folder: Path, offset_s: int, load: Load) -> float:
    _set(folder, offset_s)
    return await load.answered()
