"""A hall lived through on a real journal, with forecasts told: looks are taken where the server takes them.

For these tests. The process and the pace of the server's own rounds are left out, nothing else.
"""

import random
from pathlib import Path

from queue_server.clock import ManualClock
from queue_server.config import Config
from queue_server.forecast.outcome import Forecast, forecast
from queue_server.forecast.simple import fluid
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.glance import Glance, Seen
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.limits import Limits
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.sqlite import SqliteJournal
from tests.explain.busy_days import CONFIG, BusyDays

LIMITS = Limits(snapshot_every=60, replay_at_least=40, requests_from=40)


class Looker:
    """The rounds of the foresight: it looks at some moments of rest, now and then in the short way."""

    def __init__(self, hall: Rehearsal, prospect: Prospect, config: Config, seed: int) -> None:
        self._hall, self._prospect, self._plan = hall, prospect, config.forecast
        self._chance = random.Random(seed)
        self._eye = Eye(hall.engine, hall.hall, config.forecast)

    def __call__(self) -> None:
        if self._chance.random() < 0.4:
            return
        room = self._hall.engine.room
        glance = self._eye.look(room, max(self._hall.clock.now_ms(), room.state.at_ms))
        self._prospect.take(Seen(glance, self._replayed(glance)))

    def _replayed(self, glance: Glance) -> Forecast:
        present = glance.present
        if self._chance.random() < 0.2:
            return fluid(present, glance.laws, present.seq)
        return forecast(present, glance.laws, present.seq, self._plan.replays)


async def live(path: Path, clock: ManualClock, seed: int, presses: int, config: Config = CONFIG) -> None:
    """Open the hall on this journal, let the seed press so often, and close it again."""
    journal = await SqliteJournal.open(path)
    prospect = Prospect(config.forecast.doubtful_below_pct)
    hall = Rehearsal(journal, clock, LIMITS, config.plan, outlook=prospect)
    async with running(hall):
        day = BusyDays(hall, seed, Looker(hall, prospect, config, seed))
        await day.morning()
        await day.presses(presses)
    await journal.close()
