"""The fonts of the printed report, beside this file: typst finds them here, and nothing need be installed."""

from pathlib import Path

FOLDER = Path(__file__).parent
LATIN = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "‐‑‒–—―‖‘’‚“”„†‡•‥…‧‰−")})
SIGNS = frozenset(ord(char) for char in "■□▲△▼▽●○★☆→↑↓≥≤±×·〇")
HAN = frozenset(range(0x4E00, 0x9FA6))
"""Every Chinese character of GBK."""


def is_shipped(letter: str) -> bool:
    """Return whether the regular font has a letter: Latin, our signs, GB 2312, the characters of GBK."""
    if ord(letter) in LATIN | SIGNS or ord(letter) in HAN:
        return True
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return letter.isprintable()
