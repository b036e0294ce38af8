"""Mistakes in ``[forecast]`` and in planned hours; and what a right file says of them."""

from collections.abc import Callable

import pytest

from queue_server.config import Config
from queue_server.forecast.plan import ForecastPlan
from queue_server.hall.plan import Span
from queue_server.vocabulary import WindowNo

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]

WRONG = [
    ("replays = 5", "key replays: 5 is not between 20 and 1000"),
    ("doubtful_below_pct = 101", "key doubtful_below_pct: 101 is not between 0 and 100"),
    ("refresh_s = 1", "key refresh_s: 1 is not between 5 and 10"),
    ("after_event_ms = 0", "key after_event_ms: 0 is not between 200 and 10000"),
    ("appointments_come_pct = -1", "key appointments_come_pct: -1 is not between 0 and 100"),
    ('is_on = "yes"', "key is_on: expected true or false, got a text"),
    ('open = ["8-12"]', 'key open: "8-12" is not a time of the form "08:30-11:45"'),
    (
        'open = ["08:30-12:00", "11:00-17:00"]',
        "key open: 08:30-12:00 and 11:00-17:00 overlap; end one before the other",
    ),
    (
        'open = ["18:00-20:00"]',
        "key open: 18:00-20:00 lies outside of all hours in which numbers are issued, 08:30-11:45 and "
        "14:30-17:15; write when windows are open, the last citizens included",
    ),
]


@pytest.mark.parametrize(("line", "sentence"), WRONG)
def test_a_wrong_number_or_hour_is_explained(
    small: str, mistakes: Mistakes, line: str, sentence: str
) -> None:
    assert mistakes(f"{small}\n[forecast]\n{line}\n") == (f"hall.toml: [forecast], {sentence}",)


def test_a_windows_own_hours_are_checked_too(small: str, mistakes: Mistakes) -> None:
    assert mistakes(f'{small}open = ["12:00-08:30"]\n') == (
        'hall.toml: [[windows]] 1 (01), key open: "12:00-08:30" ends before it begins; '
        "write the earlier time first",
    )


def test_an_unknown_key_is_explained(small: str, mistakes: Mistakes) -> None:
    assert mistakes(f"{small}\n[forecast]\nreplay = 50\n") == (
        'hall.toml: [forecast]: unknown key "replay"; did you mean "replays"?',
    )


def test_what_is_written_is_the_plan(small: str, read: Read) -> None:
    text = f'{small}open = ["08:30-11:00"]\n[forecast]\nis_on = false\nreplays = 50\nopen = ["08:30-12:00"]\n'
    assert read(text).forecast == ForecastPlan(
        is_on=False,
        replays=50,
        open=(Span(510, 720),),
        windows_open={WindowNo("01"): (Span(510, 660),)},
    )
    assert read(small).forecast == ForecastPlan()


def test_a_queues_own_hours_make_other_hours_right(small: str, read: Read) -> None:
    late = small.replace('area = "A"\n\n[[items]]', 'area = "A"\nhours = ["18:00-20:00"]\n\n[[items]]')
    assert read(f'{late}\n[forecast]\nopen = ["18:00-20:30"]\n').forecast.open == (Span(1080, 1230),)
