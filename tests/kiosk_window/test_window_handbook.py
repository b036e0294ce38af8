"""The handbook names every act with its key, and no act that is not there."""

import re
from pathlib import Path

from kiosk.window.acts import ACTS

HANDBOOK = Path(__file__).parents[2] / "docs" / "window.md"


def test_the_handbook_has_every_act_with_its_key() -> None:
    rows = re.findall(r"^\| ([A-Z]) \| (\S+) ([^|]+?) \|", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted((line.key.upper(), line.words.zh, line.words.en) for line in ACTS)
