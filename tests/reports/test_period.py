"""Days, ISO weeks and months as people write them, and the one before."""

from datetime import date

import pytest

from queue_server.reports.period import ReportKind, before, period_of, read_report_period


@pytest.mark.parametrize(
    ("kind", "text", "first", "last"),
    [
        ("day", "2026-03-02", date(2026, 3, 2), date(2026, 3, 2)),
        ("day", "20240229", date(2024, 2, 29), date(2024, 2, 29)),
        ("week", "2026-W10", date(2026, 3, 2), date(2026, 3, 8)),
        ("week", "2026-w01", date(2025, 12, 29), date(2026, 1, 4)),
        ("week", "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
        ("month", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_what_people_write(kind: str, text: str, first: date, last: date) -> None:
    period = read_report_period(ReportKind(kind), text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("day", "2026-02-30", 'there is no day "2026-02-30" in the calendar; write it as 2026-03-02'),
        ("day", "yesterday", '"yesterday" is no day; write it as 2026-03-02'),
        ("week", "2026-W54", 'there is no week "2026-W54" in the calendar; write it as 2026-W10'),
        ("week", "2025-W53", 'there is no week "2025-W53" in the calendar; write it as 2026-W10'),
        ("week", "2026-10", '"2026-10" is no week; write it as 2026-W10'),
        ("month", "2026-13", 'there is no month "2026-13" in the calendar; write it as 2026-03'),
        ("month", "0000-01", 'there is no month "0000-01" in the calendar; write it as 2026-03'),
        ("month", "２０２６-03", '"２０２６-03" is no month; write it as 2026-03'),
    ],
)
def test_what_is_none_is_said(kind: str, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="write it as") as wrong:
        read_report_period(ReportKind(kind), text)
    assert str(wrong.value) == sentence


def test_the_one_before_ends_where_this_begins() -> None:
    assert before(period_of(ReportKind.MONTH, date(2026, 3, 15))).text == "2026-02"
    assert before(period_of(ReportKind.WEEK, date(2026, 1, 1))).text == "2025-W52"
    assert before(period_of(ReportKind.DAY, date(2026, 1, 1))).text == "2025-12-31"


def test_a_period_knows_its_days() -> None:
    week = period_of(ReportKind.WEEK, date(2026, 3, 4))
    assert week.days[0] == "20260302"
    assert week.days[-1] == "20260308"
    assert [day for day in ("20260301", "20260302", "20260309") if week.has_day(day)] == ["20260302"]
