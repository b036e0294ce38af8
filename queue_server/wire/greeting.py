"""The first words of a conversation, before anybody has a role. Nothing of the hall is said here.

The client speaks first. A server that cannot go on answers ``Rejected`` and closes. ``epoch`` is one run of
the server: a client that comes back to the same epoch is sent only what changed after ``seq``.
"""

import msgspec

from queue_server.vocabulary import Role, WindowNo
from queue_server.wire.bounds import Count

WIRE_VERSION = 1
"""Raised when an old client could misunderstand a new server; new optional fields do not raise it."""


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """Who I am, and where I was when we last spoke."""

    version: Count
    role: Role
    name: str
    """Unique among the clients of a role: ``K1``, ``board-A``; a window terminal says its window's number."""
    token: str = ""
    window: WindowNo = WindowNo("")
    ticket: str = ""
    """With the role phone: the ticket's code from its QR."""
    epoch: str = ""
    seq: Count = 0
    announcement: Count = 0
    """The last announcement told to this client. 0 without an epoch asks for what the server remembers."""


class Welcome(msgspec.Struct, frozen=True, tag="welcome"):
    """The conversation may begin; snapshot or delta follows at once."""

    version: int
    epoch: str
    seq: int
    at_ms: int
    """The hall's time: screens show this clock, not their own."""
    utc_offset_min: int
    announcement: int = 0
    """Boards: the next announcement told is the one after this (or what ``Skipped`` says)."""
    speed: float = 1.0
    """How fast the hall's clock runs; 1 but in a simulated hall."""


class Rejected(msgspec.Struct, frozen=True, tag="rejected"):
    """The conversation ends here. ``code``: version, token, role, name, window, ticket, not_handed_in (a
    ticket that its kiosk issued by itself: come again), busy, protocol, replaced (a newer connection took
    this name), late (no greeting in time), slow, closing."""

    code: str
    detail: str
