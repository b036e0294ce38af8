"""The style sheets of the screens are parsed once in a run: every app under test parsed the same ones anew.

Textual keeps what it has parsed in each style sheet for as long as the variables stay; this keeps it for all
of them, under the same key and those variables. An app looks and says what it does without it.
"""

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

_parse = Stylesheet._parse_rules
_parsed: dict[tuple[object, ...], list[RuleSet]] = {}


def _parse_once(
    self: Stylesheet,
    css: str,
    read_from: CSSLocation,
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    key = (css, read_from, is_default_rules, tie_breaker, scope, *self._variables.items())
    if key not in _parsed:
        _parsed[key] = _parse(self, css, read_from, is_default_rules, tie_breaker, scope)
    return _parsed[key]


def parse_once() -> None:
    """From now on, parse no style sheet twice."""
    Stylesheet._parse_rules = _parse_once  # type: ignore[method-assign] # the one place all parsing goes through
