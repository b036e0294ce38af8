"""迟到, 早退, 缺卡, 旷工 as cards: raised when known, taken back when facts are corrected, at any level."""

import pytest
from msgspec.structs import replace

from queue_server.supervision import commands as sc
from queue_server.supervision.plan import RuleStep, SupervisionPlan
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardState,
    RefusalCode,
    RuleCode,
    StaffId,
)
from tests.supervision.watched import MANAGER, MEMBERS, PLAN, WatchedHall, clock, with_rule

LATE, ABSENT = RuleCode.LATE, RuleCode.ABSENT
S1 = StaffId("S1")
ONE = replace(PLAN, members=MEMBERS[:1])
"""Attendance is kept of S1 alone."""


def at_level(level: str, *codes: RuleCode) -> SupervisionPlan:
    plan = ONE
    for code in codes:
        plan = with_rule(plan, code, RuleStep(level))
    return plan


def opened(plan: SupervisionPlan = ONE) -> WatchedHall:
    hall = WatchedHall(plan)
    hall.until("0:01")
    return hall


def leave(hall: WatchedHall, at: str, from_: str, until: str, kind: AbsenceKind = AbsenceKind.SICK) -> None:
    filed = sc.FileAbsence(S1, kind, clock(from_), clock(until), "就诊")
    hall.at(at, filed, actor=MANAGER)


def slip(hall: WatchedHall, at: str, when: str, day: int = 0, of: int = 0) -> None:
    hall.at(at, sc.MakeUpPunch(S1, clock(when, of), "忘打卡"), actor=MANAGER, day=day)


def marks(hall: WatchedHall, rule: RuleCode) -> list[tuple[CardState, int, int]]:
    return [(one.state, one.amount, one.half_days) for one in hall.of(rule)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("8:30", []),
        ("8:30:00.001", [(CardState.RECORDED, 1, 0)]),
        ("9:00", [(CardState.RECORDED, 1800, 0)]),
        ("9:00:00.001", [(CardState.RECORDED, 1801, 1)]),
    ],
)
def test_late_begins_with_the_millisecond_after_the_start(
    at: str, expected: list[tuple[CardState, int, int]]
) -> None:
    hall = opened()
    hall.badge(at)
    assert marks(hall, LATE) == expected


def test_nobody_is_absent_before_the_session_closes() -> None:
    hall = opened()
    hall.until(clock("13:00") - 1)
    assert hall.of(ABSENT) == []
    hall.until("13:00")
    assert [(one.due_ms, one.half_days) for one in hall.of(ABSENT)] == [(clock("13:00"), 1)]


def test_a_whole_day_unheard_is_two_halves_though_nobody_looked_before_the_next_morning() -> None:
    hall = opened()
    hall.until("8:00", day=1)
    assert [(one.day, one.due_ms, one.half_days) for one in hall.of(ABSENT)] == [
        ("20260302", clock("13:00"), 1),
        ("20260302", clock("0:00", day=1), 1),
    ]


def test_on_a_free_day_nobody_is_missed() -> None:
    hall = opened()
    hall.until("0:00", day=5)
    before = len(hall.cards)
    hall.until("0:01", day=6)
    hall.until("0:01", day=7)
    assert len(hall.cards) == before


@pytest.mark.parametrize(("filed", "suppresses"), [("8:00", True), ("9:30", True), ("9:30:00.001", False)])
def test_a_leave_counts_that_is_on_file_within_the_first_hour(filed: str, suppresses: bool) -> None:
    hall = opened()
    leave(hall, filed, "8:30", "12:00")
    hall.until("13:00")
    assert (hall.of(ABSENT) == []) is suppresses


def test_filed_after_the_coming_it_takes_the_card_back_and_names_itself() -> None:
    hall = opened()
    hall.badge("9:10")
    leave(hall, "9:20", "8:30", "9:15", AbsenceKind.OFFICIAL)
    card = hall.one(LATE)
    assert (card.state, card.reason) == (CardState.REVOKED, "更正：公假 20260302-L001")


