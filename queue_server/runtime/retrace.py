"""A first forecast made again from the journal alone: the same rooms, the same look, the same arithmetic.

The journal is read from its beginning, its chain of digests checked, row by row and never as a whole: what
was learned rests on all of it. No snapshot is used: it is only as good as the secret under it. Nothing is
locked, changed or left behind.
"""

from pathlib import Path
from typing import NamedTuple

from queue_server.forecast.outcome import Forecast, forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.simple import fluid
from queue_server.hall import evolve as hall_evolve
from queue_server.hall.events import Event, Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import FLUID, FirstForecast
from queue_server.hall.overnight import OVERNIGHT_KINDS
from queue_server.runtime.foresight.eye import Eye
from queue_server.runtime.foresight.glance import Glance, Seen
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.runtime.live import recorded_of
from queue_server.runtime.past import DAY_OPENED, HALL_KINDS, announced_before, unbroken
from queue_server.runtime.rooms import Rooms
from queue_server.store.chain import Row
from queue_server.store.past import PastJournal, opened_past


class Played(NamedTuple):
    """The rooms of a journal played into memory."""

    rooms: Rooms


def made_again(path: Path, hall: Hall, plan: ForecastPlan, issued: Recorded) -> FirstForecast | None:
    """Return the forecast of a ticket as the journal and this plan give it; None: they give none.

    ``issued`` is its event. Raises StoreFault when the journal cannot be read, BrokenJournal at an event that
    was changed.
    """
    with opened_past(path) as journal:
        rooms = rooms_at(journal, hall, _wait_of(issued).seq)
    return from_rooms(rooms, hall, plan, issued)


def from_rooms(rooms: Rooms, hall: Hall, plan: ForecastPlan, issued: Recorded) -> FirstForecast | None:
    """Return the forecast of a ticket from the hall as it stood at the number that it was made from."""
    wait, event = _wait_of(issued), issued.event
    assert isinstance(event, TicketIssued), "a number was issued"
    glance = Eye(Played(rooms), hall, plan).look(rooms.hall, wait.at_ms)
    prospect = Prospect(plan.doubtful_below_pct)
    prospect.take(Seen(glance, _replayed(glance, wait, plan)))
    return prospect.of_new(event.item, event.klass, event.ahead, issued.at_ms)


def _wait_of(issued: Recorded) -> FirstForecast:
    wait = getattr(issued.event, "wait", None)
    assert isinstance(wait, FirstForecast), "nothing was forecast"
    return wait


def _replayed(glance: Glance, wait: FirstForecast, plan: ForecastPlan) -> Forecast:
    if wait.method == FLUID:
        return fluid(glance.present, glance.laws, wait.seed)
    return forecast(glance.present, glance.laws, wait.seed, plan.replays)


def rooms_at(journal: PastJournal, hall: Hall, seq: int) -> Rooms:
    """Return the hall and what it had learned after event ``seq``; supervision stays empty.

    Of the days before, the hall keeps only what outlives a night (``hall.overnight``).
    """
    rooms, opened = Rooms.empty(hall), _opened(journal, seq)
    for row in unbroken(journal.read(1, seq)):
        if row.seq == opened:
            rooms.hall.state.announced = announced_before(journal, opened)
        if row.seq >= opened or row.kind in OVERNIGHT_KINDS:
            take(rooms, row)
        else:
            rooms.learned.take(_recorded(row))
    return rooms


def _opened(journal: PastJournal, seq: int) -> int:
    """Return the number at which the day of event ``seq`` was opened."""
    row = next(journal.read_back(seq, (DAY_OPENED,)), None)
    return row.seq if row else 0


def take(rooms: Rooms, row: Row) -> None:
    """Let what stands in a row happen to the hall and to what it learns."""
    recorded = _recorded(row)
    hall_evolve.evolve(rooms.hall, recorded)
    rooms.learned.take(recorded)


def _recorded(row: Row) -> Recorded:
    """Return the event of a row; of a kind that this program does not know, that something happened."""
    if row.kind in HALL_KINDS:
        return recorded_of(row)
    return Recorded(row.seq, row.at_ms, row.actor, row.request, Event())
