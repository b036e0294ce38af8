"""A line on a table: one driver, one cable, simulated devices at its far end. For tests and rehearsals."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from devices.clock import SystemClock
from devices.events import LineEvent, PadPressed, RatingPressed
from devices.line import Line, LineSettings
from devices.memory_port import NO_FAULTS, CableFaults, MemoryCable, never
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus


class Bench:
    """A line, its cable and its devices, as a technician would lay them on a table."""

    def __init__(
        self,
        faults: CableFaults = NO_FAULTS,
        settings: LineSettings | None = None,
        chance: Callable[[], float] = never,
    ) -> None:
        self.clock = SystemClock()
        self.cable = MemoryCable("bench", faults, self.clock, chance)
        self.events: list[LineEvent] = []
        self.may_take = asyncio.Event()
        """Clear it to keep the program above busy: it takes no event."""
        self.may_take.set()
        self.line = Line("bench", self.cable.open_near, self._take, self.clock, settings)
        self.bus = SimulatedBus(pads=(1, 2, 3), evaluators=(1, 2, 3), bars=(1, 2), one_colour=(3,))
        self.player = BusPlayer(self.cable.open_far, self.bus, self.clock)

    async def _take(self, event: LineEvent) -> None:
        await self.may_take.wait()
        self.events.append(event)

    async def until(self, is_so: Callable[[], bool], within_ms: int = 60_000) -> int:
        """Wait until ``is_so``; return how many ms it took."""
        start_ms = self.clock.now_ms()
        while not is_so():
            assert self.clock.now_ms() - start_ms < within_ms, (
                f"not within {within_ms} ms: {self.line.counts()}"
            )
            await self.clock.sleep_ms(1)
        return self.clock.now_ms() - start_ms

    def presses(self) -> list[LineEvent]:
        """Return what people did, without the cable's own news."""
        return [event for event in self.events if isinstance(event, PadPressed | RatingPressed)]


@asynccontextmanager
async def running(bench: Bench) -> AsyncIterator[Bench]:
    """Run both sides; stop them as a program does, by cancelling."""
    async with asyncio.TaskGroup() as tasks:
        sides = [tasks.create_task(bench.line.run()), tasks.create_task(bench.player.run())]
        await bench.until(lambda: bench.line.is_connected)
        yield bench
        for side in sides:
            side.cancel()
