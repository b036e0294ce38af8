"""The events of the hall as a whole: its days, alarms, notices and devices. ``events`` has the whole list.

Like all events: past tense, one Struct each, for ever. No rule stands here.
"""

from queue_server.hall.event import Event
from queue_server.vocabulary import Device, QueueCode


class DayOpened(Event, frozen=True, tag="day_opened"):
    day: str
    """The local day, ``20260302``."""
    starts_ms: int = 0
    """Its local midnight; appointments before it are forgotten."""


class DayClosed(Event, frozen=True, tag="day_closed"):
    day: str


class WaitingAlarmRaised(Event, frozen=True, tag="waiting_alarm_raised"):
    queue: QueueCode
    waiting: int


class WaitingAlarmCleared(Event, frozen=True, tag="waiting_alarm_cleared"):
    queue: QueueCode
    waiting: int


class NoticePosted(Event, frozen=True, tag="notice_posted"):
    zh: str
    en: str = ""


class DeviceChanged(Event, frozen=True, tag="device_changed"):
    place: str
    device: Device
    fault: str = ""
