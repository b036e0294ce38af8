"""The calendar of working days: holidays, moved working days (调休), and counting over them.

What lives here: whether a local day is a working day, and where a limit of so many working days ends. What
never does: the hall's own opening hours and closed weekdays, which are the plan's, and what today is, which
is an argument. The holidays are those of the State Council's yearly notices, as the library
``chinese_calendar`` carries them; a hall's overrides win over it.

A limit is counted as the Administrative License Law (article 82) and the Civil Code (articles 201 and 203)
say: in working days, without the day on which it begins, to 24:00 of its last day.

A day that no notice has settled yet is *provisional*: it is judged by what is known, and the answer says so.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

import msgspec
from chinese_calendar import Holiday, get_holiday_detail, is_workday

DAY = timedelta(days=1)
DAY_MS, MINUTE_MS = 86_400_000, 60_000
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FRIDAY = 4
REACHED_BACK = (12, 25)
"""From 25 December on the next year's notice may still move days; that of 2019 did so from the 29th."""
DAYS_KEPT = 4096
"""Days whose answers are kept at hand: eleven years."""

Source = Literal["calendar", "override", "weekday"]


class DayKind(msgspec.Struct, frozen=True):
    """What a day is, and who says so: the notices, the hall's overrides, or only the day of the week.

    ``reason`` is for people: the holiday for which the day is free or worked (``春节``), or the override's.
    """

    is_working: bool
    is_provisional: bool
    source: Source
    reason: str = ""


class Override(msgspec.Struct, frozen=True):
    """A day that the hall has settled itself: a city's holiday, a flood, a notice newer than the library."""

    is_working: bool
    reason: str


class LastDay(msgspec.Struct, frozen=True):
    """The last day of a limit; provisional when any of the days counted over is."""

    day: date
    is_provisional: bool


class Count(msgspec.Struct, frozen=True):
    """How many working days; provisional when any of the days counted over is."""

    working_days: int
    is_provisional: bool


class Deadline(msgspec.Struct, frozen=True):
    """``at_ms`` is the first instant that is too late: the local midnight after ``day``, the last day."""

    at_ms: int
    day: date
    is_provisional: bool


class WorkingDays:
    """The calendar of one hall. It never changes: other overrides make another calendar."""

    def __init__(self, overrides: Mapping[date, Override] = MappingProxyType({})) -> None:
        self._overrides = {
            day: DayKind(
                is_working=one.is_working, is_provisional=False, source="override", reason=one.reason
            )
            for day, one in overrides.items()
        }

    def kind(self, day: date) -> DayKind:
        """Return what the local day is. An instant (``datetime``) is a bug: it would miss its override."""
        assert not isinstance(day, datetime), f"{day} is an instant; ask for its local day"
        return self._overrides.get(day) or _by_notice(day)

    def is_working(self, day: date) -> bool:
        """Return whether the day is worked; ``kind`` also says whether that is provisional."""
        return self.kind(day).is_working

    def add(self, day: date, working_days: int) -> LastDay:
        """Return the last day of a limit that begins on ``day``, which itself is not counted.

        A limit of 0 ends on ``day``, worked or not. Raises ValueError for a negative limit, OverflowError for
        one that ends after the year 9999.
        """
        if working_days < 0:
            raise ValueError(f"a limit of {working_days} working days ends before it begins; give 0 or more")
        is_provisional = False
        while working_days:
            day += DAY
            kind = self.kind(day)
            working_days -= kind.is_working
            is_provisional |= kind.is_provisional
        return LastDay(day, is_provisional)

    def count(self, after: date, until: date) -> Count:
        """Return how many working days come after ``after``, up to and with ``until``.

        Negative when ``until`` is the earlier one: that many working days past a limit that ended on it.
        """
        first, last = sorted((after, until))
        kinds = [self.kind(day) for day in _days(first, last)]
        worked = sum(kind.is_working for kind in kinds)
        return Count(
            worked if after <= until else -worked,
            is_provisional=any(kind.is_provisional for kind in kinds),
        )

    def between(self, after: date, until: date) -> tuple[date, ...]:
        """Return the working days after ``after``, up to and with ``until``; none when it is earlier."""
        return tuple(day for day in _days(after, until) if self.is_working(day))

    def deadline(self, at_ms: int, working_days: int, utc_offset_min: int) -> Deadline:
        """Return when a limit ends that begins at ``at_ms`` (ms since the epoch, UTC).

        Its first day is the local one, ``utc_offset_min`` east of UTC. Errors are those of ``add``.
        """
        offset_ms = utc_offset_min * MINUTE_MS
        last = self.add(date.fromordinal(EPOCH_ORDINAL + (at_ms + offset_ms) // DAY_MS), working_days)
        midnight_ms = (last.day.toordinal() + 1 - EPOCH_ORDINAL) * DAY_MS - offset_ms
        return Deadline(midnight_ms, last.day, last.is_provisional)


def _days(after: date, until: date) -> Iterator[date]:
    return (date.fromordinal(n) for n in range(after.toordinal() + 1, until.toordinal() + 1))


@lru_cache(maxsize=DAYS_KEPT)
def _by_notice(day: date) -> DayKind:
    """Return what the notices say of a day, or, for a year without one, its day of the week."""
    if not _has_notice(day.year):
        return DayKind(is_working=day.weekday() <= FRIDAY, is_provisional=True, source="weekday")
    is_holiday, holiday = get_holiday_detail(day)
    return DayKind(
        is_working=not is_holiday,
        is_provisional=(day.month, day.day) >= REACHED_BACK and not _has_notice(day.year + 1),
        source="calendar",
        reason=Holiday(holiday).chinese if holiday else "",
    )


@cache
def _has_notice(year: int) -> bool:
    """Return whether the library knows the year's notice; it raises for the years that it does not know."""
    try:
        is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
