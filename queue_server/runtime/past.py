"""A past day out of the journal: its events, and the room as it stood before them. For looking back only.

A day goes from its ``day_opened`` to the next one, so the tickets closed at its end belong to it although
that is written after midnight. Events of a kind that this server does not know are passed over and counted;
an event of the hall that cannot be read is a ``BrokenJournal``, since all that follows would be wrong.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, get_args

from queue_server.errors import BrokenJournal, Fault
from queue_server.hall.events import (
    AnyEvent,
    DayOpened,
    Event,
    JournalRestored,
    Recorded,
    StepUndone,
    TicketCalled,
    TicketRecalled,
)
from queue_server.hall.overnight import ANNOUNCING_KINDS, OVERNIGHT_KINDS, room_before
from queue_server.hall.room import HallRoom
from queue_server.runtime.live import recorded_of
from queue_server.store.chain import EMPTY, Row, digest_after
from queue_server.store.past import PastJournal, opened_past
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.supervision.evolve import evolve as evolve_supervision
from queue_server.supervision.room import SupervisionRoom

SUPERVISION_KINDS = tuple(str(kind.__struct_config__.tag) for kind in get_args(AnySupervisionEvent))
HALL_KINDS = frozenset(str(kind.__struct_config__.tag) for kind in get_args(AnyEvent))
"""The names of the hall's own events."""
DAY_OPENED = str(DayOpened.__struct_config__.tag)
TOUCHED = "it or an event before it was changed, so this day cannot be told; run queue-server verify"
BEIJING_MIN = 480
MINUTE_MS = 60_000
DAY_MS = 86_400_000


class NoSuchDay(Fault):
    """The journal has nothing of that day; ``days`` are those it has, oldest first."""

    is_retryable = False

    def __init__(self, path: Path, day: str, days: tuple[str, ...]) -> None:
        known = f"it has {written(days[0])} to {written(days[-1])}" if days else "it is empty"
        super().__init__(f"{path}: there is no {written(day)} in this journal; {known}")
        self.day, self.days = day, days


class PastDay(NamedTuple):
    """One day of a hall."""

    day: str
    room: HallRoom
    """As it stood before the first event; evolving the events changes it."""
    recorded: tuple[Recorded, ...]
    utc_offset_min: int
    supervision: SupervisionRoom
    """As it stood before the first event, like ``room``."""
    passed_over: int = 0
    """Events of kinds that this program does not know."""

    @property
    def midnight_ms(self) -> int:
        """Its local midnight, at its beginning."""
        day = datetime.strptime(self.day, "%Y%m%d").replace(tzinfo=UTC)
        return round(day.timestamp() * 1000) - self.utc_offset_min * MINUTE_MS

    def within_its_date(self) -> tuple[Recorded, ...]:
        """Return the events up to the local midnight after it, without the closing that follows."""
        until_ms = self.midnight_ms + DAY_MS
        return tuple(each for each in self.recorded if each.at_ms < until_ms)


def written(day: str) -> str:
    """Return a day as people write it: ``2026-03-02``."""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def read_past_day(path: Path, day: str = "") -> PastDay:
    """Return a day of the journal at ``path``; without ``day`` its last one.

    Raises NoSuchDay, StoreFault when it cannot be read, BrokenJournal at an event that makes no sense.
    """
    with opened_past(path) as journal:
        days = journal.days()
        day = day or (days[-1] if days else "")
        first, last = _limits(journal, day) if day in days else (0, 0)
        if not first:
            raise NoSuchDay(path, day, days)
        before = recorded_in(journal.read(1, first - 1, OVERNIGHT_KINDS))
        watched = recorded_in(journal.read(1, first - 1, (DAY_OPENED, *SUPERVISION_KINDS)))
        before_first = next(journal.read(first - 1, first - 1), None)
        digest = before_first.digest if before_first else EMPTY.digest
        rows = tuple(unbroken(journal.read(first, last), digest))
        recorded = tuple(recorded_in(rows))
        room = room_before(before, announced_before(journal, first))
        supervision = _supervision_before(watched)
    offset_min = _offset_min(recorded[0].event, day)
    return PastDay(day, room, recorded, offset_min, supervision, len(rows) - len(recorded))


def _supervision_before(recorded: Iterable[Recorded]) -> SupervisionRoom:
    """Return supervision after its own events: the cards, tasks and absences that outlive a night."""
    room = SupervisionRoom()
    for each in recorded:
        evolve_supervision(room, each)
    return room


def _limits(journal: PastJournal, day: str) -> tuple[int, int]:
    """Return the first and last number of a day; 0 as the first when it was never opened."""
    first = 0
    start = journal.first_after(f"{int(day) - 1:08d}")
    for row in journal.read(start, journal.last_seq, (DAY_OPENED,)):
        if first:
            return first, row.seq - 1
        if row.day != day:
            break
        first = row.seq
    return first, journal.last_seq


def unbroken(rows: Iterable[Row], digest: str = EMPTY.digest) -> Iterator[Row]:
    """Yield the rows that follow ``digest``. BrokenJournal at the first that does not follow the one before:
    nothing is told from a day that was touched."""
    for row in rows:
        if row.digest != digest_after(digest, row[:-1]):
            raise BrokenJournal(row.seq, TOUCHED)
        digest = row.digest
        yield row


def announced_before(journal: PastJournal, first: int) -> int:
    """Return the number of the last announcement before event ``first``."""
    for each in recorded_in(journal.read_back(first - 1, ANNOUNCING_KINDS)):
        match each.event:
            case TicketCalled() | TicketRecalled() | StepUndone() if each.event.announcement:
                return each.event.announcement
            case JournalRestored():
                return each.event.announced
    return 0


def _offset_min(opened: Event, day: str) -> int:
    """Return how far the hall's clocks are before UTC: its day tells its own midnight."""
    if not isinstance(opened, DayOpened) or not opened.starts_ms:
        return BEIJING_MIN
    midnight = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    return round(midnight.timestamp() * 1000 - opened.starts_ms) // MINUTE_MS


def recorded_in(rows: Iterable[Row]) -> Iterator[Recorded]:
    """Yield the events of the rows but for those of a kind that this server does not know."""
    for row in rows:
        try:
            recorded = recorded_of(row)
        except BrokenJournal:
            if row.kind in HALL_KINDS:
                raise
            continue
        yield recorded
