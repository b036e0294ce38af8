"""The example of docs/forecast.md does what its comments say."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "forecast.md"
CLAIM = re.compile(r"^(?P<said>[^#=]+?)\s+# (?P<value>\d+\.\d+)", re.MULTILINE)


def test_the_example_says_what_comes_out() -> None:
    example = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    names: dict[str, object] = {}
    exec(compile(example[1], str(PAGE), "exec"), names)
    claims = list(CLAIM.finditer(example[1]))
    assert len(claims) == 3
    for claim in claims:
        assert eval(claim["said"], names) == pytest.approx(float(claim["value"]), abs=1e-4), claim["said"]
