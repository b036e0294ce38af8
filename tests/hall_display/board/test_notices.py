"""Notices in pages: nothing is lost, and each page fits where there is a place to cut."""

from hypothesis import given
from hypothesis import strategies as st

from hall_display.board.notices import notice_pages


def fits_twelve(text: str) -> bool:
    return len(text) <= 12


def test_a_short_notice_is_one_page() -> None:
    assert notice_pages(["请留意屏幕与语音。"], fits_twelve) == ("请留意屏幕与语音。",)


def test_a_long_notice_is_cut_after_its_pauses() -> None:
    pages = notice_pages(["请留意屏幕与语音呼叫，过号请到导办台，谢谢"], fits_twelve)
    assert pages == ("请留意屏幕与语音呼叫", "过号请到导办台，谢谢")


def test_english_is_cut_between_sentences() -> None:
    assert notice_pages(["Be quiet. Thanks."], fits_twelve) == ("Be quiet.", "Thanks.")


def test_a_notice_without_a_pause_stays_whole() -> None:
    assert notice_pages(["一二三四五六七八九十一二三四五"], fits_twelve) == (
        "一二三四五六七八九十一二三四五",
    )


def test_empty_notices_are_no_pages() -> None:
    assert notice_pages(["", "好"], fits_twelve) == ("好",)


@given(st.lists(st.text("一二三ab，。. ", max_size=60), max_size=4))
def test_no_letter_is_lost(texts: list[str]) -> None:
    kept = "".join(notice_pages(texts, fits_twelve))
    letters = [letter for text in texts for letter in text if letter not in " ，"]
    assert [letter for letter in kept if letter not in " ，"] == letters
