"""The fonts that are shipped, and where they lie. Built by ``build``; nothing is installed at run time."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Holds the woff2 files and ``OFL.txt``; Pillow and the browser read the same files."""


def font_path(family: str, style: str) -> Path:
    """Return the file of ``Hall``, ``Latin`` (``Regular``, ``Bold``) or ``Blocks`` (a size in px)."""
    return FOLDER / f"Wutong{family}-{style}.woff2"
