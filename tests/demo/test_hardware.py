"""The simulated hardware of a demonstration on its cables: what a driver hears, and of a dead pad not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from devices.badge_reader.driver import BadgeReader
from devices.badge_reader.events import BadgeReaderEvent, BadgeShown
from devices.events import LineEvent, PadPressed
from devices.line import Line
from devices.memory_port import MemoryCable
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus
from queue_server.clock import PatientClock
from queue_server.config import Counter
from queue_server.demo.chance import Chance
from queue_server.demo.doors import Door, Person
from queue_server.demo.pads import DemoPad
from queue_server.runtime.doorstep import until
from queue_server.vocabulary import WindowNo

BADGE = "0004210010"
SESSIONS = ((600_000, 900_000), (1_200_000, 1_500_000))


@asynccontextmanager
async def alive(*lives: object) -> AsyncIterator[None]:
    """Let things with a ``run`` live for the length of the block."""
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(each.run()) for each in lives]  # type: ignore[attr-defined]  # all have one
        yield
        for each in running:
            each.cancel()


async def test_a_person_is_heard_at_the_door_before_and_after_each_session() -> None:
    clock, cable = PatientClock(400_000, speed=5_000), MemoryCable()
    heard: list[tuple[int, str]] = []

    async def hear(event: BadgeReaderEvent) -> None:
        if isinstance(event, BadgeShown):
            heard.append((clock.now_ms(), event.badge))

    door = Door(cable.open_far, clock)
    async with alive(clock, door.player, BadgeReader(cable.open_near, hear, clock)), asyncio.timeout(45):
        await Person(BADGE, door, Chance(1), clock).attend(SESSIONS)
        await until(lambda: len(heard) == 4)
    assert {badge for _, badge in heard} == {BADGE}
    came, left, back, gone = (at_ms for at_ms, _ in heard)
    assert came < SESSIONS[0][0] < SESSIONS[0][1] < left
    assert left < back < SESSIONS[1][0] < SESSIONS[1][1] < gone


async def test_who_is_late_comes_when_the_story_says_so_and_only_once() -> None:
    clock, cable = PatientClock(400_000, speed=5_000), MemoryCable()
    door = Door(cable.open_far, clock)
    late_ms = SESSIONS[0][0] + 60_000
    async with alive(clock, door.player), asyncio.timeout(45):
        person = Person(BADGE, door, Chance(1), clock, late_ms)
        await person.come(SESSIONS[0][0])
        assert clock.now_ms() >= late_ms
        await person.come(SESSIONS[1][0])
        assert clock.now_ms() < SESSIONS[1][0]


async def test_a_dead_pad_is_not_heard_and_its_successor_is() -> None:
    cable, presses = MemoryCable(), []

    async def hear(event: LineEvent) -> None:
        if isinstance(event, PadPressed):
            presses.append(event.function)
            line.ok(event.addr)

    player = BusPlayer(cable.open_far, SimulatedBus(pads=(3,)))
    line = Line("north", cable.open_near, hear)
    pad = DemoPad(
        player,
        Counter(WindowNo("03"), "north", pad=3),
        {"0C": "call_next", "0A": "start_service", "0D": "recall_ticket"},
        {},
    )
    async with alive(player, line), asyncio.timeout(45):
        await player.connected.wait()
        await pad.press("call_next")
        await until(pad.has_answered)
        pad.die()
        await pad.press("recall_ticket")
        assert not pad.has_answered()
        pad.be_replaced()
        await pad.press("start_service")
        await until(pad.has_answered)
    assert presses == [0x0C, 0x0A]
