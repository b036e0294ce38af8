"""Listen to a line without ever writing on it, and say what passes. Printing is the caller's."""

from collections.abc import Callable

from devices.cable import Opener, Port
from devices.clock import Clock, time_of_day
from devices.counter_bus.keymap import Keymap
from devices.events import LineBack, LineLost
from devices.framing import RawFrame, Splitter
from devices.reconnect import stay_connected
from devices.technician.words import describe, describe_drops, spaced_hex

STALE_MS = 300
"""Half a frame, then silence for so long: the other half will not come."""

Out = Callable[[str], None]


class Watch:
    """One watched line."""

    def __init__(self, open_port: Opener, out: Out, clock: Clock, keymap: Keymap | None = None) -> None:
        self.frames = 0
        self._open_port = open_port
        self._out = out
        self._clock = clock
        self._keymap = keymap
        self._splitter = Splitter()
        self._drops_said = 0

    async def run(self) -> None:
        """Watch until cancelled, through losses of the cable."""
        await stay_connected(self._open_port, self._listen, self._tell, self._clock)

    def totals(self) -> str:
        """Say how much was heard and how much was thrown away."""
        drops = {str(reason): count for reason, count in self._splitter.drops.items()}
        return f"帧 frames: {self.frames}   {describe_drops(drops)}"

    async def _listen(self, port: Port) -> None:
        self._out(f"{time_of_day()}  已连接 connected")
        heard_at_ms = self._clock.now_ms()
        while True:
            data = await port.read()
            is_stale = self._clock.now_ms() - heard_at_ms > STALE_MS
            heard_at_ms = self._clock.now_ms()
            late = self._splitter.expire() if is_stale else []
            for raw in (*late, *self._splitter.feed(data)):
                self._say(raw)
            self._say_drops()

    def _say(self, raw: RawFrame) -> None:
        self.frames += 1
        self._out(f"{time_of_day()}  {spaced_hex(raw.data)}  {describe(raw, self._keymap)}")

    def _say_drops(self) -> None:
        """Say what was thrown away whenever there is more of it."""
        dropped = sum(self._splitter.drops.values())
        if dropped != self._drops_said:
            self._drops_said = dropped
            self._out(f"{time_of_day()}  {self.totals()}")

    async def _tell(self, event: LineLost | LineBack) -> None:
        if isinstance(event, LineLost):
            self._out(f"{time_of_day()}  线路断开 line lost: {event.reason}")
        else:
            self._out(f"{time_of_day()}  线路恢复 line back after {event.after_ms / 1000:.1f} s")
