"""Who may connect. Pure: names and headers in, a yes or no out.

A page of another site must not drive a screen of the hall (Origin), and must not reach the bridge under a
name of its own (Host, DNS rebinding). Beyond this machine only by an explicit word.
"""

import re
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

_HOST = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\])(:[0-9]+)?")
"""A name or an address, and perhaps a port: all that a browser says there."""


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this machine only."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def may_ask(host_header: str, names: Iterable[str]) -> bool:
    """Return whether the request came under one of our names; an empty list of names admits all."""
    allowed = tuple(names)
    found = _HOST.fullmatch(host_header)
    name = found[1].strip("[]").lower() if found else ""
    return not allowed or is_loopback(name) or name in allowed


def is_same_origin(origin: str | None, host_header: str) -> bool:
    """Return whether the websocket was opened by our own page."""
    try:
        return origin is not None and urlsplit(origin).netloc == host_header
    except ValueError:
        return False
