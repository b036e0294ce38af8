"""A long notice in pages that fit the line. Pure; the width of a text is measured by a function handed in."""

import re
from collections.abc import Callable, Iterable

_PAUSES = re.compile(r"(?<=[，。；！？、])|(?<=[,.;!?]) +| {2,}")
"""Where a text may be cut: after a Chinese sign, after a Latin sign and its space, at a wide space."""


def notice_pages(texts: Iterable[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """Return ``texts`` as pages; each fits, unless it has no pause at which to cut it."""
    return tuple(page for text in texts if text for page in _pages(text, fits))


def _pages(text: str, fits: Callable[[str], bool]) -> Iterable[str]:
    page = ""
    for part in _parts(text):
        joined = page + part
        if page and not fits(joined.strip()):
            yield _trimmed(page)
            page = part
        else:
            page = joined
    if page.strip():
        yield _trimmed(page)


def _parts(text: str) -> list[str]:
    """Cut at every pause; a Latin part keeps the space that follows it."""
    parts = [part for part in _PAUSES.split(text) if part]
    return [part + (" " if part[-1] in ",.;!?" else "") for part in parts]


def _trimmed(page: str) -> str:
    """Return a page without the pause it was cut at."""
    return page.strip().rstrip("，、,")
