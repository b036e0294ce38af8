"""The first letters of Chinese words, without a dictionary: the order of GB 2312 gives them. Pure.

Level one of GB 2312-80 (B0A1 to D7F9) is ordered by pinyin, so twenty-three first characters cut it into its
initials (no word begins with I, U or V). Level two (D8A1 to F7FE) is ordered by radical: ``level_two.txt``
holds its initials, one line for each row of the standard.
"""

from bisect import bisect_right
from functools import cache
from pathlib import Path

FIRST_OF_LETTER = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_LEVEL_ONE_END = bytes.fromhex("D7F9")
_LEVEL_TWO_ROW = 0xD8
_CELL = 0xA1
_STARTS = [character.encode("gb2312") for character in FIRST_OF_LETTER]

OTHER_READINGS = {
    "长": "C", "重": "C", "行": "H", "调": "T", "会": "K", "参": "S", "曾": "Z", "藏": "Z", "单": "S",
    "车": "J", "便": "P", "校": "J", "厦": "S", "血": "S", "给": "J", "降": "X", "石": "D", "查": "Z",
    "畜": "C", "种": "C", "划": "H", "区": "O", "乐": "Y", "传": "Z", "弹": "T", "解": "X", "系": "J",
}  # fmt: skip
"""Characters of services with a second reading: people type the one they think of."""


def initials(text: str) -> tuple[frozenset[str], ...]:
    """Return for each letter, digit or Chinese character of ``text`` the capitals it may be typed as."""
    return tuple(found for character in text if (found := _initials_of(character)))


@cache
def _initials_of(character: str) -> frozenset[str]:
    if character.isascii():
        return frozenset(character.upper() if character.isalnum() else "")
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return frozenset()
    return frozenset(_by_order(code) + OTHER_READINGS.get(character, ""))


def _by_order(code: bytes) -> str:
    if _STARTS[0] <= code <= _LEVEL_ONE_END:
        return LETTERS[bisect_right(_STARTS, code) - 1]
    if code[0] >= _LEVEL_TWO_ROW:
        return _level_two()[code[0] - _LEVEL_TWO_ROW][code[1] - _CELL]
    return ""


@cache
def _level_two() -> tuple[str, ...]:
    return tuple(Path(__file__).with_name("level_two.txt").read_text("ascii").splitlines())
