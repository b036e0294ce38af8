"""What is said of a card, from its document alone: in both languages, by the hall's clock."""

import pytest
from msgspec.structs import replace

from kiosk.window.card_acts import OF_A_CARD
from kiosk.window.card_lines import band_rows, details, line_text, list_note
from kiosk.window.card_requests import CardRequests
from kiosk.window.card_view import CardView, card_views, ink_on, unseen
from kiosk.window.card_words import DEADLINES, STATES, instant
from kiosk.window.life import EVERY_MS, Life
from kiosk.window.view import desk_view
from queue_server.supervision import life
from queue_server.vocabulary import CardAct, CardState, Device, Language, StaffId, WindowNo
from queue_server.wire.documents import DeskCard
from tests.kiosk_window.conftest import NOW_MS, OWN, card, desk, hall_docs, yellow

ZH, EN, OFFSET = Language.CHINESE, Language.ENGLISH, 480


def views(*cards: DeskCard, staff: str = "S017") -> tuple[CardView, ...]:
    docs = {doc.key: doc for doc in hall_docs()}
    return card_views(replace(desk(staff=staff), cards=cards), docs)


def detail_of(one: DeskCard, language: Language) -> list[str]:
    return ["".join(line_text(line, language)) for line in details(views(one)[0], NOW_MS, OFFSET)]


def test_the_band_says_level_rule_and_how_long() -> None:
    cards = unseen(views(card()))
    assert band_rows(cards, ZH, NOW_MS, OFFSET) == ("预警 有人等候而窗口空闲  已 03:12",)
    assert band_rows(cards, EN, NOW_MS, OFFSET) == ("Warning: window idle while people wait  for 03:12",)
    assert band_rows(cards, ZH, NOW_MS + 60_000, OFFSET)[0].endswith("已 04:12")


def test_the_band_says_by_when_to_explain_and_names_those_behind() -> None:
    cards = unseen(views(card(4), yellow(2)))
    assert band_rows(cards, ZH, NOW_MS, OFFSET) == (
        "黄牌 离岗  03-02 08:30 起",
        "请在 03-05 24:00 前说明",
        "另有 1 条：预警 有人等候而窗口空闲",
    )
    assert band_rows(cards, EN, NOW_MS, OFFSET)[1:] == (
        "Please explain by 03-05 24:00",
        "1 more: Warning: window idle while people wait",
    )


def test_a_new_card_never_takes_the_place_of_the_one_that_stands_in_the_band() -> None:
    before = unseen(views(yellow(2)))
    after = unseen(views(card(4), yellow(2)))
    assert before[0].id == after[0].id
    assert unseen(views(card(1, is_acknowledged=True))) == ()


def test_facts_are_said_by_their_names() -> None:
    facts = {"queue": "A", "item": "I1", "class": "priority", "number": "A031", "stars": "1", "window": "03"}
    assert detail_of(card(facts=facts), ZH)[2:8] == [
        "队列：户籍身份",
        "事项：居民身份证换领",
        "类别：优先",
        "号票：A031",
        "评价：非常不满意",
        "已告知：本窗口",
    ]
    absent = {"session_zh": "上午", "session_en": "morning", "from": "08:30", "to": "09:20", "punch": "in"}
    assert detail_of(card(facts=absent, half_days=1, times=2), EN)[2:7] == [
        "Punch: coming in",
        "Session: morning",
        "Time: 08:30 – 09:20",
        "Times: 2",
        "Absent: 1 half day(s)",
    ]
    broken = card(device=Device.EVALUATOR, facts={"place": "window:03", "fault": "没有应答"})
    assert detail_of(broken, ZH)[2:4] == ["设备：评价器", "故障：没有应答"]


def test_the_details_say_who_was_told_until_when_and_what_was_said() -> None:
    upheld = yellow(
        state=CardState.UPHELD,
        is_overdue=True,
        is_provisional=True,
        acknowledged=("staff:S017",),
        explanation="送材料到二楼",
        finding="属实",
        reason="维持",
        appeal_until_ms=NOW_MS + 86_400_000,
    )
    assert detail_of(upheld, ZH) == [
        "状态：维持 · 已逾期",
        "起始：03-02 08:30",
        "处理期限：03-05 24:00 · 暂定",
        "申诉期限：03-03 09:30",
        "已告知：本人（已知悉）、公安首席代表、公安负责人、值班管理人员",
        "说明：送材料到二楼",
        "核查：属实",
        "决定：维持",
    ]
    said = detail_of(replace(upheld, state=CardState.APPEALED, measure="提醒谈话"), EN)
    assert said[0] == "State: appealed, to be decided · overdue"
    assert (
        "Told: you (acknowledged), chief representative of Police, head of Police, managers on duty" in said
    )
    assert said[-2:] == ["Appeal: 维持", "Measure: 提醒谈话"]
    assert not any(line.startswith("Appeal until") for line in said)


