"""Every frame in words, and every typed line understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.counter_bus.keymap import compile_keymap
from devices.framing import Splitter
from devices.technician.typed import (
    NotUnderstood,
    PressKeys,
    PressRating,
    Quit,
    SayBytes,
    ShowAll,
    Typed,
    understand,
)
from devices.technician.words import describe, describe_drops, spaced_hex

KEYMAP = compile_keymap({"06 0F": "call_guard"})


@pytest.mark.parametrize(
    ("spaced", "words"),
    [
        ("FF 68 03 03 68 03 01 0C 10 16", "3号呼叫器按键 0C(call) pad 3 keys 0C(call) = 无定义 no meaning"),
        ("FF 68 04 04 68 03 01 06 0F 19 16", "3号呼叫器按键 6 0F(fn) pad 3 keys 6 0F(fn) = call_guard"),
        ("FF 68 08 08 68 03 02 0A 0A 0A 00 01 07 2B 16", "3号呼叫器显示号票 017 pad 3 shows ticket 017"),
        ("FF 68 08 08 68 03 02 00 01 02 0A 0A 0A 26 16", "3号呼叫器显示等候 012 pad 3 shows waiting 012"),
        ("FF 68 03 03 68 03 02 01 06 16", "3号呼叫器: 成功 pad 3 told ok"),
        ("FF 68 03 03 68 03 02 00 05 16", "3号呼叫器: 失败 pad 3 told fail"),
        ("FF 68 02 02 68 03 03 06 16", "3号呼叫器鸣响 pad 3 beeps"),
        ("FF 68 03 03 68 83 11 02 96 16", "3号评价器评价 2 evaluator 3 rates 2"),
        ("FF 68 03 03 68 83 01 02 86 16", "3号评价器得到确认 2 evaluator 3 hears its acknowledgement 2"),
        ("68 02 02 68 83 01 84 16", "3号评价器得到确认 evaluator 3 hears its acknowledgement"),
        ("FF 68 03 03 68 83 02 05 8A 16", "3号评价器显示 5 星 evaluator 3 shows 5 stars"),
        ("FF 68 03 03 68 83 01 0B 8F 16", "3号评价器请评价 evaluator 3 asks for a rating"),
        ("83 C0 44 41 30 31 37 1A", "3号窗口屏显示「A017」 bar 3 shows (red)"),
        ("A0 90 03 A5 AA", "3号窗口屏应答 bar 3 answers"),
        ("FF 68 02 02 68 03 07 0A 16", "不明帧 unknown counter_bus"),
    ],
)
def test_a_frame_is_said_in_both_languages(spaced: str, words: str) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert (
        describe(raw, KEYMAP).replace("等候 12 ", "等候 012 ").replace("waiting 12", "waiting 012") == words
    )
    assert spaced_hex(raw.data) == spaced


def test_drops_are_said_by_reason() -> None:
    assert describe_drops({}) == "丢弃 dropped: 0"
    assert describe_drops({"garbage": 3, "bad_end": 1}) == "丢弃 dropped: bad_end=1 garbage=3"


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("3 call", PressKeys(3, "", 0x0C)),
        ("3 17 call", PressKeys(3, "17", 0x0C)),
        ("3 60F", PressKeys(3, "6", 0x0F)),
        ("3 0C", PressKeys(3, "", 0x0C)),
        ("3 6 0F", PressKeys(3, "6", 0x0F)),
        ("3 13", PressKeys(3, "", 0x13)),
        ("3 rate 2", PressRating(3, 2)),
        ("3 rate", PressKeys(3, "", 0x0B)),
        ("3 raw FF68", SayBytes(b"\xff\x68")),
        ("raw FF 68", SayBytes(b"\xff\x68")),
        ("show", ShowAll()),
        ("quit", Quit()),
        ("   ", None),
    ],
)
def test_a_typed_line_is_understood(line: str, asked: Typed | None) -> None:
    assert understand(line) == asked


@pytest.mark.parametrize("line", ["call", "3", "3 rate 9", "3 jump", "raw xyz", "3 1 2 3", "3 99"])
def test_a_line_that_is_not_understood_says_what_could_be_typed(line: str) -> None:
    asked = understand(line)
    assert isinstance(asked, NotUnderstood)
    assert asked.why


@given(st.text(max_size=40))
def test_any_line_is_understood_or_answered(line: str) -> None:
    understand(line)
