"""Sentences with places to fill: a part in square brackets is said only when all of its facts are known.

What stands in braces is the name of a fact: ``取号时间未到[，{from} 开始取号]``. Pure; it knows no sentence.
"""

import re
from collections.abc import Mapping

_PLACE = re.compile(r"\[(?P<part>[^\[\]]*)\]|\{(?P<fact>\w+)\}")
_FACT = re.compile(r"\{(\w+)\}")


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Return the sentence. A part whose facts are not all known is left out; elsewhere a fact may be empty.

    What a fact says is never taken for a place.
    """
    text = _PLACE.sub(lambda place: _filled(place, facts), template).strip()
    return text[:1].upper() + text[1:]


def _filled(place: re.Match[str], facts: Mapping[str, str]) -> str:
    if place["fact"]:
        return facts.get(place["fact"], "")
    names = _FACT.findall(place["part"])
    if not all(facts.get(name) for name in names):
        return ""
    return _FACT.sub(lambda fact: facts[fact[1]], place["part"])