def test_a_withdrawn_leave_brings_back_what_it_suppressed() -> None:
    hall = opened()
    leave(hall, "8:00", "8:30", "17:30")
    hall.until("0:01", day=1)
    assert hall.of(ABSENT) == []
    hall.at("8:00", sc.WithdrawAbsence(AbsenceId("20260302-L001"), "误录"), actor=MANAGER, day=1)
    assert [(one.day, one.state) for one in hall.of(ABSENT)] == [("20260302", CardState.RECORDED)] * 2


def test_a_slip_takes_the_late_card_back_and_a_second_look_does_not_raise_it_again() -> None:
    hall = opened()
    hall.badge("9:10")
    slip(hall, "9:30", "8:25")
    hall.until("13:00")
    hall.restart()
    hall.until("13:01")
    assert [(one.state, one.reason) for one in hall.of(LATE)] == [(CardState.REVOKED, "更正：打卡记录有变")]


def test_what_a_manager_revoked_is_not_raised_again() -> None:
    hall = opened()
    hall.badge("9:10")
    hall.act("9:20", "20260302-K001", CardAct.REVOKE, "暴雨")
    hall.badge("9:30")
    hall.until("13:00")
    assert [one.state for one in hall.of(LATE)] == [CardState.REVOKED]


@pytest.mark.parametrize("state", ["told", "explained", "investigated", "upheld", "appealed", "measured"])
def test_in_whatever_state_a_corrected_fact_revokes_the_card(state: str) -> None:
    acts = {"told": 0, "explained": 1, "investigated": 2, "upheld": 3, "appealed": 4, "measured": 4}[state]
    last = CardAct.MEASURE if state == "measured" else CardAct.APPEAL
    hall = opened(at_level("yellow", LATE))
    hall.badge("9:10")
    for n, act in enumerate((CardAct.EXPLAIN, CardAct.INVESTIGATE, CardAct.UPHOLD, last)[:acts]):
        hall.act(f"9:2{n}", "20260302-K001", act, "经查属实")
    assert hall.one(LATE).state.value == state
    told = hall.one(LATE).told
    slip(hall, "9:30", "8:25")
    assert (hall.one(LATE).state, hall.one(LATE).deadline_ms) == (CardState.REVOKED, 0)
    assert hall.told("20260302-K001")[-1] == told


# --- at a level with a life: one open card ---------------------------------------------------------------


def late_every_day(level: str, days: int = 3) -> WatchedHall:
    """Return a hall in which S1 came ten minutes late on each morning, and was there otherwise."""
    hall = opened(at_level(level, LATE))
    for day in range(days):
        for at in ("8:40", "12:01", "14:20", "17:31"):
            hall.badge(at, day=day)
        hall.until("23:00", day=day)
    return hall


def test_late_again_while_the_card_is_open_is_noted_on_it_once_for_each_time() -> None:
    hall = late_every_day("yellow")
    assert [(one.times, one.also) for one in hall.cards] == [(3, ("20260303/0/0/600", "20260304/0/0/600"))]


def test_after_a_start_it_is_still_noted_once() -> None:
    hall = late_every_day("yellow")
    hall.restart(from_snapshot=True)
    hall.badge("23:10", day=2)
    hall.restart()
    hall.badge("23:20", day=2)
    assert [one.times for one in hall.of(LATE)] == [3]


def test_a_slip_for_a_later_day_takes_that_time_back_and_the_card_stands() -> None:
    hall = late_every_day("yellow")
    slip(hall, "23:30", "8:25", day=2, of=1)
    card = hall.one(LATE)
    assert (card.state, card.times, card.also) == (CardState.TOLD, 2, ("20260304/0/0/600",))


def test_a_slip_for_the_first_day_revokes_the_card_and_what_remains_has_its_own() -> None:
    hall = late_every_day("yellow")
    slip(hall, "23:30", "8:25", day=2, of=0)
    assert [(one.state, one.day, one.times) for one in hall.of(LATE)] == [
        (CardState.REVOKED, "20260302", 3),
        (CardState.TOLD, "20260303", 2),
    ]


