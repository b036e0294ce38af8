"""Everything the server is told before it starts: one frozen Struct, read once from TOML, passed by argument.

The hall's own plan is ``hall.plan``, that of supervision ``supervision.plan``; here stand the things of the
rim beside them: files, ports, tokens, staff, serial lines, badge readers, key maps. Reading and explaining
mistakes is ``config_file``'s.
"""

from typing import Protocol

import msgspec

from queue_server.assessment.plan import AssessmentPlan
from queue_server.forecast.plan import ForecastPlan
from queue_server.hall.plan import HallPlan, Name
from queue_server.supervision.plan import SupervisionPlan
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
    snapshot_every: int = 5_000
    """Events between two snapshots of the live state."""
    people_days: int = 30
    """Days for which personal data are kept."""


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A client's right to a role. ``names`` empty: any name of that role."""

    role: Role
    token: str
    names: tuple[str, ...] = ()


class StaffMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may sign in, and whose attendance is kept. The PIN is an argon2 hash (``queue-server pin``)."""

    id: StaffId
    pin_hash: str = ""
    badge: str = ""
    windows: tuple[WindowNo, ...] = ()
    """Windows this person may sign in at; empty: any."""
    is_manager: bool = False
    name: str = ""
    """For managers and the wall alone; it never enters the journal."""
    department: str = ""
    shift: str = "usual"
    """Empty: no attendance is kept of this person."""
    substitutes: tuple[StaffId, ...] = ()
    """Who may cover this person (AB岗)."""
    is_chief: bool = False
    """Whether this person is the chief representative (首席代表) of the department."""


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
    pad_silent_acts: int = 0
    """So many acts at a window by other means without a frame of its pad: the pad is silent; 0: never."""
    evaluator_silent_asks: int = 0
    """So many requests for a rating in a row without an answer: the evaluator is silent; 0: never."""


class Counter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which device addresses belong to a window; 0 is none."""

    window: WindowNo
    line: str
    pad: int = 0
    evaluator: int = 0
    led: int = 0


class Wired(Protocol):
    """What hangs on a port: a line or a badge reader."""

    @property
    def name(self) -> str: ...
    @property
    def port(self) -> str: ...
    @property
    def baud(self) -> int: ...


class Reader(msgspec.Struct, frozen=True):
    """A badge reader at a door. OSDP readers may share a port, each with its own address."""

    name: str
    port: str
    """``/dev/serial/by-id/...``, ``socket://host:port`` or ``sim://name``."""
    kind: str = "em4100"
    """``em4100``, ``wiegand``, ``wiegand_hex`` or ``osdp``."""
    printed: str = "decimal"
    """Of ``em4100``: how the numbers printed on the badges are written, ``decimal`` or ``wiegand``."""
    baud: int = 9600
    address: int = 0
    """Of ``osdp``: 0 to 126."""
    key_file: str = ""
    """Of ``osdp``, which must have it: 32 hexadecimal digits, the 16 bytes of the secure channel's key."""
    place: Name = Name("")
    """Where it hangs, for people."""
    again_after_ms: int = 3000
    """The same badge held on within so long is one punch."""


def _usual_stars() -> dict[str, int]:
    return {"0": 1, "1": 3, "2": 4, "3": 5}


class Config(msgspec.Struct, frozen=True):
    """The whole configuration, checked."""

    plan: HallPlan
    assessment: AssessmentPlan = AssessmentPlan()
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
    supervision: SupervisionPlan = SupervisionPlan()
    """Levels, rules, shifts and members. Built from a file it holds the defaults; empty, no rule is on."""
    readers: tuple[Reader, ...] = ()
    forecast: ForecastPlan = ForecastPlan()
