"""离岗: signed in and no sign of life, step by step, within the hours of the shift."""

import pytest

from queue_server.hall import commands as c
from queue_server.supervision import commands as sc
from queue_server.supervision.events import PostCovered
from queue_server.supervision.plan import RuleStep
from queue_server.vocabulary import AbsenceKind, CardAct, CardState, ItemCode, RuleCode, StaffId, WindowNo
from tests.supervision.watched import KIOSK, MANAGER, NO_ATTENDANCE, WatchedHall, clock, with_rule

OFF_POST = RuleCode.OFF_POST
W1 = WindowNo("01")


@pytest.fixture
def hall() -> WatchedHall:
    """Return a hall in which S1 signed in at window 01 at nine."""
    hall = WatchedHall(NO_ATTENDANCE)
    hall.until("8:00")
    hall.sign_in("9:00")
    return hall


def levels(hall: WatchedHall) -> list[str]:
    return [card.level for card in hall.of(OFF_POST)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("9:14:59.999", []),
        ("9:15", []),
        ("9:15:00.001", ["recorded"]),
        ("9:30", ["recorded"]),
        ("9:30:00.001", ["recorded", "yellow"]),
    ],
)
def test_a_step_begins_with_the_millisecond_after_its_minutes(
    hall: WatchedHall, at: str, expected: list[str]
) -> None:
    hall.until(at)
    assert levels(hall) == expected


@pytest.mark.parametrize(("at", "half_days"), [("10:00", 0), ("10:00:00.001", 1)])
def test_after_an_hour_it_is_half_a_day_absent_on_the_same_card(
    hall: WatchedHall, at: str, half_days: int
) -> None:
    hall.until(at)
    assert [(card.level, card.half_days) for card in hall.of(OFF_POST)][1:] == [("yellow", half_days)]


def test_every_step_has_its_own_instant_though_nobody_looked_at_the_clock(hall: WatchedHall) -> None:
    hall.until("10:30")
    assert [(one.level, one.state, one.step, one.due_ms) for one in hall.of(OFF_POST)] == [
        ("recorded", CardState.SUPERSEDED, 0, clock("9:15:00.001")),
        ("yellow", CardState.UNCONFIRMED, 2, clock("9:30:00.001")),
    ]


def test_a_sign_of_life_at_the_last_instant_is_in_time(hall: WatchedHall) -> None:
    hall.press("9:15", sc.ShowLife(W1, "touch"))
    hall.until("9:30")
    assert levels(hall) == []
    hall.until("9:30:00.001")
    assert levels(hall) == ["recorded"]


def test_a_refused_press_is_a_sign_of_life_too(hall: WatchedHall) -> None:
    hall.press("9:45", c.StartService(W1))
    assert "off_post/01" not in hall.room.state.spells
    hall.until("10:00:00.001")
    assert hall.of(OFF_POST)[-1].since_ms == clock("9:45")


def test_a_service_is_life_however_long_it_lasts(hall: WatchedHall) -> None:
    hall.at("9:01", c.TakeTicket(ItemCode("A1")), actor=KIOSK)
    hall.press("9:02", c.CallNext(W1), c.StartService(W1))
    hall.until("11:00")
    assert levels(hall) == []
    hall.press("11:00", c.FinishService(W1))
    hall.until("11:15:00.001")
    assert levels(hall) == ["recorded"]


def test_only_the_hours_of_the_shift_count(hall: WatchedHall) -> None:
    hall.press("11:50", sc.ShowLife(W1, "key"))
    before = levels(hall)
    hall.until("14:45")
    assert levels(hall) == before
    hall.until("14:45:00.001")
    assert levels(hall) == [*before, "recorded"]
    assert hall.of(OFF_POST)[-1].since_ms == clock("14:30")


def test_the_end_of_the_session_ends_it(hall: WatchedHall) -> None:
    hall.press("11:40", sc.ShowLife(W1, "key"))
    hall.until("12:30")
    assert "off_post/01" not in hall.room.state.spells
    assert hall.cards[-1].state is CardState.RECORDED


def test_the_window_and_the_managers_hear_of_the_first_step_and_of_the_second_the_managers_alone(
    hall: WatchedHall,
) -> None:
    hall.until("9:45")
    assert hall.told("20260302-K001") == [("window:01", "duty")]
    assert hall.told("20260302-K002") == [("duty",)]


def test_confirmed_it_is_told_to_all_lists_up_to_its_level_and_an_explanation_is_due(
    hall: WatchedHall,
) -> None:
    hall.until("9:45")
    card = hall.act("9:50", "20260302-K002", CardAct.CONFIRM)
    assert hall.told(card.id)[-1] == ("staff:S1", "chief:GA", "head:GA")
    assert (card.state, card.deadline_ms) == (CardState.TOLD, clock("0:00", day=4))


