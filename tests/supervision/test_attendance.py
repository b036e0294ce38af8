"""The judgement of a day's punches: cases of each rule by the attendance table, then the laws."""

from collections.abc import Sequence
from itertools import permutations
from random import Random
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.hall.memory_hall import MONDAY_9_MS
from queue_server.supervision.attendance import Finding, judge
from queue_server.supervision.defaults import LEVELS, RULES, USUAL_SHIFT
from queue_server.supervision.plan import Member, Numbers, Rule, RuleStep, Shift, SupervisionPlan
from queue_server.supervision.shifts import Punch, PunchSource
from queue_server.vocabulary import RuleCode, StaffId

MINUTE_MS = 60_000
DAY_MS = MONDAY_9_MS - 9 * 60 * MINUTE_MS
"""Local midnight of Monday, 2 March 2026."""
PLAN = SupervisionPlan(levels=LEVELS, rules=RULES, shifts=(USUAL_SHIFT,))
SOMEBODY = Member(StaffId("S017"))
LETTERS: dict[str, PunchSource] = {"b": "badge", "i": "window_in", "o": "window_out", "m": "made_up"}


class Absence(NamedTuple):
    from_ms: int
    until_ms: int
    filed_ms: int


def clock(text: str) -> int:
    """Return the instant of a local ``08:30`` or ``08:30:15`` on that Monday."""
    hours, minutes, *seconds = (int(part) for part in text.split(":"))
    return DAY_MS + (hours * 60 + minutes) * MINUTE_MS + sum(seconds) * 1000


def punches(words: str) -> tuple[Punch, ...]:
    """Return the punches of ``b08:20 i08:25``: badge, window sign-in, sign-out (o), made up (m)."""
    return tuple(Punch(clock(word[1:]), LETTERS[word[0]]) for word in words.split())


def leave(from_: str, until: str, filed: str) -> Absence:
    return Absence(clock(from_), clock(until), clock(filed))


def judged(
    marks: Sequence[Punch] | str,
    at: str | int = "24:00",
    *absences: Absence,
    shift: Shift = USUAL_SHIFT,
    plan: SupervisionPlan = PLAN,
) -> tuple[Finding, ...]:
    at_ms = clock(at) if isinstance(at, str) else at
    marks = punches(marks) if isinstance(marks, str) else marks
    return judge(SOMEBODY, shift, DAY_MS, marks, absences, plan, at_ms, is_working=True)


ZH = {rule.code: rule.name.zh for rule in RULES}


def said(findings: Sequence[Finding]) -> list[str]:
    """Return each finding as a manager would say it: session, rule, missing side, times."""
    return [
        f"{one.facts['session_zh']}{ZH[one.rule]}"
        f"{ {'in': '未签到', 'out': '未签退'}.get(one.facts.get('punch', ''), '') }"
        f" {one.facts['from']}-{one.facts['to']}"
        for one in findings
    ]


