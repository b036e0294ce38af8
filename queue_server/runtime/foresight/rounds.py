"""The rounds of the forecast: look at the hall, have it foreseen, tell. Never two at once.

A look is taken while memory equals the disk; its journal number is the seed, so the journal gives every
forecast again. When the forecaster has no answer, a replay with mean times in a thread stands in for it.
A round that fails is a round less: nothing of the hall waits for it.
"""

import asyncio
from collections.abc import Callable

import structlog

from queue_server.clock import Clock
from queue_server.forecast.law import Laws
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Present
from queue_server.forecast.simple import fluid
from queue_server.hall.room import HallRoom
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.glance import FRESH_MS, Glance, Seen
from queue_server.runtime.foresight.pacing import MATTERS, NEVER, Pacer
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.foresight.remote import ForecasterLost, Remote
from queue_server.runtime.writer import Committed, Writer

Look = Callable[[HallRoom, int], Glance]
"""What takes in the hall at an instant, while the writer is at rest. It must soon be done."""
TellKeys = Callable[[set[str]], None]
TellMade = Callable[[Forecast, float], None]

log = structlog.stdlib.get_logger("queue_server.foresight")


class Foresight:
    """The forecasts of one hall."""

    def __init__(
        self,
        writer: Writer,
        look: Look,
        clock: Clock,
        prospect: Prospect,
        expectations: Expectations,
        *,
        plan: ForecastPlan,
        remote: Callable[[Callable[[], None]], Remote] = Remote,
    ) -> None:
        """``prospect`` is the writer's outlook, ``expectations`` what documents are made of, ``remote`` makes
        the forecaster's process."""
        self._writer, self._look, self._clock = writer, look, clock
        self._prospect, self._expectations, self._replays = prospect, expectations, plan.replays
        self.remote = remote(self._want)
        self._pacer = Pacer(plan.refresh_s * 1000, plan.after_event_ms)
        self._seen: Seen | None = None
        self._is_wanted = self._is_at_it = False
        self._moved = asyncio.Event()
        self._tell_keys: list[TellKeys] = []
        self._tell_made: list[TellMade] = []
        writer.on_committed(self._committed)

    def on_told(self, tell: TellKeys) -> None:
        """Have ``tell`` called after every round with the keys of the documents that change."""
        self._tell_keys.append(tell)

    def on_made(self, tell: TellMade) -> None:
        """Have ``tell`` called with every forecast, and how many seconds it took."""
        self._tell_made.append(tell)

    @property
    def is_behind(self) -> bool:
        """Whether a round is under way that a simulated hall should wait for: what is known grows old."""
        seen = self._seen
        return self._is_at_it and seen is not None and not seen.is_fresh(self._clock.now_ms() + FRESH_MS // 2)

    async def run(self) -> None:
        """Foresee until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.remote.run(), name="forecaster")
            tasks.create_task(self._rounds(), name="foresight rounds")

    # --- when ----------------------------------------------------------------------------------------------

    def _committed(self, batch: Committed) -> None:
        self._expectations.issued(batch.recorded)
        matters = any(isinstance(entry.event, MATTERS) for entry in batch.recorded)
        if matters and self._pacer.changed(batch.recorded[-1].at_ms):
            self._moved.set()

    def _want(self) -> None:
        """A forecaster has come up: a round now, whatever the pace."""
        self._is_wanted = True
        self._moved.set()

    async def _rounds(self) -> None:
        while True:
            await self._wait_until_due()
            self._is_wanted, self._is_at_it = False, True
            try:
                await self._round()
            except Exception:
                # Whoever waits for a number must not pay for a bug in a forecast: the hall goes on without.
                log.exception("round_failed")
            finally:
                self._is_at_it = False

    async def _wait_until_due(self) -> None:
        while not self._is_wanted and (now_ms := self._clock.now_ms()) < self._due_ms():
            if self._seen is not None and not self._seen.is_fresh(now_ms):
                self._seen = None
                self._tell(self._expectations.lapse(now_ms))
            self._moved.clear()
            await self._sleep_or_move(min(self._due_ms(), self._stale_ms()) - now_ms)

    def _due_ms(self) -> int:
        seen = self._seen
        is_awaited = seen is not None and bool(seen.glance.present.waiting)
        is_open = seen is not None and bool(seen.glance.windows)
        return self._pacer.due_ms(is_awaited=is_awaited, is_open=is_open)

    def _stale_ms(self) -> int:
        return self._seen.forecast.at_ms + FRESH_MS + 1 if self._seen else NEVER

    async def _sleep_or_move(self, left_ms: int) -> None:
        """Return when the time has passed or something happened."""
        async with asyncio.TaskGroup() as tasks:
            mover = tasks.create_task(self._moved.wait())
            sleeper = tasks.create_task(self._sleep(left_ms))
            await asyncio.wait({mover, sleeper}, return_when=asyncio.FIRST_COMPLETED)
            mover.cancel()
            sleeper.cancel()

    async def _sleep(self, left_ms: int) -> None:
        if left_ms < NEVER // 2:
            await self._clock.sleep_ms(left_ms)
        else:
            await asyncio.get_running_loop().create_future()

    # --- what ----------------------------------------------------------------------------------------------

    async def _round(self) -> None:
        glance = await self._writer.read(self._glance)
        began_s = asyncio.get_running_loop().time()
        forecast = await self._foreseen(glance.present, glance.laws)
        took_s = asyncio.get_running_loop().time() - began_s
        self._seen = Seen(glance, forecast)
        self._prospect.take(self._seen)
        for tell in self._tell_made:
            tell(forecast, took_s)
        self._tell(self._expectations.take(self._seen))

    def _glance(self, room: HallRoom) -> Glance:
        """Take in the hall as it stands; the writer is at rest."""
        at_ms = max(self._clock.now_ms(), room.state.at_ms)
        self._pacer.began(at_ms)
        return self._look(room, at_ms)

    async def _foreseen(self, present: Present, laws: Laws) -> Forecast:
        try:
            return await self.remote.ask(present, present.seq, self._replays, laws)
        except ForecasterLost as lost:
            log.info("foreseen_by_means", detail=str(lost))
            return await asyncio.to_thread(fluid, present, laws, present.seq)

    def _tell(self, keys: set[str]) -> None:
        for tell in self._tell_keys:
            tell(keys)
