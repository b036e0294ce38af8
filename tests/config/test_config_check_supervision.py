"""Mistakes in supervision: levels, steps, recipients, numbers, deadlines; and the plan that is built."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.config import Config
from queue_server.config_file.build_supervision import rules_of
from queue_server.config_file.forms import RuleForm
from queue_server.hall.plan import Name
from queue_server.supervision.defaults import LEVELS, RULES
from queue_server.supervision.plan import Deadlines, Numbers, RuleStep
from queue_server.vocabulary import RuleCode, TicketClass

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]

LEVEL = '[[supervision.levels]]\ncode = "{0}"\nname = "{0}"\ncolour = "#ffffff"\n'
FOUR = "".join(map(LEVEL.format, ("recorded", "warning", "yellow", "red")))
RULE = '[[supervision.rules]]\ncode = "late"\nsteps = [{steps}]\n'

WRONG_LEVELS = [
    ("", 'colour = "#fff"', 'key colour: "#fff" is no colour of the form "#f2c037"'),
    ("", 'colour = "red"', 'key colour: "red" is no colour of the form "#f2c037"'),
    ("points = -1", "", "key points: -1.0 is not between 0 and 100; write what is lost"),
    ("points = nan", "", "key points: nan is not between 0 and 100; write what is lost"),
    ('tells = ["dutty"]', "", 'key tells: "dutty" is nobody who can be told; did you mean "duty"?'),
    (
        'tells = ["x"]',
        "",
        'key tells: "x" is nobody who can be told; known are chief, duty, head, holder, office, window',
    ),
]

WRONG_STEPS = [
    (
        '{ level = "yelow" }',
        'steps 1, key level: "yelow" is not in [[supervision.levels]]; did you mean "yellow"?',
    ),
    ('{ level = "red", over = -1 }', "steps 1, key over: -1 is not between 0 and 86400"),
    ('{ level = "red", half_days = -1 }', "steps 1, key half_days: -1 is not between 0 and 10"),
    (
        '{ level = "red", tells = ["cheif"] }',
        'steps 1, key tells: "cheif" is nobody who can be told; did you mean "chief"?',
    ),
    (
        '{ level = "warning", over = 60 }, { level = "red", over = 60 }',
        "steps 2, key over: 60 does not come after the 60 of the step before; write growing numbers",
    ),
    (
        '{ level = "red" }, { level = "yellow", over = 60 }',
        'steps 2, key level: "yellow" is milder than "red" of the step before; steps never get milder',
    ),
]

WRONG_NUMBERS = [
    ("hasty_s = -1", "hasty_s: -1 is not between 0 and 86400"),
    ("bad_stars_max = 6", "bad_stars_max: 6 is not between 0 and 5"),
    ("ceilings_min = { regular = 0 }", "ceilings_min, regular: 0 is not between 1 and 1440"),
    ("ceilings_min = { reglar = 9 }", 'ceilings_min: "reglar" is not known; did you mean "regular"?'),
    ("service_quantile = 1.5", "service_quantile: 1.5 is not between 0 and 1; 0.95 is usual"),
    ("service_quantile = nan", "service_quantile: nan is not between 0 and 1; 0.95 is usual"),
    ("service_samples_min = 0", "service_samples_min: 0 is less than 1 (services)"),
    ("absence_grace_min = -5", "absence_grace_min: -5 is not between 0 and 1440"),
    ("warnings_in_a_row = 0", "warnings_in_a_row: 0 is less than 1 (warnings)"),
    ("warnings_points = -3", "warnings_points: -3.0 is not between 0 and 100"),
]

WRONG_PLACES = [
    ("[supervision]\nhasty = 3", '[supervision]: unknown key "hasty"; did you mean "hasty_s"?'),
    (
        "[supervision.deadlines]\nexplain_days = -1",
        "[supervision.deadlines], key explain_days: -1 is not between 0 and 366",
    ),
    (
        "[supervision.deadlines]\nchase_every_days = 0",
        "[supervision.deadlines], key chase_every_days: 0 is not between 1 and 366",
    ),
    (
        "[supervision.deadlines]\nexplain = 1",
        '[supervision.deadlines]: unknown key "explain"; did you mean "explain_days"?',
    ),
    (
        '[[supervision.rules]]\ncode = "of_post"\nsteps = []',
        '[[supervision.rules]] 1 (of_post), key code: "of_post" is not known; did you mean "off_post"?',
    ),
    (
        '[[supervision.rules]]\ncode = "late"\n',
        '[[supervision.rules]] 1 (late): the key "steps" is missing; add it',
    ),
    (
        RULE.format(steps="") + RULE.format(steps=""),
        '[[supervision.rules]] 2 (late), key code: "late" is already entry 1 of [[supervision.rules]]; '
        "give each its own",
    ),
    (
        FOUR + LEVEL.format("red"),
        '[[supervision.levels]] 5 (red), key code: "red" is already entry 1 of [[supervision.levels]]; '
        "give each its own".replace("entry 1", "entry 4"),
    ),
    (
        "".join(map(LEVEL.format, ("recorded", "warning", "red"))),
        '[[supervision.levels]]: there is no level "yellow", which the default rules off_post, '
        "bad_rating use; write a level with this code, or [[supervision.rules]] of your own for them",
    ),
    (
        "[supervision.levels]\ncode = 3",
        "[supervision.levels]: must be a list of tables; write [[supervision.levels]] above each entry",
    ),
]


@pytest.mark.parametrize(("more", "instead", "sentence"), WRONG_LEVELS)
def test_a_wrong_level_is_explained(
    small: str, mistakes: Mistakes, more: str, instead: str, sentence: str
) -> None:
    level = LEVEL.format("black").replace('colour = "#ffffff"', instead or 'colour = "#ffffff"')
    where = "hall.toml: [[supervision.levels]] 5 (black)"
    assert mistakes(f"{small}\n{FOUR}{level}{more}") == (f"{where}, {sentence}",)


def test_a_level_is_not_both_a_fact_and_a_card_with_a_life(small: str, mistakes: Mistakes) -> None:
    level = LEVEL.format("black") + "has_life = true\nis_recorded_only = true"
    (sentence,) = mistakes(f"{small}\n{FOUR}{level}")
    assert "[[supervision.levels]] 5 (black): is both has_life and is_recorded_only" in sentence


@pytest.mark.parametrize(("steps", "sentence"), WRONG_STEPS)
def test_a_wrong_step_is_explained(small: str, mistakes: Mistakes, steps: str, sentence: str) -> None:
    text = f"{small}\n{RULE.format(steps=steps)}"
    assert mistakes(text) == (f"hall.toml: [[supervision.rules]] 1 (late), key {sentence}",)


@pytest.mark.parametrize(("line", "sentence"), WRONG_NUMBERS)
def test_a_wrong_number_is_explained(small: str, mistakes: Mistakes, line: str, sentence: str) -> None:
    assert mistakes(f"{small}\n[supervision]\n{line}") == (f"hall.toml: [supervision], key {sentence}",)


@pytest.mark.parametrize(("addition", "sentence"), WRONG_PLACES)
def test_a_wrong_table_of_supervision_is_explained(
    small: str, mistakes: Mistakes, addition: str, sentence: str
) -> None:
    assert mistakes(f"{small}\n{addition}") == (f"hall.toml: {sentence}",)


@pytest.mark.parametrize("code", ["missing_punch", "hasty_calls", "out_of_order", "bad_rating"])
def test_a_rule_that_counts_has_one_step(small: str, mistakes: Mistakes, code: str) -> None:
    steps = '{ level = "warning", over = 2 }, { level = "yellow", over = 5 }'
    (sentence,) = mistakes(f"{small}\n{RULE.format(steps=steps).replace('late', code)}")
    assert (
        f"[[supervision.rules]] 1 ({code}), key steps: has 2 entries, but this rule has no second" in sentence
    )


def test_nothing_written_is_the_handbook(small: str, read: Read) -> None:
    plan = read(small).supervision
    assert (plan.levels, plan.rules) == (LEVELS, RULES)
    assert (plan.numbers, plan.deadlines, plan.overrides) == (Numbers(), Deadlines(), {})


def test_written_levels_take_the_place_of_all_default_ones(small: str, read: Read) -> None:
    text = (
        FOUR
        + LEVEL.format("black")
        + 'name_en = "black card"\npoints = 20\nhas_life = true\ntells = ["head"]'
    )
    levels = read(f"{small}\n{text}").supervision.levels
    assert [one.code for one in levels] == ["recorded", "warning", "yellow", "red", "black"]
    assert (levels[4].name, levels[4].colour) == (Name("black", "black card"), "#ffffff")
    assert (levels[4].points, levels[4].has_life, levels[4].tells) == (20, True, ("head",))


def test_levels_of_other_names_need_rules_of_their_own(small: str, read: Read) -> None:
    rules = "".join(RULE.replace("late", code.value).format(steps='{ level = "blue" }') for code in RuleCode)
    plan = read(f"{small}\n{LEVEL.format('blue')}{rules}").supervision
    assert {step.level for rule in plan.rules for step in rule.steps} == {"blue"}


def test_a_written_rule_takes_the_place_of_its_default(small: str, read: Read) -> None:
    steps = '{ level = "warning", over = 60, tells = ["duty"] }, { level = "red", over = 90, confirm = true }'
    rules = {rule.code: rule for rule in read(f"{small}\n{RULE.format(steps=steps)}").supervision.rules}
    assert rules[RuleCode.LATE].steps == (
        RuleStep("warning", 60, tells=("duty",)),
        RuleStep("red", 90, confirm=True),
    )
    assert rules[RuleCode.LATE].name == Name("迟到", "late")
    assert [rule for rule in rules.values() if rule.code is not RuleCode.LATE] == list(RULES[1:])


def test_a_rule_may_be_renamed(small: str, read: Read) -> None:
    text = RULE.format(steps="") + 'name = "晚到"\nname_en = "tardy"'
    assert read(f"{small}\n{text}").supervision.rules[0].name == Name("晚到", "tardy")


@given(st.sets(st.sampled_from(list(RuleCode))))
def test_an_empty_list_of_steps_switches_its_rule_off_and_no_other(off: set[RuleCode]) -> None:
    rules = rules_of(tuple(RuleForm(code, ()) for code in off))
    assert [rule.code for rule in rules] == [rule.code for rule in RULES]
    assert {rule.code for rule in rules if not rule.steps} == off


def test_numbers_and_deadlines_that_are_not_written_keep_their_defaults(small: str, read: Read) -> None:
    text = "[supervision]\nceilings_min = { regular = 40 }\n[supervision.deadlines]\nappeal_days = 7"
    plan = read(f"{small}\n{text}").supervision
    assert plan.numbers == Numbers(ceilings_min={TicketClass.REGULAR: 40})
    assert plan.deadlines == Deadlines(appeal_days=7)


def test_supervision_keeps_the_halls_time(small: str, read: Read) -> None:
    text = small.replace('name = "小厅"', 'name = "小厅"\nutc_offset = "+06:00"')
    assert read(text).supervision.utc_offset_min == 360
