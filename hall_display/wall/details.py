"""A look into one thing, as a value: title, blocks of facts, what leads further, what can be done. Pure."""

import msgspec
from rich.cells import cell_len

from hall_display.wall.plates import Plate
from hall_display.wall.spans import BLANK, Row, Span, Tone, row, wrapped

LABEL = 14
"""Cells of a fact's name."""
WIDE = 96
"""Cells of a line of facts, its name included."""


class Deed(msgspec.Struct, frozen=True):
    """Something a manager can do here: ``code`` says what to the app, ``label`` to the person."""

    code: str
    label: str
    is_grave: bool = False


class Detail(msgspec.Struct, frozen=True):
    """Everything of one window, queue, card, task, person or badge."""

    title: Row = BLANK
    life: Row = BLANK
    """The way of a card, with where it stands."""
    facts: tuple[Row, ...] = ()
    links_title: Row = BLANK
    links: tuple[Plate, ...] = ()
    deeds: tuple[Deed, ...] = ()
    edge: str = ""


def heading(text: str) -> tuple[Row, ...]:
    """Return the name of a block of facts, with air above it."""
    return (BLANK, row(Span(text, Tone.INK, is_bold=True)))


def fact(name: str, *value: Span) -> Row:
    """Return one fact: its name dim, its value after it."""
    return row(Span(_padded(name), Tone.DIM), *value)


def told_fact(name: str, text: str, tone: Tone = Tone.SOFT) -> tuple[Row, ...]:
    """Return a fact whose text may be long, in as many lines as it needs; none for no text."""
    lines = wrapped(text, WIDE - LABEL)
    names = (name, *[""] * len(lines))
    return tuple(fact(label, Span(line, tone)) for label, line in zip(names, lines, strict=False))


def _padded(name: str) -> str:
    return name + " " * max(1, LABEL - cell_len(name))