def test_a_chief_sees_whose_a_card_is() -> None:
    other = yellow(staff=StaffId("S018"), window=WindowNo("05"))
    assert list_note(views(other)[0], ZH, NOW_MS, OFFSET) == "S018 · 5 号窗口 · 03-02 08:30 起"
    assert list_note(views(yellow(window=WindowNo("05")))[0], EN, NOW_MS, OFFSET) == "since 03-02 08:30"
    assert "Whose: S018 · Window 5" in detail_of(other, EN)
    assert list_note(views(card(staff=StaffId("")))[0], ZH, NOW_MS, OFFSET) == "已 03:12"


def test_with_nobody_signed_in_nothing_is_anybodys() -> None:
    assert views(card(), yellow(), staff="") == ()
    assert (
        desk_view({"desk/03": replace(desk(), cards=(card(),))}, OWN).cards[0].name.zh == "有人等候而窗口空闲"
    )


def test_the_time_for_an_appeal_ends_by_the_clock() -> None:
    until_ms = NOW_MS + 1000
    measured = views(yellow(state=CardState.MEASURED, acts=(CardAct.APPEAL,), appeal_until_ms=until_ms))[0]
    assert (measured.acts_at(NOW_MS), measured.is_shown(NOW_MS)) == ((CardAct.APPEAL,), True)
    assert (measured.acts_at(until_ms), measured.is_shown(until_ms)) == ((), False)
    assert views(yellow())[0].acts_at(until_ms) == (CardAct.ACKNOWLEDGE, CardAct.EXPLAIN)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#4da3ff", "#000000"), ("#f2c037", "#000000"), ("#e5383b", "#000000"), ("#1f2a6b", "#ffffff")],
)
def test_the_ink_stands_out_on_every_colour(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


def test_a_colour_that_nobody_can_read_is_a_plain_one() -> None:
    assert views(card(colour="blue"))[0].colour == "#8aa0b8"


def test_every_state_has_words_and_every_open_one_says_what_is_due() -> None:
    assert set(STATES) == set(CardState)
    assert set(DEADLINES) == life.LIVING - {CardState.UNCONFIRMED}
    assert set(OF_A_CARD) == life.OF_THE_HOLDER


def test_the_midnight_that_ends_a_day_is_its_24_00() -> None:
    assert instant(NOW_MS, OFFSET) == "03-02 09:30"
    assert instant(NOW_MS + 52_200_000, OFFSET) == "03-02 24:00"


def test_the_same_words_again_are_the_same_request() -> None:
    said, one = CardRequests(), card().card
    first = said.message(one, CardAct.EXPLAIN, "甲")
    assert said.message(one, CardAct.EXPLAIN, "甲") is first
    assert said.draft(one, CardAct.EXPLAIN) == "甲"
    second = said.message(one, CardAct.EXPLAIN, "乙")
    assert second.request != first.request
    said.answered(first)
    assert said.draft(one, CardAct.EXPLAIN) == "乙"
    said.answered(second)
    assert said.draft(one, CardAct.EXPLAIN) == ""
    said.message(one, CardAct.APPEAL, "丙")
    said.forget()
    assert said.draft(one, CardAct.APPEAL) == ""


def test_life_is_worth_telling_at_once_and_then_once_a_minute() -> None:
    shown = Life()
    assert shown.is_due(NOW_MS)
    shown.told(NOW_MS)
    assert not shown.is_due(NOW_MS)
    assert not shown.is_due(NOW_MS + EVERY_MS - 1)
    assert shown.is_due(NOW_MS + EVERY_MS)
    assert shown.is_due(NOW_MS - 1)
    shown.forget()
    assert shown.is_due(NOW_MS)


def test_a_card_of_another_window_names_that_window() -> None:
    told = detail_of(card(told=("window:05", "staff:S018", "office", "guild:x")), ZH)[-1]
    assert told == "已告知：5 号窗口、S018、监察室、guild:x"
