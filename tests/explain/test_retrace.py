"""Every first forecast of simulated days comes out of the journal again: digest, quantiles, range, all of it.

The days are the real engine's on a real journal, through starts from a snapshot, a night, and a short way.
"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from msgspec.structs import replace

from queue_server.clock import ManualClock
from queue_server.config import Config
from queue_server.config_file.load import config_of_text
from queue_server.errors import BrokenJournal
from queue_server.explain.retraced import Differs, differences, why
from queue_server.hall.events import Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.live import recorded_of
from queue_server.runtime.retrace import from_rooms, made_again, take
from queue_server.runtime.rooms import Rooms
from queue_server.store.past import opened_past
from tests.explain.busy_days import CONFIG, DAY_MS, HALL, OPENS_MS
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


@pytest.fixture(scope="module", params=[1, 2])
def days(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("days") / "hall.db"
    asyncio.run(two_days(path, request.param))
    return path


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An hour of a first morning: little to read, for what must only be tried."""
    path = tmp_path_factory.mktemp("morning") / "hall.db"
    asyncio.run(live(path, ManualClock(OPENS_MS), 3, 120))
    return path


async def two_days(path: Path, seed: int) -> None:
    """Live two days and the night between them, with three starts: the last two from a snapshot."""
    clock = ManualClock(OPENS_MS)
    await live(path, clock, seed, 200)
    await live(path, clock, seed + 10, 100)
    clock.advance_ms(DAY_MS - (clock.now_ms() - OPENS_MS))
    await live(path, clock, seed + 20, 200)


def test_every_first_forecast_comes_out_of_the_journal_again(days: Path) -> None:
    again = all_again(days)
    assert len(again) > 80
    assert {each.recorded.method for each in again} == {"replay", "fluid"}
    assert any(each.recorded.moved_ms for each in again)
    assert [each for each in again if each.recorded != each.made] == []


def test_one_ticket_by_itself(days: Path) -> None:
    """Of the day before only what outlives the night is played."""
    hall, issued_ones = Hall(CONFIG.plan), foretold(days)
    for issued in (issued_ones[0], issued_ones[-30], issued_ones[-1]):
        assert made_again(days, hall, CONFIG.forecast, issued) == wait_of(issued)


@pytest.mark.parametrize(
    ("line", "changed", "reason"),
    [
        ("minutes = 4", "minutes = 5", Differs.STATE),
        ("return_within_s = 600", "return_within_s = 600\nmiss_at_s = 80", Differs.STATE),
        ('"14:30-17:15"', '"14:30-16:30"', Differs.STATE),
        ('items = ["A1", "B1"]', 'items = ["B1"]', Differs.STATE),
        ("replays = 20", "replays = 21", Differs.CHANCE),
    ],
)
def test_a_changed_configuration_is_told_as_such(
    morning: Path, line: str, changed: str, reason: Differs
) -> None:
    assert line in HALL
    again = all_again(morning, config_of_text(HALL.replace(line, changed), "changed hall"))
    by_replay = [each for each in again if each.recorded.method == "replay" and each.made is not None]
    reasons = {why(differences(each.recorded, each.made)) for each in by_replay if each.made}
    assert reasons <= {reason, None} if reason is Differs.CHANCE else reasons == {reason}
    assert reason in reasons


def test_an_item_that_is_gone_has_no_forecast_any_more(morning: Path) -> None:
    gone = config_of_text(HALL.replace('code = "B1"', 'code = "B2"').replace(', "B1"', ', "B2"'), "changed")
    hall = Hall(gone.plan)
    of_gone = next(one for one in foretold(morning) if cast("TicketIssued", one.event).item == "B1")
    assert made_again(morning, hall, gone.forecast, of_gone) is None


async def test_what_was_configured_before_a_ticket_does_not_matter(tmp_path: Path) -> None:
    """The hall learned under other configurations than that of the ticket; only the last one is at hand."""
    path, clock = tmp_path / "hall.db", ManualClock(OPENS_MS)
    before = config_of_text(HALL.replace("minutes = 4", "minutes = 12"), "earlier hall")
    await live(path, clock, 5, 150, before)
    count = len(foretold(path))
    await live(path, clock, 6, 100)
    again = all_again(path)[count:]
    assert len(again) > 15
    assert [each for each in again if each.recorded != each.made] == []


async def test_a_warning_comes_out_of_the_journal_again(tmp_path: Path) -> None:
    """By this bound every chance is too small: whatever is issued was warned of."""
    path = tmp_path / "hall.db"
    strict = replace(CONFIG, forecast=replace(CONFIG.forecast, doubtful_below_pct=101))
    await live(path, ManualClock(OPENS_MS), 8, 60, strict)
    again = all_again(path, strict)
    assert again
    assert all(each.recorded.is_doubtful for each in again)
    assert [each for each in again if each.recorded != each.made] == []


async def test_an_event_that_was_changed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hall.db"
    await live(path, ManualClock(OPENS_MS), 7, 60)
    issued = foretold(path)[-1]
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 9")
        db.commit()
    with pytest.raises(BrokenJournal, match="9"):
        made_again(path, Hall(CONFIG.plan), CONFIG.forecast, issued)
