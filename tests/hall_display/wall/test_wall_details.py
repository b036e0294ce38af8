"""Lists and looks into one thing, by plain calls: the whole life of a card, a window, a queue, a person."""

import pytest

from hall_display.wall.details import Detail
from hall_display.wall.places import LISTS, detail_of
from hall_display.wall.plates import Listing
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row
from hall_display.wall.trial_hall import AT_MS, busy, large
from hall_display.wall.view_card_detail import recipient
from queue_server.vocabulary import CardState, Language, RuleCode
from queue_server.wire.wall_documents import CardDoc
from tests.hall_display.wall.test_wall_view import card, changed, said, sight

LANGUAGES = [Language.CHINESE, Language.ENGLISH]


def look(key: str, here: Sight | None = None) -> Detail:
    found = detail_of(here or sight(busy(AT_MS)), key)
    assert found is not None
    return found


def all_said(rows: tuple[Row, ...]) -> str:
    return "\n".join(map(said, rows))


def said_of(listing: Listing) -> list[str]:
    return [all_said(plate.lines) for plate in listing.plates]


def test_a_card_tells_its_whole_life() -> None:
    detail = look("card/20260302-K003")
    text = all_said(detail.facts)
    for part in ("20260302-K003", "B027", "不动产首席代表", "值班负责人", "已知悉", "说明", "核查"):
        assert part in text
    assert "待核查" in said(detail.life)
    assert [deed.code for deed in detail.deeds] == ["investigate", "revoke"]
    assert [deed.is_grave for deed in detail.deeds] == [False, True]


def test_a_card_nobody_has_seen_says_who_has_not() -> None:
    text = all_said(look("card/20260302-K001").facts)
    assert text.count("未知悉") == 4
    assert text.count("已知悉") == 1
    assert "逾期 1:35:00" in text


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (CardState.UNCONFIRMED, "1 提出"),
        (CardState.TOLD, "2 告知"),
        (CardState.EXPLAINED, "3 说明"),
        (CardState.APPEALED, "5 决定"),
        (CardState.MEASURED, "6 措施"),
    ],
)
def test_the_step_at_which_a_card_stands_is_marked(state: CardState, step: str) -> None:
    docs = sight(busy(AT_MS), card(level="yellow", state=state))
    marked = [span.text for span in look("card/20260302-K007", docs).life.left if span.is_bold]
    assert marked[0] == step


@pytest.mark.parametrize("rule", list(RuleCode))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_words_without_an_empty_place(rule: RuleCode, language: Language) -> None:
    docs = sight(busy(AT_MS), card(rule=rule), language=language)
    text = all_said(look("card/20260302-K007", docs).facts)
    assert "{" not in text
    assert "None" not in text


def test_who_was_told_is_named_by_the_hall() -> None:
    here = sight(busy(AT_MS))
    assert recipient(here, "window:03") == "3号窗口"
    assert recipient(here, "staff:S003") == "冯强"
    assert recipient(here, "head:GA") == "公安负责人"
    assert recipient(here, "office") == "监察室"


def test_a_window_tells_who_sits_there_and_what_is_wrong() -> None:
    text = all_said(look("window/04").facts)
    for part in ("潘文博", "评价器 无应答", "今日评价", "可叫等候"):
        assert part in text
    assert len(look("window/16").links) == 2
    assert "无" in all_said(look("window/17").facts)


def test_a_queue_tells_since_when_its_first_waits_and_which_windows_serve_it() -> None:
    detail = look("queue/C")
    assert "至少 40 分钟，今天可能排不到" in all_said(detail.facts)
    text = all_said(detail.facts)
    assert "35:00   10:27" in text
    assert "95.9 %" in text
    assert detail.links
    assert all(plate.key.startswith("window/") for plate in detail.links)


def test_a_person_tells_punches_marks_and_ratings() -> None:
    text = all_said(look("staff/S007").facts)
    assert "迟到" in text
    assert "08:52" in text


def test_an_unknown_badge_shows_four_digits_and_can_be_given_to_somebody() -> None:
    detail = look("badge/9f3ac27714de0b61")
    assert "4471" in all_said(detail.facts)
    assert "9f3ac27714de0b61" not in all_said(detail.facts)
    assert [deed.code for deed in detail.deeds] == ["assign"]


def test_a_call_back_can_be_answered() -> None:
    detail = look("task/20260227-D031")
    assert "逾期 47:00" in said(detail.title)
    assert [deed.code for deed in detail.deeds] == ["answer"]


@pytest.mark.parametrize(
    "key", ["card/none", "window/999", "queue/Z", "staff/S999", "task/x", "badge/x", "x/y"]
)
def test_what_is_not_there_has_no_look(key: str) -> None:
    assert detail_of(sight(busy(AT_MS)), key) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_list_of_a_large_hall_is_whole_and_in_words(name: str, language: Language) -> None:
    listing = LISTS[name](sight(large(AT_MS), language=language))
    assert listing.plates
    assert not any("{" in text for text in said_of(listing))
    assert (
        len({plate.key for plate in listing.plates if plate.key})
        == len([plate for plate in listing.plates if plate.key])
        or name == "devices"
    )


def test_a_list_of_nothing_says_so() -> None:
    assert [LISTS[name](sight(())).empty != "" for name in LISTS] == [True] * len(LISTS)
    assert LISTS["devices"](sight(())).empty == "全部正常"


def test_who_is_absent_or_off_post_stands_first() -> None:
    texts = said_of(LISTS["attendance"](sight(busy(AT_MS))))
    assert "读卡器报警" in texts[0]
    assert "陌生卡" in texts[1]
    assert "离岗" in texts[2]
    assert "缺勤" in texts[3]


def test_the_lists_of_cards_keep_what_only_stands_in_the_figures_at_the_end() -> None:
    listing = LISTS["cards"](sight(busy(AT_MS)))
    assert listing.plates[-1].key == "card/20260302-K008"
    assert "上午 08:30 至 08:55，25 分钟" in said_of(listing)[-1]


def test_bad_ratings_stand_first_and_silence_apart() -> None:
    texts = said_of(LISTS["ratings"](sight(busy(AT_MS))))
    assert "不满意 1" in texts[0]
    assert "未评价 2" in texts[0]


def test_a_level_the_hall_no_longer_has_is_called_by_its_code() -> None:
    doc = changed(card(), level="blue")
    assert isinstance(doc, CardDoc)
    assert "blue" in said(look("card/20260302-K007", sight(busy(AT_MS), doc)).title)


def test_the_expected_wait_stands_beside_the_longest_and_at_a_window_that_of_the_last() -> None:
    plates = said_of(LISTS["queues"](sight(busy(AT_MS), language=Language.ENGLISH)))
    assert "expected 15-20 min" in plates[1]
    assert "expected" not in plates[4]
    last = all_said(look("window/01").facts)
    assert "最后一位" in last
