"""What a pad's keys mean, as data. Two halls may give the same keys opposite meanings: none is here.

A key map is a mapping from keys to acts::

    "0C"             the function key 0C alone
    "06 0F"          the digit 6, then the function key 0F         ("01 02 0F": digits 12)
    "<digits> 0C"    one digit or more, then 0C
    "<2+ digits> 0F" at least two digits, then 0F                  ("<3 digits> 0F": exactly three)

Digits written out win over ``<digits>``, and of two ``<digits>`` the one that demands more wins.
"""

import re
from collections.abc import Mapping

import msgspec

from devices.counter_bus.protocol import DIGITS_MAX, FUNCTION_FIRST, FUNCTION_LAST
from devices.errors import KeymapError

_DIGITS = re.compile(r"<\s*(?:(?P<least>\d+)(?P<more>\+)?\s+)?digits\s*>\s+(?P<function>[0-9A-Fa-f]{2})")
_WRITTEN = re.compile(r"(?P<digits>(?:0[0-9]\s+)*)(?P<function>[0-9A-Fa-f]{2})")
_ACT = re.compile(r"[a-z][a-z0-9_]*")


class KeyMeaning(msgspec.Struct, frozen=True):
    """What a press asks for: an act's name, and the digits typed before the function key."""

    act: str
    digits: str


class _Pattern(msgspec.Struct, frozen=True):
    """So many digits before a function key."""

    function: int
    least: int
    most: int


class Keymap:
    """A key map, understood: make it with ``compile_keymap``."""

    def __init__(
        self, written: Mapping[tuple[str, int], str], patterns: tuple[tuple[_Pattern, str], ...]
    ) -> None:
        self._written = written
        self._patterns = patterns

    def lookup(self, digits: str, function: int) -> KeyMeaning | None:
        """Return what these keys mean; None where the key map gives them no meaning."""
        act = self._written.get((digits, function)) or self._by_pattern(len(digits), function)
        return None if act is None else KeyMeaning(act, digits)

    @property
    def acts(self) -> frozenset[str]:
        """Every act that some key asks for: lets a program check that it knows them all."""
        return frozenset(self._written.values()) | {act for _, act in self._patterns}

    def _by_pattern(self, count: int, function: int) -> str | None:
        for pattern, act in self._patterns:
            if pattern.function == function and pattern.least <= count <= pattern.most:
                return act
        return None


def compile_keymap(keys: Mapping[str, str]) -> Keymap:
    """Understand a mapping from keys to acts; KeymapError names the first key that is wrong."""
    written: dict[tuple[str, int], str] = {}
    patterns: dict[_Pattern, str] = {}
    for key, act in keys.items():
        if not _ACT.fullmatch(act):
            raise KeymapError(key, f"the act {act!r} must be a name in small letters, such as call_next")
        read = _read(key)
        if read in written or read in patterns:
            raise KeymapError(key, "these keys already have a meaning")
        if isinstance(read, _Pattern):
            patterns[read] = act
        else:
            written[read] = act
    ordered = sorted(patterns.items(), key=lambda entry: (-entry[0].least, entry[0].most))
    return Keymap(written, tuple(ordered))


def _read(key: str) -> tuple[str, int] | _Pattern:
    """Return the digits and the function key written in ``key``, or the pattern it stands for."""
    text = key.strip()
    if match := _DIGITS.fullmatch(text):
        least = int(match["least"] or 1)
        most = least if match["least"] and not match["more"] else DIGITS_MAX
        if not 1 <= least <= DIGITS_MAX:
            raise KeymapError(key, f"a pad sends 1 to {DIGITS_MAX} digits")
        return _Pattern(_function(key, match["function"]), least, most)
    if match := _WRITTEN.fullmatch(text):
        return "".join(digit[1] for digit in match["digits"].split()), _function(key, match["function"])
    raise KeymapError(key, 'must be like "0C", "06 0F", "<digits> 0C" or "<2+ digits> 0F"')


def _function(key: str, text: str) -> int:
    function = int(text, 16)
    if not FUNCTION_FIRST <= function <= FUNCTION_LAST:
        raise KeymapError(key, f"ends in {text}, which is no function key (0A-13)")
    return function
