"""A period is a month, a quarter or a year, and nothing else."""

import pytest

from queue_server.assessment.period import PeriodKind, read_period


@pytest.mark.parametrize(
    ("text", "kind", "months"),
    [
        ("2026-02", PeriodKind.MONTH, ("202602",)),
        ("2026-12", PeriodKind.MONTH, ("202612",)),
        ("2026-Q1", PeriodKind.QUARTER, ("202601", "202602", "202603")),
        ("2026-Q4", PeriodKind.QUARTER, ("202610", "202611", "202612")),
    ],
)
def test_a_period_has_its_months(text: str, kind: PeriodKind, months: tuple[str, ...]) -> None:
    period = read_period(text)
    assert (period.kind, period.months) == (kind, months)


def test_a_year_has_twelve_months() -> None:
    period = read_period("2026")
    assert (period.kind, len(period.months), period.months[0]) == (PeriodKind.YEAR, 12, "202601")


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-Q5", "26-02", "2026-2", "2026-02 "])
def test_any_other_text_is_refused_with_the_right_forms(text: str) -> None:
    with pytest.raises(ValueError, match="2026-Q1"):
        read_period(text)


def test_a_day_is_in_its_month_alone() -> None:
    period = read_period("2026-02")
    assert period.has_day("20260228")
    assert not period.has_day("20260301")
