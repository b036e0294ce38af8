"""Device faults as figures: how often each device failed, for how long, and what still does not work."""

import msgspec

from queue_server.hall.events import DeviceChanged
from queue_server.vocabulary import Device

Place = tuple[str, Device]


class Outage(msgspec.Struct, frozen=True):
    """One fault from its beginning to its end; ``until_ms`` 0: it lasts."""

    place: str
    device: Device
    fault: str
    """The words it began with."""
    from_ms: int
    until_ms: int = 0


class DeviceFigures(msgspec.Struct, frozen=True):
    """A device's faults within a span of time."""

    place: str
    device: Device
    times: int
    """Faults that touch the span."""
    down_ms: int
    """For how long within it, faults that last counted up to its end."""
    is_down: bool
    """Whether it had a fault at the end of the span."""
    fault: str
    """The words of the last fault."""


class Outages:
    """The fold. Another fault while one lasts is the same outage."""

    def __init__(self) -> None:
        self.ended: list[Outage] = []
        self.lasting: dict[Place, Outage] = {}

    def changed(self, at_ms: int, event: DeviceChanged) -> None:
        """A device has failed, or works again."""
        place = (event.place, event.device)
        if event.fault:
            self.lasting.setdefault(place, Outage(event.place, event.device, event.fault, at_ms))
        elif place in self.lasting:
            self.ended.append(msgspec.structs.replace(self.lasting.pop(place), until_ms=at_ms))

    def between(self, from_ms: int, until_ms: int) -> tuple[DeviceFigures, ...]:
        """Return the devices that had a fault in the span, by place."""
        found: dict[Place, list[Outage]] = {}
        for one in (*self.ended, *self.lasting.values()):
            if one.from_ms < until_ms and (one.until_ms or until_ms) > from_ms:
                found.setdefault((one.place, one.device), []).append(one)
        return tuple(_figures(found[place], from_ms, until_ms) for place in sorted(found))


def _figures(outages: list[Outage], from_ms: int, until_ms: int) -> DeviceFigures:
    last = outages[-1]
    down_ms = sum(min(one.until_ms or until_ms, until_ms) - max(one.from_ms, from_ms) for one in outages)
    is_down = not last.until_ms or last.until_ms > until_ms
    return DeviceFigures(last.place, last.device, len(outages), down_ms, is_down, last.fault)
