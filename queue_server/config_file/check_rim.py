"""What can be wrong around the plan: listening, tokens, staff, serial lines, counters, key maps."""

from ipaddress import ip_address

import argon2

from devices.address import check_address
from devices.badge_reader.badge import one_text
from devices.errors import AddressError
from queue_server.config_file.check_files import check_files
from queue_server.config_file.check_hall import at_least, one_of, refer, unique, within
from queue_server.config_file.check_keymap import check_keymap
from queue_server.config_file.forms import FileForm
from queue_server.config_file.mistakes import Mistakes, nearest
from queue_server.vocabulary import Role

TOKEN_CHARS_MIN = 16
"""A shorter token can be guessed."""
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
RATING_REPLIES = ("same_frame", "short")
LED_KINDS = ("two_colour", "one_colour")
GUARDED = tuple(role for role in Role if role is not Role.PHONE)
"""Roles that need a token beyond loopback; a phone shows the code of its ticket instead."""
ADDRESSES = {"pad": (1, 127), "evaluator": (128, 255), "led": (1, 127)}
"""First and last address of each kind of device on a counter bus."""


def check_rim(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of the rim."""
    _listen(file, mistakes)
    check_files(file, mistakes)
    _store(file, mistakes)
    _tokens(file, mistakes)
    _staff(file, mistakes)
    _lines(file, mistakes)
    _counters(file, mistakes)
    for name, keymap in file.keymaps.items():
        check_keymap(f"[keymaps.{name}]", keymap, mistakes)
    _stars(file, mistakes)


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(file: FileForm, mistakes: Mistakes) -> None:
    listen = file.listen
    within("[listen], key port", listen.port, 0, 65535, mistakes)
    at_least("[listen], key clients_max", listen.clients_max, 1, "connections at the same time", mistakes)
    at_least("[server], key inbox_max", file.server.inbox_max, 1, "commands that may wait", mistakes)
    if listen.public_url and not listen.public_url.startswith(("http://", "https://")):
        mistakes.add("[listen], key public_url", "must begin with http:// or https://")
    naked = [role for role in GUARDED if role not in {token.role for token in file.tokens}]
    if naked and not is_loopback(listen.host):
        mistakes.add(
            "[listen], key host",
            f'"{listen.host}" is reached from other machines, and there is no token for {", ".join(naked)}; '
            'write [[tokens]] for each, or host = "127.0.0.1"',
        )


def _store(file: FileForm, mistakes: Mistakes) -> None:
    at_least("[store], key snapshot_every", file.store.snapshot_every, 1, "events", mistakes)
    at_least("[store], key people_days", file.store.people_days, 1, "days", mistakes)
    at_least("[lockout], key failures_max", file.lockout.failures_max, 1, "wrong PINs in a row", mistakes)
    at_least("[lockout], key for_s", file.lockout.for_s, 1, "seconds", mistakes)


def _tokens(file: FileForm, mistakes: Mistakes) -> None:
    for place, token in enumerate(file.tokens, start=1):
        where = f"[[tokens]] {place} ({token.role.value}), key token"
        if token.role is Role.PHONE:
            mistakes.add(
                where, "is never asked for: a phone shows the code of its ticket; leave the entry out"
            )
        if 0 < len(token.token) < TOKEN_CHARS_MIN:
            mistakes.add(where, f"has {len(token.token)} characters; make one of at least {TOKEN_CHARS_MIN}")
        if len(set(token.token)) <= 4 and len(token.token) >= TOKEN_CHARS_MIN:
            mistakes.add(
                where, "repeats a few characters; make one by chance, such as `openssl rand -hex 16`"
            )
    secrets: dict[str, int] = {}
    for place, token in enumerate(file.tokens, start=1):
        if token.token and secrets.setdefault(token.token, place) != place:
            mistakes.add(
                f"[[tokens]] {place} ({token.role.value}), key token",
                f"is the same as in entry {secrets[token.token]}; give each its own",
            )


def _staff(file: FileForm, mistakes: Mistakes) -> None:
    unique("staff", "id", (one.id for one in file.staff), mistakes)
    _badges(file, mistakes)
    windows = {one.number for one in file.windows}
    for place, member in enumerate(file.staff, start=1):
        where = f"[[staff]] {place} ({member.id})"
        for number in member.windows:
            refer(f"{where}, key windows", number, windows, "windows", mistakes)
        if not member.badge and not member.pin_hash:
            mistakes.add(where, "has neither badge nor pin_hash, so nobody could sign in; write one of them")
        if member.pin_hash and not _is_argon2(member.pin_hash):
            mistakes.add(f"{where}, key pin_hash", "is no argon2 hash; make one with `queue-server pin`")


def _badges(file: FileForm, mistakes: Mistakes) -> None:
    """A badge belongs to one person, however it is written."""
    first: dict[str, int] = {}
    for place, member in enumerate(file.staff, start=1):
        owner = first.setdefault(one_text(member.badge), place)
        if member.badge and owner != place:
            mistakes.add(
                f"[[staff]] {place} ({member.badge}), key badge",
                f'"{member.badge}" is already entry {owner} of [[staff]]; give each its own',
            )


def _is_argon2(text: str) -> bool:
    try:
        argon2.extract_parameters(text)
    except (argon2.exceptions.InvalidHash, ValueError):
        return False
    return True


def _lines(file: FileForm, mistakes: Mistakes) -> None:
    unique("lines", "name", (one.name for one in file.lines), mistakes)
    unique("lines", "port", (one.port for one in file.lines), mistakes)
    for place, line in enumerate(file.lines, start=1):
        where = f"[[lines]] {place} ({line.name})"
        if line.keymap not in file.keymaps:
            mistakes.add(
                f"{where}, key keymap",
                f"there is no [keymaps.{line.keymap}]{nearest(line.keymap, file.keymaps)}",
            )
        if line.port:
            check_port(f"{where}, key port", line.port, mistakes)
        one_of(f"{where}, key rating_reply", line.rating_reply, RATING_REPLIES, mistakes)
        one_of(f"{where}, key led_kind", line.led_kind, LED_KINDS, mistakes)
        one_of(f"{where}, key baud", str(line.baud), tuple(map(str, BAUDS)), mistakes)
        within(f"{where}, key gap_ms", line.gap_ms, 0, 5000, mistakes)
        for key in ("refresh_s", "silent_after_s", "pad_silent_acts", "evaluator_silent_asks"):
            at_least(f"{where}, key {key}", getattr(line, key), 0, "0 means never", mistakes)


def check_port(where: str, port: str, mistakes: Mistakes) -> None:
    """Add a mistake if no cable can be opened at ``port``."""
    try:
        check_address(port)
    except AddressError as error:
        mistakes.add(where, f'"{port}": {error.reason}; write a path, socket://host:port or sim://name')


def _counters(file: FileForm, mistakes: Mistakes) -> None:
    unique("counters", "window", (one.window for one in file.counters), mistakes)
    windows, lines = {one.number for one in file.windows}, {one.name for one in file.lines}
    taken: dict[tuple[str, str, int], str] = {}
    for place, counter in enumerate(file.counters, start=1):
        where = f"[[counters]] {place} ({counter.window})"
        refer(f"{where}, key window", counter.window, windows, "windows", mistakes)
        refer(f"{where}, key line", counter.line, lines, "lines", mistakes)
        for key, (first, last) in ADDRESSES.items():
            address = getattr(counter, key)
            if address:
                within(f"{where}, key {key}", address, first, last, mistakes)
                owner = taken.setdefault((counter.line, key, address), counter.window)
                if owner != counter.window:
                    mistakes.add(
                        f"{where}, key {key}",
                        f"address {address} on line {counter.line} is already window {owner}'s; "
                        "give each device its own",
                    )


def _stars(file: FileForm, mistakes: Mistakes) -> None:
    for key, stars in file.evaluators.stars_of_key.items():
        where = f'[evaluators], key stars_of_key, "{key}"'
        if not (key.isascii() and key.isdigit() and len(key) <= 3) or int(key) > 255:
            mistakes.add(where, "must be the number an evaluator sends for a key, 0 to 255")
        within(where, stars, 1, 5, mistakes)
