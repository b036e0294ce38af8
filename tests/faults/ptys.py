"""Serial lines cut and joined again while a clerk works on their pads: real pseudo-terminals, real drivers.

socat holds the two ends together under names that stay, as ``/dev/serial/by-id`` does; cutting the line is
killing socat, and both ends hang up.
"""

import asyncio
from pathlib import Path

from devices.player import BusPlayer
from devices.port import opener
from devices.simulated_bus import SimulatedBus
from queue_server.store.rows import read_rows
from tests.faults.hall import Server, until
from tests.faults.judge import Judge, announced_in
from tests.faults.load import Load
from tests.faults.outcome import Outcome

ROUNDS = 20
CUT_FOR_S = 0.5
PAD, LED = 3, 3
SIGN_IN, CALL, FINISH = 0x0F, 0x0C, 0x0B
BADGE = "0001000734"
PATIENCE_S = 1.5
"""Then a clerk presses again: the line may have been cut between the press and its answer."""
CALLS_BETWEEN = 3


class Wire:
    """A serial line with two named ends."""

    def __init__(self, folder: Path) -> None:
        self.near, self.far = str(folder / "line"), str(folder / "line-far")
        self._process: asyncio.subprocess.Process | None = None

    async def join(self) -> None:
        ends = (f"PTY,link={self.near},raw,echo=0", f"PTY,link={self.far},raw,echo=0")
        self._process = await asyncio.create_subprocess_exec("socat", *ends)
        await until(lambda: Path(self.near).exists() and Path(self.far).exists(), "the line's two ends")

    async def cut(self) -> None:
        if self._process is not None:
            self._process.terminate()
            await self._process.wait()
            self._process = None


class Clerk:
    """Somebody at a pad who calls and finishes, and presses again when nothing comes of a press."""

    def __init__(self, player: BusPlayer) -> None:
        self._player = player
        self._pad = player.bus.pads[PAD]
        self.shown: list[str] = []
        """The numbers that the pad showed after a call that it confirmed."""
        self.answers = 0
        """Verdicts, done or failed."""

    async def work(self) -> None:
        """Work until cancelled."""
        await self._press(BADGE, SIGN_IN)
        while True:
            if await self._press("", CALL):
                await until(lambda: self._pad.ticket, "a number on the pad")
                self.shown.append(self._pad.ticket)
            await self._press("", FINISH)

    async def _press(self, digits: str, function: int) -> bool:
        """Press until the pad says done or failed; return whether it was done."""
        while True:
            await self._player.press(PAD, digits, function)
            try:
                await until(lambda: self._pad.verdict is not None, "a verdict", PATIENCE_S)
            except TimeoutError:
                continue
            self.answers += 1
            return bool(self._pad.verdict)


async def ptys(folder: Path, rounds: int = ROUNDS) -> Outcome:
    """Cut and join the line ``rounds`` times."""
    wire = Wire(folder)
    await wire.join()
    server = Server(folder, line=wire.near)
    try:
        async with server.running():
            return await _cut_and_joined(wire, server, rounds)
    finally:
        await wire.cut()


async def _cut_and_joined(wire: Wire, server: Server, rounds: int) -> Outcome:
    player = BusPlayer(opener(wire.far), SimulatedBus(pads=(PAD,), evaluators=(3,), bars=(LED,)))
    clerk, load, recovery_s = Clerk(player), Load(server.url, windows=("04",)), []
    async with load.at_work(lambda: announced_in(server.journal)), asyncio.TaskGroup() as tasks:
        hands = [tasks.create_task(player.run()), tasks.create_task(clerk.work())]
        for _ in range(rounds):
            await _has_called(clerk, CALLS_BETWEEN)
            await wire.cut()
            await asyncio.sleep(CUT_FOR_S)
            recovery_s.append(await _joined(wire, clerk))
        for hand in hands:
            hand.cancel()
    await server.kill()
    judge = Judge(server.journal, server.secret)
    lost = (*judge.lost(load.record), *load.record.refused, *_unknown(server.journal, clerk.shown))
    means = (
        f"socat between two pseudo-terminals; {len(clerk.shown)} calls shown on the pad; the longest "
        f"answer at a kiosk meanwhile {max(load.record.waits_s()) * 1000:.0f} ms"
    )
    return Outcome("serial line cut", rounds, judge.compared(load.record), lost, tuple(recovery_s), means)


async def _has_called(clerk: Clerk, more: int) -> None:
    wanted = len(clerk.shown) + more
    await until(lambda: len(clerk.shown) >= wanted, "calls on the pad", within_s=60)


async def _joined(wire: Wire, clerk: Clerk) -> float:
    """Join the line; return the seconds until the pad gave its next verdict."""
    loop = asyncio.get_running_loop()
    begun_s = loop.time()
    await wire.join()
    wanted = clerk.answers + 1
    await until(lambda: clerk.answers >= wanted, "a verdict on the pad")
    return loop.time() - begun_s


def _unknown(journal: Path, shown: list[str]) -> tuple[str, ...]:
    """Return what a pad showed and the journal does not have, or not in this order."""
    calls = [row["body"] for row in read_rows(journal) if row["body"]["event"] == "ticket_called"]
    # A pad shows the digits alone, and the last three of them.
    made = iter([one["ticket"].partition("-A")[2][-3:] for one in calls if one["window"] == "03"])
    return tuple(f"the pad showed {number} out of turn" for number in shown if number not in made)
