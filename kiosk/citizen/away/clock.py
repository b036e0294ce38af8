"""The time of issue of an away number, and how far it may be from the hall's own. Pure arithmetic.

While the program runs, the hall's time is what was told last, moved on by a clock that nobody sets; it is
as true as the greeting was quick, and quartz drifts. After a restart without the hall only the machine's own
clock is left, which somebody may have set: a minute more is allowed for it, and it is never before the last
contact.
"""

from datetime import datetime

import msgspec

from kiosk.citizen.away.records import Contact
from kiosk.screenkit.header import CHINA
from queue_server.wire.client import DRIFT_PPM

RESTARTED_MS = 60_000
"""Allowed for a machine's own clock that ran on while this program did not."""


class IssueTime(msgspec.Struct, frozen=True):
    """``at_ms`` is within ``within_ms`` of the hall's time."""

    at_ms: int
    within_ms: int


def time_of_issue(hall: IssueTime, contact: Contact | None, wall_ms: int, after_ms: int) -> IssueTime | None:
    """Return the time of issue; None where the hall has never told the time.

    ``hall`` is the link's time and its bound, at 0 ms before the first greeting of this program; ``wall_ms``
    the machine's own clock; ``after_ms`` the issue of the ticket before, which this one may not precede.
    """
    if hall.at_ms:
        return msgspec.structs.replace(hall, at_ms=max(hall.at_ms, after_ms))
    if contact is None:
        return None
    passed_ms = max(0, wall_ms - contact.wall_ms)
    drift_ms = passed_ms * DRIFT_PPM // 1_000_000
    at_ms = max(contact.hall_ms + passed_ms, after_ms)
    return IssueTime(at_ms, contact.within_ms + drift_ms + RESTARTED_MS)


def day_of(at_ms: int) -> str:
    """Return the hall's day, ``20260302``."""
    return f"{datetime.fromtimestamp(at_ms / 1000, CHINA):%Y%m%d}"


def minute_of(at_ms: int) -> int:
    """Return the minute of the hall's day."""
    local = datetime.fromtimestamp(at_ms / 1000, CHINA)
    return local.hour * 60 + local.minute
