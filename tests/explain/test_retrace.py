"""Every first forecast of simulated days comes out of the journal again: digest, quantiles, range, all of it.

The days are the real engine's on a real journal; looks are taken where the server takes them: at rest.
"""

import random
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from queue_server.forecast.plan import ForecastPlan
from queue_server.runtime.foresight.eye import Eye

from queue_server.clock import ManualClock
from queue_server.forecast.draws import Laws
from queue_server.forecast.outcome import Forecast, forecast
from queue_server.forecast.present import Present
from queue_server.forecast.simple import fluid
from queue_server.hall.events import Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FirstForecast
from queue_server.hall.plan import HallPlan
from queue_server.runtime.foresight.glance import Seen
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.limits import Limits
from queue_server.runtime.live import recorded_of
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.runtime.retrace import from_rooms, take
from queue_server.runtime.rooms import Rooms
from queue_server.store.past import opened_past
from queue_server.store.sqlite import SqliteJournal
from tests.explain.busy_days import DAY_MS, OPENS_MS, PLAN, BusyDays

FORECAST = ForecastPlan(replays=20)
LIMITS = Limits(snapshot_every=60, replay_at_least=40)


class Looker:
    """The rounds of the foresight, without their process and pace: it looks at some moments of rest."""

    def __init__(self, rehearsal: Rehearsal, prospect: Prospect, seed: int) -> None:
        self._rehearsal, self._prospect = rehearsal, prospect
        self._chance = random.Random(seed)
        self._eye = Eye(rehearsal.engine, rehearsal.engine.book.hall, FORECAST)

    def __call__(self) -> None:
        if self._chance.random() < 0.4:
            return
        room = self._rehearsal.engine.room
        at_ms = max(self._rehearsal.clock.now_ms(), room.state.at_ms)
        glance = self._eye.look(room, at_ms)
        seed = glance.present.seq
        make = fluid if self._chance.random() < 0.2 else _forecast
        self._prospect.take(Seen(glance, make(glance.present, glance.laws, seed)))


def _forecast(present: Present, laws: Laws, seed: int) -> Forecast:
    return forecast(present, laws, seed, FORECAST.replays)


async def live(path: Path, clock: ManualClock, seed: int, presses: int, plan: HallPlan = PLAN) -> None:
    """Open the hall on this journal, let the seed press so often, and close it again."""
    journal = await SqliteJournal.open(path)
    prospect = Prospect()
    rehearsal = Rehearsal(journal, clock, LIMITS, plan, outlook=prospect)
    async with running(rehearsal):
        day = BusyDays(rehearsal, seed, Looker(rehearsal, prospect, seed))
        await day.morning()
        await day.presses(presses)
    assert await journal.snapshots() or presses < LIMITS.snapshot_every
    await journal.close()


class Again(NamedTuple):
    """What is on record of a ticket, and what the journal gives."""

    recorded: FirstForecast
    made: FirstForecast | None


def all_again(path: Path, plan: HallPlan = PLAN, forecast_plan: ForecastPlan = FORECAST) -> list[Again]:
    """Make every first forecast again, in one reading of the journal."""
    hall, rooms = Hall(plan), Rooms.empty(Hall(plan))
    wanted: dict[int, list[Recorded]] = {}
    again: list[Again] = []
    with opened_past(path) as journal:
        rows = list(journal.read(1, journal.last_seq))
    for row in rows:
        if isinstance(event := recorded_of(row).event, TicketIssued) and event.wait is not None:
            wanted.setdefault(event.wait.seq, []).append(recorded_of(row))
    for row in rows:
        take(rooms, row)
        for issued in wanted.get(row.seq, ()):
            wait = cast("TicketIssued", issued.event).wait
            assert wait is not None
            again.append(Again(wait, from_rooms(rooms, hall, forecast_plan, issued)))
    return again


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_first_forecast_comes_out_of_the_journal_again(tmp_path: Path, seed: int) -> None:
    """Over two days, a night, and three starts, the last two of them from a snapshot."""
    path, clock = tmp_path / "hall.db", ManualClock(OPENS_MS)
    await live(path, clock, seed, 300)
    await live(path, clock, seed + 10, 150)
    clock.advance_ms(DAY_MS - (clock.now_ms() - OPENS_MS))
    await live(path, clock, seed + 20, 300)
    again = all_again(path)
    assert len(again) > 150
    assert {each.recorded.method for each in again} == {"replay", "fluid"}
    assert any(each.recorded.moved_ms for each in again)
    assert [each for each in again if each.recorded != each.made] == []
