"""Where a key or a touch leads: the lists, the looks into one thing. A table; pure."""

from collections.abc import Callable, Mapping

from hall_display.wall.details import Detail
from hall_display.wall.plates import Listing
from hall_display.wall.sight import Sight
from hall_display.wall.view_card_detail import card_detail, task_detail
from hall_display.wall.view_cards import card_list, task_list
from hall_display.wall.view_details import badge_detail, queue_detail, staff_detail, window_detail
from hall_display.wall.view_people import attendance_list, device_list
from hall_display.wall.view_ratings import rating_list
from hall_display.wall.view_windows import queue_list, window_list
from kiosk.screenkit.language import Text

LISTS: Mapping[str, Callable[[Sight], Listing]] = {
    "windows": window_list,
    "queues": queue_list,
    "cards": card_list,
    "tasks": task_list,
    "attendance": attendance_list,
    "devices": device_list,
    "ratings": rating_list,
}
"""What is listed -> the view of it."""

DETAILS: Mapping[str, Callable[[Sight, str], Detail | None]] = {
    "window": window_detail,
    "queue": queue_detail,
    "card": card_detail,
    "task": task_detail,
    "staff": staff_detail,
    "badge": badge_detail,
}
"""Kind of a key -> the look into it; None once it is no longer there."""

KEYS: tuple[tuple[str, str, Text], ...] = (
    ("w", "windows", Text("窗口", "Windows")),
    ("q", "queues", Text("队列", "Queues")),
    ("c", "cards", Text("督办", "Cards")),
    ("t", "tasks", Text("回访", "Call-backs")),
    ("a", "attendance", Text("考勤", "Attendance")),
    ("d", "devices", Text("设备", "Devices")),
    ("r", "ratings", Text("评价", "Ratings")),
)
"""Key, list, and what the foot of every screen says."""


def detail_of(sight: Sight, key: str) -> Detail | None:
    """Return the look into the document of ``key``."""
    kind, _, code = key.partition("/")
    view = DETAILS.get(kind)
    return view(sight, code) if view else None
