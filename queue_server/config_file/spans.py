"""Times as people write them: ``08:30-11:45``, ``+08:00``, ``saturday``. Pure; a ValueError says why not."""

import re
from itertools import pairwise

from queue_server.hall.plan import Span

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Monday is 0, as in the plan."""
DAY_MIN = 24 * 60
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d{2}):(\d{2})", re.ASCII)
OFFSET_MIN_MAX = 14 * 60
"""No place on earth is further from UTC."""


def read_span(text: str, quota: int = 0) -> Span:
    """Return ``08:30-11:45`` in minutes of the day; 24:00 is the end of the day."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text}" is not a time of the form "08:30-11:45"')
    start, end = _minute(found[1], found[2]), _minute(found[3], found[4])
    if start >= end:
        raise ValueError(f'"{text}" ends before it begins; write the earlier time first')
    return Span(start, end, quota)


def read_minute(text: str) -> int:
    """Return ``08:30`` as a minute of the day."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text}" is not a time of the form "08:30"')
    return _minute(found[1], found[2])


def _minute(hours: str, minutes: str) -> int:
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > DAY_MIN:
        raise ValueError(f'"{hours}:{minutes}" is not a time of the day')
    return minute


def read_offset(text: str) -> int:
    """Return ``+08:00`` in minutes."""
    found = _OFFSET.fullmatch(text.strip())
    minutes = int(found[2]) * 60 + int(found[3]) if found else OFFSET_MIN_MAX + 1
    if found is None or minutes > OFFSET_MIN_MAX or int(found[3]) > 59:
        raise ValueError(f'"{text}" is not an offset from UTC of the form "+08:00"')
    return minutes if found[1] == "+" else -minutes


def overlapping(spans: tuple[Span, ...]) -> tuple[Span, Span] | None:
    """Return two spans that share a minute, or None."""
    ordered = sorted(spans, key=lambda span: (span.start_min, span.end_min))
    for earlier, later in pairwise(ordered):
        if later.start_min < earlier.end_min:
            return earlier, later
    return None


def write_span(span: Span) -> str:
    """Return a span as it is written in the file."""
    return f"{write_minute(span.start_min)}-{write_minute(span.end_min)}"


def write_minute(minute: int) -> str:
    """Return a minute of the day as it is written in the file."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
