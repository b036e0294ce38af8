"""Mistakes in the plan: codes, references, hours, quotas, skills, the numbers of the rules."""

from collections.abc import Callable

import pytest

Mistakes = Callable[[str], tuple[str, ...]]

HALL, QUEUE, ITEM = 'name = "小厅"', 'name = "户籍"', 'name = "户口迁入"'
SKILLS = 'departments = ["GA"]'


def _with(line: str, more: str) -> tuple[str, str]:
    return line, f"{line}\n{more}"


REPLACEMENTS = [
    (HALL, 'name = " "', "[hall], key name: is empty; write a text, it cannot be left out"),
    (
        *_with(HALL, 'utc_offset = "+8"'),
        '[hall], key utc_offset: "+8" is not an offset from UTC of the form "+08:00"',
    ),
    (
        *_with(HALL, 'closed_weekdays = ["sundy"]'),
        '[hall], key closed_weekdays: "sundy" is no weekday; did you mean "sunday"?',
    ),
    (
        *_with(HALL, 'hours = ["08:30 to 11:45"]'),
        '[hall], key hours: "08:30 to 11:45" is not a time of the form "08:30-11:45"',
    ),
    (
        *_with(HALL, 'hours = ["11:45-08:30"]'),
        '[hall], key hours: "11:45-08:30" ends before it begins; write the earlier time first',
    ),
    (
        *_with(HALL, 'hours = ["08:30-11:45", "11:30-12:00"]'),
        "[hall], key hours: 08:30-11:45 and 11:30-12:00 overlap; end one before the other",
    ),
    (
        *_with(HALL, "hours = []"),
        '[hall], key hours: is empty, so no number could be issued; write "08:30-11:45"',
    ),
    (
        *_with(QUEUE, 'hours = ["25:00-26:00"]'),
        '[[queues]] 1 (A), key hours: "25:00" is not a time of the day',
    ),
    (*_with(QUEUE, "digits = 1"), "[[queues]] 1 (A), key digits: 1 is not between 2 and 5"),
    (
        *_with(QUEUE, "daily_max = 1000"),
        "[[queues]] 1 (A), key daily_max: 1000 numbers do not fit in 3 digits; lower it or raise digits",
    ),
    (
        *_with(QUEUE, "waiting_alarm = -1"),
        "[[queues]] 1 (A), key waiting_alarm: -1 is less than 0 (0 means none)",
    ),
    (
        *_with(QUEUE, 'slices = [{ time = "09:00-10:00", quota = 0 }]'),
        "[[queues]] 1 (A), key slices, 09:00-10:00: 0 is less than 1 (leave the slice out for no quota)",
    ),
    (
        *_with(
            QUEUE,
            'slices = [{ time = "09:00-10:00", quota = 1 }, { time = "09:59-11:00", quota = 1 }]',
        ),
        "[[queues]] 1 (A), key slices: 09:00-10:00 and 09:59-11:00 overlap; end one before the other",
    ),
    (
        *_with(QUEUE, 'slices = [{ time = "12:00-13:00", quota = 1 }]'),
        "[[queues]] 1 (A), key slices, 12:00-13:00: lies outside the hours, 08:30-11:45 and 14:30-17:15, "
        "so nobody could use its quota; write a time within them",
    ),
    (
        *_with(QUEUE, 'hours = ["09:00-10:00"]\nslices = [{ time = "10:00-11:00", quota = 1 }]'),
        "[[queues]] 1 (A), key slices, 10:00-11:00: lies outside the hours, 09:00-10:00, "
        "so nobody could use its quota; write a time within them",
    ),
    (
        'queue = "A"',
        'queue = "a"',
        '[[items]] 1 (GA-1), key queue: "a" is not in [[queues]]; did you mean "A"?',
    ),
    (*_with(ITEM, "minutes = 0"), "[[items]] 1 (GA-1), key minutes: 0 is not between 1 and 1440"),
    (
        'number = "01"',
        'number = "one"',
        '[[windows]] 1 (one), key number: must be digits, as painted over the window: "03"',
    ),
    (
        SKILLS,
        'departments = ["GA", "GB"]',
        '[[windows]] 1 (01), key departments: "GB" is not in [[departments]]; known are GA',
    ),
    (
        SKILLS,
        'items = ["GA-1", "GA-2"]',
        '[[windows]] 1 (01), key items: "GA-2" is not in [[items]]; did you mean "GA-1"?',
    ),
]

