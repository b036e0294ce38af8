"""Play simulated devices on a cable: the asyncio side of everything ``simulated``.

::

    bus = SimulatedBus(pads=(1, 2, 3), evaluators=(1, 2, 3), bars=(1, 2, 3))
    player = BusPlayer(cable.open_far, bus, clock)
    tasks.create_task(player.run())
    await player.press(3, "", 0x0C)          # what it leads to stands in bus.pads[3]
"""

import asyncio
import contextlib
from typing import Protocol

from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.errors import PortLost
from devices.events import LineBack, LineLost
from devices.reconnect import both_ways, stay_connected
from devices.simulated_bus import SimulatedBus


class Peer(Protocol):
    """A simulated device, or a whole line of them: bytes in, bytes out."""

    def hear(self, data: bytes, at_ms: int, /) -> bytes:
        """Take bytes; return the answer."""
        ...

    def due_at_ms(self) -> int | None:
        """Return when it wants to speak unasked; None for never."""
        ...

    def tick(self, at_ms: int, /) -> bytes:
        """Return what it says unasked at ``at_ms``."""
        ...


class Player:
    """Lets ``peer`` live on a cable until cancelled; a cable that is pulled out is reopened."""

    def __init__(self, open_port: Opener, peer: Peer, clock: Clock | None = None) -> None:
        self._open_port = open_port
        self._peer = peer
        self._clock = clock or SystemClock()
        self._port: Port | None = None
        self._writing = asyncio.Lock()
        self._spoke = asyncio.Event()
        self.connected = asyncio.Event()
        """Set while the cable is there."""
        self.changed = asyncio.Event()
        """Set whenever the peer heard something; clear it before waiting for the next."""

    async def run(self) -> None:
        """Play until cancelled."""
        await stay_connected(self._open_port, self._talk, self._tell, self._clock)

    async def say(self, data: bytes) -> None:
        """Put bytes on the cable now; while it is out they are lost, as a pressed key's would be."""
        port = self._port
        self._spoke.set()
        if port is None or not data:
            return
        async with self._writing:
            with contextlib.suppress(PortLost):  # the reading side notices and reopens
                await port.write(data)

    def now_ms(self) -> int:
        """Return the instant for the peer's methods."""
        return self._clock.now_ms()

    async def _talk(self, port: Port) -> None:
        self._port = port
        self.connected.set()
        try:
            await both_ways(port, self._listen, self._repeat)
        finally:
            self._port = None
            self.connected.clear()

    async def _listen(self, port: Port) -> None:
        while True:
            data = await port.read()
            await self.say(self._peer.hear(data, self._clock.now_ms()))
            self.changed.set()

    async def _repeat(self, _port: Port) -> None:
        while True:
            due_at_ms = self._peer.due_at_ms()
            if due_at_ms is None:
                self._spoke.clear()
                await self._spoke.wait()
                continue
            await self._clock.sleep_ms(max(1, due_at_ms - self._clock.now_ms()))
            await self.say(self._peer.tick(self._clock.now_ms()))

    async def _tell(self, _event: LineLost | LineBack) -> None:
        self.changed.set()


class BusPlayer(Player):
    """Plays a line of pads, evaluators and bars, with hands to press their keys."""

    def __init__(self, open_port: Opener, bus: SimulatedBus, clock: Clock | None = None) -> None:
        super().__init__(open_port, bus, clock)
        self.bus = bus

    async def press(self, addr: int, digits: str, function: int) -> None:
        """Press digits and a function key on the pad ``addr``."""
        await self.say(self.bus.pads[addr].press(digits, function, self.now_ms()))

    async def rate(self, addr: int, value: int) -> None:
        """Press a key of the evaluator at window ``addr``."""
        await self.say(self.bus.evaluators[addr].rate(value, self.now_ms()))
