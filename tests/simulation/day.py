"""One hostile day out of one seed: a hall, its people, its troubles, then calm, then the last look.

It is a pure function of the seed and the source: the same seed gives the same journal, byte for byte.
"""

import asyncio
import logging
import random
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import structlog

from queue_server.errors import StoreFault
from queue_server.hall.lookup import Hall
from queue_server.runtime.engine import Engine
from queue_server.runtime.limits import Limits
from queue_server.store.chain import EMPTY
from queue_server.vocabulary import TicketId
from tests.simulation import checkers as ch
from tests.simulation import continuity, dealings, watching
from tests.simulation.actors import Board, Clerk, Kiosk, Manager, Phone, RatingScreen, Wall
from tests.simulation.away import AwayKiosk, off
from tests.simulation.disk import Disk
from tests.simulation.hall import hall_of
from tests.simulation.link import Socket
from tests.simulation.loop import run
from tests.simulation.nature import MachineTime, nature
from tests.simulation.profile import MINUTE_MS, Profile, drawn
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.server import Server
from tests.simulation.terminal import Terminal
from tests.simulation.troubles import Troubles
from tests.simulation.wires import Wires
from tests.simulation.world import Broken, World

CALM_MS = 12 * MINUTE_MS
"""After the day: long enough for every terminal to come back and every answer to arrive."""
FOREVER = 10**9
START_AGAIN_MS = 5_000
REST_MS, REST_TRIES = 400, 150
"""At the end a server is waited for, between two slow commits; one that never rests has failed."""


class Outcome(NamedTuple):
    """How a day ended; ``broken`` is empty when every promise held."""

    seed: int
    steps: int
    events: int
    digest: str
    broken: str
    checker: str
    profile: Profile
    happened: tuple[str, ...] = ()
    """What befell it, by name."""
    scenario: str = ""


