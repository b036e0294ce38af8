"""The words of a wait: never a number without its range, both languages, nothing that shifts Chinese."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screenkit.expected_words import (
    bounds_text,
    not_today_text,
    short_wait_text,
    wait_minutes,
    wait_text,
    your_wait_text,
)
from kiosk.screenkit.language import Text
from queue_server.wire.expected import Expected

KNOWN, NEXT, OPEN = Expected(10, 15), Expected(0, 2, is_next=True), Expected(40, None)
expectations = st.builds(
    Expected, st.integers(0, 300), st.none() | st.integers(0, 400), is_next=st.booleans()
)


@pytest.mark.parametrize(
    ("expected", "zh", "en"),
    [
        (KNOWN, "约 10-15 分钟", "about 10-15 min"),
        (Expected(0, 5), "5 分钟以内", "within 5 min"),
        (Expected(5, 5), "5 分钟以内", "within 5 min"),
        (NEXT, "很快叫到", "called soon"),
        (OPEN, "至少 40 分钟，今天可能排不到", "at least 40 min, perhaps not today"),
        (Expected(0, None), "今天可能排不到", "perhaps not today"),
    ],
)
def test_a_wait_is_said_as_a_range(expected: Expected, zh: str, en: str) -> None:
    assert wait_text(expected) == Text(zh, en)


@pytest.mark.parametrize(
    ("expected", "zh", "en"),
    [
        (KNOWN, "预计等候 10-15 分钟", "About 10-15 min to wait"),
        (Expected(0, 5), "预计等候 5 分钟以内", "Within 5 min to wait"),
        (NEXT, "即将叫到您", "You are next soon"),
        (OPEN, "至少 40 分钟，今天可能排不到", "At least 40 min, perhaps not today"),
    ],
)
def test_whoever_holds_the_number_is_spoken_to(expected: Expected, zh: str, en: str) -> None:
    assert your_wait_text(expected) == Text(zh, en)


def test_without_an_upper_end_it_is_said_that_it_may_not_be_today() -> None:
    assert bounds_text(OPEN) == Text("至少 40 分钟", "at least 40 min")
    assert not_today_text(OPEN) == Text("今天可能排不到", "perhaps not today")
    assert (not_today_text(KNOWN), not_today_text(NEXT)) == (None, None)


def test_a_narrow_column_has_both_ends_too() -> None:
    said = [short_wait_text(expected) for expected in (KNOWN, Expected(0, 5), OPEN, NEXT)]
    assert [text.zh for text in said] == ["10-15 分", "0-5 分", "40 分以上", "很快叫到"]
    assert [text.en for text in said] == ["10-15 min", "0-5 min", "40+ min", "called soon"]
    assert [wait_minutes(expected) for expected in (KNOWN, NEXT, OPEN)] == ["10-15", "0-2", "40+"]


@given(expectations)
def test_no_number_stands_without_its_range_in_either_language(expected: Expected) -> None:
    for text in (wait_text(expected), your_wait_text(expected), short_wait_text(expected)):
        for said in (text.zh, text.en):
            assert said
            has_bound = re.search(r"\d+-\d+|以内|(?i:within)|至少|(?i:at least)|以上|\d\+", said)
            assert has_bound or not re.search(r"\d", said), said
            assert not set(said) & set("—…·–")
