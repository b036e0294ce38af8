"""The threat model names tests; each of them must be there, or a line of it is a promise without proof."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_named_test_is_there(file: str, name: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not name or re.search(rf"^\s*(async )?def {name}\(", text, re.MULTILINE)


def test_every_line_of_the_model_has_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| to ")]
    assert len(rows) > 20
    assert [row for row in rows if "`tests/" not in row] == []
