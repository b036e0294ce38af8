"""Mistakes in attendance: shifts, sessions, the hall's calendar, substitutes, chiefs; and the members."""

import datetime
from collections.abc import Callable

import pytest

from queue_server.config import Config
from queue_server.hall.plan import Name
from queue_server.supervision.defaults import USUAL_SHIFT
from queue_server.supervision.plan import Member, Session
from queue_server.vocabulary import StaffId, WindowNo
from queue_server.working_days import Override

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]

SHIFT = '[[shifts]]\ncode = "{code}"\nname = "班"\nsessions = [{sessions}]\n'
STAFF = '[[staff]]\nid = "{id}"\nbadge = "{id}"\n{more}\n'
WINDOW = '[[windows]]\nnumber = "02"\narea = "A"\nqueues = ["A"]\n'
DAY = "[[calendar]]\ndate = {date}\nworks = {works}\n"

WRONG_SESSIONS = [
    ('{ time = "8-12" }', 'sessions 1, key time: "8-12" is not a time of the form "08:30-11:45"'),
    (
        '{ time = "12:00-08:30" }',
        'sessions 1, key time: "12:00-08:30" ends before it begins; write the earlier time first',
    ),
    (
        '{ time = "08:30-12:00", opens = "8" }',
        'sessions 1, key opens: "8" is not a time of the form "08:30"',
    ),
    (
        '{ time = "08:30-12:00", closes = "25:00" }',
        'sessions 1, key closes: "25:00" is not a time of the day',
    ),
    (
        '{ time = "08:30-12:00", opens = "08:31" }',
        "sessions 1, key opens: 08:31 is after the session's start at 08:30, so nobody in time could punch; "
        "write an earlier time",
    ),
    (
        '{ time = "08:30-12:00", closes = "11:59" }',
        "sessions 1, key closes: 11:59 is before the session's end at 12:00, "
        "so nobody could punch out after it; write a later time",
    ),
    (
        '{ time = "08:30-12:00", closes = "12:00" }, { time = "11:30-17:00", opens = "11:00" }',
        "sessions 2, key time: begins at 11:30, before the session above it ends at 12:00; "
        "write the sessions in order, one after the other",
    ),
    (
        '{ time = "08:30-12:00", closes = "13:30" }, { time = "14:30-17:00", opens = "13:00" }',
        "sessions 2, key opens: 13:00 is before the session above it closes at 13:30; "
        "a punch can belong to one session only",
    ),
    (
        '{ time = "08:30-12:00", opens = 06:00:00 }',
        "sessions 1, key opens: expected a text, got a time without quotation marks",
    ),
    ("", 'sessions: is empty; write [{ time = "08:30-12:00" }]'),
]

WRONG_STAFF = [
    ('department = "GB"', 'key department: "GB" is not in [[departments]]; known are GA'),
    ('shift = "usal"', 'key shift: "usal" is not in [[shifts]]; did you mean "usual"?'),
    ('substitutes = ["9"]', 'key substitutes: "9" is not in [[staff]]; known are 7'),
    ('substitutes = ["7"]', "key substitutes: names the person themselves; name somebody else"),
    ("is_chief = true", "key department: is missing; a chief represents a department"),
]


@pytest.mark.parametrize(("sessions", "sentence"), WRONG_SESSIONS)
def test_a_wrong_session_is_explained(small: str, mistakes: Mistakes, sessions: str, sentence: str) -> None:
    text = f"{small}\n{SHIFT.format(code='day', sessions=sessions)}"
    assert mistakes(text) == (f"hall.toml: [[shifts]] 1 (day), key {sentence}",)


@pytest.mark.parametrize(("more", "sentence"), WRONG_STAFF)
def test_a_wrong_member_is_explained(small: str, mistakes: Mistakes, more: str, sentence: str) -> None:
    text = f"{small}\n{STAFF.format(id=7, more=more)}"
    assert mistakes(text) == (f"hall.toml: [[staff]] 1 (7), {sentence}",)


def test_a_mistake_names_a_person_by_number(small: str, mistakes: Mistakes) -> None:
    text = STAFF.format(id=7, more='name = "公安一号岗"\nis_chief = "yes"')
    (sentence,) = mistakes(f"{small}\n{text}")
    assert sentence == "hall.toml: [[staff]] 1 (7), key is_chief: expected true or false, got a text"


def test_a_shift_without_any_punch_is_explained(small: str, mistakes: Mistakes) -> None:
    shift = SHIFT.format(code="day", sessions='{ time = "08:30-12:00" }')
    (sentence,) = mistakes(f"{small}\n{shift}punches_in = false\npunches_out = false")
    assert "[[shifts]] 1 (day): asks for no punch at all" in sentence


def test_two_shifts_of_one_code_are_explained(small: str, mistakes: Mistakes) -> None:
    shift = SHIFT.format(code="day", sessions='{ time = "08:30-12:00" }')
    assert mistakes(f"{small}\n{shift}{shift}") == (
        'hall.toml: [[shifts]] 2 (day), key code: "day" is already entry 1 of [[shifts]]; give each its own',
    )


def test_a_substitute_must_be_able_to_sit_there(small: str, mistakes: Mistakes) -> None:
    staff = STAFF.format(id=7, more='windows = ["01"]\nsubstitutes = ["8"]')
    staff += STAFF.format(id=8, more='windows = ["02"]')
    assert mistakes(f"{small}\n{WINDOW}{staff}") == (
        "hall.toml: [[staff]] 1 (7), key substitutes: 8 may sign in at none of the windows of 7 (01), "
        "so could not cover anybody there; add one to the windows of 8",
    )


