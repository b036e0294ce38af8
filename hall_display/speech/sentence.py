"""The words of a call, as a hall speaks them: 请 A 零 一 二 号 到 三 号 窗口. Pure: text in, words out.

A ticket's number is spoken sign by sign. Every word is one clip of a recorded voice, and is read by a
synthesised one, so both say the same.
"""

import msgspec

from queue_server.vocabulary import Language


class Manner(msgspec.Struct, frozen=True):
    """How a hall speaks; one for all its boards."""

    one_is_yao: bool = False
    """Say 幺 for 1 where signs are read one by one, so that it is not heard as 七."""
    window_by_digits: bool = False
    """Say window 12 as 一 二 instead of 十二."""
    second_language: bool = False
    """English after the Chinese for everybody; without it only for those who took their ticket in English."""
    times: int = 1
    """How often a call is said."""
    has_chime: bool = True
    pause_ms: int = 350
    """Silence after the chime and between sentences."""


DIGITS = "零一二三四五六七八九"
YAO = "幺"
ENGLISH_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def languages(language: Language, manner: Manner) -> tuple[Language, ...]:
    """Return the languages of one call: Chinese, and English where somebody may need it."""
    if manner.second_language or language is Language.ENGLISH:
        return (Language.CHINESE, Language.ENGLISH)
    return (Language.CHINESE,)


def words(number: str, window: str, language: Language, manner: Manner) -> tuple[str, ...]:
    """Return the call of ticket ``number`` (``A012``) to ``window`` (``03``), word by word."""
    if language is Language.ENGLISH:
        return ("number", *_signs_in_english(number), "to", "window", *_window_in_english(window, manner))
    return ("请", *_signs(number, manner.one_is_yao), "号", "到", *_window(window, manner), "号", "窗口")


def sentence(number: str, window: str, language: Language, one_is_yao: bool = False) -> str:
    """Return the words with a space between them."""
    return " ".join(words(number, window, language, Manner(one_is_yao=one_is_yao)))


def _signs(text: str, one_is_yao: bool) -> tuple[str, ...]:
    """Read sign by sign; a sign that has no sound, such as a hyphen, is left out."""
    digits = DIGITS.replace("一", YAO) if one_is_yao else DIGITS
    return tuple(digits[int(sign)] if _is_digit(sign) else sign for sign in text.upper() if sign.isalnum())


def _signs_in_english(text: str) -> tuple[str, ...]:
    return tuple(
        ENGLISH_DIGITS[int(sign)] if _is_digit(sign) else sign for sign in text.upper() if sign.isalnum()
    )


def _is_digit(sign: str) -> bool:
    return sign in "0123456789"


def _window(window: str, manner: Manner) -> tuple[str, ...]:
    """Read a window's number; one with a letter (``A3``) sign by sign. The zero of ``03`` is for the eye."""
    plain = window.lstrip("0") or "0"
    if manner.window_by_digits or not _is_small(plain):
        return _signs(plain, manner.one_is_yao and len(plain) > 1)
    return _counted(int(plain))


def _window_in_english(window: str, manner: Manner) -> tuple[str, ...]:
    plain = window.lstrip("0") or "0"
    if manner.window_by_digits or not _is_small(plain):
        return _signs_in_english(plain)
    return _counted_in_english(int(plain))


def _is_small(plain: str) -> bool:
    return plain.isascii() and plain.isdigit() and len(plain) <= 3


def _counted(count: int) -> tuple[str, ...]:
    """Return 0 to 999 as a number: 十二, 二十, 一百零五, 一百一十二."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    spoken: list[str] = [DIGITS[hundreds], "百"] if hundreds else []
    if hundreds and not tens and ones:
        spoken.append("零")
    if tens:
        spoken += ["十"] if tens == 1 and not hundreds else [DIGITS[tens], "十"]
    if ones or not spoken:
        spoken.append(DIGITS[ones])
    return tuple(spoken)


def _counted_in_english(count: int) -> tuple[str, ...]:
    if count >= 100:
        rest = _counted_in_english(count % 100) if count % 100 else ()
        return (ENGLISH_DIGITS[count // 100], "hundred", *rest)
    if count >= 20:
        return (_TENS[count // 10], *((ENGLISH_DIGITS[count % 10],) if count % 10 else ()))
    return (_TEENS[count - 10],) if count >= 10 else (ENGLISH_DIGITS[count],)
