"""离岗: signed in and no sign of life, step by step, within the hours of the shift."""

import pytest

from queue_server.vocabulary import CardState, RuleCode
from tests.supervision.watched import NO_ATTENDANCE, WatchedHall, clock

OFF_POST = RuleCode.OFF_POST


@pytest.fixture
def hall() -> WatchedHall:
    hall = WatchedHall(NO_ATTENDANCE)
    hall.until("8:00")
    hall.sign_in("9:00")
    return hall


def steps_of(hall: WatchedHall) -> list[tuple[str, str, int, int, int]]:
    return [(one.level, one.state.value, one.due_ms, one.amount, one.half_days) for one in hall.of(OFF_POST)]


def test_every_step_has_its_own_instant_though_nobody_looked_at_the_clock(hall: WatchedHall) -> None:
    hall.until("10:30")
    assert [(one.level, one.state, one.step, one.half_days) for one in hall.of(OFF_POST)] == [
        ("recorded", CardState.SUPERSEDED, 0, 0),
        ("yellow", CardState.UNCONFIRMED, 2, 1),
    ]
    minute_ms = clock("0:01") - clock("0:00")
    assert [one.due_ms // minute_ms for one in hall.of(OFF_POST)] == [
        clock("9:15") // minute_ms,
        clock("9:30") // minute_ms,
    ]
