"""Finding an item by touch alone: pinyin initials, English letters or the digits of its code. Pure."""

from collections.abc import Iterable

from kiosk.citizen.pinyin import initials
from kiosk.citizen.view import Item

KEYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890"
"""Everything that can be typed; the widget lays it out."""
TYPED_MAX = 18

_BEGINS, _WITHIN, _ENGLISH, _CODE = range(4)


def found(typed: str, items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items that ``typed`` (capitals and digits) may mean, the likeliest first."""
    ranked = [(rank, item) for item in items if (rank := _rank(typed, item)) is not None]
    return tuple(item for _, item in sorted(ranked, key=lambda pair: pair[0]))


def _rank(typed: str, item: Item) -> int | None:
    sounds = initials(item.name.zh)
    if _matches(typed, sounds):
        return _BEGINS
    if any(_matches(typed, sounds[start:]) for start in range(1, len(sounds))):
        return _WITHIN
    if typed in _plain(item.name.en):
        return _ENGLISH
    return _CODE if typed in _plain(item.code) else None


def _matches(typed: str, sounds: tuple[frozenset[str], ...]) -> bool:
    return len(typed) <= len(sounds) and all(key in sound for key, sound in zip(typed, sounds, strict=False))


def _plain(text: str) -> str:
    return "".join(character for character in text.upper() if character.isalnum())
