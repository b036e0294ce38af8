"""The handbook names every act with its key, and no act that is not there."""

import re
from pathlib import Path

from kiosk.window.acts import ACTS
from kiosk.window.card_acts import CARD_LINES

HANDBOOK = Path(__file__).parents[2] / "docs" / "window.md"


def test_the_handbook_has_every_act_with_its_key() -> None:
    rows = re.findall(r"^\| ([A-Z]) \| (\S+) ([^|]+?) \|", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    acts = [(line.key.upper(), line.words.zh, line.words.en) for line in ACTS]
    cards = [(line.key.upper(), line.words.zh, line.words.en) for line in CARD_LINES]
    assert sorted(rows) == sorted(acts + cards)


def test_no_key_of_the_cards_is_one_of_the_acts() -> None:
    keys = [line.key for line in CARD_LINES]
    assert len(keys) == len(set(keys))
    assert not set(keys) & {line.key for line in ACTS}
