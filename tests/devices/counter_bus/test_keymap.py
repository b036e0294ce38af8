"""Key maps: what the keys mean is data, and a mistake in it names its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.counter_bus.keymap import KeyMeaning, compile_keymap
from devices.counter_bus.protocol import DIGITS_MAX
from devices.errors import KeymapError

HALLQUE = {
    "0B": "evaluate",
    "00 0B": "prepare_next",
    "0C": "call_next",
    "<digits> 0C": "call_number",
    "0D": "recall",
    "<digits> 0A": "transfer",
    "<2+ digits> 0F": "login",
    "04 0F": "logout",
    "05 0F": "no_show",
    "00 0F": "pause",
    "02 0F": "resume",
    "06 0F": "call_guard",
    "07 0F": "call_manager",
    "09 0F": "call_adviser",
    "08 0F": "show_address",
}
QUEUESYSTEM = {
    "0B": "evaluate",
    "0C": "call_next",
    "0D": "recall",
    "0E": "unused",
    "0F": "confirm",
    "11": "one_metre_line",
    "12": "pause",
    "13": "transfer",
    "06 0F": "abandon",
    "00 0F": "hang",
    "03 0F": "call_back",
}


@pytest.mark.parametrize(
    ("digits", "function", "act"),
    [
        ("", 0x0C, "call_next"),
        ("17", 0x0C, "call_number"),
        ("6", 0x0F, "call_guard"),
        ("60", 0x0F, "login"),
        ("0", 0x0B, "prepare_next"),
        ("3", 0x0A, "transfer"),
    ],
)
def test_a_press_means_what_the_map_says_and_keeps_its_digits(digits: str, function: int, act: str) -> None:
    assert compile_keymap(HALLQUE).lookup(digits, function) == KeyMeaning(act, digits)


def test_the_same_keys_mean_different_things_in_two_halls() -> None:
    first, second = compile_keymap(QUEUESYSTEM).lookup("6", 0x0F), compile_keymap(HALLQUE).lookup("6", 0x0F)
    assert first == KeyMeaning("abandon", "6")
    assert second == KeyMeaning("call_guard", "6")


@pytest.mark.parametrize(("digits", "function"), [("", 0x13), ("3", 0x0F), ("", 0x0A), ("17", 0x0D)])
def test_keys_without_a_meaning_mean_nothing(digits: str, function: int) -> None:
    assert compile_keymap(HALLQUE).lookup(digits, function) is None


def test_the_pattern_that_demands_more_digits_wins() -> None:
    keymap = compile_keymap(
        {"<digits> 0F": "any", "<3+ digits> 0F": "many", "<4 digits> 0F": "four", "01 02 0F": "twelve"}
    )
    said = {digits: keymap.lookup(digits, 0x0F) for digits in ("1", "12", "13", "123", "1234", "12345")}
    acts = {digits: meaning.act for digits, meaning in said.items() if meaning is not None}
    assert acts == {"1": "any", "12": "twelve", "13": "any", "123": "many", "1234": "four", "12345": "many"}


def test_a_map_tells_every_act_it_asks_for() -> None:
    assert compile_keymap({"0C": "call_next", "<digits> 0C": "call_number"}).acts == {
        "call_next",
        "call_number",
    }


@pytest.mark.parametrize(
    ("key", "act", "why"),
    [
        ("0c 0C", "call_next", "must be like"),
        ("09", "call_next", "no function key"),
        ("14", "call_next", "no function key"),
        ("<digits> 05", "call_next", "no function key"),
        ("6 0F", "call_next", "must be like"),
        ("", "call_next", "must be like"),
        ("<0 digits> 0C", "call_next", "1 to"),
        (f"<{DIGITS_MAX + 1} digits> 0C", "call_next", "1 to"),
        ("<many digits> 0C", "call_next", "must be like"),
        ("0C", "Call next", "small letters"),
        ("0C", "", "small letters"),
    ],
)
def test_a_mistake_names_its_key_and_what_is_wrong(key: str, act: str, why: str) -> None:
    with pytest.raises(KeymapError, match=why) as caught:
        compile_keymap({"0D": "recall", key: act})
    assert caught.value.key == key
    assert repr(key) in str(caught.value)


@pytest.mark.parametrize("twice", [{"0C": "a", " 0c ": "b"}, {"<digits> 0C": "a", "<1+ digits> 0c": "b"}])
def test_keys_with_two_meanings_are_a_mistake(twice: dict[str, str]) -> None:
    with pytest.raises(KeymapError, match="already have a meaning"):
        compile_keymap(twice)


@given(st.text(max_size=20))
def test_any_text_is_a_key_or_a_named_mistake(key: str) -> None:
    blamed, acts = None, frozenset[str]()
    try:
        acts = compile_keymap({key: "call_next"}).acts
    except KeymapError as wrong:
        blamed = wrong.key
    assert (blamed == key) != (acts == {"call_next"})
