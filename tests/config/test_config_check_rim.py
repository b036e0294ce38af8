"""Mistakes around the plan: listening, tokens, staff, lines, counters, key maps, evaluators."""

from collections.abc import Callable

import argon2
import pytest

from queue_server.config import Config

Mistakes = Callable[[str], tuple[str, ...]]

LINE = '[[lines]]\nname = "L1"\nport = "sim://a"\n[keymaps.standard]\n"0C" = "call_next"\n'
COUNTER = '[[counters]]\nwindow = "01"\nline = "L1"\n'
TOKEN = '[[tokens]]\nrole = "board"\ntoken = "0123456789abcdef"\n'

WRONG_RIMS = [
    (
        '[listen]\nhost = "0.0.0.0"',
        '[listen], key host: "0.0.0.0" is reached from other machines, and there is no token for '
        "kiosk, window, board, wall, manager, rating; "
        'write [[tokens]] for each, or host = "127.0.0.1"',
    ),
    (
        TOKEN.replace("board", "phone"),
        "[[tokens]] 1 (phone), key token: is never asked for: a phone shows the code of its ticket; "
        "leave the entry out",
    ),
    ("[listen]\nport = 70000", "[listen], key port: 70000 is not between 0 and 65535"),
    (
        f'[listen]\ncertificate = "{__file__}"',
        "[listen], key key: is missing beside certificate; TLS needs both files",
    ),
    (
        f'[listen]\ncertificate = "{__file__}"\nkey = "no.pem"',
        '[listen], key key: "no.pem" is no file; give the path of a PEM file',
    ),
    ('[listen]\npublic_url = "hall.gov.cn"', "[listen], key public_url: must begin with http:// or https://"),
    ("[server]\ninbox_max = 0", "[server], key inbox_max: 0 is less than 1 (commands that may wait)"),
    ('[store]\npath = ""', "[store], key path: is empty; give the path of a file"),
    ("[store]\npeople_days = 0", "[store], key people_days: 0 is less than 1 (days)"),
    ("[lockout]\nfor_s = 0", "[lockout], key for_s: 0 is less than 1 (seconds)"),
    (
        '[[tokens]]\nrole = "kiosk"\ntoken = "short"',
        "[[tokens]] 1 (kiosk), key token: has 5 characters; make one of at least 16",
    ),
    (
        '[[tokens]]\nrole = "kiosk"\ntoken = "aaaaaaaaaaaaaaaaaaaa"',
        "[[tokens]] 1 (kiosk), key token: repeats a few characters; "
        "make one by chance, such as `openssl rand -hex 16`",
    ),
    (TOKEN + TOKEN, "[[tokens]] 2 (board), key token: is the same as in entry 1; give each its own"),
    (
        '[[staff]]\nid = "7"',
        "[[staff]] 1 (7): has neither badge nor pin_hash, so nobody could sign in; write one of them",
    ),
    (
        '[[staff]]\nid = "7"\npin_hash = "1234"',
        "[[staff]] 1 (7), key pin_hash: is no argon2 hash; make one with `queue-server pin`",
    ),
    (
        '[[staff]]\nid = "7"\nbadge = "1"\nwindows = ["02"]',
        '[[staff]] 1 (7), key windows: "02" is not in [[windows]]; known are 01',
    ),
    (
        '[[staff]]\nid = "7"\nbadge = "1"\n[[staff]]\nid = "8"\nbadge = "1"',
        '[[staff]] 2 (1), key badge: "1" is already entry 1 of [[staff]]; give each its own',
    ),
    (
        '[[staff]]\nid = "7"\nbadge = "0001000734"\n[[staff]]\nid = "8"\nbadge = "015,17694"',
        '[[staff]] 2 (015,17694), key badge: "015,17694" is already entry 1 of [[staff]]; give each its own',
    ),
    (
        LINE.replace("sim://a", "COM3"),
        '[[lines]] 1 (L1), key port: "COM3": not a known form; '
        "write a path, socket://host:port or sim://name",
    ),
    (
        LINE.replace("sim://a", "socket://h"),
        '[[lines]] 1 (L1), key port: "socket://h": host or port is missing; '
        "write a path, socket://host:port or sim://name",
    ),
    (
        LINE.replace("sim://a", "rfc2217://h:1"),
        '[[lines]] 1 (L1), key port: "rfc2217://h:1": not a known form; '
        "write a path, socket://host:port or sim://name",
    ),
    (
        LINE.replace("sim://a", "socket://[h:1"),
        '[[lines]] 1 (L1), key port: "socket://[h:1": Invalid IPv6 URL; '
        "write a path, socket://host:port or sim://name",
    ),
    (
        LINE.replace("sim://a", "sim://"),
        '[[lines]] 1 (L1), key port: "sim://": the name is missing; '
        "write a path, socket://host:port or sim://name",
    ),
    (
        LINE.replace("standard", "standart"),
        '[[lines]] 1 (L1), key keymap: there is no [keymaps.standard]; did you mean "standart"?',
    ),
    (
        LINE.replace("[keymaps", "baud = 9601\n[keymaps"),
        '[[lines]] 1 (L1), key baud: "9601" is not known; did you mean "9600"?',
    ),
    (
        LINE.replace("[keymaps", 'led_kind = "two_color"\n[keymaps'),
        '[[lines]] 1 (L1), key led_kind: "two_color" is not known; did you mean "two_colour"?',
    ),
    (
        LINE.replace("[keymaps", "pad_silent_acts = -1\n[keymaps"),
        "[[lines]] 1 (L1), key pad_silent_acts: -1 is less than 0 (0 means never)",
    ),
    (
        LINE.replace("[keymaps", "evaluator_silent_asks = -1\n[keymaps"),
        "[[lines]] 1 (L1), key evaluator_silent_asks: -1 is less than 0 (0 means never)",
    ),
    (
        LINE + COUNTER.replace("L1", "L2"),
        '[[counters]] 1 (01), key line: "L2" is not in [[lines]]; known are L1',
    ),
    (LINE + COUNTER + "led = 128", "[[counters]] 1 (01), key led: 128 is not between 1 and 127"),
    (LINE + COUNTER + "pad = 128", "[[counters]] 1 (01), key pad: 128 is not between 1 and 127"),
    (
        LINE + COUNTER + "evaluator = 3",
        "[[counters]] 1 (01), key evaluator: 3 is not between 128 and 255",
    ),
    (
        '[evaluators]\nstars_of_key = { "0" = 6 }',
        '[evaluators], key stars_of_key, "0": 6 is not between 1 and 5',
    ),
    (
        '[evaluators]\nstars_of_key = { "a" = 5 }',
        '[evaluators], key stars_of_key, "a": must be the number an evaluator sends for a key, 0 to 255',
    ),
]