FOUR = "b08:20 b12:03 b14:20 b17:35"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (FOUR, []),
        ("i08:30 o12:00 i14:30 o17:30", []),
        ("b08:47 b12:03 b14:20 b17:35", ["上午迟到 08:30-08:47"]),
        ("b08:30:01 b12:03 b14:31 b17:35", ["上午迟到 08:30-08:30", "下午迟到 14:30-14:31"]),
        ("b08:20 i08:40 b12:03 b14:20 b17:35", []),
        ("b08:20 b11:40 b14:20 b17:10", ["上午早退 11:40-12:00", "下午早退 17:10-17:30"]),
        ("b08:20 b12:03 b14:20", ["下午早退未签退 14:30-17:30"]),
        ("b08:20 b14:20 b17:35", ["上午缺卡未签退 08:30-12:00"]),
        ("b12:03 b14:20 b17:35", ["上午缺卡未签到 08:30-12:00"]),
        ("b08:20 b12:03 b17:35", ["下午缺卡未签到 14:30-17:30"]),
        ("b11:00 b14:20 b17:35", ["上午缺卡未签到 08:30-12:00", "上午早退 11:00-12:00"]),
        ("b14:20 b17:35", ["上午旷工 08:30-12:00"]),
        ("b08:20 b12:03", ["下午旷工 14:30-17:30"]),
        ("", ["上午旷工 08:30-12:00", "下午旷工 14:30-17:30"]),
        ("b05:59 b14:20 b17:35", ["上午旷工 08:30-12:00"]),
        ("b06:00 b12:59 b13:00 b17:35", []),
        ("b08:20 b13:00 b17:35", ["上午缺卡未签退 08:30-12:00"]),
        ("b10:14 b12:03 b14:20 b17:35", ["上午迟到 08:30-10:14"]),
        ("b10:15 b12:03 b14:20 b17:35", ["上午缺卡未签到 08:30-12:00"]),
        ("m08:25 b12:03 b14:20 m17:30", []),
        ("b08:47 b12:03 b14:20 b17:35 m08:28", []),
    ],
)
def test_what_a_finished_day_is_called(marks: str, expected: list[str]) -> None:
    assert said(judged(marks)) == expected


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("i10:40 o12:00 i14:20 o17:35", ["上午迟到 08:30-10:40"]),
        ("i08:20 o09:30 i14:20 o17:35", ["上午早退 09:30-12:00"]),
        ("i08:20 o09:30 i09:35 o12:01 i14:20 o17:35", []),
        ("i08:20 o09:30 i09:30 i14:20 o17:35", ["上午缺卡未签退 08:30-12:00"]),
        ("i08:20 o12:01 i12:40 o17:35", []),
        ("i08:20 o13:10 i14:20 o17:35", []),
        ("i14:20 o17:35 i17:40", ["上午旷工 08:30-12:00"]),
        ("i08:20 o12:00 i14:20 o17:35 i17:40", []),
        ("o07:00 b14:20 b17:35", ["上午旷工 08:30-12:00"]),
    ],
)
def test_a_window_says_itself_whether_somebody_came_or_went(marks: str, expected: list[str]) -> None:
    assert said(judged(marks)) == expected


@pytest.mark.parametrize(
    ("came", "amount", "step", "half_days"),
    [("08:30:01", 1, 0, 0), ("09:00", 1800, 0, 0), ("09:00:01", 1801, 1, 1), ("10:00", 5400, 1, 1)],
)
def test_more_than_half_an_hour_late_is_half_a_day_absent(
    came: str, amount: int, step: int, half_days: int
) -> None:
    (late,) = judged(f"b{came} b12:03 b14:20 b17:35")
    assert (late.rule, late.amount, late.step, late.half_days) == (RuleCode.LATE, amount, step, half_days)
    assert (late.since_ms, late.due_ms) == (clock("08:30"), clock(came))


def test_half_an_hour_and_a_moment_is_more_than_half_an_hour() -> None:
    (late,) = judged([Punch(clock("09:00") + 1, "badge"), *punches("b12:03 b14:20 b17:35")])
    assert (late.amount, late.half_days) == (1801, 1)


def test_a_day_unheard_of_is_two_half_days() -> None:
    assert [(one.session, one.half_days, one.amount) for one in judged("")] == [(0, 1, 12600), (1, 1, 10800)]


@pytest.mark.parametrize(
    ("marks", "at", "expected"),
    [
        ("b08:47", "08:46", []),
        ("b08:47", "08:47", ["上午迟到 08:30-08:47"]),
        ("b08:20 b11:40", "12:59", []),
        ("b08:20 b11:40", "13:00", ["上午早退 11:40-12:00"]),
        ("", "12:59", []),
        ("", "13:00", ["上午旷工 08:30-12:00"]),
        ("", "23:59", ["上午旷工 08:30-12:00"]),
        ("m08:20 m12:00 m17:30", "13:00", []),
    ],
)
def test_nothing_is_said_before_it_is_known(marks: str, at: str, expected: list[str]) -> None:
    assert said(judged(marks, at)) == expected


