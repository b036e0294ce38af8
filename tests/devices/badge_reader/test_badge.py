"""One badge has one text, however it is printed and whichever reader read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.badge import (
    BadgeForm,
    badge_of,
    badge_of_other_bits,
    badge_of_pair,
    badge_of_printed,
    number_of,
    printed_pair,
)

numbers = st.integers(0, (1 << 32) - 1)


@given(numbers)
def test_ten_digits_are_canonical_and_lead_back_to_the_number(number: int) -> None:
    badge = badge_of(number)
    assert len(badge) == 10
    assert badge.isdigit()
    assert number_of(badge) == number
    assert badge_of_printed(badge) == badge
    assert badge_of_printed(str(number)) == badge


@given(numbers)
def test_both_printed_forms_of_one_badge_are_the_same_to_a_hall_that_counts_three_bytes(number: int) -> None:
    badge = badge_of(number, BadgeForm.PAIR)
    pair = printed_pair(badge_of(number))
    assert pair is not None
    assert badge_of_printed(pair) == badge_of_printed(pair.replace(",", ".")) == badge
    if number < 1 << 24:
        assert badge == badge_of(number)


@given(st.integers(0, 255), st.integers(0, 65535))
def test_a_pair_is_the_last_three_bytes(facility: int, number: int) -> None:
    badge = badge_of_pair(facility, number)
    assert printed_pair(badge) == f"{facility:03d},{number:05d}"
    assert number_of(badge) == facility * 65536 + number


def test_the_badges_of_the_page() -> None:
    assert badge_of_printed("015,17694") == "0001000734"
    assert printed_pair("0001000734") == "015,17694"
    assert badge_of_pair(90, 324) == "0005898564"
    assert badge_of_printed(" 1000734 ") == "0001000734"


@pytest.mark.parametrize("text", ["", "256,00001", "001,65536", "4294967296", "37-0A", "A017", "1,2,3", "-1"])
def test_what_is_printed_on_no_badge_has_no_text(text: str) -> None:
    assert badge_of_printed(text) is None


@given(st.text("01", min_size=1, max_size=200))
def test_a_badge_of_other_bits_says_them_all_and_is_never_ten_digits(bits: str) -> None:
    badge = badge_of_other_bits(bits)
    length, _, value = badge.partition("-")
    assert f"{int(value, 16):0{int(length)}b}" == bits
    assert number_of(badge) is None
    assert printed_pair(badge) is None


@pytest.mark.parametrize("text", ["1000734", "00001000734", "٠٠٠١٠٠٠٧٣٤", "0001000734 "])
def test_only_ten_plain_digits_are_a_canonical_number(text: str) -> None:
    assert number_of(text) is None
