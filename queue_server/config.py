"""Everything the server is told before it starts: one frozen Struct, read once from TOML, passed by argument.

The hall's own plan is ``hall.plan``; here stand the things of the rim beside it: files, ports, tokens, staff,
serial lines, key maps. Reading and explaining mistakes is ``config_file``'s.
"""

import msgspec

from queue_server.hall.plan import HallPlan
from queue_server.vocabulary import Role, StaffId, WindowNo

ANY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, never bound
"""Hosts that mean every address of this machine, and are none that a client could be told."""


class Listen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the server listens. Beyond loopback it refuses to, unless every role used has a token."""

    host: str = "127.0.0.1"
    port: int = 8765
    certificate: str = ""
    """PEM file; with ``key`` it turns TLS on."""
    key: str = ""
    public_url: str = ""
    """What a phone reaches the server by, for the QR code; empty: ``http(s)://host:port``."""
    clients_max: int = 4000


class Store(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the hall remembers."""

    path: str = "var/hall.db"
    secret_file: str = "var/secret.key"  # noqa: S105 - the name of a file, not a secret
    """32 random bytes, made at the first start with mode 600; keys the identity digests and ticket codes."""
    snapshot_every: int = 20_000
    """Events between two snapshots of the live state."""
    people_days: int = 30
    """Days for which personal data are kept."""


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client's right to a role. ``names`` empty: any name of that role."""

    role: Role
    token: str
    names: tuple[str, ...] = ()


class StaffMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may sign in. The PIN stands here only as an argon2 hash (``queue-server pin``)."""

    id: StaffId
    pin_hash: str = ""
    badge: str = ""
    windows: tuple[WindowNo, ...] = ()
    """Windows this person may sign in at; empty: any."""
    is_manager: bool = False


class Lockout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """After so many wrong PINs or badges in a row at one window or for one person: shut for a while."""

    failures_max: int = 5
    for_s: int = 300


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A serial line of the hall: pads, evaluators and LED bars on one bus."""

    name: str
    port: str
    """``/dev/serial/by-id/...``, ``socket://host:port`` or ``sim://name``."""
    keymap: str = "standard"
    baud: int = 9600
    gap_ms: int = 80
    rating_reply: str = "same_frame"
    """``same_frame`` or ``short``: which acknowledgement the evaluators of this line expect."""
    led_kind: str = "two_colour"
    """``two_colour`` or ``one_colour``."""
    refresh_s: int = 60
    """How often what stands on the displays is said again, since pads acknowledge nothing; 0: never."""
    silent_after_s: int = 0
    """A device that answers nothing for so long is reported silent; 0: never."""


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which device addresses belong to a window; 0 is none."""

    window: WindowNo
    line: str
    pad: int = 0
    evaluator: int = 0
    led: int = 0


def _usual_stars() -> dict[str, int]:
    return {"0": 1, "1": 3, "2": 4, "3": 5}


class Config(msgspec.Struct, frozen=True):
    """The whole configuration, checked."""

    plan: HallPlan
    listen: Listen = Listen()
    store: Store = Store()
    lockout: Lockout = Lockout()
    tokens: tuple[Token, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    lines: tuple[Line, ...] = ()
    counters: tuple[Counter, ...] = ()
    keymaps: dict[str, dict[str, str]] = {}
    """Name -> key pattern -> act: ``"06 0F" -> "mark_no_show"``."""
    stars_of_key: dict[str, int] = msgspec.field(default_factory=_usual_stars)
    """Evaluator key -> level, 1 to 5."""
    inbox_max: int = 4096
    """Commands that may wait for the writer; one more is refused as busy."""