@pytest.mark.parametrize(
    ("marks", "absence", "expected"),
    [
        ("", leave("00:00", "24:00", "00:00"), []),
        ("b14:20 b17:35", leave("08:30", "12:00", "09:30"), []),
        ("b14:20 b17:35", leave("08:30", "12:00", "09:31"), ["上午旷工 08:30-12:00"]),
        ("b09:58 b12:03 b14:20 b17:35", leave("08:00", "10:00", "08:00"), []),
        ("b10:30 b12:03 b14:20 b17:35", leave("08:00", "10:00", "08:00"), ["上午迟到 10:00-10:30"]),
        ("b10:30 b12:03 b14:20 b17:35", leave("09:00", "10:00", "08:00"), ["上午缺卡未签到 08:30-12:00"]),
        ("b08:20 b12:03 b14:20 b16:02", leave("16:00", "18:00", "08:00"), []),
        ("b08:20 b12:03 b14:20 b15:50", leave("16:00", "18:00", "15:45"), ["下午早退 15:50-16:00"]),
        ("b08:20 b12:03 b14:20 b16:02", leave("16:00", "18:00", "17:00"), []),
        ("b08:20 b12:03 b14:20 b16:02", leave("16:00", "18:00", "17:01"), ["下午早退 16:02-17:30"]),
        ("o09:00 b14:20 b17:35", leave("08:00", "10:00", "08:00"), ["上午旷工 10:00-12:00"]),
        ("b08:30 b12:00 i16:00 o17:35", leave("16:00", "18:00", "08:00"), ["下午缺卡未签到 14:30-16:00"]),
        ("b08:20 b12:03 i16:30", leave("16:00", "18:00", "08:00"), ["下午旷工 14:30-16:00"]),
        ("b08:20", leave("11:00", "18:00", "08:00"), ["上午缺卡未签退 08:30-11:00"]),
    ],
)
def test_an_approved_absence_on_file_in_time_moves_what_is_due(
    marks: str, absence: Absence, expected: list[str]
) -> None:
    assert said(judged(marks, "24:00", absence)) == expected


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        (["08:00-09:30", "09:30-12:00"], ""),
        (["08:30-09:00", "09:00-10:00", "08:45-08:50"], "10:00-12:00"),
        (["11:30-12:00", "11:00-11:30", "11:40-11:50"], "08:30-11:00"),
        (["08:30-09:00", "11:00-12:00", "10:00-10:30"], "09:00-11:00"),
    ],
)
def test_absences_that_meet_are_one(spans: list[str], expected: str) -> None:
    absences = [leave(span[:5], span[6:], "08:00") for span in spans]
    for order in permutations(absences):
        findings = judged("b14:20 b17:35", "24:00", *order)
        assert said(findings) == ([f"上午旷工 {expected}"] if expected else [])


def test_an_absence_that_is_not_on_file_yet_excuses_nobody_yet() -> None:
    absence = leave("08:00", "09:30", "09:20")
    assert said(judged("b09:10", "09:15", absence)) == ["上午迟到 08:30-09:10"]
    assert judged("b09:10", "09:20", absence) == ()


@pytest.mark.parametrize(
    ("changes", "marks", "expected"),
    [
        ({"punches_out": False}, "b08:20 b14:20", []),
        ({"punches_out": False}, "b08:20 b17:00", ["下午缺卡未签到 14:30-17:30"]),
        ({"punches_in": False}, "b12:03 b17:35", []),
        (
            {"punches_in": False},
            "b09:30 b14:40",
            ["上午缺卡未签退 08:30-12:00", "下午早退未签退 14:30-17:30"],
        ),
        ({"punches_in": False}, "", ["上午旷工 08:30-12:00", "下午旷工 14:30-17:30"]),
        ({"punches_in": False, "punches_out": False}, "", []),
    ],
)
def test_a_punch_that_is_not_due_is_not_missed(
    changes: dict[str, bool], marks: str, expected: list[str]
) -> None:
    assert said(judged(marks, shift=msgspec.structs.replace(USUAL_SHIFT, **changes))) == expected


def test_where_signs_at_a_window_do_not_count_the_badge_must_be_held() -> None:
    plan = msgspec.structs.replace(PLAN, numbers=Numbers(window_signs_count=False))
    assert said(judged("i08:20 o12:00 b14:20 b17:35", plan=plan)) == ["上午旷工 08:30-12:00"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [((), []), ((RuleStep("recorded", over=300),), []), ((RuleStep("recorded", over=240),), [0])],
)
def test_a_rule_tolerates_what_it_says_and_without_steps_everything(
    steps: tuple[RuleStep, ...], expected: list[int]
) -> None:
    late = Rule(RuleCode.LATE, RULES[0].name, steps)
    plan = msgspec.structs.replace(PLAN, rules=(late, *RULES[1:]))
    assert [one.step for one in judged("b08:35 b12:03 b14:20 b17:35", plan=plan)] == expected


