"""The simulated hardware of a demonstration: cables in memory, on them pads, evaluators, bars, readers.

The server's drivers are the real ones; only the copper is missing.
"""

import asyncio

from devices.cable import Opener
from devices.counter_bus.simulated import SimulatedPad
from devices.memory_port import MemoryCable
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus
from queue_server.clock import PatientClock
from queue_server.config import Config, Counter, Wired
from queue_server.demo.doors import Door
from queue_server.runtime.field.counters import evaluator_addr
from queue_server.vocabulary import WindowNo


class DemoLines:
    """All lines of a demonstration hall."""

    def __init__(self, config: Config, clock: PatientClock) -> None:
        self._config = config
        wired: tuple[Wired, ...] = (*config.lines, *config.readers)
        self._cables = {one.name: MemoryCable(one.name, clock=clock) for one in wired}
        self._buses = {line.name: _bus(config, line.name) for line in config.lines}
        self._players = {
            name: BusPlayer(self._cables[name].open_far, bus, clock) for name, bus in self._buses.items()
        }
        self._counters = {counter.window: counter for counter in config.counters}
        self.doors = tuple(Door(self._cables[reader.name].open_far, clock) for reader in config.readers)
        """The badge readers at the doors."""

    def opener_of(self, one: Wired) -> Opener:
        """Return what opens the host's end of a line or a badge reader."""
        return self._cables[one.name].open_near

    async def run(self) -> None:
        """Let the devices live until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for player in (*self._players.values(), *(door.player for door in self.doors)):
                tasks.create_task(player.run())

    def pad_of(self, window: WindowNo) -> "DemoPad":
        """Return the pad and evaluator on the counter of ``window``."""
        counter = self._counters[window]
        line = next(line for line in self._config.lines if line.name == counter.line)
        keymap = self._config.keymaps[line.keymap]
        return DemoPad(self._players[counter.line], counter, keymap, self._config.stars_of_key)


def _bus(config: Config, line: str) -> SimulatedBus:
    here = [counter for counter in config.counters if counter.line == line]
    bars = [counter.led for counter in here if counter.led]
    is_two_colour = next(each for each in config.lines if each.name == line).led_kind == "two_colour"
    return SimulatedBus(
        pads=[counter.pad for counter in here if counter.pad],
        evaluators=[addr for addr in map(evaluator_addr, here) if addr],
        bars=bars if is_two_colour else (),
        one_colour=() if is_two_colour else bars,
    )


class DemoPad:
    """A clerk's hand on a pad, and a citizen's on the evaluator."""

    def __init__(
        self, player: BusPlayer, counter: Counter, keymap: dict[str, str], stars_of_key: dict[str, int]
    ) -> None:
        self._player, self._counter = player, counter
        self._keymap, self._stars_of_key = keymap, stars_of_key

    async def press(self, act: str, digits: str = "") -> None:
        """Press the keys that mean ``act`` on this hall's pads; on a dead one nothing comes of it."""
        typed, function = keys_of(self._keymap, act, digits)
        if self._counter.pad in self._player.bus.pads:
            await self._player.press(self._counter.pad, typed, function)

    def has_answered(self) -> bool:
        """Say whether the pad showed done or failed since the last press."""
        pad = self._player.bus.pads.get(self._counter.pad)
        return pad is not None and pad.verdict is not None

    def die(self) -> None:
        """Take the pad off its line: it neither speaks nor hears."""
        self._player.bus.pads.pop(self._counter.pad, None)

    def be_replaced(self) -> None:
        """Put a new pad in its place."""
        self._player.bus.pads[self._counter.pad] = SimulatedPad(self._counter.pad)

    async def rate(self, stars: int) -> None:
        """Press the key whose level is nearest to ``stars``."""
        key = min(self._stars_of_key, key=lambda key: abs(self._stars_of_key[key] - stars))
        await self._player.rate(evaluator_addr(self._counter), int(key))


def keys_of(keymap: dict[str, str], act: str, digits: str = "") -> tuple[str, int]:
    """Return digits and function key of a press that means ``act``; KeyError when no key does."""
    for pattern, meaning in keymap.items():
        *before, function = pattern.split()
        if meaning != act or bool(digits) != ("digits" in pattern):
            continue
        return digits or "".join(key[1] for key in before), int(function, 16)
    raise KeyError(f"no key means {act}")
