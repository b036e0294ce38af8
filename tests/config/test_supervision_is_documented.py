"""docs/supervision.md is the handbook: its tables are the defaults, its examples are right as they stand."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from queue_server.config import Config
from queue_server.config_file.check_supervision import RECIPIENTS
from queue_server.supervision.defaults import LEVELS, RULES
from queue_server.supervision.plan import Deadlines, Level, Rule, RuleStep

PAGE = (Path(__file__).parents[2] / "docs" / "supervision.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


KEYS = re.findall(r'^key_file = "(.*)"$', PAGE, re.MULTILINE)


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys that the examples name lie where the server was started."""
    for name in KEYS:
        (tmp_path / name).write_text("0123456789abcdef" * 2)
        (tmp_path / name).chmod(0o600)
    monkeypatch.chdir(tmp_path)


def _rows(section: str) -> list[list[str]]:
    """Return the cells of a section's first table, without its head."""
    text = PAGE.split(f"## {section}\n", 1)[1].split("\n## ", 1)[0]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)
    assert table
    lines = table[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def _says(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _level(level: Level) -> list[str]:
    facts = [level.code, level.name.zh, level.name.en, level.colour, f"{level.points:g}"]
    return [*facts, _says(level.has_life), _says(level.is_recorded_only), ", ".join(level.tells)]


def _steps(rule: Rule) -> Iterator[list[str]]:
    for number, step in enumerate(rule.steps, start=1):
        head = [rule.code.value, rule.name.zh, rule.name.en] if number == 1 else ["", "", ""]
        yield [*head, str(number), *_step(step)]


def _step(step: RuleStep) -> list[str]:
    return [str(step.over), step.level, _says(step.confirm), str(step.half_days), ", ".join(step.tells)]


def test_the_levels_are_the_defaults() -> None:
    assert _rows("Levels") == [_level(level) for level in LEVELS]


def test_the_rules_are_the_defaults() -> None:
    assert _rows("Rules") == [row for rule in RULES for row in _steps(rule)]


def test_every_rule_is_explained() -> None:
    assert re.findall(r"^- `(\w+)`: ", PAGE, re.MULTILINE) == [rule.code.value for rule in RULES]


def test_every_recipient_is_explained() -> None:
    assert re.findall(r"^\| `(\w+)` \| [^|]*\|$", PAGE, re.MULTILINE) == list(RECIPIENTS)


def test_the_deadlines_are_the_defaults() -> None:
    documented = {key: int(days) for key, days, _ in _rows("Deadlines")}
    assert documented == msgspec.to_builtins(Deadlines())


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_right(small: str, read: Callable[[str], Config], example: str) -> None:
    assert read(f"{small}\n{example}") != read(small)


@pytest.mark.usefixtures("keys")
def test_the_examples_go_together(small: str, read: Callable[[str], Config]) -> None:
    plan = read("\n".join([small, *EXAMPLES])).supervision
    assert len(EXAMPLES) == 6
    assert (plan.levels[1].points, plan.deadlines.explain_days, len(plan.shifts)) == (1, 5, 2)
