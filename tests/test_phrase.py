"""Sentences with places: a part is said whole or not at all, and what a fact says stays as it is."""

from queue_server.phrase import fill


def test_a_part_is_said_only_when_all_of_its_facts_are_known() -> None:
    template = "取号时间未到[，{from} 到 {to} 取号]"
    assert fill(template, {"from": "08:30", "to": "11:45"}) == "取号时间未到，08:30 到 11:45 取号"
    assert fill(template, {"from": "08:30"}) == "取号时间未到"


def test_a_place_outside_of_a_part_is_filled_or_empty() -> None:
    assert fill("{number} 作废：{why}", {"number": "A012"}) == "A012 作废："


def test_a_fact_is_never_taken_for_a_place() -> None:
    assert fill("原因“{reason}”[{more}]", {"reason": "[{more}]", "more": "x"}) == "原因“[{more}]”x"


def test_a_sentence_begins_with_a_capital() -> None:
    assert fill("window {w} is free", {"w": "3"}) == "Window 3 is free"
