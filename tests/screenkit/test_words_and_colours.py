"""Languages and colours: both languages always at hand, every pair of colours readable."""

import pytest
from textual.color import Color

from kiosk.screenkit.language import Text, other_language
from kiosk.screenkit.theme import PALETTE, SCREENKIT_TCSS
from queue_server.vocabulary import Language

CONTRAST_MIN = 4.5
"""WCAG 2.1, 1.4.3, for text of any size."""


def test_a_text_answers_in_the_language_asked_for() -> None:
    text = Text("取号", "Take a number")
    assert text.in_(Language.CHINESE) == "取号"
    assert text.in_(Language.ENGLISH) == "Take a number"
    assert text.beside(Language.CHINESE) == "Take a number"


def test_a_text_without_english_shows_its_chinese_once() -> None:
    text = Text("户口迁入")
    assert text.in_(Language.ENGLISH) == "户口迁入"
    assert text.beside(Language.ENGLISH) == ""


def test_the_other_language_of_the_other_is_the_first() -> None:
    assert {other_language(other_language(language)) for language in Language} == set(Language)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("hall-ink-soft", "hall-night"), ("hall-ink-dim", "hall-panel"), ("hall-ink", "hall-tile"),
        ("hall-ink-soft", "hall-quiet"), ("hall-ink", "hall-header"), ("hall-ink", "hall-header-deep"),
        ("hall-ink", "hall-band"), ("hall-gold", "hall-night"), ("hall-gold", "hall-tile"),
        ("hall-night", "hall-gold"),
        ("hall-ink", "hall-go"), ("hall-go-ink", "hall-panel"), ("hall-ink", "hall-amber"),
        ("hall-amber-ink", "hall-panel"), ("hall-ink", "hall-danger"), ("hall-danger-ink", "hall-panel"),
        ("hall-card-yellow-ink", "hall-card-yellow"),
    ],
)  # fmt: skip
def test_ink_can_be_read_on_its_paper(ink: str, paper: str) -> None:
    light, dark = sorted((_luminance(PALETTE[ink]), _luminance(PALETTE[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= CONTRAST_MIN


def _luminance(colour: str) -> float:
    shares = (part / 255 for part in Color.parse(colour).rgb)
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_style_depends_on_a_hovering_finger() -> None:
    rules = [line for line in SCREENKIT_TCSS.read_text().splitlines() if not line.startswith("/*")]
    assert not any(":hover" in line for line in rules)
