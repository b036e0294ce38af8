"""The serial lines of a day: pads and evaluators on one cable, a badge reader on another, hands on both.

The cables and what hangs on them outlive the server; they lose, double and garble bytes, and are pulled out.
Drivers and protocols at both ends are the product's.
"""

import asyncio
import random
from collections.abc import Coroutine
from typing import Any

from devices.badge_reader.simulated import SimulatedEmReader
from devices.cable import Opener, Port
from devices.memory_port import CableFaults, MemoryCable
from devices.player import BusPlayer, Player
from devices.simulated_bus import SimulatedBus
from queue_server.config import Wired
from tests.simulation.hall import STRANGE, badge_of
from tests.simulation.profile import Profile

KEYS = (("", 0x0C), ("", 0x0B), ("", 0x0D), ("6", 0x0F), ("", 0x12), ("9", 0x11))
"""Call, finish, recall, no-show, pause, and one that means nothing."""


class Wires:
    """Two cables, their devices, and how often each was touched."""

    def __init__(self, profile: Profile, chance: random.Random) -> None:
        self._profile, self._chance = profile, chance
        faults = CableFaults(loss=profile.bytes_lost, garbage=profile.noise, duplicate=profile.doubled)
        # A cable draws for every byte: from a chance of its own, so that the people stay the same.
        draws = random.Random(chance.random()).random
        self.cables = {name: MemoryCable(name, faults, chance=draws) for name in ("north", "door")}
        numbers = range(1, profile.windows + 1)
        self._bus = BusPlayer(self.cables["north"].open_far, SimulatedBus(numbers, numbers))
        self._door = Player(self.cables["door"].open_far, SimulatedEmReader())
        self._reader = SimulatedEmReader()
        self.presses: dict[str, int] = {}
        """How often each pad or evaluator was touched, by the actor's name in the journal."""
        self.shown: dict[str, int] = {}
        """How often each badge was shown, by its last digits."""
        self._out: set[str] = set()
        """The cables that are pulled out."""
        self._tasks: asyncio.TaskGroup | None = None
        self._running: list[asyncio.Task[None]] = []

    def opener(self, line: Wired) -> Opener:
        """Open the server's end as a tty is opened: what came while nobody had it open is gone."""
        cable = self.cables[line.name]

        async def opened() -> Port:
            if line.name not in self._out:
                cable.unplug()
                cable.plug()
            return await cable.open_near()

        return opened

    def begin(self, tasks: asyncio.TaskGroup) -> None:
        self._tasks = tasks
        self._running = [tasks.create_task(one.run()) for one in (self._bus, self._door)]

    def end(self) -> None:
        for task in self._running:
            task.cancel()

    # --- hands ---------------------------------------------------------------------------------------------

    CALL = KEYS[0]

    def press_any(self) -> None:
        """Somebody presses a pad."""
        self.press(self._chance.choice(KEYS), self._chance.randint(1, self._profile.windows))

    def press(self, keys: tuple[str, int], window: int) -> str:
        """Have a pad pressed; return who that is in the journal."""
        actor = f"window:{window:02}/pad"
        self._count(self.presses, actor)
        self._do(self._bus.press(window, *keys))
        return actor

    def rate(self) -> None:
        """A citizen rates the service."""
        window, value = self._chance.randint(1, self._profile.windows), self._chance.randint(1, 3)
        self._count(self.presses, f"evaluator:{window:02}")
        self._do(self._bus.rate(window, value))

    def show_badge(self) -> None:
        """Somebody holds a badge to the door's reader; now and then a stranger."""
        window = self._chance.randint(0, self._profile.windows)
        badge = badge_of(window) if window else STRANGE
        self._count(self.shown, badge[-4:])
        self._do(self._door.say(self._reader.show(badge)))

    def pull(self) -> None:
        """A cable is out for up to a minute."""
        name = self._chance.choice(("north", "door"))
        self._out.add(name)
        self.cables[name].unplug()
        asyncio.get_running_loop().call_later(self._chance.uniform(0.1, 60), self._plug, name)

    def _plug(self, name: str) -> None:
        self._out.discard(name)
        self.cables[name].plug()

    def _count(self, counts: dict[str, int], key: str) -> None:
        counts[key] = counts.get(key, 0) + 1

    def _do(self, act: Coroutine[Any, Any, None]) -> None:
        assert self._tasks is not None
        self._tasks.create_task(act)
