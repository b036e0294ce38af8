"""docs/glossary.md and the code say the same words: every value is explained, no synonym is used."""

import ast
import inspect
import re
from enum import Enum
from pathlib import Path

import pytest

from queue_server import vocabulary

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
PACKAGES = ("devices", "hall_display", "kiosk", "queue_server")
ENUMS = [
    one
    for _, one in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(one, Enum) and one.__module__ == vocabulary.__name__ and one is not vocabulary.RefusalCode
]
"""Refusal codes are explained by their sentences in ``wire.sentences``."""

SYNONYMS = {
    "customer": "citizen",
    "patron": "citizen",
    "visitor": "citizen",
    "teller": "staff member",
    "officer": "staff member",
    "ticketer": "kiosk",
    "totem": "kiosk",
    "noshow": "no_show",
    "evaluation": "rating",
}
"""Words that other systems use, and ours."""


@pytest.mark.parametrize("words", ENUMS, ids=lambda words: words.__name__)
def test_every_value_of_the_vocabulary_is_explained(words: type[Enum]) -> None:
    heading = PAGE.partition(f"`{words.__name__}`")[2]
    section = re.split(r"\n## |\(`[A-Z]", heading)[0]
    assert heading
    assert [member.value for member in words if f"`{member.value}`" not in section] == []


def _names(path: Path) -> set[str]:
    """Return the names that a module gives: of itself, its classes, functions and arguments."""
    names = {path.stem}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def test_one_thing_has_one_word() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}: say {SYNONYMS[word]}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for name in sorted(_names(path))
        for word in sorted(_words(name) & SYNONYMS.keys())
    ]
    assert found == []
