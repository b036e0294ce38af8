"""The report's fold fed from a journal on disk, also of a server at work: opened for reading only.

Of the periods every kind that counts is read; of the time before them what lasts (absences, badges, faults),
of the time after them what is still said of them (cards, make-up slips, absences).
"""

import functools
import operator
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from queue_server.errors import BrokenJournal, ConfigError
from queue_server.hall.events import DayOpened, DeviceChanged, Event
from queue_server.reports.fold import Basis, ReportFold, Told
from queue_server.reports.period import ReportPeriod, before, digits_of
from queue_server.store.past import PastJournal, opened_past
from queue_server.supervision import events as s

Kinds = Iterable[type[Event]]
LASTING: Kinds = (s.AbsenceFiled, s.AbsenceWithdrawn, s.BadgeAssigned)
BEFORE: Kinds = (*LASTING, DeviceChanged)
AFTER: Kinds = (*LASTING, s.PunchMadeUp, s.CardRaised, s.CardStepped, s.CardMoved)


class Report(NamedTuple):
    """A period, and the one before it where the report compares with it and the journal knows it."""

    now: Told
    before: Told | None


def tag_of(kind: type[Event]) -> str:
    """Return the name of an event as it stands in the journal."""
    return str(kind.__struct_config__.tag)


def read_report(path: Path, periods: Sequence[ReportPeriod], basis: Basis, now_ms: int) -> Report:
    """Return the last of the periods, and the one before it if two were given.

    Raises ConfigError where no journal is or it has no day of the period, StoreFault for one that cannot be
    read, BrokenJournal for an event that is not one.
    """
    if not path.is_file():
        raise ConfigError((f"{path}: there is no such journal; give its path with --journal",))
    fold = ReportFold(periods, basis)
    with opened_past(path) as journal:
        first, last = _limits(journal, periods)
        _feed(fold, journal, 1, first - 1, BEFORE)
        _feed(fold, journal, first, last, fold.kinds)
        _feed(fold, journal, last + 1, journal.last_seq, AFTER)
        told = [fold.told(n, now_ms) for n in range(len(periods))]
        if not told[-1].days:
            raise ConfigError((_nothing(path, periods[-1], journal.days()),))
    return Report(told[-1], told[0] if len(told) > 1 and told[0].days else None)


def compared(period: ReportPeriod) -> tuple[ReportPeriod, ...]:
    """Return the period with the one that it is compared with, in the journal's order."""
    return (period,) if period.first == period.last else (before(period), period)


def _limits(journal: PastJournal, periods: Sequence[ReportPeriod]) -> tuple[int, int]:
    """Return the first row of the first day, and the last row before the day that follows the last one."""
    first = journal.first_after(f"{int(digits_of(periods[0].first)) - 1:08d}")
    after = journal.first_after(digits_of(periods[-1].last))
    for row in journal.read(after, journal.last_seq, (tag_of(DayOpened),)):
        return first, row.seq - 1
    return first, journal.last_seq


def _feed(fold: ReportFold, journal: PastJournal, first: int, last: int, kinds: Kinds) -> None:
    if first > last:
        return
    wanted = tuple(kinds)
    decode = _decoder(wanted)
    for seq, at_ms, actor, body in journal.read_bodies(first, last, tuple(map(tag_of, wanted))):
        try:
            event = decode(body)
        except msgspec.DecodeError as error:
            raise BrokenJournal(seq, f"cannot be read: {error}") from error
        fold.take(at_ms, actor, event)


def _decoder(kinds: Sequence[type[Event]]) -> Callable[[str], Event]:
    union: Any = functools.reduce(operator.or_, kinds)
    decode: Callable[[str], Event] = msgspec.json.Decoder(union).decode
    return decode


def _nothing(path: Path, period: ReportPeriod, days: tuple[str, ...]) -> str:
    known = f"it has {_written(days[0])} to {_written(days[-1])}" if days else "it is empty"
    return f"{path}: the journal has no day of {period.text}; {known}"


def _written(day: str) -> str:
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