ADDITIONS = [
    (
        '[[queues]]\ncode = "A"\nname = "乙"\narea = "A"',
        '[[queues]] 2 (A), key code: "A" is already entry 1 of [[queues]]; give each its own',
    ),
    (
        '[[windows]]\nnumber = "01"\narea = "A"\nitems = ["GA-1"]',
        '[[windows]] 2 (01), key number: "01" is already entry 1 of [[windows]]; give each its own',
    ),
    (
        '[[windows]]\nnumber = "1"\narea = "A"\nitems = ["GA-1"]',
        '[[windows]] 2 (1), key number: a pad cannot tell "1" from "01"; give one of them another number',
    ),
    (
        '[[queues]]\ncode = "b"\nname = "乙"\narea = "A"',
        "[[queues]] 2 (b), key code: must be one or two capital letters, as printed before the number",
    ),
    (
        '[[queues]]\ncode = "BCD"\nname = "乙"\narea = "A"',
        "[[queues]] 2 (BCD), key code: has more than two letters; the boards have room for two",
    ),
    (
        '[[queues]]\ncode = "B"\nname = "乙"\narea = "Z"',
        '[[queues]] 2 (B), key area: "Z" is not in [[areas]]; known are A',
    ),
    (
        '[[departments]]\ncode = "FG"\nname = "发改"\n'
        '[[items]]\ncode = "FG-1"\nname = "备案"\ndepartment = "FG"\nqueue = "A"',
        "[[items]] 2 (FG-1): no window serves it; name the item, its department FG or its queue A "
        "in one of [[windows]]",
    ),
    (
        '[[windows]]\nnumber = "02"\narea = "A"',
        "[[windows]] 2 (02): serves nothing; write departments, queues or items",
    ),
    (
        '[[departments]]\ncode = "FG"\nname = "发改"\n'
        '[[windows]]\nnumber = "02"\narea = "A"\ndepartments = ["FG"]',
        "[[windows]] 2 (02): serves no item that is in [[items]]; write other departments, queues or items",
    ),
    ('[dispatch]\npolicy = "fifi"', '[dispatch], key policy: "fifi" is not known; did you mean "fifo"?'),
    (
        "[dispatch]\npower = nan",
        "[dispatch], key power: nan is not above 0 and at most 10; 1.5 is usual",
    ),
    (
        "[dispatch]\ntargets_min = { regular = 0 }",
        "[dispatch], key targets_min, regular: 0 is not between 1 and 1440",
    ),
    (
        '[calling]\nnext_while_called = "finsh"',
        '[calling], key next_while_called: "finsh" is not known; did you mean "finish"?',
    ),
    (
        "[calling]\nmisses_max = 0",
        "[calling], key misses_max: 0 is less than 1 (at the last miss the ticket is closed)",
    ),
    (
        "[calling]\nrepeat_at_s = [75, 30]",
        "[calling], key repeat_at_s: must be seconds above 0 that grow: [30, 75]",
    ),
    (
        "[calling]\nrepeat_at_s = [30, 90]",
        "[calling], key repeat_at_s: the last repeat must come before the ticket is missed, miss_at_s = 90",
    ),
    ("[calling]\nundo_within_s = -1", "[calling], key undo_within_s: -1 is not between 0 and 86400"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), REPLACEMENTS)
def test_a_wrong_value_in_the_plan_is_explained(
    small: str, mistakes: Mistakes, old: str, new: str, sentence: str
) -> None:
    assert old in small
    assert f"hall.toml: {sentence}" in mistakes(small.replace(old, new))


@pytest.mark.parametrize(("addition", "sentence"), ADDITIONS)
def test_a_wrong_entry_in_the_plan_is_explained(
    small: str, mistakes: Mistakes, addition: str, sentence: str
) -> None:
    assert mistakes(f"{small}\n{addition}") == (f"hall.toml: {sentence}",)


def test_an_item_whose_department_is_unknown_is_one_mistake(small: str, mistakes: Mistakes) -> None:
    text = small.replace('department = "GA"', 'department = "GAA"').replace(SKILLS, 'queues = ["A"]')
    assert mistakes(text) == (
        'hall.toml: [[items]] 1 (GA-1), key department: "GAA" is not in [[departments]]; did you mean "GA"?',
    )
