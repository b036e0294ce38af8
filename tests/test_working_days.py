"""The calendar of working days: notices day by day, what is provisional, overrides, laws of counting."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.working_days import DAY_MS, Count, DayKind, Deadline, LastDay, Override, WorkingDays

BEIJING_MIN = 480
NOTICES = {
    2024: (
        ("0101 0101", "0210 0217", "0404 0406", "0501 0505", "0608 0610", "0915 0917", "1001 1007"),
        ("0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"),
    ),
    2025: (
        ("0101 0101", "0128 0204", "0404 0406", "0501 0505", "0531 0602", "1001 1008"),
        ("0126", "0208", "0427", "0928", "1011"),
    ),
    2026: (
        ("0101 0103", "0215 0223", "0404 0406", "0501 0505", "0619 0621", "0925 0927", "1001 1007"),
        ("0104", "0214", "0228", "0509", "0920", "1010"),
    ),
}
"""What the State Council's notices of 2023, 2024 and 2025 say: free from and to, and worked weekend days."""


def on(year: int, month_day: str) -> date:
    return date(year, int(month_day[:2]), int(month_day[2:]))


def expected(year: int, day: date) -> bool:
    spans, worked = NOTICES[year]
    if day in [on(year, one) for one in worked]:
        return True
    is_free = any(on(year, span[:4]) <= day <= on(year, span[5:]) for span in spans)
    return day.isoweekday() <= 5 and not is_free


