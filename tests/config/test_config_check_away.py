"""Mistakes in ``[away]``: marks that two kiosks share, or that look like a queue's letters."""

from collections.abc import Callable

import pytest

from queue_server.config import Config
from queue_server.hall.plan import AwayPlan

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]

WRONG = [
    ('marks = { K1 = "z" }', 'key marks: K1 = "z" is not one letter from A to Z'),
    ('marks = { K1 = "ZZ" }', 'key marks: K1 = "ZZ" is not one letter from A to Z'),
    ('marks = { K1 = "" }', 'key marks: K1 = "" is not one letter from A to Z'),
    (
        'marks = { K1 = "Z", K2 = "Z" }',
        'key marks: "Z" is the mark of K1 and of K2; give each its own',
    ),
    ('marks = { K1 = "Z" }\nnumbers = 1000', "key numbers: 1000 is not between 1 and 999"),
    ('marks = { K1 = "Z" }\nnumbers = 0', "key numbers: 0 is not between 1 and 999"),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG)
def test_a_wrong_mark_is_explained(small: str, mistakes: Mistakes, line: str, sentence: str) -> None:
    assert mistakes(f"{small}\n[away]\n{line}\n") == (f"hall.toml: [away], {sentence}",)


def test_a_mark_may_not_make_the_letters_of_another_queue(small: str, mistakes: Mistakes) -> None:
    queue = '[[queues]]\ncode = "AZ"\nname = "税务"\narea = "A"\n'
    found = mistakes(f'{small}\n{queue}\n[away]\nmarks = {{ K1 = "Z" }}\n')
    assert any("the numbers AZ001 of queue A look like those of another queue" in each for each in found)


def test_a_right_table_is_the_plans(small: str, read: Read) -> None:
    config = read(f'{small}\n[away]\nmarks = {{ K1 = "Z" }}\nnumbers = 90\n')
    assert config.plan.away == AwayPlan({"K1": "Z"}, 90)


def test_without_the_table_no_kiosk_issues_by_itself(small: str, read: Read) -> None:
    assert read(small).plan.away.marks == {}
