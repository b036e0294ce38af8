"""The period of a selection: a month, a quarter or a year, as people write it. Pure."""

import re
from enum import StrEnum

import msgspec

_WRITTEN = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?")


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Period(msgspec.Struct, frozen=True):
    """``text`` is ``2026-02``, ``2026-Q1`` or ``2026``; ``months`` are ``202601`` and so on."""

    text: str
    kind: PeriodKind
    months: tuple[str, ...]

    def has_day(self, day: str) -> bool:
        """Return whether the local day ``20260302`` is in the period."""
        return day[:6] in self.months


def read_period(text: str) -> Period:
    """Return the period. Raises ValueError for any other text."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise ValueError(f'"{text}" is no period; write a month 2026-02, a quarter 2026-Q1 or a year 2026')
    year = written["year"]
    if written["month"]:
        return Period(text, PeriodKind.MONTH, (year + written["month"],))
    if written["quarter"]:
        last = 3 * int(written["quarter"])
        return Period(text, PeriodKind.QUARTER, _months(year, last - 2, last))
    return Period(text, PeriodKind.YEAR, _months(year, 1, 12))


def _months(year: str, first: int, last: int) -> tuple[str, ...]:
    return tuple(f"{year}{month:02}" for month in range(first, last + 1))