def test_two_findings_of_one_look_come_to_one_card() -> None:
    hall = opened(at_level("yellow", ABSENT))
    leave(hall, "8:00", "8:30", "17:30")
    hall.until("0:01", day=1)
    hall.at("8:00", sc.WithdrawAbsence(AbsenceId("20260302-L001"), "误录"), actor=MANAGER, day=1)
    assert [(one.state, one.times) for one in hall.of(ABSENT)] == [(CardState.TOLD, 2)]


def test_two_warnings_of_one_day_are_one_and_the_next_day_has_its_own() -> None:
    hall = opened(at_level("warning", ABSENT))
    hall.until("0:00", day=1)
    hall.until("0:00", day=2)
    assert [(one.state, one.times) for one in hall.of(ABSENT)] == [
        (CardState.ENDED, 1),
        (CardState.ENDED, 2),
        (CardState.RUNNING, 1),
    ]


def test_a_warning_without_a_lasting_cause_ends_with_the_day_on_which_it_was_raised() -> None:
    hall = opened(at_level("warning", LATE))
    hall.badge("8:40")
    hall.restart()
    hall.until("23:59:59")
    assert hall.one(LATE).state is CardState.RUNNING
    hall.until("7:00", day=1)
    assert (hall.one(LATE).state, hall.one(LATE).ended_ms) == (CardState.ENDED, clock("0:00", day=1))


# --- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (sc.FileAbsence(S1, AbsenceKind.SICK, 2, 1), RefusalCode.BAD_TIMES),
        (sc.FileAbsence(S1, AbsenceKind.SICK, 1, 1), RefusalCode.BAD_TIMES),
        (sc.FileAbsence(StaffId("S7"), AbsenceKind.SICK, 1, 2), RefusalCode.UNKNOWN_STAFF),
        (sc.WithdrawAbsence(AbsenceId("20260302-L009"), "误录"), RefusalCode.UNKNOWN_ABSENCE),
        (sc.MakeUpPunch(S1, clock("8:25"), " "), RefusalCode.REASON_NEEDED),
        (sc.MakeUpPunch(S1, clock("9:00:00.001"), "忘打卡"), RefusalCode.BAD_TIMES),
        (sc.MakeUpPunch(S1, clock("8:25", day=-40), "忘打卡"), RefusalCode.TOO_LATE),
        (sc.MakeUpPunch(StaffId("S7"), clock("8:25"), "忘打卡"), RefusalCode.UNKNOWN_STAFF),
        (sc.AssignBadge("nobody's", S1), RefusalCode.UNKNOWN_BADGE),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    command: sc.SupervisionCommand, code: RefusalCode
) -> None:
    assert opened().code_of("9:00", command) is code


def test_a_leave_is_withdrawn_with_a_reason() -> None:
    hall = opened()
    leave(hall, "8:00", "8:30", "12:00")
    absence = AbsenceId("20260302-L001")
    assert hall.code_of("9:00", sc.WithdrawAbsence(absence, "")) is RefusalCode.REASON_NEEDED
    assert absence in hall.room.state.absences


def test_an_unknown_badge_is_shown_and_counts_from_its_first_reading_once_it_is_somebodys() -> None:
    hall = opened()
    hall.at("8:20", sc.ReadBadge("door", "x1", "0002"), actor="reader:door")
    hall.at("12:05", sc.ReadBadge("door", "x1", "0002"), actor="reader:door")
    assert [(one.mark, one.times) for one in hall.room.state.strays.values()] == [("x1", 2)]
    hall.until("13:01")
    assert len(hall.of(ABSENT)) == 1
    hall.at("13:30", sc.AssignBadge("x1", S1), actor=MANAGER)
    assert [one.state for one in hall.of(ABSENT)] == [CardState.REVOKED]
    assert hall.room.state.strays == {}
