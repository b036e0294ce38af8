"""The composition root: which parts a running hall has, in which order they start, and in which they stop.

``House.hold`` reads as the list of the long-lived tasks. No rule and no loop of its own stands here.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from devices.cable import Opener
from queue_server.clock import Clock, SystemClock
from queue_server.config import ANY_ADDRESS, Config, Wired
from queue_server.hall.lookup import Hall
from queue_server.runtime.codes import subkey
from queue_server.runtime.engine import Engine, Limits
from queue_server.runtime.field.field import Field
from queue_server.runtime.field.opening import opener_of
from queue_server.runtime.field.readers import Owners
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.foresight.rounds import Foresight
from queue_server.runtime.full_disk import open_journal
from queue_server.runtime.garbage import set_aside
from queue_server.runtime.listener import Listener
from queue_server.runtime.pace import STEADY, Pace
from queue_server.runtime.restored import go_on_after_restore
from queue_server.runtime.secret import load_secret
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.telling import Logbook, Messenger
from queue_server.runtime.ticker import Ticker
from queue_server.store.chain import EMPTY
from queue_server.store.sqlite import SqliteJournal
from queue_server.wire.session import USUAL, Rates

OpenerOf = Callable[[Wired], Opener]


class House:
    """One hall: journal, writer, clock hand, door, and the serial lines."""

    def __init__(
        self,
        config: Config,
        clock: Clock | None = None,
        *,
        opener: OpenerOf = opener_of,
        pace: Pace = STEADY,
        rates: Rates = USUAL,
        is_up: Callable[["House"], None] = lambda _: None,
    ) -> None:
        """``opener`` makes the way to a line's port; ``is_up`` is called once everybody may come."""
        self._config, self._clock = config, clock or SystemClock()
        self._opener, self._pace, self._rates, self._is_up = opener, pace, rates, is_up
        self.hall = Hall(config.plan)
        self.engine: Engine
        self.listener: Listener
        self.field: Field
        self.foresight: Foresight

    @property
    def url(self) -> str:
        """Where clients on this machine connect."""
        listen = self._config.listen
        scheme = "wss" if listen.certificate else "ws"
        host = "127.0.0.1" if listen.host in ANY_ADDRESS else listen.host
        return f"{scheme}://{host}:{self.listener.port}"

    async def hold(self) -> None:
        """Keep the hall open until cancelled. At the start: StoreFault, BrokenJournal or ConfigError."""
        store = self._config.store
        journal = await open_journal(Path(store.path), self._clock)
        try:
            is_new = await journal.last() == EMPTY
            await self._hold(journal, load_secret(Path(store.secret_file), may_make=is_new))
        finally:
            await journal.close()

    async def _hold(self, journal: SqliteJournal, secret: bytes) -> None:
        """Start the writer first and stop it last, so that what is asked to the end is still answered."""
        self._build(journal, secret)
        await self.engine.start()
        if isinstance(self._clock, SystemClock):
            self._clock.not_before(self.engine.room.state.at_ms)
        async with asyncio.TaskGroup() as core:
            writer = core.create_task(self.engine.run(), name="writer")
            try:
                await go_on_after_restore(self.engine, journal)
                await self._hold_rim()
            finally:
                writer.cancel()

    async def _hold_rim(self) -> None:
        async with AsyncExitStack() as aside, asyncio.TaskGroup() as rim:
            rim.create_task(Ticker(self.engine, self.hall, self._clock).run(), name="ticker")
            rim.create_task(self.listener.run(), name="listener")
            rim.create_task(self.field.run(), name="field")
            if self._config.forecast.is_on:
                rim.create_task(self.foresight.run(), name="foresight")
            await self.listener.is_listening.wait()
            aside.enter_context(set_aside())
            self._is_up(self)

    def _build(self, journal: SqliteJournal, secret: bytes) -> None:
        config, clock = self._config, self._clock
        limits = Limits(
            inbox_max=config.inbox_max,
            snapshot_every=config.store.snapshot_every,
            people_days=config.store.people_days,
        )
        self.engine = Engine(
            journal,
            self.hall,
            clock,
            secret,
            public_url=public_url(config),
            limits=limits,
            supervision=config.supervision,
            outlook=(prospect := Prospect(config.forecast.doubtful_below_pct)),
        )
        Messenger(self.engine, [Logbook()])
        doors = StaffDoors(config.staff, config.lockout, clock, utc_offset_min=config.plan.utc_offset_min)
        expectations = Expectations(self.hall, config.forecast.doubtful_below_pct)
        self.listener = Listener(
            config,
            self.engine,
            self.hall,
            clock,
            secret,
            doors=doors,
            pace=self._pace,
            rates=self._rates,
            expectations=expectations,
        )
        self.foresight = self._foresight(prospect, expectations)
        owners = Owners(config.staff, subkey(secret, "badge"))
        self.field = Field(config, self.engine, self.hall, clock, doors, self._opener, owners)

    def _foresight(self, prospect: Prospect, expectations: Expectations) -> Foresight:
        """Return what fills the writer's outlook and the screens' expectations."""
        plan = self._config.forecast
        foresight = Foresight(
            self.engine,
            Eye(self.engine, self.hall, plan).look,
            self._clock,
            prospect,
            expectations,
            plan=plan,
        )
        foresight.on_told(self.listener.audience.foreseen)
        foresight.on_made(self.listener.metrics.foreseen)
        return foresight


def public_url(config: Config) -> str:
    """Return what a phone reaches the server by."""
    listen = config.listen
    if listen.public_url:
        return listen.public_url.rstrip("/")
    return f"{'https' if listen.certificate else 'http'}://{listen.host}:{listen.port}"