WRONG_KEYMAPS = [
    ('"0C" = "call_nxt"', '"0C"', '"call_nxt" is no act of a window; did you mean "call_next"?'),
    (
        '"1F" = "ignore"',
        '"1F"',
        'is no press; write digits 00-09 or <digits>, then a key 0A-13, such as "06 0F"',
    ),
    (
        '"10 0F" = "ignore"',
        '"10 0F"',
        'is no press; write digits 00-09 or <digits>, then a key 0A-13, such as "06 0F"',
    ),
    ('"0F" = "ignore"\n" 0f" = "ignore"', '" 0f"', 'is the same press as "0F"; leave one out'),
    (
        '"13" = "transfer_ticket"',
        '"13"',
        "transfer_ticket needs digits (the number of the window that takes over); "
        'write "<digits>" before the key',
    ),
    (
        '"<digits> 0C" = "call_next"',
        '"<digits> 0C"',
        "call_next takes no digits; write the digits out, or leave them out",
    ),
    (
        '"<digits> 13" = "transfer_ticket"\n"<1+ digits> 13" = "pick_ticket"',
        '"<1+ digits> 13"',
        "these keys already have a meaning; change this key or leave it out",
    ),
    (
        '"<DIGITS> 13" = "transfer_ticket"',
        '"<DIGITS> 13"',
        'must be like "0C", "06 0F", "<digits> 0C" or "<2+ digits> 0F"; change this key or leave it out',
    ),
]


@pytest.mark.parametrize(("addition", "sentence"), WRONG_RIMS)
def test_a_wrong_rim_is_explained(small: str, mistakes: Mistakes, addition: str, sentence: str) -> None:
    assert mistakes(f"{small}\n{addition}") == (f"hall.toml: {sentence}",)


@pytest.mark.parametrize(("lines", "key", "sentence"), WRONG_KEYMAPS)
def test_a_wrong_key_map_is_explained(
    small: str, mistakes: Mistakes, lines: str, key: str, sentence: str
) -> None:
    text = f"{small}\n[keymaps.ours]\n{lines}"
    assert mistakes(text) == (f"hall.toml: [keymaps.ours], key {key}: {sentence}",)


def test_one_address_belongs_to_one_window(small: str, mistakes: Mistakes) -> None:
    window = '[[windows]]\nnumber = "02"\narea = "A"\nqueues = ["A"]\n'
    counters = COUNTER + "pad = 3\n" + COUNTER.replace("01", "02") + "pad = 3\n"
    assert mistakes("\n".join([small, window, LINE, counters])) == (
        "hall.toml: [[counters]] 2 (02), key pad: address 3 on line L1 is already window 01's; "
        "give each device its own",
    )


def test_the_same_address_may_stand_on_two_lines(small: str, read: Callable[[str], Config]) -> None:
    window = '[[windows]]\nnumber = "02"\narea = "A"\nqueues = ["A"]\n'
    second = '[[lines]]\nname = "L2"\nport = "sim://b"\n'
    counters = COUNTER + "pad = 3\n" + COUNTER.replace("01", "02").replace("L1", "L2") + "pad = 3\n"
    config = read("\n".join([small, window, LINE, second, counters]))
    assert [(one.line, one.pad) for one in config.counters] == [("L1", 3), ("L2", 3)]


def test_beyond_loopback_with_a_token_for_every_role_is_right(
    small: str, read: Callable[[str], Config]
) -> None:
    roles = ("kiosk", "window", "board", "wall", "manager", "rating")
    tokens = "".join(TOKEN.replace("board", role).replace("0123", f"{role:_<8}") for role in roles)
    assert read(f'{small}\n[listen]\nhost = "0.0.0.0"\n{tokens}').listen.host == "0.0.0.0"


def test_beyond_loopback_a_role_without_token_is_named(small: str, mistakes: Mistakes) -> None:
    (sentence,) = mistakes(f'{small}\n[listen]\nhost = "::"\n{TOKEN}')
    assert "no token for kiosk, window, wall, manager, rating;" in sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_on_loopback_no_token_is_needed(small: str, read: Callable[[str], Config], host: str) -> None:
    assert read(f'{small}\n[listen]\nhost = "{host}"').tokens == ()


def test_a_real_argon2_hash_is_taken(small: str, read: Callable[[str], Config]) -> None:
    pin_hash = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("1234")
    assert read(f'{small}\n[[staff]]\nid = "7"\npin_hash = "{pin_hash}"').staff[0].pin_hash == pin_hash
