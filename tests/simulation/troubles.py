"""What goes wrong on a day, by name: drawn into a hostile day, or put at its minute by a scenario."""

import json
import random
from collections.abc import Callable, Iterable
from typing import Protocol

import msgspec

from queue_server.hall.commands import GoOnAfterRestore
from queue_server.store.chain import Row
from queue_server.store.journal import Batch
from queue_server.store.restore import Noted
from queue_server.vocabulary import QueueCode
from tests.simulation.disk import Disk, Strike
from tests.simulation.nature import MachineTime
from tests.simulation.profile import MINUTE_MS, Profile
from tests.simulation.terminal import Terminal
from tests.simulation.wires import Wires
from tests.simulation.world import World

SKIP = 100
"""What ``queue-server restore`` skips when it is told nothing else."""
HOUR_MS = 3_600_000
SOON_MS = 3_000
"""A supervisor of processes starts a server anew about so soon."""


class Struck(Protocol):
    """A day that troubles befall."""

    profile: Profile
    world: World
    disk: Disk
    terminals: list[Terminal]
    wires: Wires | None
    time: MachineTime

    def start(self) -> None: ...

    def kill(self) -> None: ...


class Troubles:
    """All troubles of a day; each method is one."""

    def __init__(self, day: Struck, chance: random.Random) -> None:
        self._day, self._world, self._disk, self._chance = day, day.world, day.disk, chance

    def draw(self) -> None:
        """Put as many as the profile says anywhere into the day."""
        profile, chance = self._day.profile, self._chance
        for times, trouble in (
            (profile.cuts, self.cut),
            (profile.kills, chance.choice((self.restart, self.kill_in_the_batch))),
            (profile.full_spells, self.full),
            (profile.clock_jumps, self.jump),
            (profile.outages, self.outage),
        ):
            for _ in range(times):
                self._world.later(chance.uniform(5_000, profile.day_ms), trouble)
        for _ in range(profile.restores):
            at_ms = chance.uniform(5_000, profile.day_ms)
            self._world.later(at_ms, self.back_up)
            # Not in the calm: who comes back minutes after a loss has to be back before the last look.
            restored_ms = min(at_ms + chance.uniform(1_000, 10 * MINUTE_MS), profile.day_ms)
            self._world.later(restored_ms, self.restore)

    def named(self, name: str) -> Callable[[], None]:
        """Return a trouble by its name."""
        found: Callable[[], None] = getattr(self, name)
        return found

    # --- links, time, room on the disk ---------------------------------------------------------------------

    def cut(self) -> None:
        self._chance.choice(self._day.terminals).cut()

    def full(self) -> None:
        self._happened("the disk was full")
        self._disk.is_full = True
        self._world.later(self._chance.uniform(1_000, 3 * MINUTE_MS), self._roomy)

    def _roomy(self) -> None:
        self._disk.is_full = False

    def jump(self) -> None:
        seconds = self._chance.choice((1, 20, 300, 3_600))
        self._set_clock(self._chance.choice((-1, 1)) * seconds * 1_000)

    def back_an_hour(self) -> None:
        self._set_clock(-HOUR_MS)

    def _set_clock(self, by_ms: int) -> None:
        self._happened("the clock was set")
        self._day.time.set_by_ms += by_ms

    def pull(self) -> None:
        assert self._day.wires is not None, "this trouble needs a line"
        self._happened("a cable was out")
        self._day.wires.pull()

    # --- power ---------------------------------------------------------------------------------------------

    def restart(self) -> None:
        self._gone_for(self._chance.uniform(100, MINUTE_MS))

    def outage(self) -> None:
        self._gone_for(self._chance.uniform(2 * MINUTE_MS, 6 * MINUTE_MS))

    def gone_for_an_hour(self) -> None:
        self._gone_for(HOUR_MS)

    def _gone_for(self, away_ms: float) -> None:
        self._happened("killed")
        self._day.kill()
        self._world.later(away_ms, self._day.start)

    def kill_in_the_batch(self) -> None:
        """The next batch is on its way to the disk when the power goes: it is there whole, or not at all."""
        self._strike(lambda batch: bool(batch.rows), is_before=self._chance.random() < 0.5)

    def kill_before_the_echo(self) -> None:
        """Two pads are pressed in one breath: the line rests after the first echo, the second is on disk."""
        wires = self._day.wires
        assert wires is not None, "this trouble needs a line"
        wires.press(wires.CALL, window=1)
        actor = wires.press(wires.CALL, window=2)
        self._strike(lambda batch: any(row.actor == actor for row in batch.rows), is_before=False)

    def _strike(self, is_wanted: Callable[[Batch], bool], *, is_before: bool) -> None:
        self._disk.strikes.append(Strike(is_before, is_wanted, self._killed_in_the_batch))

    def _killed_in_the_batch(self) -> None:
        self._happened("killed in a batch")
        self._gone_for(self._chance.uniform(100, SOON_MS))

    # --- the loss of the journal ---------------------------------------------------------------------------

    def back_up(self) -> None:
        self._disk.back_up()

    def restore(self) -> None:
        """The disk is lost; somebody puts the backup back, with or without a readable old journal."""
        self._day.kill()
        rows = self._disk.kept.rows if self._chance.random() < 0.5 else []
        noted = Noted(f"restore-{self._world.steps}", leap_after(rows))
        self._disk.put_back(msgspec.json.encode(noted).decode())
        self._world.restored()
        self._world.later(self._chance.uniform(1_000, MINUTE_MS), self._day.start)

    def _happened(self, what: str) -> None:
        self._world.happened[what] += 1


def leap_after(rows: Iterable[Row]) -> GoOnAfterRestore:
    """Return what the command ``restore`` reads of the journal that it replaces."""
    day, ordinals, announced, head = "", dict[QueueCode, int](), 0, ""
    for row in rows:
        body = json.loads(row.body)
        if row.day != day:
            day, ordinals = row.day, {}
        announced = max(announced, body.get("announced", 0), body.get("announcement", 0))
        news = body.get("ordinals", {}) if row.kind == "journal_restored" else {}
        if row.kind == "ticket_issued" and body.get("away") is None:
            news = {body["queue"]: body["ordinal"]}
        ordinals |= {code: max(ordinals.get(code, 0), ordinal) for code, ordinal in news.items()}
        head = f"{row.seq}:{row.digest}"
    return GoOnAfterRestore(day, ordinals, announced, SKIP, replaced_head=head)
