"""A basket for mistakes: each one a sentence that names file, table and key, and says what to do.

Nothing is raised here. Reading goes on after a mistake, so that a person corrects a file once, not often.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class Mistakes:
    """What is wrong with one file, in the order in which it was found; the same sentence only once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: dict[str, None] = {}

    def add(self, where: str, what: str) -> None:
        """Remember ``what`` is wrong at ``where``, a table or a key: ``[[items]] 3 (GA-1), key queue``."""
        self._found[f"{self.file}: {where}: {what}"] = None

    def all(self) -> tuple[str, ...]:
        return tuple(self._found)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a question that offers the nearest known word, or lists all of a few; empty if nothing helps."""
    words = sorted(known)
    folded = {one.casefold(): one for one in words}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{folded[close[0]]}"?'
    if 0 < len(words) <= 12:
        return f"; known are {', '.join(words)}"
    return "" if words else "; there is none yet"
