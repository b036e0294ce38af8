"""A plate: three lines about one thing, with an edge of a colour; lists and the cards' column are made of it.

Pure. ``key`` names the document that a touch opens: ``card/...``, ``window/03``.
"""

import msgspec

from hall_display.wall.spans import BLANK, Row


class Plate(msgspec.Struct, frozen=True):
    """Three lines; ``edge`` is the colour at the left, ``glow`` asks for attention on the whole plate."""

    key: str
    lines: tuple[Row, Row, Row] = (BLANK, BLANK, BLANK)
    edge: str = ""
    glow: bool = False


class Listing(msgspec.Struct, frozen=True):
    """A list to look through page by page: its title, a line of figures, its plates."""

    title: str = ""
    beside: str = ""
    figures: Row = BLANK
    plates: tuple[Plate, ...] = ()
    columns: int = 3
    empty: str = ""
