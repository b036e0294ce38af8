"""The five levels of a rating, in the words of docs/glossary.md: for terminal, rating screen and wall."""

from kiosk.screenkit.language import Text

STARS = {
    1: Text("非常不满意", "very bad"),
    2: Text("不满意", "bad"),
    3: Text("基本满意", "fair"),
    4: Text("满意", "good"),
    5: Text("非常满意", "very good"),
}
"""Silence is no level."""
