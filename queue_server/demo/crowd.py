"""Everybody who comes to a simulated hall: citizens at the kiosks, a clerk at each window, eyes on the board.

They speak to the server only as real programs do, over the wire and over the serial lines.
"""

import asyncio
from collections.abc import Callable

from queue_server.clock import PatientClock
from queue_server.config import Config
from queue_server.demo.chance import Chance
from queue_server.demo.citizen import Citizen, Floor
from queue_server.demo.clerk import Clerk, Pad, Post
from queue_server.demo.hall_eyes import HallEyes
from queue_server.hall.plan import Window
from queue_server.vocabulary import Role, TicketId, WindowNo
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello

KIOSKS = 4
EARLY_BIRDS = 60
"""People who stand before the doors when they open."""

NOWHERE = WindowNo("")

PadOf = Callable[[WindowNo], Pad]


class Crowd:
    """The people of one run."""

    def __init__(self, config: Config, clock: PatientClock, seed: int, url: str, pad_of: PadOf) -> None:
        self._config, self._clock, self._url, self._pad_of = config, clock, url, pad_of
        self._chance = Chance(seed)
        self._floor = Floor()
        self._empty = NOWHERE
        self.kiosks = [self._link(Role.KIOSK, f"demo-{number}") for number in range(KIOSKS)]
        self._eyes_link = self._link(Role.BOARD, "demo-eyes")
        self.eyes = HallEyes(self._eyes_link)

    @property
    def acknowledged(self) -> list[TicketId]:
        """The tickets that citizens hold in their hands."""
        return self._floor.acknowledged

    def _link(self, role: Role, name: str, window: WindowNo = NOWHERE) -> HallLink:
        return HallLink(self._url, Hello(WIRE_VERSION, role, name, window=window))

    async def live(self, empty: WindowNo = NOWHERE) -> None:
        """Live until cancelled. Nobody sits at the window ``empty``, and nobody comes for it."""
        self._empty = empty
        async with asyncio.TaskGroup() as tasks:
            for link in (*self.kiosks, self._eyes_link):
                tasks.create_task(link.run())
            for kiosk in self.kiosks:
                tasks.create_task(_overhear(kiosk))
            tasks.create_task(self.eyes.run())
            for window in self._config.plan.windows:
                self._seat(tasks, window)
            await self._arrive(tasks)

    def _seat(self, tasks: asyncio.TaskGroup, window: Window) -> None:
        """Put a clerk behind ``window``, if anybody may sit there."""
        badge = self._badges().get(window.number)
        if badge is None:
            return
        link = self._link(Role.WINDOW, window.number, window.number)
        post = Post(window.number, badge, link, self._pad_of(window.number))
        clerk = Clerk(post, self._chance, self._clock, self._floor)
        tasks.create_task(link.run())
        tasks.create_task(clerk.watch())
        tasks.create_task(clerk.work())

    def _badges(self) -> dict[WindowNo, str]:
        """Give each window the first staff member who may sit there and sits nowhere yet."""
        seats: dict[WindowNo, str] = {}
        taken = {self._empty}
        for member in self._config.staff:
            free = [number for number in member.windows if number not in taken]
            if member.badge and free:
                seats[free[0]] = member.badge
                taken.add(free[0])
        return seats

    async def _arrive(self, tasks: asyncio.TaskGroup) -> None:
        staffed = [window for window in self._config.plan.windows if window.number in self._badges()]
        for _ in range(EARLY_BIRDS):
            self._send_in(tasks, staffed)
        while True:
            await self._clock.sleep_ms(self._chance.gap_ms(len(staffed)))
            self._send_in(tasks, staffed)

    def _send_in(self, tasks: asyncio.TaskGroup, staffed: list[Window]) -> None:
        """Let one more citizen in, with an errand for a window chosen evenly: the load is even too."""
        window = self._chance.one_of([window for window in staffed if window.items])
        citizen = Citizen(self._chance, self._clock, self._chance.one_of(self.kiosks), self.eyes, self._floor)
        tasks.create_task(citizen.visit(self._chance.one_of(window.items)))


async def _overhear(link: HallLink) -> None:
    """Keep a kiosk's news from piling up; the simulated citizens do not read them."""
    while True:
        await link.next_event()
