"""Whatever stands in a file, the answer is a Config or a list of sentences; never another fault."""

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.config import Config
from queue_server.config_file.forms import FileForm
from queue_server.config_file.load import config_of_tables, config_of_text
from queue_server.errors import ConfigError

WHOLE = """
[hall]
name = "小厅"
hours = ["08:30-11:45"]
notices = [{ name = "a", name_en = "b" }]
[listen]
port = 1
[dispatch]
targets_min = { regular = 20 }
[calling]
repeat_at_s = [30]
[evaluators]
stars_of_key = { "0" = 1 }
[[areas]]
code = "A"
name = "一区"
[[departments]]
code = "GA"
name = "公安"
[[queues]]
code = "A"
name = "户籍"
area = "A"
slices = [{ time = "09:00-10:00", quota = 3 }]
[[items]]
code = "GA-1"
name = "户口迁入"
department = "GA"
queue = "A"
materials = [{ name = "a" }]
[[windows]]
number = "01"
area = "A"
departments = ["GA"]
[[tokens]]
role = "board"
token = "0123456789abcdef"
[[staff]]
id = "7"
badge = "8"
windows = ["01"]
department = "GA"
shift = "usual"
substitutes = ["8"]
is_chief = true
[[staff]]
id = "8"
badge = "9"
[[readers]]
name = "R"
port = "sim://b"
kind = "wiegand"
[[lines]]
name = "L"
port = "sim://a"
[[counters]]
window = "01"
line = "L"
pad = 1
[supervision]
service_quantile = 0.9
ceilings_min = { regular = 40 }
deadlines = { explain_days = 2 }
[[supervision.levels]]
code = "recorded"
name = "记录"
colour = "#8aa0b8"
[[supervision.levels]]
code = "warning"
name = "预警"
colour = "#4da3ff"
points = 1
tells = ["duty"]
[[supervision.levels]]
code = "yellow"
name = "黄牌"
colour = "#f2c037"
has_life = true
[[supervision.rules]]
code = "late"
steps = [{ level = "recorded" }, { level = "warning", over = 60, tells = ["chief"], half_days = 1 }]
[[shifts]]
code = "usual"
name = "班"
sessions = [{ time = "08:30-12:00", opens = "06:00" }, { time = "14:30-17:30", closes = "20:00" }]
[[calendar]]
date = 2026-02-14
works = true
[keymaps.standard]
"0C" = "call_next"
"""

NONSENSE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=3,
)


def _paths(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:  # noqa: ANN401 - TOML
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return ([path] if path else []) + [one for key, part in inner for one in _paths(part, (*path, key))]


TABLES = tomllib.loads(WHOLE)


def _with(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    tables: Any = copy.deepcopy(TABLES)
    place = tables
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return dict(tables)


def test_the_whole_file_is_right() -> None:
    assert isinstance(config_of_text(WHOLE), Config)


def _mistakes(tables: dict[str, Any]) -> tuple[str, ...] | None:
    """Return the mistakes of the tables, None when there is none."""
    try:
        config_of_tables(tables)
    except ConfigError as error:
        return error.mistakes
    return None


@settings(max_examples=150)
@given(st.sampled_from(_paths(TABLES)), NONSENSE)
def test_nonsense_at_any_place_is_answered_with_sentences(path: tuple[str | int, ...], value: object) -> None:
    mistakes = _mistakes(_with(path, value))
    assert mistakes is None or mistakes
    assert all(sentence.startswith("configuration: ") for sentence in mistakes or ())


@pytest.mark.parametrize("table", FileForm.__struct_fields__)
@settings(max_examples=15)
@given(value=NONSENSE)
def test_nonsense_for_a_whole_table_is_answered_with_sentences(table: str, value: object) -> None:
    is_right = _mistakes(TABLES | {table: value}) is None
    assert not is_right or value in ([], {})


@pytest.mark.parametrize("number", [10**9, -(10**9)])
def test_huge_numbers_are_refused_at_once(number: int) -> None:
    assert _mistakes(_with(("queues", 0), TABLES["queues"][0] | {"digits": number, "daily_max": 5}))