@pytest.mark.parametrize("year", NOTICES)
def test_every_day_is_as_the_notice_says(year: int) -> None:
    calendar = WorkingDays()
    days = [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    assert [day for day in days if calendar.is_working(day) != expected(year, day)] == []
    assert {calendar.kind(day).source for day in days} == {"calendar"}


def test_a_day_says_for_which_holiday_it_is_free_or_worked() -> None:
    calendar = WorkingDays()
    free, moved, plain = date(2024, 10, 1), date(2024, 9, 29), date(2024, 2, 9)
    assert calendar.kind(free) == DayKind(False, False, "calendar", "国庆节")
    assert calendar.kind(moved) == DayKind(True, False, "calendar", "国庆节")
    assert calendar.kind(plain) == DayKind(True, False, "calendar")


def test_a_year_without_a_notice_goes_by_the_weekday_and_says_so() -> None:
    calendar = WorkingDays()
    assert calendar.kind(date(2090, 10, 2)) == DayKind(True, True, "weekday")
    assert calendar.kind(date(2090, 10, 1)).is_working is False, "a Sunday"
    assert calendar.kind(date(2003, 10, 1)) == DayKind(True, True, "weekday")
    assert calendar.kind(date(9999, 12, 31)) == DayKind(True, True, "weekday")


def test_the_last_week_of_the_last_known_year_is_provisional() -> None:
    """The notice of the next year may reach back, as that of 2019 did; an earlier year's end is settled."""
    calendar = WorkingDays()
    known = [year for year in range(2024, 2100) if calendar.kind(date(year, 6, 1)).source == "calendar"]
    year = max(known)
    assert calendar.kind(date(year, 12, 24)).is_provisional is False
    assert calendar.kind(date(year, 12, 25)).is_provisional is True
    assert calendar.kind(date(year, 12, 31)).source == "calendar"
    assert calendar.kind(date(2018, 12, 29)) == DayKind(True, False, "calendar", "元旦")
    assert calendar.kind(date(2018, 12, 31)) == DayKind(False, False, "calendar", "元旦")


def test_an_override_wins_and_settles_the_day() -> None:
    flood, notice = date(2026, 7, 1), date(2090, 10, 2)
    calendar = WorkingDays({flood: Override(False, "防汛停工"), notice: Override(False, "国庆节")})
    assert calendar.kind(flood) == DayKind(False, False, "override", "防汛停工")
    assert calendar.kind(notice) == DayKind(False, False, "override", "国庆节")
    assert calendar.add(date(2026, 6, 30), 1) == LastDay(date(2026, 7, 2), False)
    assert WorkingDays().add(date(2026, 6, 30), 1) == LastDay(date(2026, 7, 1), False)


def test_a_calendar_does_not_change_with_the_table_it_was_made_from() -> None:
    day = date(2026, 7, 1)
    table = {day: Override(False, "防汛停工")}
    calendar = WorkingDays(table)
    table.clear()
    assert calendar.is_working(day) is False


def test_an_instant_is_not_a_day() -> None:
    with pytest.raises(AssertionError, match="ask for its local day"):
        WorkingDays().kind(datetime(2026, 7, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("begins", "limit", "ends"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # a worked Saturday
        ("2026-02-13", 2, "2026-02-24"),  # over the whole Spring Festival
        ("2026-02-27", 1, "2026-02-28"),  # the worked Saturday after it
        ("2026-02-17", 1, "2026-02-24"),  # begins on a holiday
        ("2024-09-27", 3, "2024-10-08"),  # Friday; Sunday 29 and Monday 30 worked; then seven days free
        ("2025-09-30", 5, "2025-10-14"),  # 9, 10, Saturday 11, 13, 14
        ("2026-03-02", 3, "2026-03-05"),
        ("2026-03-06", 0, "2026-03-06"),
        ("2026-03-07", 0, "2026-03-07"),  # a limit of none ends with its day, worked or not
    ],
)
def test_a_limit_ends_on_the_day_a_person_counts_to(begins: str, limit: int, ends: str) -> None:
    last = WorkingDays().add(date.fromisoformat(begins), limit)
    assert last == LastDay(date.fromisoformat(ends), False)


def test_what_counts_over_a_provisional_day_is_provisional() -> None:
    calendar, friday = WorkingDays(), date(2090, 10, 6)
    assert calendar.add(friday, 1) == LastDay(date(2090, 10, 9), True)
    assert calendar.count(friday, friday + timedelta(days=7)) == Count(5, True)
    only_monday = WorkingDays({date(2090, 10, 9): Override(True, "工作日")})
    assert only_monday.add(friday, 1) == LastDay(date(2090, 10, 9), True), "the weekend may be moved"
    weekend = {friday + timedelta(days=n): Override(False, "周末") for n in (1, 2)}
    settled = WorkingDays({**weekend, date(2090, 10, 9): Override(True, "工作日")})
    assert settled.add(friday, 1) == LastDay(date(2090, 10, 9), False)
    assert settled.add(friday, 2) == LastDay(date(2090, 10, 10), True)
    assert settled.count(friday, date(2090, 10, 10)) == Count(2, True), "one of four days is provisional"
    assert settled.add(friday, 0) == LastDay(friday, False), "no day was counted over"


def test_days_past_a_limit_are_counted_backwards() -> None:
    calendar, ended, today = WorkingDays(), date(2026, 2, 13), date(2026, 2, 25)
    assert calendar.count(ended, today) == Count(3, False)
    assert calendar.count(today, ended) == Count(-3, False)
    assert calendar.between(ended, today) == (date(2026, 2, 14), date(2026, 2, 24), date(2026, 2, 25))
    assert calendar.between(today, ended) == ()


def test_a_limit_of_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 working days"):
        WorkingDays().add(date(2026, 3, 2), -1)
    with pytest.raises(ValueError, match="-1 working days"):
        WorkingDays().deadline(0, -1, BEIJING_MIN)


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)


@pytest.mark.parametrize(
    ("begins", "offset_min", "ends"),
    [
        ("2026-03-02T09:00:00+08:00", BEIJING_MIN, "2026-03-06T00:00:00+08:00"),
        ("2026-03-02T00:00:00+08:00", BEIJING_MIN, "2026-03-06T00:00:00+08:00"),
        ("2026-03-01T23:59:59.999+08:00", BEIJING_MIN, "2026-03-05T00:00:00+08:00"),
        ("2026-03-02T20:00:00-03:30", -210, "2026-03-06T00:00:00-03:30"),
    ],
)
def test_a_deadline_is_the_local_midnight_after_the_last_day(begins: str, offset_min: int, ends: str) -> None:
    deadline = WorkingDays().deadline(ms(begins), 3, offset_min)
    last = datetime.fromisoformat(ends).date() - timedelta(days=1)
    assert deadline == Deadline(ms(ends), last, False)


def test_a_deadline_in_a_year_without_a_notice_says_so() -> None:
    assert WorkingDays().deadline(ms("2090-10-06T09:00:00+08:00"), 1, BEIJING_MIN).is_provisional is True


def test_a_deadline_may_lie_before_the_epoch() -> None:
    assert WorkingDays().deadline(-1, 0, 0) == Deadline(0, date(1969, 12, 31), False)


days = st.dates(date(2023, 6, 1), date(2028, 6, 1))
limits = st.integers(0, 60)
overrides = st.dictionaries(days, st.builds(Override, is_working=st.booleans(), reason=st.just("规定")))
calendars = st.builds(WorkingDays, overrides)


@given(calendars, days, limits)
def test_what_is_added_is_counted(calendar: WorkingDays, day: date, limit: int) -> None:
    last = calendar.add(day, limit)
    assert calendar.count(day, last.day) == Count(limit, last.is_provisional)
    assert limit == 0 or calendar.is_working(last.day)


@given(calendars, days, days, limits, limits)
def test_who_begins_later_or_has_longer_never_ends_sooner(
    calendar: WorkingDays, one: date, other: date, short: int, more: int
) -> None:
    first, then = sorted((one, other))
    assert calendar.add(first, short).day <= calendar.add(then, short).day
    assert calendar.add(first, short).day <= calendar.add(first, short + more).day


@given(calendars, days, limits, limits)
def test_two_limits_in_a_row_are_one(calendar: WorkingDays, day: date, first: int, then: int) -> None:
    middle = calendar.add(day, first)
    last = calendar.add(middle.day, then)
    is_provisional = middle.is_provisional or last.is_provisional
    assert calendar.add(day, first + then) == LastDay(last.day, is_provisional)


@given(calendars, days, days, days)
def test_counts_add_up_over_any_split(calendar: WorkingDays, one: date, middle: date, other: date) -> None:
    parts = [calendar.count(one, middle), calendar.count(middle, other)]
    assert sum(part.working_days for part in parts) == calendar.count(one, other).working_days
    assert calendar.count(one, one) == Count(0, False)


@given(calendars, days, days)
def test_the_days_between_are_as_many_as_are_counted(calendar: WorkingDays, one: date, other: date) -> None:
    after, until = sorted((one, other))
    between = calendar.between(after, until)
    assert len(between) == calendar.count(after, until).working_days
    assert all(after < day <= until and calendar.is_working(day) for day in between)


@given(days, st.integers(0, DAY_MS - 1), limits, st.integers(-12 * 60, 14 * 60))
def test_a_deadline_is_the_end_of_the_last_day_whatever_the_hour(
    day: date, ms_of_day: int, limit: int, offset_min: int
) -> None:
    calendar = WorkingDays()
    midnight_ms = ms(f"{day}T00:00:00+00:00") - offset_min * 60_000
    deadline = calendar.deadline(midnight_ms + ms_of_day, limit, offset_min)
    last = calendar.add(day, limit)
    assert (deadline.day, deadline.is_provisional) == (last.day, last.is_provisional)
    assert deadline.at_ms == midnight_ms + ((last.day - day).days + 1) * DAY_MS
