"""Identity numbers: which are true, and that nobody sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.errors import Refusal
from queue_server.runtime.identity import Identity, check_letter, parse_identity
from queue_server.vocabulary import RefusalCode

TRUE_NUMBER = "11010519491231002X"
"""The standard's own example, which belongs to nobody."""


def test_the_standards_example_is_true() -> None:
    assert parse_identity(TRUE_NUMBER) == Identity(TRUE_NUMBER)
    assert check_letter("11010519491231002") == "X"
    assert check_letter("44052418800101001") == "4"


@pytest.mark.parametrize("text", ["11010519491231002x", " 110105 19491231 002X ", "110105-19491231-002X"])
def test_the_way_of_writing_does_not_matter(text: str) -> None:
    assert parse_identity(text) == Identity(TRUE_NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "110105194912310021",
        "11010519491331002X",
        "11010519490230002X",
        "01010519491231002X",
        "1101051949123100",
        "1101051949123100X",
        "张三",
        "ABCDEF",
        "E12",
        "110105491331002",
        "A" * 21 + "1",
        "１１０１０５１９４９１２３１００２X",
        "²1010519491231002X",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    assert parse_identity(text) == Refusal(RefusalCode.BAD_IDENTITY)


def test_the_old_form_names_the_same_person() -> None:
    assert parse_identity("110105491231002") == Identity(TRUE_NUMBER)


@pytest.mark.parametrize("text", ["E12345678", "ea1234567", "H10203040"])
def test_passports_and_permits_are_taken_as_they_are(text: str) -> None:
    assert parse_identity(text) == Identity(text.upper())


@given(place=st.integers(0, 16), digit=st.integers(0, 9))
def test_any_single_wrong_digit_is_found(place: int, digit: int) -> None:
    wrong = TRUE_NUMBER[:place] + str(digit) + TRUE_NUMBER[place + 1 :]
    assert isinstance(parse_identity(wrong), Identity) is (wrong == TRUE_NUMBER)


def test_an_identity_shows_four_digits_only() -> None:
    identity = Identity(TRUE_NUMBER)
    assert str(identity) == repr(identity) == f"{identity}" == "Identity(…002X)"
    assert TRUE_NUMBER not in repr([identity, {"a": identity}])
    assert identity.last4 == "002X"
