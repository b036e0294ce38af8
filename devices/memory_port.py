"""A cable in memory with two ends, and everything that can be wrong with a cable as an option.

It is part of the product: a demonstration hall runs on it without hardware, and every driver is tested over
the whole family of faults. What is written at one end is read at the other, in the pieces in which it was
written. Nothing here decides by chance of its own: ``chance`` is handed in.
"""

import asyncio
from collections import deque
from collections.abc import Callable

import msgspec

from devices.clock import Clock, SystemClock
from devices.errors import PortLost

HELD_BYTES_MAX = 65_536
"""What a cable holds unread; more is lost, newest first, as a full UART loses it."""


class CableFaults(msgspec.Struct, frozen=True):
    """What is wrong with a cable, in both directions."""

    is_one_byte_at_a_time: bool = False
    loss: float = 0.0
    """Which share of bytes never arrives, 0..1."""
    garbage: float = 0.0
    """How often a write is preceded by noise, 0..1."""
    duplicate: float = 0.0
    """How often a write arrives twice, 0..1."""
    delay_ms: int = 0
    """How long every write is under way."""
    glue_ms: int = 0
    """Writes are gathered for so long and arrive as one piece."""
    hears_itself: bool = False
    """The near end hears what it writes, as behind an RS-485 adapter that does not mute itself."""


NO_FAULTS = CableFaults()


def never() -> float:
    """Answer every question of chance with no."""
    return 1.0


class _Piece(msgspec.Struct, frozen=True):
    due_at_ms: int
    data: bytes


class _Wire:
    """One direction of a cable."""

    def __init__(self, faults: CableFaults, clock: Clock, chance: Callable[[], float]) -> None:
        self._faults = faults
        self._clock = clock
        self._chance = chance
        self._pieces: deque[_Piece] = deque()
        self._held_bytes = 0
        self._changed = asyncio.Event()
        self.lost_bytes = 0

    def carry(self, data: bytes) -> None:
        """Take what one end wrote; the faults strike here."""
        arriving = bytes(byte for byte in data if self._chance() >= self._faults.loss)
        if self._chance() < self._faults.duplicate:
            arriving += arriving
        if self._chance() < self._faults.garbage:
            arriving = bytes(int(self._chance() * 255) for _ in range(5)) + arriving
        room = HELD_BYTES_MAX - self._held_bytes
        self.lost_bytes += len(data) - min(len(arriving), room) if len(arriving) < len(data) else 0
        self._put(arriving[:room])

    def _put(self, data: bytes) -> None:
        due_at_ms = self._clock.now_ms() + self._faults.delay_ms + self._faults.glue_ms
        size = 1 if self._faults.is_one_byte_at_a_time else max(1, len(data))
        for start in range(0, len(data), size):
            self._pieces.append(_Piece(due_at_ms, data[start : start + size]))
        self._held_bytes += len(data)
        self._changed.set()

    async def arrive(self) -> bytes:
        """Return the next piece when it is due; b"" when the cable was touched."""
        if not self._pieces:
            self._changed.clear()
            await self._changed.wait()
            if not self._pieces:
                return b""
        wait_ms = self._pieces[0].due_at_ms - self._clock.now_ms()
        if wait_ms > 0:
            await self._clock.sleep_ms(wait_ms)
        return self._take()

    def _take(self) -> bytes:
        if not self._pieces:
            return b""  # cleared by an unplug while it was under way
        taken = [self._pieces.popleft()]
        while self._faults.glue_ms and self._pieces:
            taken.append(self._pieces.popleft())
        data = b"".join(piece.data for piece in taken)
        self._held_bytes -= len(data)
        return data

    def cut(self) -> None:
        """Lose what is under way and wake who waits."""
        self._pieces.clear()
        self._held_bytes = 0
        self._changed.set()


class MemoryPort:
    """One end of a cable; has the shape of ``cable.Port``."""

    def __init__(self, cable: "MemoryCable", heard: _Wire, said: _Wire, *, hears_itself: bool) -> None:
        self._hears_itself = hears_itself
        self._cable = cable
        self._heard = heard
        self._said = said
        self._is_closed = False
        self.lost_reason = ""

    async def read(self) -> bytes:
        """Return the next piece; PortLost when the cable is out or this end was closed."""
        while True:
            self._check()
            data = await self._heard.arrive()
            self._check()
            if data:
                return data

    async def write(self, data: bytes) -> None:
        """Send ``data`` to the other end, as far as the cable's faults let it."""
        self._check()
        self._said.carry(data)
        if self._hears_itself:
            self._heard.carry(data)
        await asyncio.sleep(0)  # a real port lets others run here

    async def close(self) -> None:
        """Let go of this end."""
        self.drop("closed")

    def drop(self, reason: str) -> None:
        """Make this end useless, as pulling it out does."""
        if not self._is_closed:
            self._is_closed = True
            self.lost_reason = reason
            self._heard.cut()

    def _check(self) -> None:
        if self._is_closed:
            raise PortLost(f"sim://{self._cable.name}", self.lost_reason)


class MemoryCable:
    """Two ends, ``near`` for the host and ``far`` for the devices, and a hand that can pull it out."""

    def __init__(
        self,
        name: str = "cable",
        faults: CableFaults = NO_FAULTS,
        clock: Clock | None = None,
        chance: Callable[[], float] = never,
    ) -> None:
        self.name = name
        clock = clock or SystemClock()
        self._hears_itself = faults.hears_itself
        self._down = _Wire(faults, clock, chance)
        self._up = _Wire(faults, clock, chance)
        self._ends: dict[str, MemoryPort] = {}
        self._is_plugged = True

    def plug_near(self) -> MemoryPort:
        """Open the host's end; PortLost while the cable is out. An end opened before is lost."""
        return self._plug("near", self._up, self._down)

    def plug_far(self) -> MemoryPort:
        """Open the devices' end; PortLost while the cable is out. An end opened before is lost."""
        return self._plug("far", self._down, self._up)

    async def open_near(self) -> MemoryPort:
        """Open the host's end: an ``Opener``."""
        return self.plug_near()

    async def open_far(self) -> MemoryPort:
        """Open the devices' end: an ``Opener``."""
        return self.plug_far()

    def unplug(self) -> None:
        """Pull the cable out: both ends are lost at once."""
        self._is_plugged = False
        for end in self._ends.values():
            end.drop("unplugged")
        self._ends.clear()

    def plug(self) -> None:
        """Put the cable back: the ends can be opened again."""
        self._is_plugged = True

    def _plug(self, side: str, heard: _Wire, said: _Wire) -> MemoryPort:
        if not self._is_plugged:
            raise PortLost(f"sim://{self.name}", "unplugged")
        if side in self._ends:
            self._ends[side].drop("opened by somebody else")
        hears_itself = self._hears_itself and side == "near"
        self._ends[side] = MemoryPort(self, heard, said, hears_itself=hears_itself)
        return self._ends[side]