class Day:
    """The hall of one seed."""

    def __init__(
        self,
        chance: random.Random,
        profile: Profile,
        time: MachineTime,
        steps: int,
        script: tuple[tuple[float, str], ...] = (),
    ) -> None:
        self.profile, self.time, self._chance, self._script = profile, time, chance, script
        self.terminals: list[Terminal] = []
        self._phones: list[Phone] = []
        self.disk = Disk(chance)
        self.disk.fails_before, self.disk.fails_after = profile.fails_before, profile.fails_after
        self.disk.slowest_s = profile.slowest_ms / 1000
        self._config = hall_of(profile)
        self._hall = Hall(self._config.plan)
        self.wires = Wires(profile, chance) if profile.wires else None
        self._limits = Limits(snapshot_every=profile.snapshot_every, replay_at_least=600)
        boards = tuple(f"B{n}" for n in range(profile.boards))
        self.world = World(
            chance,
            (
                continuity.NumbersUnique(),
                continuity.AwayNumbersKept(),
                dealings.BookedOnce(),
                dealings.RatedOnce(),
                dealings.PhonesShowWhatIs(self._phones, self.engine),
                ch.OneCallPerTicketAndWindow(),
                ch.NothingAcknowledgedLost(),
                continuity.AnnouncedOnceInOrder(boards),
                ch.SameClassOrder(),
                ch.ChainHolds(self.disk),
                ch.NoPersonalData(),
                watching.CardsFollowTheirLadder(self._config.supervision),
                watching.HandsAloneAct(self.wires, profile.bytes_lost > 0),
                ch.ReplayEqualsLive(self.disk, self._hall, self.engine),
            ),
            self.disk,
            steps,
        )
        self._server: Server | None = None
        self._boards = boards

    def engine(self) -> Engine | None:
        return self._server.engine if self._server is not None else None

    def accept(self, socket: Socket) -> bool:
        return self._server is not None and self._server.accept(socket)

    def follow(self, code: str, ticket: TicketId) -> None:
        """Somebody scans the code of a ticket."""
        self._phones.append(Phone(self, f"F{len(self._phones)}", code, ticket))
        self.terminals.append(self._phones[-1])

    async def play(self) -> None:
        """Raise ``Broken`` when a promise is."""
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            if self.wires is not None:
                self.wires.begin(tasks)
            self.start()
            self._people()
            self._troubles()
            try:
                await self.world.play()
            finally:
                self.kill()
                off(self.terminals)
                if self.wires is not None:
                    self.wires.end()

    # --- who comes -----------------------------------------------------------------------------------------

    def _people(self) -> None:
        profile, chance, later = self.profile, self._chance, self.world.later
        names = [f"K{n}" for n in range(profile.kiosks)]
        kiosks: list[Kiosk] = [
            AwayKiosk(self, name, self._tasks) if profile.away else Kiosk(self, name) for name in names
        ]
        manager = Manager(self, "M1")
        clerks = [Clerk(self, f"{n + 1:02}") for n in range(profile.windows)]
        boards = [Board(self, name) for name in self._boards]
        wall = Wall(self, "W1")
        self.terminals += [*kiosks, manager, wall, *clerks, *boards]
        for _ in range(profile.citizens):
            later(chance.uniform(1_000, profile.day_ms), chance.choice(kiosks).citizen)
        for _ in range(3):
            later(chance.uniform(1_000, profile.day_ms), manager.act)
        for _ in range(profile.bookings):
            later(chance.uniform(1_000, profile.day_ms), manager.book)
        if profile.rating_screens:
            self.terminals += [RatingScreen(self, f"{n + 1:02}") for n in range(profile.windows)]
        for _ in range(20):
            later(chance.uniform(1_000, profile.day_ms), wall.act)
        if self.wires is not None:
            self._hands(self.wires)

    def _hands(self, wires: Wires) -> None:
        acts = (
            *[wires.press_any] * 60,
            *[wires.rate] * 15,
            *[wires.show_badge] * 20,
            *[wires.pull] * self.profile.pulls,
        )
        for act in acts:
            self.world.later(self._chance.uniform(1_000, self.profile.day_ms), act)

    # --- what goes wrong -----------------------------------------------------------------------------------

    def _troubles(self) -> None:
        profile, later, troubles = self.profile, self.world.later, Troubles(self, self._chance)
        troubles.draw()
        for minute, name in self._script:
            later(minute * MINUTE_MS, troubles.named(name))
        later(profile.day_ms, self.disk.calm)
        later(profile.day_ms + CALM_MS, self._over)

    def start(self) -> None:
        """Start a server, unless one is there."""
        if self._server is None and not self.world.is_over:
            self._server = Server(
                self.disk, self._config, self._limits, self.wires, self.world.started, self._has_died
            )
            self._server.begin(self._tasks)

    def kill(self) -> None:
        """End the server without a good-bye, if one is there."""
        if self._server is not None:
            self._server.kill()
            self._server = None

    def _has_died(self, why: Exception) -> None:
        if self.disk.kept.restored and is_store_fault(why):
            # The first start after a restore could not be written: nobody came yet, and it is tried again.
            self._server = None
            self.world.later(START_AGAIN_MS, self.start)
            return
        self.world.over(broken_of(why) or Broken("Server", "".join(traceback.format_exception(why))))

    def _over(self, patience: int = REST_TRIES) -> None:
        """Look for the last time, between two commits of a server that may be slow but not for ever."""
        engine = self.engine()
        if patience and (engine is None or engine.is_writing or engine.trouble):
            self.world.later(REST_MS, lambda: self._over(patience - 1))
            return
        for terminal in self.terminals:
            if terminal.waiting:
                raise Broken("Terminal", f"{terminal.name} has no answer to {list(terminal.waiting)}")
        self.world.end()
        self.world.over()


@contextmanager
def silence() -> Iterator[None]:
    """Keep the server's log to itself: it costs more than the server."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    try:
        yield
    finally:
        structlog.configure(**before)


def play_day(
    seed: int, steps: int = FOREVER, without: frozenset[str] = frozenset(), scenario: str = ""
) -> Outcome:
    """Play the day of a seed, at most so many steps of it, without these fields of its profile.

    With a ``scenario`` its profile and its troubles are that one's, and the seed draws the people.
    """
    # Numbers of one seed are drawn apart: what the product draws must not move what the world does.
    chance = random.Random(seed)
    told = SCENARIOS.get(scenario)
    profile = (told.profile if told else drawn(chance))._replace(**dict.fromkeys(without, 0))
    broken = checker = ""
    with nature(random.Random(seed + 1)) as time, silence():
        day = Day(chance, profile, time, steps, told.script if told else ())
        try:
            run(day.play())
        except* Broken as group:
            first = broken_of(group)
            assert first is not None
            broken, checker = str(first), first.checker
    rows = day.disk.kept.rows
    digest = rows[-1].digest if rows else EMPTY.digest
    happened = tuple(sorted(day.world.happened))
    return Outcome(seed, day.world.steps, len(rows), digest, broken, checker, profile, happened, scenario)


def is_store_fault(raised: BaseException) -> bool:
    """Say whether nothing but the disk failed."""
    if isinstance(raised, BaseExceptionGroup):
        return all(map(is_store_fault, raised.exceptions))
    return isinstance(raised, StoreFault)


def broken_of(raised: BaseException) -> Broken | None:
    """Return the first broken promise in what was raised."""
    if isinstance(raised, BaseExceptionGroup):
        return next(filter(None, map(broken_of, raised.exceptions)), None)
    return raised if isinstance(raised, Broken) else None
