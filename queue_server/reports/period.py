"""The period of a report, as people write it: a day, an ISO week, a month; and the one before it. Pure."""

import re
from datetime import date, timedelta
from enum import StrEnum

import msgspec

DAYS_OF_WEEK = 7


class ReportKind(StrEnum):
    """日报, 周报, 月报."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class ReportPeriod(msgspec.Struct, frozen=True):
    """``text`` is ``2026-03-02``, ``2026-W10`` or ``2026-03``; both dates belong to it."""

    kind: ReportKind
    text: str
    first: date
    last: date

    def has_day(self, day: str) -> bool:
        """Return whether the local day ``20260302`` is in the period."""
        return digits_of(self.first) <= day <= digits_of(self.last)

    @property
    def days(self) -> tuple[str, ...]:
        """Return its days as the journal writes them: ``20260302``."""
        count = (self.last - self.first).days + 1
        return tuple(digits_of(self.first + timedelta(n)) for n in range(count))


def digits_of(day: date) -> str:
    """Return a date as the journal writes it."""
    return day.strftime("%Y%m%d")


def period_of(kind: ReportKind, day: date) -> ReportPeriod:
    """Return the day, week or month in which ``day`` is."""
    if kind is ReportKind.DAY:
        return ReportPeriod(kind, day.isoformat(), day, day)
    if kind is ReportKind.WEEK:
        monday = day - timedelta(day.weekday())
        year, week, _ = day.isocalendar()
        return ReportPeriod(kind, f"{year}-W{week:02}", monday, monday + timedelta(DAYS_OF_WEEK - 1))
    next_month = (day.replace(day=1) + timedelta(31)).replace(day=1)
    return ReportPeriod(kind, f"{day:%Y-%m}", day.replace(day=1), next_month - timedelta(1))


def before(period: ReportPeriod) -> ReportPeriod:
    """Return the period of the same kind that ends where this one begins."""
    return period_of(period.kind, period.first - timedelta(1))


_PATTERNS = {
    ReportKind.DAY: (r"(\d{4})-?(\d{2})-?(\d{2})", "2026-03-02"),
    ReportKind.WEEK: (r"(\d{4})-?W(\d{2})", "2026-W10"),
    ReportKind.MONTH: (r"(\d{4})-?(\d{2})", "2026-03"),
}


def read_report_period(kind: ReportKind, text: str) -> ReportPeriod:
    """Return the period that was written. Raises ValueError with a sentence for any other text."""
    pattern, example = _PATTERNS[kind]
    found = re.fullmatch(pattern, text.strip().upper(), re.ASCII)
    if found is None:
        raise ValueError(f'"{text}" is no {kind}; write it as {example}')
    numbers = [int(number) for number in found.groups()]
    try:
        return period_of(kind, _first_day(kind, numbers))
    except (ValueError, OverflowError):
        raise ValueError(f'there is no {kind} "{text}" in the calendar; write it as {example}') from None


def _first_day(kind: ReportKind, numbers: list[int]) -> date:
    """Return the day, or the first one of a week or month. Raises ValueError where there is none."""
    if kind is ReportKind.WEEK:
        return date.fromisocalendar(numbers[0], numbers[1], 1)
    return date(numbers[0], numbers[1], numbers[2] if kind is ReportKind.DAY else 1)
