"""The time of issue, and how true it is."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.citizen.away.clock import RESTARTED_MS, IssueTime, day_of, minute_of, time_of_issue
from kiosk.citizen.away.records import Contact
from tests.kiosk_citizen.away.hall import DAY, NOW_MS

TIMES = st.integers(NOW_MS - 10**9, NOW_MS + 10**9)


def test_while_the_program_runs_the_links_clock_is_the_time() -> None:
    assert time_of_issue(IssueTime(NOW_MS, 20), None, 5, 0) == IssueTime(NOW_MS, 20)


def test_after_a_restart_the_own_clock_goes_on_from_the_last_contact() -> None:
    contact = Contact(NOW_MS, 1_000, within_ms=20)
    found = time_of_issue(IssueTime(0, 0), contact, 1_000 + 100_000, 0)
    assert found == IssueTime(NOW_MS + 100_000, 20 + 20 + RESTARTED_MS)


def test_without_any_contact_there_is_no_time() -> None:
    assert time_of_issue(IssueTime(0, 0), None, NOW_MS, 0) is None


@given(wall_ms=TIMES, contact_ms=TIMES, after_ms=TIMES)
def test_no_time_is_before_the_last_contact_or_the_ticket_before(
    wall_ms: int, contact_ms: int, after_ms: int
) -> None:
    found = time_of_issue(IssueTime(0, 0), Contact(contact_ms, NOW_MS), wall_ms, after_ms)
    assert found is not None
    assert found.at_ms >= max(contact_ms, after_ms)
    assert found.within_ms >= RESTARTED_MS


@given(hall_ms=TIMES, after_ms=TIMES)
def test_a_ticket_is_never_before_the_one_before_it(hall_ms: int, after_ms: int) -> None:
    found = time_of_issue(IssueTime(hall_ms, 1), None, 0, after_ms)
    assert found is not None
    assert found.at_ms == max(hall_ms, after_ms)


def test_the_day_is_the_halls_own() -> None:
    midnight_ms = NOW_MS - (8 * 60 + 45) * 60_000
    assert day_of(NOW_MS) == DAY
    assert day_of(midnight_ms) == DAY
    assert day_of(midnight_ms - 1) == "20260301"
    assert minute_of(NOW_MS) == 8 * 60 + 45
