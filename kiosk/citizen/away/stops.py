"""What keeps a kiosk from issuing an away number. Words only: what the citizen is told is in ``outcome``."""

from enum import StrEnum


class AwayStop(StrEnum):
    """Why no number is issued while the server is away."""

    NO_BLOCK = "no_block"
    USED_UP = "used_up"
    OUTSIDE_HOURS = "outside_hours"
    NOT_KEPT = "not_kept"
    NO_TIME = "no_time"
    GONE = "gone"
    """The item is none of those last offered."""
