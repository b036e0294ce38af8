"""Styled text as values: what a part of the wall says and how loudly, before any widget draws it. Pure.

Colour is kept for what asks for attention; all else is white, soft or dim.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from rich.cells import cell_len, set_cell_size


class Tone(StrEnum):
    """How loudly a text speaks; the value is its ink in the palette."""

    INK = "hall-ink"
    SOFT = "hall-ink-soft"
    DIM = "hall-ink-dim"
    LINE = "hall-line"
    GOLD = "hall-gold"
    GOOD = "hall-go-ink"
    AMBER = "hall-amber-ink"
    DANGER = "hall-danger-ink"


class Span(msgspec.Struct, frozen=True):
    """A run of text; ``ink`` and ``paper`` are colours of their own, such as a level's."""

    text: str
    tone: Tone = Tone.SOFT
    is_bold: bool = False
    ink: str = ""
    paper: str = ""
    may_go: bool = False
    """Left out whole where the line is too long for its place."""


class Row(msgspec.Struct, frozen=True):
    """One line: what stands at the left, and what at the right edge."""

    left: tuple[Span, ...] = ()
    right: tuple[Span, ...] = ()


BLANK = Row()
Spans = tuple[Span, ...]


def row(*left: Span, right: Spans = ()) -> Row:
    """Return a line of these spans."""
    return Row(left, right)


def chip(text: str, colour: str) -> Span:
    """Return a word on a plate of its own colour, dark or light so that it can be read."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    is_light = 299 * red + 587 * green + 114 * blue > 125_000
    return Span(f" {text} ", ink="#101820" if is_light else "#ffffff", paper=colour, is_bold=True)


def width_of(spans: Iterable[Span]) -> int:
    """Return the cells these spans take."""
    return sum(cell_len(span.text) for span in spans)


def fitted(line: Row, width: int) -> Spans:
    """Return the line in exactly ``width`` cells; where it is too long, the left part gives way."""
    if width_of((*line.left, *line.right)) + bool(line.right) > width:
        line = Row(tuple(span for span in line.left if not span.may_go), line.right)
    right = _cut(line.right, width)
    room = width - width_of(right)
    left = _cut(line.left, room - 1 if right and room else room)
    gap = width - width_of(left) - width_of(right)
    return (*left, Span(" " * gap), *right) if gap > 0 else (*left, *right)


def _cut(spans: Spans, width: int) -> Spans:
    kept: list[Span] = []
    for span in spans:
        length = cell_len(span.text)
        if length > width:
            short = set_cell_size(span.text, max(0, width)).rstrip()
            return (*kept, msgspec.structs.replace(span, text=short)) if short else tuple(kept)
        kept.append(span)
        width -= length
    return tuple(kept)


def whole_words(text: str, width: int) -> str:
    """Return as many words of a text as fit; Chinese, and a single word that is too long, is cut anywhere."""
    if cell_len(text) <= width or " " not in text:
        return text
    shorter = text.rpartition(" ")[0]
    return whole_words(shorter, width)


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Cut a text into lines of at most ``width`` cells; Chinese breaks anywhere, Latin words stay whole."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and cell_len(line) + cell_len(piece) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return tuple(one for one in (*lines, line.rstrip()) if one)


def _pieces(text: str) -> Iterable[str]:
    word = ""
    for letter in " ".join(text.split()):
        if cell_len(letter) > 1 or letter == " ":
            if word:
                yield word
            word = ""
            yield letter
        else:
            word += letter
    if word:
        yield word
