"""Every first forecast of simulated days comes out of the journal again: digest, quantiles, range, all of it.

The days are the real engine's on a real journal, through starts from a snapshot, a night, and a short way.
"""

import asyncio
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from queue_server.clock import ManualClock
from queue_server.config import Config
from queue_server.hall.events import Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.live import recorded_of
from queue_server.runtime.retrace import from_rooms, take
from queue_server.runtime.rooms import Rooms
from queue_server.store.past import opened_past
from tests.explain.busy_days import CONFIG, DAY_MS, OPENS_MS
from tests.explain.lived import live


class Again(NamedTuple):
    """What is on record of a ticket, and what the journal gives."""

    recorded: FirstForecast
    made: FirstForecast | None


def all_again(path: Path, config: Config = CONFIG) -> list[Again]:
    """Make every first forecast again, in one reading of the journal."""
    hall = Hall(config.plan)
    rooms = Rooms.empty(hall)
    wanted: dict[int, list[Recorded]] = {}
    again: list[Again] = []
    with opened_past(path) as journal:
        rows = list(journal.read(1, journal.last_seq))
    for issued in foretold(path):
        wanted.setdefault(wait_of(issued).seq, []).append(issued)
    for row in rows:
        take(rooms, row)
        for issued in wanted.get(row.seq, ()):
            again.append(Again(wait_of(issued), from_rooms(rooms, hall, config.forecast, issued)))
    return again


def foretold(path: Path) -> list[Recorded]:
    """Return the issue of every ticket whose wait was forecast."""
    with opened_past(path) as journal:
        issued = map(recorded_of, journal.read(1, journal.last_seq, ("ticket_issued",)))
        return [each for each in issued if cast("TicketIssued", each.event).wait is not None]


def wait_of(issued: Recorded) -> FirstForecast:
    wait = cast("TicketIssued", issued.event).wait
    assert wait is not None
    return wait


@pytest.fixture(scope="module", params=[1, 2, 3])
def days(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("days") / "hall.db"
    asyncio.run(two_days(path, request.param))
    return path


async def two_days(path: Path, seed: int) -> None:
    """Live two days and the night between them, with three starts: the last two from a snapshot."""
    clock = ManualClock(OPENS_MS)
    await live(path, clock, seed, 300)
    await live(path, clock, seed + 10, 150)
    clock.advance_ms(DAY_MS - (clock.now_ms() - OPENS_MS))
    await live(path, clock, seed + 20, 300)


def test_every_first_forecast_comes_out_of_the_journal_again(days: Path) -> None:
    again = all_again(days)
    assert len(again) > 150
    assert {each.recorded.method for each in again} == {"replay", "fluid"}
    assert any(each.recorded.moved_ms for each in again)
    assert [each for each in again if each.recorded != each.made] == []
