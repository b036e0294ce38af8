"""Unknown keys, missing keys and wrong types: each named with file, table, key, and what to do."""

from collections.abc import Callable

import pytest

from queue_server.config import Config

Mistakes = Callable[[str], tuple[str, ...]]

WRONG_SHAPES = [
    ("[hal]\nx = 1", 'hall.toml: file: unknown table or key "hal"; did you mean "hall"?'),
    ("[listen]\nprot = 1", 'hall.toml: [listen]: unknown key "prot"; did you mean "port"?'),
    ('[listen]\nport = "80"', "hall.toml: [listen], key port: expected a whole number, got a text"),
    ("[store]\npath = 3", "hall.toml: [store], key path: expected a text, got a whole number"),
    (
        "[calling]\nrepeat_at_s = 30",
        "hall.toml: [calling], key repeat_at_s: expected a list, got a whole number",
    ),
    (
        "[[queues]]\ncode = 'B'\nname = 'b'",
        'hall.toml: [[queues]] 2 (B): the key "area" is missing; add it',
    ),
    (
        "[[tokens]]\nrole = 'kisok'\ntoken = '0123456789abcdef'",
        'hall.toml: [[tokens]] 1 (kisok), key role: "kisok" is not known; did you mean "kiosk"?',
    ),
    (
        "[dispatch]\ntargets_min = { regulr = 20 }",
        'hall.toml: [dispatch], key targets_min: "regulr" is not known; did you mean "regular"?',
    ),
    (
        "[keymaps]\nstandard = 3",
        "hall.toml: [keymaps]: expected a table, got a whole number at [...]",
    ),
]


@pytest.mark.parametrize(("addition", "sentence"), WRONG_SHAPES)
def test_a_wrong_shape_is_explained_in_one_sentence(
    small: str, mistakes: Mistakes, addition: str, sentence: str
) -> None:
    assert mistakes(small + "\n" + addition) == (sentence,)


EMPTY_TEXTS = [
    ('name = "小厅"', 'name = ""', "[hall], key name"),
    ('name = "小厅"', 'name = "小厅"\nnotices = [{ name = " " }]', "[hall], key notices 1, key name"),
    ('name = "一区"', 'name = ""', "[[areas]] 1 (A), key name"),
    ('name = "公安"', 'name = "\\t"', "[[departments]] 1 (GA), key name"),
    ('name = "户籍"', 'name = ""', "[[queues]] 1 (A), key name"),
    ('name = "户籍"\narea = "A"', 'name = "户籍"\narea = ""', "[[queues]] 1 (A), key area"),
    ('name = "户口迁入"', 'name = ""', "[[items]] 1 (GA-1), key name"),
    ('department = "GA"', 'department = ""', "[[items]] 1 (GA-1), key department"),
    ('code = "GA-1"', 'code = ""', "[[items]] 1 (户口迁入), key code"),
    ('number = "01"', 'number = ""', "[[windows]] 1, key number"),
    (
        'name = "户籍"',
        'name = "户籍"\nslices = [{ time = "", quota = 3 }]',
        "[[queues]] 1 (A), key slices 1, key time",
    ),
]
LINE = '[[lines]]\nname = "L1"\nport = "/dev/x"\n[keymaps.standard]\n"0C" = "call_next"\n'
COUNTER = '[[counters]]\nwindow = "01"\nline = "L1"\n'
EMPTY_RIMS = [
    ('[[staff]]\nid = ""\nbadge = "1"', "[[staff]] 1, key id"),
    ('[[tokens]]\nrole = "board"\ntoken = ""', "[[tokens]] 1 (board), key token"),
    (LINE.replace("/dev/x", ""), "[[lines]] 1 (L1), key port"),
    (LINE.replace("L1", ""), "[[lines]] 1, key name"),
    (LINE + COUNTER.replace("01", ""), "[[counters]] 1, key window"),
    (LINE + COUNTER.replace("L1", ""), "[[counters]] 1 (01), key line"),
]


@pytest.mark.parametrize(("old", "new", "where"), EMPTY_TEXTS)
def test_a_text_of_the_plan_that_is_needed_may_not_be_empty(
    small: str, mistakes: Mistakes, old: str, new: str, where: str
) -> None:
    assert old in small
    sentence = f"hall.toml: {where}: is empty; write a text, it cannot be left out"
    assert mistakes(small.replace(old, new, 1))[0] == sentence


@pytest.mark.parametrize(("addition", "where"), EMPTY_RIMS)
def test_a_text_around_the_plan_that_is_needed_may_not_be_empty(
    small: str, mistakes: Mistakes, addition: str, where: str
) -> None:
    sentence = f"hall.toml: {where}: is empty; write a text, it cannot be left out"
    assert mistakes(f"{small}\n{addition}") == (sentence,)


def test_a_word_that_is_needed_may_not_be_empty(small: str, mistakes: Mistakes) -> None:
    (sentence,) = mistakes(f'{small}\n[[tokens]]\nrole = ""\ntoken = "0123456789abcdef"')
    assert sentence.startswith('hall.toml: [[tokens]] 1, key role: "" is not known; known are board, ')


def test_a_table_where_a_list_belongs_says_how_to_write_it(small: str, mistakes: Mistakes) -> None:
    assert mistakes(small + "\n[lines]\nname = 'x'") == (
        "hall.toml: [lines]: must be a list of tables; write [[lines]] above each entry",
    )


def test_an_inner_list_of_tables_names_the_place(small: str, mistakes: Mistakes) -> None:
    text = small.replace('name = "小厅"', 'name = "小厅"\nnotices = [{ name = "a" }, 3, { naem = "b" }]')
    assert mistakes(text) == (
        "hall.toml: [hall], key notices 2: must be a table with keys (name, name_en)",
        'hall.toml: [hall], key notices 3: unknown key "naem"; did you mean "name"?',
        'hall.toml: [hall], key notices 3: the key "name" is missing; add it',
    )


def test_a_missing_hall_is_missed(mistakes: Mistakes) -> None:
    assert 'hall.toml: file: the key "hall" is missing; add it' in mistakes("")


def test_broken_toml_names_the_line(mistakes: Mistakes) -> None:
    (sentence,) = mistakes("[hall]\nname = \n")
    assert sentence.startswith("hall.toml: TOML: Invalid value (at line 2, column 8)")


def test_every_mistake_is_named_at_once_and_only_once(small: str, mistakes: Mistakes) -> None:
    additions = [addition for addition, _ in WRONG_SHAPES if "[[queues]]" in addition or "[[tok" in addition]
    found = mistakes("\n".join([small, *additions, "[listen]", "prot = 1", "port = 'x'"]))
    assert len(found) == len(set(found)) == 4


def test_a_right_file_has_the_defaults_of_the_plan(small: str, read: Callable[[str], Config]) -> None:
    config = read(small)
    assert config == Config(plan=config.plan, supervision=config.supervision)
    assert config.plan.hours == type(config.plan)(config.plan.name).hours
