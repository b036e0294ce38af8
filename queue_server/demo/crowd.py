"""Everybody in a simulated hall: citizens at the kiosks, clerks, the manager on duty, eyes on the board.

They speak to the server only as real programs do, over the wire and over the serial lines.
"""

import asyncio

from queue_server.clock import PatientClock
from queue_server.config import Config
from queue_server.demo.chance import Chance
from queue_server.demo.citizen import Citizen, Floor
from queue_server.demo.clerk import Clerk, Post
from queue_server.demo.doors import Person
from queue_server.demo.duty import Duty
from queue_server.demo.hall_eyes import HallEyes
from queue_server.demo.hands import Desk, Hands
from queue_server.demo.hours import Hours
from queue_server.demo.kiosks import Kiosk
from queue_server.demo.mood import Mood
from queue_server.demo.pads import DemoLines
from queue_server.demo.play import Play, Stage, errand_of, late_ms
from queue_server.demo.story import KIOSKS, Happening, Story
from queue_server.hall.plan import Window
from queue_server.vocabulary import Role, TicketId, WindowNo
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello

EARLY_BIRDS = 60
"""People who stand before the doors when they open."""
NOWHERE = WindowNo("")


class Crowd:
    """The people of one run."""

    def __init__(
        self,
        config: Config,
        clock: PatientClock,
        seed: int,
        url: str,
        lines: DemoLines,
        story: Story,
        hours: Hours,
    ) -> None:
        self._config, self._clock, self._url, self._lines = config, clock, url, lines
        self._story, self._hours = story, hours
        self._chance, self._floor, self._mood = Chance(seed), Floor(), Mood()
        self._kiosks = {name: Kiosk(self._link(Role.KIOSK, name)) for name in KIOSKS}
        self._eyes_link = self._link(Role.BOARD, "demo-eyes")
        self.eyes = HallEyes(self._eyes_link)

    @property
    def acknowledged(self) -> list[TicketId]:
        """The tickets that citizens hold in their hands."""
        return self._floor.acknowledged

    def _link(self, role: Role, name: str, window: WindowNo = NOWHERE) -> HallLink:
        return HallLink(self._url, Hello(WIRE_VERSION, role, name, window=window))

    async def live(self, is_ready: asyncio.Event) -> None:
        """Live until cancelled; ``is_ready`` is set when everybody is there and the day may begin."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._eyes_link.run())
            tasks.create_task(self.eyes.run())
            for kiosk in self._kiosks.values():
                tasks.create_task(kiosk.link.run())
                tasks.create_task(kiosk.overhear())
            clerks = {number: self._seat(tasks, number) for number in self._story.seats}
            stage = Stage(clerks, self._kiosks, self._lines.doors, self._on_duty(tasks), self._mood)
            await _everybody(stage)
            self._begin(tasks, stage)
            is_ready.set()
            await self._arrive(tasks)

    def _begin(self, tasks: asyncio.TaskGroup, stage: Stage) -> None:
        """Let everybody's day begin."""
        for clerk in stage.clerks.values():
            tasks.create_task(clerk.work(self._hours.sessions))
        spare = self._person(self._story.spare.badge)
        tasks.create_task(spare.attend(self._hours.sessions))
        tasks.create_task(Play(self._story, stage, self._clock, self._hours.day_start_ms).run())

    def _person(self, badge: str, comes_ms: int = 0) -> Person:
        door = self._chance.one_of(self._lines.doors)
        return Person(badge, door, self._chance, self._clock, comes_ms)

    def _seat(self, tasks: asyncio.TaskGroup, window: WindowNo) -> Clerk:
        """Put a clerk behind ``window``, with what the story wants of them."""
        day_start_ms = self._hours.day_start_ms
        person = self._person(self._story.seats[window].badge, late_ms(self._story, window, day_start_ms))
        desk = Desk(window, self._link(Role.WINDOW, window, window), self._clock)
        hands = Hands(desk, self._lines.pad_of(window), self._clock)
        post = Post(person, desk, hands, errand_of(self._story, window, day_start_ms))
        clerk = Clerk(post, self._chance, self._clock, self._floor, self._mood)
        tasks.create_task(desk.link.run())
        tasks.create_task(desk.watch())
        return clerk

    def _on_duty(self, tasks: asyncio.TaskGroup) -> Duty:
        link = self._link(Role.WALL, "demo-duty")
        manager = next(member.id for member in self._config.staff if member.is_manager)
        sent_away = frozenset({self._story.of(Happening.ERRAND).staff})
        duty = Duty(link, manager, self._chance, self._clock, sent_away)
        tasks.create_task(link.run())
        tasks.create_task(duty.watch())
        return duty

    async def _arrive(self, tasks: asyncio.TaskGroup) -> None:
        """Let nobody in before the doors open; then the early ones at once, and the others one by one."""
        staffed = [window for window in self._config.plan.windows if window.number in self._story.seats]
        await self._clock.sleep_ms(self._hours.doors_open_ms - self._clock.now_ms())
        for _ in range(EARLY_BIRDS):
            self._send_in(tasks, staffed)
        while True:
            await self._clock.sleep_ms(self._chance.gap_ms(len(staffed)))
            self._send_in(tasks, staffed)

    def _send_in(self, tasks: asyncio.TaskGroup, staffed: list[Window]) -> None:
        """Let one more citizen in, with an errand for a window chosen evenly: the load is even too."""
        window = self._chance.one_of([window for window in staffed if window.items])
        kiosk = self._chance.one_of(list(self._kiosks.values()))
        citizen = Citizen(self._chance, self._clock, kiosk, self.eyes, self._floor)
        tasks.create_task(citizen.visit(self._chance.one_of(window.items)))


async def _everybody(stage: Stage) -> None:
    """Wait until each has heard from the server, and each door hangs on its cable."""
    for clerk in stage.clerks.values():
        await clerk.desk.seen(lambda _: True)
    for kiosk in stage.kiosks.values():
        await kiosk.is_up.wait()
    for door in stage.doors:
        await door.player.connected.wait()
    await stage.duty.is_up.wait()
