"""The first forecast of a ticket is told with what was shown, what it came from, and how it came out."""

from typing import cast

import pytest
from msgspec.structs import replace

from queue_server.explain.foretold import Foretold, Outcome, foretold_in
from queue_server.explain.foretold_words import LABELS, METHODS, OUTCOMES, SAID, foretold_facts, range_text
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.outlook import FirstForecast
from queue_server.vocabulary import ItemCode, Language, TicketId, WindowNo
from tests.explain.retold import DAY, Retold

A1, W1, W2 = ItemCode("A1"), WindowNo("01"), WindowNo("02")
ENGLISH = Language.ENGLISH


def forecast(at_ms: int) -> FirstForecast:
    """Ten to fifteen minutes, from the state of two seconds before."""
    return FirstForecast(
        seq=4,
        at_ms=at_ms - 2_000,
        seed=7_421,
        digest="9f" * 16,
        low_ms=620_000,
        mid_ms=723_000,
        high_ms=842_000,
        low_min=10,
        high_min=15,
        naive_ms=540_000,
        moved_ms=30_000,
        served_pct=97,
    )


@pytest.fixture
def hall() -> Retold:
    """Windows 1 and 2 busy for an hour, and A003 with a forecast."""
    hall = Retold()
    hall.staff("01", "02")
    hall.do(c.TakeTicket(A1), c.TakeTicket(A1), c.CallNext(W1), c.CallNext(W2), c.TakeTicket(A1))
    issued = hall.records[-1]
    event = replace(cast("e.TicketIssued", issued.event), wait=forecast(issued.at_ms))
    hall.records[-1] = replace(issued, event=event)
    return hall


def told(hall: Retold, language: Language = Language.CHINESE) -> dict[str, str]:
    """Return the facts of A003 by their names."""
    foretold = foretold_in(hall.story("A003"))
    assert foretold is not None
    words = hall.words(language)
    names = {words.pick(label): name for name, label in LABELS.items()}
    return {names[fact.label]: fact.text for fact in foretold_facts(foretold, words)}


def test_the_forecast_is_told_with_every_figure(hall: Retold) -> None:
    hall.wait_s(722)
    hall.do(c.FinishService(W1), c.CallNext(W1))
    assert told(hall) == {
        "shown": "10–15 分钟",
        "outcome": "取号后 12 分 2 秒第一次叫号，在告知的范围内",
        "quantiles": "中位数 12 分 3 秒；十次中有一次不到 10 分 20 秒，十次中有一次超过 14 分 2 秒",
        "moved": "+30 秒：所依据的状态之后来的人加上，过去的时间减去；已在上面的数里",
        "correction": "下端 10 分 20 秒 → 10 分钟，上端 14 分 2 秒 → 15 分钟："
        "按以往预计与实际之差修正，再向外取整",
        "served": "97%",
        "naive": "前面人数 × 平均办理时间 ÷ 窗口数 = 9 分",
        "method": "把大厅往后推演许多遍",
        "state": "日志第 4 号，08:59:58",
        "seed": "7421",
        "digest": "9f" * 16,
    }


def test_the_same_in_english(hall: Retold) -> None:
    hall.wait_s(722)
    hall.do(c.FinishService(W1), c.CallNext(W1))
    facts = told(hall, ENGLISH)
    assert facts["shown"] == "10 to 15 min"
    assert facts["outcome"] == "Called first 12 min 2 s after the issue: inside the range"
    assert facts["quantiles"] == (
        "Median 12 min 3 s; one time in ten below 10 min 20 s, one in ten above 14 min 2 s"
    )
    assert facts["state"] == "Journal number 4, 08:59:58"


def test_the_issue_itself_says_what_was_told(hall: Retold) -> None:
    assert "，前面等候 0 人，告知预计等候 10–15 分钟" in hall.lines("A003")[0].text
    assert ", 0 waiting before it, told to expect 10 to 15 min" in hall.lines("A003", ENGLISH)[0].text
    assert "预计" not in hall.lines("A002")[0].text
    assert foretold_in(hall.story("A002")) is None


