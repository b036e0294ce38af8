"""Read a key map from a file: a hall's own configuration, or a file with nothing but keys.

::

    [keymaps.standard]            "0C" = "call_next"
    "0C" = "call_next"            "06 0F" = "mark_no_show"
"""

import tomllib
from pathlib import Path

from devices.counter_bus.keymap import Keymap, compile_keymap
from devices.errors import KeymapError


def read_keymap(path: Path, name: str = "") -> Keymap:
    """Return the key map of ``path``; of several, the one called ``name``. KeymapError names file and key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KeymapError(str(path), f"cannot be read: {error}") from error
    keys = _chosen(path, table.get("keymaps", {"": table}), name)
    wrong = [key for key, act in keys.items() if not isinstance(act, str)]
    if wrong:
        raise KeymapError(wrong[0], f"{path}: the act must be text, such as call_next")
    return compile_keymap({key: str(act) for key, act in keys.items()})


def _chosen(path: Path, keymaps: dict[str, dict[str, object]], name: str) -> dict[str, object]:
    if name in keymaps:
        return keymaps[name]
    if not name and len(keymaps) == 1:
        return next(iter(keymaps.values()))
    known = ", ".join(sorted(keymaps)) or "none"
    raise KeymapError(name or "--keymap-name", f"{path} has the key maps {known}: name one of them")
