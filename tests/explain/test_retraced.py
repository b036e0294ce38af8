"""A forecast made again is told as the same, or with every figure that differs and what that means."""

from typing import Any

import pytest
from msgspec.structs import replace

from queue_server.explain.retraced import PARTS, Differs, differences, why
from queue_server.explain.retraced_words import LABELS, WHY, retraced_facts
from queue_server.explain.words import Words
from queue_server.hall.outlook import FirstForecast
from queue_server.vocabulary import Language
from queue_server.wire.sentences import sentence

RECORDED = FirstForecast(
    seq=40,
    at_ms=1_772_413_200_000,
    seed=7,
    digest="ab" * 16,
    low_ms=620_000,
    mid_ms=723_000,
    high_ms=842_000,
    low_min=10,
    high_min=15,
)
CHINESE, ENGLISH = Words(Language.CHINESE, sentence), Words(Language.ENGLISH, sentence)


def test_the_same_is_said_in_one_line() -> None:
    (verdict,) = retraced_facts(RECORDED, replace(RECORDED), CHINESE)
    assert verdict.text == "结果一致：摘要、分位数和告知的范围都和当时一样"
    (verdict,) = retraced_facts(RECORDED, replace(RECORDED), ENGLISH)
    assert verdict.text.startswith("Recomputed: the same.")


def test_no_forecast_at_all_is_said() -> None:
    (verdict,) = retraced_facts(RECORDED, None, CHINESE)
    assert verdict.text.startswith("不一致：按现在的配置，这个事项没有预计")


@pytest.mark.parametrize(
    ("changed", "reason", "said"),
    [
        ({"digest": "cd" * 16}, Differs.STATE, f"then {'ab' * 16}, now {'cd' * 16}"),
        ({"mid_ms": 724_000}, Differs.CHANCE, "then 12 min 3 s, now 12 min 4 s"),
        ({"mid_ms": 723_001}, Differs.CHANCE, "then 723000 ms, now 723001 ms"),
        ({"served_pct": 99}, Differs.CHANCE, "then 100%, now 99%"),
        ({"high_min": 20}, Differs.CORRECTION, "then 15 min, now 20 min"),
        ({"high_min": None}, Differs.CORRECTION, "then 15 min, now perhaps not today"),
        ({"moved_ms": -2_000}, Differs.BESIDE, "then 0 s, now −2 s"),
        ({"is_doubtful": True}, Differs.BESIDE, "then not given, now given"),
        ({"method": "fluid"}, Differs.BESIDE, "now The short way: one replay with mean times"),
    ],
)
def test_what_differs_is_named_with_both_values(changed: dict[str, Any], reason: Differs, said: str) -> None:
    again = replace(RECORDED, **changed)
    assert why(differences(RECORDED, again)) is reason
    verdict, difference = retraced_facts(RECORDED, again, ENGLISH)
    assert verdict.text == WHY[reason][1]
    assert said in difference.text


def test_the_first_reason_stands_for_all_and_every_figure_is_listed() -> None:
    again = replace(RECORDED, digest="cd" * 16, low_ms=600_000, low_min=9)
    assert why(differences(RECORDED, again)) is Differs.STATE
    assert [fact.label for fact in retraced_facts(RECORDED, again, CHINESE)[1:]] == [
        "摘要",
        "10% 分位",
        "范围下端",
    ]


def test_everything_a_forecast_makes_is_compared_and_has_a_name() -> None:
    given = {"seq", "at_ms", "seed"}
    compared = {name for part in PARTS.values() for name in part}
    assert compared == set(FirstForecast.__struct_fields__) - given
    assert set(LABELS) == compared
    assert set(WHY) == set(Differs) == set(PARTS)
    assert all(zh and en for table in (LABELS, WHY) for zh, en in table.values())
