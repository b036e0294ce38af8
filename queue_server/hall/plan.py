"""What the hall is told before the day: queues, items, windows, hours, and the numbers of its rules.

Immutable. ``decide`` reads the plan; ``evolve`` never does, so a journal replays the same under any plan.
Minutes of the day are local, counted from midnight. The plan holds no port, file, token or device address.
"""

import msgspec

from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, WindowNo


class Name(msgspec.Struct, frozen=True):
    """A name in both languages."""

    zh: str
    en: str = ""


class Span(msgspec.Struct, frozen=True):
    """A part of the day in minutes from local midnight, the end not included. ``quota`` 0 means no quota."""

    start_min: int
    end_min: int
    quota: int = 0


class Department(msgspec.Struct, frozen=True):
    code: str
    name: Name


class Area(msgspec.Struct, frozen=True):
    code: str
    name: Name


class Item(msgspec.Struct, frozen=True):
    """A service item: what a citizen comes for."""

    code: ItemCode
    name: Name
    department: str
    queue: QueueCode
    minutes: int = 6
    """The usual service time, until the hall has measured its own."""
    materials: tuple[Name, ...] = ()
    """What to bring."""
    kind: str = ""
    promised_days: int = 0
    fee: str = ""
    green_channel: bool = False


class Queue(msgspec.Struct, frozen=True):
    """The people waiting for a group of items under one letter."""

    code: QueueCode
    name: Name
    area: str
    digits: int = 3
    daily_max: int = 0
    """Numbers a day; 0 is without limit."""
    waiting_alarm: int = 0
    """People waiting from which the alarm stands; 0 is never."""
    slices: tuple[Span, ...] = ()
    """Parts of the day with a quota each; a number issued outside every slice counts in none."""
    hours: tuple[Span, ...] = ()
    """When numbers are issued; empty: the hall's own hours."""


class Window(msgspec.Struct, frozen=True):
    """A counter and what it can serve."""

    number: WindowNo
    area: str
    items: tuple[ItemCode, ...]
    name: Name = Name("")
    may_pick: bool = False
    """Whether its staff may pick a ticket by hand, with a reason."""


def _usual_targets() -> dict[TicketClass, int]:
    return {
        TicketClass.REGULAR: 25,
        TicketClass.PRIORITY: 8,
        TicketClass.APPOINTMENT: 8,
        TicketClass.GREEN: 8,
    }


class Dispatch(msgspec.Struct, frozen=True):
    """The rule by which the next ticket is found."""

    policy: str = "accumulating"
    """``accumulating``, ``fifo``, ``static`` or ``ratio``."""
    power: float = 1.5
    targets_min: dict[TicketClass, int] = msgspec.field(default_factory=_usual_targets)
    """The target wait of each class in minutes."""
    transfer_target_min: int = 10
    ratio: int = 2
    """With ``ratio``: so many tickets of other classes for one regular ticket."""


class Calling(msgspec.Struct, frozen=True):
    """The numbers of a call's life. HALL.md practice; every one of them is configuration."""

    recalls_max: int = 5
    repeat_at_s: tuple[int, ...] = (30, 75)
    """Seconds after the call at which it is repeated by itself: two repeats 45 s apart."""
    miss_at_s: int = 90
    """Seconds after the call at which it is missed by itself; 0 is never."""
    return_within_s: int = 900
    misses_max: int = 2
    undo_within_s: int = 10
    rating_within_s: int = 15
    fetch_within_s: int = 600
    """How long a ticket stays reserved for the window that sent it to fetch something."""
    appointment_early_s: int = 300
    """An appointment's clock begins so long before its slot."""
    appointment_late_s: int = 900
    """A check-in later than this after the slot is a regular one."""
    check_in_early_s: int = 3600
    """An appointment may be checked in so long before its slot."""
    lone_return_is_called: bool = True
    """Whether a returned ticket that must wait for another call is called when nobody else waits at all."""
    next_while_called: str = "refuse"
    """``refuse`` or ``finish``: what the next key does while a called citizen has not been started."""


class AwayPlan(msgspec.Struct, frozen=True):
    """Which kiosks may issue numbers by themselves while they cannot reach the server."""

    marks: dict[str, str] = {}
    """Kiosk -> its letter in such numbers. Never given to another kiosk on the same day."""
    numbers: int = 200
    """How many a kiosk's store may issue in each queue each day."""


class HallPlan(msgspec.Struct, frozen=True):
    """Everything the room of the hall is told. Validated by ``config``; lookups are in ``hall.lookup``."""

    name: Name
    utc_offset_min: int = 480
    areas: tuple[Area, ...] = ()
    departments: tuple[Department, ...] = ()
    queues: tuple[Queue, ...] = ()
    items: tuple[Item, ...] = ()
    windows: tuple[Window, ...] = ()
    hours: tuple[Span, ...] = (Span(510, 705), Span(870, 1035))
    """When numbers are issued: 08:30-11:45 and 14:30-17:15."""
    closed_weekdays: tuple[int, ...] = (5, 6)
    """Days without issue, Monday is 0."""
    dispatch: Dispatch = Dispatch()
    calling: Calling = Calling()
    away: AwayPlan = AwayPlan()
    pause_reasons: tuple[Name, ...] = ()
    hold_reasons: tuple[Name, ...] = ()
    pick_reasons: tuple[Name, ...] = ()
    notices: tuple[Name, ...] = ()
