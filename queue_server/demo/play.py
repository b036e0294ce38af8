"""Plays the story: each scene at its minute, through the same doors as a real hall. It decides nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from queue_server.clock import PatientClock
from queue_server.demo.clerk import Clerk, Errand
from queue_server.demo.doors import Door
from queue_server.demo.duty import Duty
from queue_server.demo.kiosks import Kiosk
from queue_server.demo.mood import Mood
from queue_server.demo.story import Happening, Scene, Story
from queue_server.vocabulary import Device, WindowNo

MINUTE_MS = 60_000
STRANGE_BADGE = "0009990417"
"""It belongs to nobody of the hall."""
MENDED_AFTER_MS = 4 * MINUTE_MS
"""So long after a dead pad's fault was shown, somebody brings another."""


class Stage(msgspec.Struct, frozen=True):
    """What the scenes are played with."""

    clerks: Mapping[WindowNo, Clerk]
    kiosks: Mapping[str, Kiosk]
    doors: tuple[Door, ...]
    duty: Duty
    mood: Mood


def errand_of(story: Story, window: WindowNo, day_start_ms: int) -> Errand | None:
    """Return the time that the clerk of ``window`` is away in the story, if they are."""
    away = (Happening.OFF_POST, Happening.COVERED, Happening.ERRAND)
    scene = next((each for each in story.scenes if each.window == window and each.what in away), None)
    if scene is None:
        return None
    badge = story.spare.badge if scene.substitute else ""
    minutes = (scene.minute, scene.until_min, scene.covered_min)
    from_ms, until_ms, covered_ms = (day_start_ms + minute * MINUTE_MS for minute in minutes)
    return Errand(from_ms, until_ms, badge, covered_ms)


def late_ms(story: Story, window: WindowNo, day_start_ms: int) -> int:
    """Return when the clerk of ``window`` comes in, if that is late; 0 for everybody else."""
    late = story.of(Happening.LATE)
    return day_start_ms + late.minute * MINUTE_MS if late.window == window else 0


class Play:
    """One day's story on a stage."""

    def __init__(self, story: Story, stage: Stage, clock: PatientClock, day_start_ms: int) -> None:
        self._story, self._stage, self._clock, self._day_start_ms = story, stage, clock, day_start_ms
        self._plays: Mapping[Happening, Callable[[Scene], Awaitable[None]]] = {
            Happening.LEAVE: self._leave,
            Happening.STRANGE_BADGE: self._strange_badge,
            Happening.PAPER_OUT: self._paper_out,
            Happening.DEAD_PAD: self._dead_pad,
            Happening.BAD_RATING: self._bad_rating,
        }

    async def run(self) -> None:
        """Play every scene that is not a clerk's own; who comes late or leaves knows it beforehand."""
        async with asyncio.TaskGroup() as tasks:
            for scene in self._story.scenes:
                if scene.what in self._plays:
                    tasks.create_task(self._at_its_minute(scene), name=f"scene {scene.what}")

    async def _at_its_minute(self, scene: Scene) -> None:
        await self._until(scene.minute)
        await self._plays[scene.what](scene)

    async def _until(self, minute: int) -> None:
        await self._clock.sleep_ms(self._day_start_ms + minute * MINUTE_MS - self._clock.now_ms())

    async def _leave(self, scene: Scene) -> None:
        await self._stage.duty.file_leave(scene.staff, self._day_start_ms)

    async def _strange_badge(self, _scene: Scene) -> None:
        await self._stage.doors[-1].show(STRANGE_BADGE)

    async def _paper_out(self, scene: Scene) -> None:
        kiosk = self._stage.kiosks[scene.kiosk]
        kiosk.run_out_of_paper()
        await self._until(scene.until_min)
        await kiosk.refill()

    async def _dead_pad(self, scene: Scene) -> None:
        """Mend it a while after the hall was told: nobody knows of it before."""
        clerk = self._stage.clerks[scene.window]
        clerk.hands.pad.die()
        await clerk.desk.seen(lambda desk: Device.PAD in desk.faults)
        await self._clock.sleep_ms(MENDED_AFTER_MS)
        clerk.hands.pad.be_replaced()
        clerk.hands.trust_pad()

    async def _bad_rating(self, _scene: Scene) -> None:
        self._stage.mood.is_bad = True
