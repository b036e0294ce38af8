"""Every refusal can be read aloud in both languages, with and without its facts."""

import re

import pytest

from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.sentences import SENTENCES, sentence

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("code", RefusalCode)
def test_every_code_has_a_sentence_in_both_languages(code: RefusalCode) -> None:
    chinese, english = SENTENCES[code]
    facts = {name: "8" for text in (chinese, english) for name in re.findall(r"\{(\w+)\}", text)}
    for known in ({}, facts):
        zh, en = (sentence(code, known, language) for language in (Language.CHINESE, Language.ENGLISH))
        assert CHINESE.search(zh)
        assert not CHINESE.search(en)
        assert en[0].isupper() or en[0].isdigit()
        for text in (zh, en):
            assert not set("{}[]") & set(text)
            assert "  " not in text
            assert text == text.strip()


def test_facts_complete_the_sentence() -> None:
    code = RefusalCode.NOT_YET_OPEN
    assert sentence(code, {"from": "08:30"}, Language.CHINESE) == "取号时间未到，08:30 开始取号"
    assert (
        sentence(code, {"from": "08:30"}, Language.ENGLISH)
        == "Numbers are not issued yet; issuing starts at 08:30"
    )
    assert sentence(code, {}, Language.CHINESE) == "取号时间未到"
    assert sentence(RefusalCode.DAY_FULL, {"from": "08:30"}, Language.CHINESE) == "今日号已发完"


def test_a_fact_is_never_taken_for_a_template() -> None:
    text = sentence(RefusalCode.UNKNOWN_WINDOW, {"window": "{max}[x]"}, Language.ENGLISH)
    assert text == "There is no such window: {max}[x]"
