"""The number of a card: which is one, and that nothing shows it."""

import copy
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card_reader.card_number import LENGTH, CardNumber, check_sign, is_number
from devices.id_card_reader.driver import IdCardShown
from devices.id_card_reader.simulated import NOWHERE, invented

NUMBER = invented(7).number


def test_the_example_of_the_standard_is_right() -> None:
    assert is_number("11010519491231002X")
    assert CardNumber("11010519491231002X").last_four == "002X"


@given(st.integers(0, 10**17 - 1))
def test_every_body_has_one_check_sign(body: int) -> None:
    digits = f"{body:017}"
    assert [sign for sign in "0123456789X" if is_number(digits + sign)] == [check_sign(digits)]


@given(st.integers(0, LENGTH - 2), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place: int, by: int) -> None:
    digit = str((int(NUMBER[place]) + by) % 10)
    assert not is_number(NUMBER[:place] + digit + NUMBER[place + 1 :])


@pytest.mark.parametrize("text", ["", NUMBER[:-1], NUMBER + "0", "１" * 17 + "8", "11010519491231002x"])
def test_what_is_no_number_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="eighteen signs") as refused:
        CardNumber(text)
    assert not text or text not in str(refused.value)


def as_json(number: CardNumber) -> object:
    return msgspec.json.encode(number)


def as_builtins(number: CardNumber) -> object:
    return msgspec.to_builtins(number)


def as_dictionary(number: CardNumber) -> object:
    return vars(number)


@pytest.mark.parametrize("show", [repr, str, "{}".format, lambda number: repr(IdCardShown(number))])
def test_what_shows_it_shows_its_last_four_signs_only(show: Callable[[CardNumber], str]) -> None:
    shown = show(CardNumber(NUMBER))
    assert NUMBER[-4:] in shown
    assert NUMBER[:-4] not in shown
    assert NUMBER[6:14] not in shown


@pytest.mark.parametrize("write", [as_json, as_builtins, as_dictionary])
def test_no_encoder_writes_it(write: Callable[[CardNumber], object]) -> None:
    with pytest.raises(TypeError) as refused:
        write(CardNumber(NUMBER))
    assert NUMBER not in str(refused.value)


def test_one_number_is_the_same_wherever_it_was_read() -> None:
    first, again, other = CardNumber(NUMBER), CardNumber(NUMBER), CardNumber(invented(8).number)
    assert first == again != other
    assert first != NUMBER
    assert len({first, again, other}) == 2
    assert copy.copy(first).in_full == NUMBER


def test_invented_persons_are_of_nowhere_and_their_numbers_right() -> None:
    numbers = {invented(order).number for order in range(1000)}
    assert len(numbers) == 1000
    assert all(is_number(number) and number.startswith(NOWHERE) for number in numbers)
