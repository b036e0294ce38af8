"""The doors of a simulated hall: people hold their badge to a reader when they come and when they go.

The readers are simulated at the far end of their cables; the server's own drivers read them.
"""

from devices.badge_reader.simulated import SimulatedEmReader
from devices.cable import Opener
from devices.player import Player
from queue_server.clock import PatientClock
from queue_server.demo.chance import Chance

COMES_BEFORE_S = (42, 112)
"""How long before a session begins people come in: nobody who is not meant to is late."""
GOES_AFTER_S = (20, 90)


class Door:
    """One badge reader and its cable."""

    def __init__(self, open_port: Opener, clock: PatientClock) -> None:
        self._reader = SimulatedEmReader()
        self.player = Player(open_port, self._reader, clock)

    async def show(self, badge: str) -> None:
        """Hold ``badge`` to the reader."""
        await self.player.connected.wait()
        await self.player.say(self._reader.show(badge))


class Person:
    """Somebody with a badge who comes to work and goes home; ``comes_ms`` is when, if it is not as usual."""

    def __init__(
        self, badge: str, door: Door, chance: Chance, clock: PatientClock, comes_ms: int = 0
    ) -> None:
        self.badge = badge
        self._door, self._chance, self._clock, self._comes_ms = door, chance, clock, comes_ms

    async def come(self, start_ms: int) -> None:
        """Come in for the session that begins at ``start_ms``."""
        usual_ms = start_ms - self._chance.between_ms(*COMES_BEFORE_S)
        comes_ms, self._comes_ms = self._comes_ms or usual_ms, 0
        await self._clock.sleep_ms(comes_ms - self._clock.now_ms())
        await self._door.show(self.badge)

    async def go(self, end_ms: int) -> None:
        """Go out after the session that ended at ``end_ms``."""
        goes_ms = max(end_ms, self._clock.now_ms()) + self._chance.between_ms(*GOES_AFTER_S)
        await self._clock.sleep_ms(goes_ms - self._clock.now_ms())
        await self._door.show(self.badge)

    async def attend(self, sessions: tuple[tuple[int, int], ...]) -> None:
        """Spend the day in the hall without a window of one's own."""
        for start_ms, end_ms in sessions:
            await self.come(start_ms)
            await self.go(end_ms)