def test_who_left_nobody_knows_when_left_at_the_mildest_step() -> None:
    early = Rule(RuleCode.EARLY_LEAVE, RULES[1].name, (RuleStep("recorded", over=300), RuleStep("warning")))
    plan = msgspec.structs.replace(PLAN, rules=(early,))
    (finding,) = judged("b08:20 b12:03 b14:20", plan=plan)
    assert (finding.step, finding.amount) == (0, 0)


def test_nobody_is_judged_on_a_free_day_or_without_a_shift() -> None:
    free = judge(SOMEBODY, USUAL_SHIFT, DAY_MS, (), (), PLAN, clock("24:00"), is_working=False)
    chief = judge(Member(StaffId("S001"), shift=""), USUAL_SHIFT, DAY_MS, (), (), PLAN, clock("24:00"), True)
    unknown = judge(SOMEBODY, None, DAY_MS, (), (), PLAN, clock("24:00"), is_working=True)
    assert free == chief == unknown == ()


instants = st.one_of(
    st.integers(0, 24 * 60).map(lambda minute: DAY_MS + minute * MINUTE_MS),
    st.integers(DAY_MS, DAY_MS + 24 * 60 * MINUTE_MS),
)
any_punch = st.builds(Punch, instants, st.sampled_from(sorted(LETTERS.values())))
any_punches = st.lists(any_punch, max_size=8)
any_absence = st.builds(
    lambda one, other, filed: Absence(min(one, other), max(one, other), filed), instants, instants, instants
)
any_absences = st.lists(any_absence, max_size=3)


@given(any_punches, any_absences, instants, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_facts_changes_anything(
    marks: list[Punch], absences: list[Absence], at_ms: int, chance: Random
) -> None:
    again = [*marks, *marks[:3]]
    chance.shuffle(again)
    assert judged(again, at_ms, *absences[::-1]) == judged(marks, at_ms, *absences)


@given(any_punches, any_absences, instants, instants)
def test_time_alone_adds_what_became_due_and_takes_nothing_back(
    marks: list[Punch], absences: list[Absence], one_ms: int, other_ms: int
) -> None:
    at_ms, later_ms = sorted((one_ms, other_ms))
    known = [mark for mark in marks if mark.at_ms <= at_ms]
    filed = [absence for absence in absences if absence.filed_ms <= at_ms]
    later = judged(known, later_ms, *filed)
    assert judged(marks, at_ms, *absences) == tuple(one for one in later if one.due_ms <= at_ms)


@given(any_punches, any_absences, instants)
def test_a_finding_is_known_when_it_is_said_and_said_once(
    marks: list[Punch], absences: list[Absence], at_ms: int
) -> None:
    findings = judged(marks, at_ms, *absences)
    assert all(one.since_ms <= one.due_ms <= at_ms for one in findings)
    assert len({(one.rule, one.session) for one in findings}) == len(findings)


def _gaps(findings: Sequence[Finding], session: int) -> int:
    """Return how many punches of a session are not there: an unheard session lacks both."""
    weights = [
        2 if one.rule == RuleCode.ABSENT else "punch" in one.facts
        for one in findings
        if one.session == session
    ]
    return sum(weights)


@given(any_punches, any_absences, instants)
def test_a_make_up_slip_never_makes_a_gap(marks: list[Punch], absences: list[Absence], at_ms: int) -> None:
    before = judged(marks, "24:00", *absences)
    after = judged([*marks, Punch(at_ms, "made_up")], "24:00", *absences)
    for session in (0, 1):
        assert _gaps(after, session) <= _gaps(before, session)


@given(any_punches, instants, st.integers(0, DAY_MS))
def test_who_is_on_leave_all_day_is_not_complained_of(marks: list[Punch], at_ms: int, filed_ms: int) -> None:
    absence = Absence(DAY_MS, DAY_MS + 24 * 60 * MINUTE_MS, filed_ms)
    assert judged(marks, at_ms, absence) == ()
