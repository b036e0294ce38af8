"""What can be wrong with a key map: keys that no pad has, acts that no window knows, the same press twice.

A key is written as a pad sends it, in hexadecimal: digits (00 to 09), then one function key (0A to 13).
Digits not known beforehand are ``<digits>``, ``<2+ digits>`` or ``<3 digits>``.
"""

import re

from devices.counter_bus.keymap import compile_keymap
from devices.errors import KeymapError
from queue_server.config_file.mistakes import Mistakes, nearest

FUNCTION_KEYS = range(0x0A, 0x14)
_PRESS = re.compile(r"(?:<(?:[1-9]\+? )?digits> |(?:0[0-9] )*)([01][0-9A-F])")

ACTS = {
    "call_next": "",
    "recall_ticket": "",
    "start_service": "",
    "finish_service": "",
    "mark_no_show": "",
    "hold_ticket": "",
    "resume_ticket": "",
    "transfer_ticket": "the number of the window that takes over",
    "pick_ticket": "the number on the ticket without its letter",
    "pause_window": "",
    "unpause_window": "",
    "toggle_pause": "",
    "undo_step": "",
    "sign_in": "the number of the badge",
    "sign_out": "",
    "call_guard": "",
    "call_manager": "",
    "ignore": "",
}
"""The act, and what the digits typed before the key are; empty: it takes none."""


def check_keymap(where: str, keymap: dict[str, str], mistakes: Mistakes) -> None:
    """Add every mistake of one key map."""
    seen: dict[str, str] = {}
    sound: dict[str, str] = {}
    for text, act in keymap.items():
        key, press = f'{where}, key "{text}"', _spelled(text)
        found = _PRESS.fullmatch(press)
        if found is None or int(found[1], 16) not in FUNCTION_KEYS:
            mistakes.add(
                key, 'is no press; write digits 00-09 or <digits>, then a key 0A-13, such as "06 0F"'
            )
        elif seen.setdefault(press, text) != text:
            mistakes.add(key, f'is the same press as "{seen[press]}"; leave one out')
        else:
            sound[text] = "ignore"
        _act(key, press, act, mistakes)
    _compiled(where, sound, mistakes)


def _compiled(where: str, keymap: dict[str, str], mistakes: Mistakes) -> None:
    """Ask those who read it at the start; whatever they would refuse is a mistake now."""
    while keymap:
        try:
            compile_keymap(keymap)
        except KeymapError as error:
            mistakes.add(f'{where}, key "{error.key}"', f"{error.reason}; change this key or leave it out")
            del keymap[error.key]
        else:
            return


def _spelled(text: str) -> str:
    """Return a press in its one spelling, so that two spellings of the same are found."""
    inside = re.sub(r"<\s*(.*?)\s*>", r"<\1>", " ".join(text.split()))
    return inside.upper().replace("DIGITS", "digits")


def _act(where: str, press: str, act: str, mistakes: Mistakes) -> None:
    has_digits = "digits>" in press
    if act not in ACTS:
        mistakes.add(where, f'"{act}" is no act of a window{nearest(act, ACTS)}')
    elif ACTS[act] and not has_digits:
        mistakes.add(where, f'{act} needs digits ({ACTS[act]}); write "<digits>" before the key')
    elif not ACTS[act] and has_digits and act != "ignore":
        mistakes.add(where, f"{act} takes no digits; write the digits out, or leave them out")
