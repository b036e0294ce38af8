"""What a line tells the program above it: facts, in the past tense. Pure."""

import msgspec

from devices.counter_bus.protocol import RatingPressed

__all__ = ["DeviceBack", "DeviceSilent", "LineBack", "LineEvent", "LineLost", "PadPressed", "RatingPressed"]


class PadPressed(msgspec.Struct, frozen=True):
    """Somebody pressed keys on the pad ``addr``, once: repetitions were taken out, the echo was sent."""

    addr: int
    digits: str
    function: int


class LineLost(msgspec.Struct, frozen=True):
    """The cable is gone, or could not be opened at the start. Told once for each loss."""

    reason: str


class LineBack(msgspec.Struct, frozen=True):
    """The cable works again; it was away for ``after_ms``. What stood on the displays was sent again."""

    after_ms: int


class DeviceSilent(msgspec.Struct, frozen=True):
    """The LED bar ``addr``, which answers when it works, has stopped answering."""

    addr: int = 0
    """0 where the device is alone on its cable, as an identity card reader is."""


class DeviceBack(msgspec.Struct, frozen=True):
    """The LED bar ``addr`` answers again."""

    addr: int = 0


LineEvent = PadPressed | RatingPressed | LineLost | LineBack | DeviceSilent | DeviceBack
