"""What is known of somebody at an instant, between two judgements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.hall.memory_hall import MONDAY_9_MS
from queue_server.supervision.defaults import LEVELS, RULES, USUAL_SHIFT
from queue_server.supervision.plan import Member, Shift, SupervisionPlan
from queue_server.supervision.shifts import Punch, PunchSource
from queue_server.supervision.standing import standing
from queue_server.vocabulary import Presence, StaffId, WindowNo

MINUTE_MS = 60_000
DAY_MS = MONDAY_9_MS - 9 * 60 * MINUTE_MS
PLAN = SupervisionPlan(levels=LEVELS, rules=RULES, shifts=(USUAL_SHIFT,))
SOURCES: dict[str, PunchSource] = {"b": "badge", "i": "window_in", "o": "window_out", "m": "made_up"}


def clock(text: str) -> int:
    hours, minutes = (int(part) for part in text.split(":"))
    return DAY_MS + (hours * 60 + minutes) * MINUTE_MS


class Leave:
    def __init__(self, from_: str, until: str, filed: str = "00:00") -> None:
        self.from_ms, self.until_ms, self.filed_ms = clock(from_), clock(until), clock(filed)


def stands(
    at: str | int,
    marks: str = "",
    leave: Leave | None = None,
    *,
    window: str = "",
    is_off_post: bool = False,
    is_working: bool = True,
    shift: Shift | None = USUAL_SHIFT,
    plan: SupervisionPlan = PLAN,
) -> Presence:
    return standing(
        Member(StaffId("S017")),
        shift,
        DAY_MS,
        [Punch(clock(word[1:]), SOURCES[word[0]]) for word in marks.split()],
        [leave] if leave else [],
        plan,
        clock(at) if isinstance(at, str) else at,
        is_working,
        window=WindowNo(window),
        is_off_post=is_off_post,
    )


@pytest.mark.parametrize(
    ("at", "marks", "expected"),
    [
        ("05:00", "", Presence.EXPECTED),
        ("08:20", "", Presence.EXPECTED),
        ("08:45", "", Presence.EXPECTED),
        ("09:00", "", Presence.EXPECTED),
        ("09:01", "", Presence.ABSENT),
        ("12:30", "", Presence.ABSENT),
        ("13:05", "", Presence.EXPECTED),
        ("18:00", "b08:20 b12:03", Presence.ABSENT),
        ("09:01", "b08:47", Presence.PRESENT),
        ("08:46", "b08:47", Presence.EXPECTED),
        ("12:00", "b08:20", Presence.PRESENT),
        ("12:04", "b08:20 b12:03", Presence.GONE),
        ("09:40", "i08:20 o09:30 i09:35", Presence.PRESENT),
        ("09:40", "i08:20 o09:30 i09:30", Presence.PRESENT),
        ("12:50", "i08:20 o12:01 i12:40", Presence.GONE),
        ("13:00", "i08:20 o12:01 i12:40", Presence.PRESENT),
        ("17:29", "b14:20", Presence.PRESENT),
        ("17:30", "b14:20", Presence.GONE),
        ("17:36", "b14:20 b17:35", Presence.GONE),
    ],
)
def test_the_last_punch_of_the_session_says_where_somebody_is(
    at: str, marks: str, expected: Presence
) -> None:
    assert stands(at, marks) is expected


@pytest.mark.parametrize(
    ("at", "marks", "leave", "expected"),
    [
        ("09:30", "", Leave("00:00", "24:00"), Presence.ON_LEAVE),
        ("09:30", "b09:00", Leave("00:00", "24:00"), Presence.PRESENT),
        ("09:30", "b09:00", Leave("08:40", "12:00", filed="09:10"), Presence.ON_LEAVE),
        ("10:10", "b09:00", Leave("09:00", "12:00", filed="10:01"), Presence.PRESENT),
        ("10:10", "b08:59", Leave("09:00", "12:00", filed="10:01"), Presence.ON_LEAVE),
        ("10:00", "", Leave("08:00", "10:00"), Presence.EXPECTED),
        ("09:30", "", Leave("08:00", "10:00"), Presence.ON_LEAVE),
        ("10:30", "", Leave("08:00", "10:00"), Presence.EXPECTED),
        ("10:31", "", Leave("08:00", "10:00"), Presence.ABSENT),
        ("10:31", "b08:20", Leave("10:00", "12:00"), Presence.ON_LEAVE),
        ("12:30", "", Leave("08:30", "12:00"), Presence.EXPECTED),
        ("17:40", "", Leave("14:30", "17:30"), Presence.GONE),
        ("10:00", "", Leave("08:30", "12:00", filed="11:00"), Presence.ABSENT),
        ("11:00", "", Leave("08:30", "12:00", filed="11:00"), Presence.ON_LEAVE),
    ],
)
def test_leave_on_file_says_why_somebody_is_away(
    at: str, marks: str, leave: Leave, expected: Presence
) -> None:
    assert stands(at, marks, leave) is expected


def test_what_is_seen_goes_before_what_is_on_file() -> None:
    assert stands("09:30", "", Leave("00:00", "24:00"), window="03") is Presence.AT_WINDOW
    assert stands("09:30", window="03", is_working=False) is Presence.AT_WINDOW
    assert stands("09:30", "b08:20", window="03", is_off_post=True) is Presence.OFF_POST


def test_nobody_is_expected_on_a_free_day_or_without_a_shift() -> None:
    assert stands("09:30", is_working=False) is Presence.OFF_DUTY
    assert stands("09:30", shift=None) is Presence.OFF_DUTY
    assert stands("09:30", shift=Shift("none", ())) is Presence.OFF_DUTY


def test_where_lateness_is_never_absence_somebody_is_expected_to_the_end() -> None:
    plan = SupervisionPlan(levels=LEVELS, rules=RULES[1:], shifts=(USUAL_SHIFT,))
    assert stands("11:59", plan=plan) is Presence.EXPECTED
    assert stands("12:00", plan=plan) is Presence.ABSENT


@given(st.integers(DAY_MS, DAY_MS + 24 * 60 * MINUTE_MS))
def test_who_was_not_heard_of_is_expected_or_absent(at_ms: int) -> None:
    assert stands(at_ms) in (Presence.EXPECTED, Presence.ABSENT)