def test_a_department_has_one_chief(small: str, mistakes: Mistakes) -> None:
    chief = 'department = "GA"\nis_chief = true'
    staff = STAFF.format(id=7, more=chief) + STAFF.format(id=8, more=chief)
    assert mistakes(f"{small}\n{staff}") == (
        "hall.toml: [[staff]] 2 (8), key is_chief: the department GA already has the chief representative 7; "
        "keep one",
    )


def test_whoever_cannot_punch_cannot_attend(small: str, mistakes: Mistakes, read: Read) -> None:
    pin = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2hzb21laGFzaA"
    text = f'{small}\n[supervision]\nwindow_signs_count = false\n[[staff]]\nid = "7"\npin_hash = "{pin}"\n'
    (sentence,) = mistakes(text)
    assert sentence.startswith(
        "hall.toml: [[staff]] 1 (7), key badge: is missing, and signing in at a window"
    )
    assert read(f'{text}shift = ""').supervision.members[0].shift == ""


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-02-30", None),
        ('"2026-02-30"', "is no day of the calendar; write a date such as 2026-02-14"),
        ('"soon"', "is no day of the calendar; write a date such as 2026-02-14"),
        ("5", "expected a date such as 2026-02-14, got a whole number"),
        ("2026-02-14T08:00:00", "expected a date such as 2026-02-14, got a date with a time"),
    ],
)
def test_what_is_no_date_is_explained(small: str, mistakes: Mistakes, written: str, said: str | None) -> None:
    (sentence,) = mistakes(f"{small}\n{DAY.format(date=written, works='true')}")
    assert sentence.startswith("hall.toml: TOML: " if said is None else "hall.toml: [[calendar]] 1 (")
    assert said is None or sentence.endswith(f", key date: {said}")


def test_a_day_is_settled_once(small: str, mistakes: Mistakes) -> None:
    days = DAY.format(date="2026-02-14", works="true") + DAY.format(date='"2026-02-14"', works="false")
    assert mistakes(f"{small}\n{days}") == (
        'hall.toml: [[calendar]] 2 (2026-02-14), key date: "2026-02-14" is already entry 1 of [[calendar]]; '
        "give each its own",
    )


def test_days_become_overrides(small: str, read: Read) -> None:
    days = DAY.format(date="2026-02-14", works="true") + DAY.format(date='"2026-07-01"', works="false")
    assert read(f'{small}\n{days}reason = "停电"').supervision.overrides == {
        datetime.date(2026, 2, 14): Override(is_working=True, reason=""),
        datetime.date(2026, 7, 1): Override(is_working=False, reason="停电"),
    }


def test_the_usual_shift_is_there_until_it_is_written(small: str, read: Read) -> None:
    other = SHIFT.format(code="half", sessions='{ time = "08:30-12:00" }')
    assert read(small).supervision.shifts == (USUAL_SHIFT,)
    shifts = read(f"{small}\n{other}").supervision.shifts
    assert [one.code for one in shifts] == ["half", "usual"]
    (ours,) = read(f"{small}\n{other.replace('half', 'usual')}").supervision.shifts
    assert len(ours.sessions) == 1


def test_punches_are_told_apart_half_way_where_nothing_is_written(small: str, read: Read) -> None:
    sessions = (
        '{ time = "08:00-12:00", name = "上午", name_en = "am" }, { time = "14:00-18:00", closes = "20:00" }'
    )
    shift = read(f"{small}\n{SHIFT.format(code='usual', sessions=sessions)}").supervision.shifts[0]
    assert shift.sessions == (
        Session(480, 720, 0, 780, Name("上午", "am")),
        Session(840, 1080, 780, 1200),
    )
    assert (shift.punches_in, shift.punches_out) == (True, True)


@pytest.mark.parametrize(
    ("closes", "opens", "limits"),
    [
        ("", "", (780, 780)),
        ("12:30", "", (750, 750)),
        ("", "13:30", (810, 810)),
        ("12:30", "13:30", (750, 810)),
    ],
)
def test_one_written_limit_is_both_neighbours(
    small: str, read: Read, closes: str, opens: str, limits: tuple[int, int]
) -> None:
    sessions = (
        f'{{ time = "08:00-12:00", closes = "{closes}" }}, {{ time = "14:00-18:00", opens = "{opens}" }}'
    )
    text = f"{small}\n{SHIFT.format(code='usual', sessions=sessions)}"
    earlier, later = read(text).supervision.shifts[0].sessions
    assert (earlier.opens_min, earlier.closes_min, later.opens_min, later.closes_min) == (0, *limits, 1440)


def test_staff_are_the_members(small: str, read: Read) -> None:
    more = 'name = "公安一号岗"\ndepartment = "GA"\nis_chief = true\nsubstitutes = ["8"]\nwindows = ["01"]'
    staff = STAFF.format(id=7, more=more) + STAFF.format(id=8, more='shift = ""\nis_manager = true')
    assert read(f"{small}\n{staff}").supervision.members == (
        Member(
            id=StaffId("7"),
            name="公安一号岗",
            department="GA",
            windows=(WindowNo("01"),),
            substitutes=(StaffId("8"),),
            is_chief=True,
        ),
        Member(id=StaffId("8"), shift="", is_manager=True),
    )
