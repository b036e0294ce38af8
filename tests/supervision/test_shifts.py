"""The times of a shift: its sessions and its boundaries."""

import pytest

from queue_server.hall.memory_hall import MONDAY_9_MS
from queue_server.hall.plan import Name
from queue_server.supervision.defaults import USUAL_SHIFT
from queue_server.supervision.plan import Session, Shift
from queue_server.supervision.shifts import boundaries, in_session, session_bounds_ms

MINUTE_MS = 60_000
DAY_MS = MONDAY_9_MS - 9 * 60 * MINUTE_MS


def clock(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    return DAY_MS + (hours * 60 + minutes) * MINUTE_MS


def test_a_shift_has_its_starts_ends_and_closes() -> None:
    expected = ["08:30", "12:00", "13:00", "14:30", "17:30", "24:00"]
    assert boundaries(USUAL_SHIFT, DAY_MS) == tuple(map(clock, expected))


def test_a_boundary_of_two_sessions_is_there_once() -> None:
    shift = Shift("early", (Session(360, 720, 300, 720), Session(720, 1080, 720, 1140)))
    assert boundaries(shift, DAY_MS) == tuple(map(clock, ["06:00", "12:00", "18:00", "19:00"]))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("08:29", None),
        ("08:30", ("08:30", "12:00")),
        ("11:59", ("08:30", "12:00")),
        ("12:00", None),
        ("17:29", ("14:30", "17:30")),
        ("17:30", None),
    ],
)
def test_off_post_counts_inside_sessions_only(at: str, expected: tuple[str, str] | None) -> None:
    bounds = tuple(map(clock, expected)) if expected else None
    assert in_session(USUAL_SHIFT, DAY_MS, clock(at)) == bounds


def test_a_night_session_belongs_to_the_day_on_which_it_begins() -> None:
    night = Shift("night", (Session(22 * 60, 26 * 60, 21 * 60, 27 * 60, Name("夜班")),))
    assert in_session(night, DAY_MS, clock("25:00")) == session_bounds_ms(night.sessions[0], DAY_MS)
    assert boundaries(night, DAY_MS) == tuple(map(clock, ["22:00", "26:00", "27:00"]))