def test_revoked_by_the_manager_it_is_not_raised_again_for_the_same_thing(hall: WatchedHall) -> None:
    hall.until("9:45")
    hall.act("9:50", "20260302-K002", CardAct.REVOKE, "在窗口协助老人")
    hall.until("11:00")
    assert [card.state for card in hall.of(OFF_POST)] == [CardState.SUPERSEDED, CardState.REVOKED]


def test_coming_back_leaves_the_card_and_the_next_time_is_another(hall: WatchedHall) -> None:
    hall.press("9:20", sc.ShowLife(W1, "key"))
    hall.until("9:40")
    assert [(card.state, card.since_ms) for card in hall.of(OFF_POST)] == [
        (CardState.RECORDED, clock("9:00")),
        (CardState.RECORDED, clock("9:20")),
    ]


def test_the_named_substitute_covers_the_post_and_takes_the_card_back(hall: WatchedHall) -> None:
    hall.until("9:20")
    events = hall.press("9:20", c.SignIn(W1, StaffId("S2"), relieves=(StaffId("S1"),)))
    assert PostCovered(W1, StaffId("S1"), StaffId("S2"), clock("9:00")) in events
    card = hall.one(OFF_POST)
    assert (card.state, card.reason) == (CardState.REVOKED, "AB岗 S2")


def test_anybody_else_ends_it_but_covers_nothing(hall: WatchedHall) -> None:
    hall.until("9:20")
    hall.sign_out("9:20")
    hall.sign_in("9:20", staff="S3")
    assert hall.one(OFF_POST).state is CardState.RECORDED
    hall.until("9:35")
    assert len(hall.cards) == 1
    hall.until("9:35:00.001")
    assert hall.cards[-1].subject == "staff:S3"


def leave(hall: WatchedHall, at: str, from_: str, until: str) -> None:
    filed = sc.FileAbsence(StaffId("S1"), AbsenceKind.OFFICIAL, clock(from_), clock(until), "送件")
    hall.at(at, filed, actor=MANAGER)


def test_away_with_leave_is_not_off_post_until_the_leave_is_over(hall: WatchedHall) -> None:
    leave(hall, "9:05", "9:10", "10:00")
    hall.until("10:15")
    assert levels(hall) == []
    hall.until("10:15:00.001")
    assert [one.since_ms for one in hall.of(OFF_POST)] == [clock("10:00")]


def test_a_leave_that_begins_later_ends_what_has_begun_and_excuses_nothing_before(hall: WatchedHall) -> None:
    leave(hall, "9:05", "9:20", "10:00")
    hall.until("9:50")
    assert [(one.level, one.state) for one in hall.of(OFF_POST)] == [("recorded", CardState.RECORDED)]
    assert "off_post/01" not in hall.room.state.spells


@pytest.mark.parametrize(
    ("filed", "state"), [("10:10", CardState.REVOKED), ("10:10:00.001", CardState.RECORDED)]
)
def test_filed_within_the_hour_it_takes_the_card_back_and_is_the_reason(
    hall: WatchedHall, filed: str, state: CardState
) -> None:
    hall.press("9:20", sc.ShowLife(W1, "key"))
    hall.sign_out("9:20")
    assert levels(hall) == ["recorded"]
    leave(hall, filed, "9:10", "9:20")
    card = hall.one(OFF_POST)
    assert card.state is state
    assert card.reason == ("更正：公假 20260302-L001" if state is CardState.REVOKED else "")


def test_a_server_that_heard_nobody_accuses_nobody(hall: WatchedHall) -> None:
    hall.restart()
    hall.at("9:14", sc.ResumeWatch())
    hall.until("9:29")
    assert levels(hall) == []
    hall.until("9:29:00.001")
    assert levels(hall) == ["recorded"]


def test_other_minutes_and_levels_are_followed() -> None:
    plan = with_rule(NO_ATTENDANCE, OFF_POST, RuleStep("warning", over=60), RuleStep("red", over=61))
    hall = WatchedHall(plan)
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.until("9:02")
    assert [(card.level, card.state) for card in hall.of(OFF_POST)] == [
        ("warning", CardState.SUPERSEDED),
        ("red", CardState.TOLD),
    ]
    assert hall.told("20260302-K002") == [("staff:S1", "chief:GA", "head:GA", "office")]


def test_switched_off_it_says_nothing() -> None:
    hall = WatchedHall(with_rule(NO_ATTENDANCE, OFF_POST))
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.until("12:00")
    assert hall.cards == []
