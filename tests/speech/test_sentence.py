"""What is said of a call, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall_display.speech.sentence import Manner, languages, sentence, words
from hall_display.speech.voices import CLIP_WORDS
from queue_server.vocabulary import Language

ZH, EN = Language.CHINESE, Language.ENGLISH


def test_a_call_is_said_as_in_every_hall() -> None:
    assert sentence("A012", "03", ZH) == "请 A 零 一 二 号 到 三 号 窗口"


def test_one_may_be_said_yao_in_the_ticket_and_never_in_a_counted_window() -> None:
    assert sentence("A112", "01", ZH, one_is_yao=True) == "请 A 幺 幺 二 号 到 一 号 窗口"


@pytest.mark.parametrize(
    ("window", "spoken"),
    [
        ("00", "零"), ("3", "三"),
        ("03", "三"), ("10", "十"), ("12", "十 二"), ("20", "二 十"),
        ("45", "四 十 五"), ("100", "一 百"),
        ("105", "一 百 零 五"), ("112", "一 百 一 十 二"), ("A3", "A 三"),
    ],
)  # fmt: skip
def test_a_window_is_counted(window: str, spoken: str) -> None:
    assert sentence("A1", window, ZH) == f"请 A 一 号 到 {spoken} 号 窗口"


@pytest.mark.parametrize(("window", "spoken"), [("12", "幺 二"), ("03", "三"), ("01", "一")])
def test_a_window_may_be_read_by_its_digits(window: str, spoken: str) -> None:
    said = words("A1", window, ZH, Manner(one_is_yao=True, window_by_digits=True))
    assert " ".join(said[5:-2]) == spoken


@pytest.mark.parametrize(
    ("window", "spoken"),
    [("03", "three"), ("12", "twelve"), ("20", "twenty"), ("45", "forty five"), ("110", "one hundred ten")],
)
def test_english_follows_the_same_order(window: str, spoken: str) -> None:
    assert sentence("A012", window, EN) == f"number A zero one two to window {spoken}"


def test_english_follows_for_those_who_chose_it_or_for_all() -> None:
    assert languages(ZH, Manner()) == (ZH,)
    assert languages(EN, Manner()) == (ZH, EN)
    assert languages(ZH, Manner(second_language=True)) == (ZH, EN)


def test_a_sign_without_a_sound_is_left_out() -> None:
    assert sentence("a-7", "1", ZH) == "请 A 七 号 到 一 号 窗口"


@given(
    st.from_regex(r"[A-Z]{1,2}[0-9]{1,4}", fullmatch=True), st.integers(0, 999), st.booleans(), st.booleans()
)
def test_every_call_of_a_hall_can_be_said_from_the_clips(
    number: str, window: int, yao: bool, digits: bool
) -> None:
    said = words(number, f"{window:02d}", ZH, Manner(one_is_yao=yao, window_by_digits=digits))
    assert set(said) <= set(CLIP_WORDS)