@pytest.mark.parametrize(
    ("waited_s", "said"),
    [
        (600, "取号后 10 分第一次叫号，在告知的范围内"),
        (900, "取号后 15 分第一次叫号，在告知的范围内"),
        (599, "取号后 9 分 59 秒第一次叫号，不在告知的范围内，早了 1 秒"),
        (1000, "取号后 16 分 40 秒第一次叫号，不在告知的范围内，晚了 1 分 40 秒"),
    ],
)
def test_the_ends_belong_to_the_range(hall: Retold, waited_s: int, said: str) -> None:
    hall.wait_s(waited_s)
    hall.do(c.FinishService(W1), c.CallNext(W1))
    assert told(hall)["outcome"] == said


def test_a_call_that_was_taken_back_is_not_the_first_one(hall: Retold) -> None:
    hall.wait_s(60)
    hall.do(c.FinishService(W1), c.CallNext(W1), c.UndoStep(W1))
    assert told(hall)["outcome"] == "没有叫到"
    hall.wait_s(660)
    hall.do(c.CallNext(W1))
    assert told(hall)["outcome"] == "取号后 12 分第一次叫号，在告知的范围内"


def test_a_later_step_that_was_taken_back_leaves_the_first_call(hall: Retold) -> None:
    hall.wait_s(660)
    hall.do(c.FinishService(W1), c.CallNext(W1), c.StartService(W1))
    hall.wait_s(3)
    hall.do(c.UndoStep(W1))
    assert told(hall)["outcome"] == "取号后 11 分第一次叫号，在告知的范围内"


def test_a_no_show_was_called_too(hall: Retold) -> None:
    hall.wait_s(660)
    hall.do(c.FinishService(W1), c.CallNext(W1), c.MarkNoShow(W1))
    hall.do(c.ReturnTicket(TicketId(f"{DAY}-A003")), c.TakeTicket(A1), c.CallNext(W1))
    hall.wait_s(600)
    hall.do(c.FinishService(W1), c.CallNext(W1))
    assert told(hall)["outcome"] == "取号后 11 分第一次叫号，在告知的范围内"


def test_a_wait_without_an_end_is_said_and_never_too_late(hall: Retold) -> None:
    open_ended = replace(forecast(hall.at_ms), high_ms=None, high_min=None)
    words, english = hall.words(), hall.words(ENGLISH)
    assert range_text(open_ended, words) == "10 分钟以上，今天可能轮不到"
    assert range_text(open_ended, english) == "10 min or more, perhaps not today"
    late = Foretold(open_ended, hall.records[-1], hall.at_ms + 9_000_000)
    assert late.outcome is Outcome.INSIDE
    facts = {fact.label: fact.text for fact in foretold_facts(late, words)}
    assert "修正" not in facts
    assert facts["推演得出"] == "中位数 12 分 3 秒；十次中有一次不到 10 分 20 秒，十次中有一次当天轮不到"


def test_a_wait_not_foreseen_at_all_is_said(hall: Retold) -> None:
    never = replace(
        forecast(hall.at_ms), low_ms=None, mid_ms=None, high_ms=None, low_min=None, high_min=None, moved_ms=0
    )
    came = Foretold(never, hall.records[-1], hall.at_ms + 60_000)
    assert (came.outcome, came.beyond_ms) == (Outcome.UNFORESEEN, 0)
    facts = {fact.label: fact.text for fact in foretold_facts(came, hall.words())}
    assert facts["告知的等候"] == "今天可能轮不到"
    assert facts["结果"] == "取号后 1 分叫到了，预计是轮不到"
    assert "移到取号时" not in facts


def test_a_warning_before_the_number_is_told(hall: Retold) -> None:
    doubtful = replace(forecast(hall.at_ms), served_pct=41, is_doubtful=True)
    facts = foretold_facts(Foretold(doubtful, hall.records[-1]), hall.words())
    assert "41%，取号前已提醒" in [fact.text for fact in facts]


def test_every_text_has_both_languages() -> None:
    tables: tuple[dict[str, tuple[str, str]], ...] = (LABELS, METHODS, SAID)
    assert all(zh and en for table in tables for zh, en in table.values())
    assert set(OUTCOMES) == set(Outcome)
    assert all(zh and en for zh, en in OUTCOMES.values())
