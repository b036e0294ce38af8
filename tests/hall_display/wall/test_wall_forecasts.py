"""How well the forecasts did, on the wall: never without the figure to beat, and nothing invented."""

import pytest
from msgspec.structs import replace

from hall_display.wall.sight import Sight
from hall_display.wall.spans import BLANK
from hall_display.wall.view_forecasts import accuracy, forecast_facts, minutes
from hall_display.wall.widgets.lines import PADDING
from queue_server.vocabulary import Language
from queue_server.wire.wall_documents import Accuracy, DayDoc
from tests.hall_display.wall.test_wall_view import said

KNOWN = Accuracy(
    foretold=9, unforetold=2, judged=5, held=4, without_median=1, unbounded=2, error_sum_ms=4 * 126_000,
    bias_sum_ms=-4 * 60_000, naive_error_sum_ms=4 * 348_000, naive_bias_sum_ms=4 * 90_000, width_sum_min=20,
)  # fmt: skip


def sight_of(one: Accuracy, language: Language = Language.CHINESE) -> Sight:
    day = DayDoc("day", "20260302", forecasts=one, forecasts_of_queues={"A": one})
    return Sight({"day": day}, language=language)


def test_one_line_says_it_in_chinese() -> None:
    text = said(accuracy(sight_of(KNOWN)))
    assert "预计准确度 forecasts" in text
    assert "误差 2.1 分（人数估算 5.8）" in text
    assert "偏差 -1.0 分 报短了" in text
    assert "在范围内 80.0 %" in text
    assert "范围宽 6.7 分" in text
    assert text.endswith("已兑现 5  无预计 2")


def test_and_in_english() -> None:
    text = said(accuracy(sight_of(replace(KNOWN, bias_sum_ms=4 * 30_000), Language.ENGLISH)))
    assert "error 2.1 min (head count 5.8)" in text
    assert "bias +0.5 min too long" in text
    assert "within range 80.0 %" in text
    assert text.endswith("5 came true  2 without")


@pytest.mark.parametrize("language", list(Language))
def test_a_day_of_large_figures_fits_the_wall(language: Language) -> None:
    wild = Accuracy(
        foretold=9999, unforetold=9999, judged=9999, held=9999, error_sum_ms=9999 * 1_200_000,
        bias_sum_ms=-9999 * 1_200_000, naive_error_sum_ms=9999 * 6_000_000, width_sum_min=9999 * 25,
    )  # fmt: skip
    line = accuracy(sight_of(wild, language))
    kept = replace(line, left=tuple(span for span in line.left if not span.may_go))
    assert len(said(kept).encode("gbk")) < 160 - 2 * 2 - 2 * PADDING


def test_nothing_stands_there_while_nothing_was_foretold() -> None:
    assert accuracy(sight_of(Accuracy(unforetold=7))) == BLANK
    assert forecast_facts(sight_of(Accuracy(unforetold=7)), "A") == ()


def test_before_the_first_call_it_says_so() -> None:
    assert said(accuracy(sight_of(Accuracy(foretold=3)))).endswith("尚无兑现")


def test_a_bias_that_rounds_to_nothing_is_neither_long_nor_short() -> None:
    text = said(accuracy(sight_of(replace(KNOWN, bias_sum_ms=-4_000))))
    assert "偏差 0.0 分  " in text
    assert "报短了" not in text


def test_a_queue_has_its_own() -> None:
    text = "\n".join(map(said, forecast_facts(sight_of(KNOWN), "A")))
    assert "2.1 分（人数估算 5.8）" in text
    assert "80.0 %" in text
    assert forecast_facts(sight_of(KNOWN), "B") == ()


@pytest.mark.parametrize(
    ("sum_ms", "count", "text"),
    [(126_000, 1, "2.1"), (3_000, 1, "0.1"), (2_999, 1, "0.0"), (180_000, 4, "0.8"), (3_600_000, 1, "60.0")],
)
def test_minutes_to_a_tenth(sum_ms: int, count: int, text: str) -> None:
    assert minutes(sum_ms, count) == text
