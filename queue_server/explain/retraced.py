"""A first forecast made again from the journal, beside the one on record: the same, or what differs. Pure."""

from enum import StrEnum

import msgspec

from queue_server.hall.outlook import FirstForecast


class Differs(StrEnum):
    """The first of these that differs explains all behind it."""

    STATE = "state"
    """The digest: the hall of that instant or its laws of service come out otherwise."""
    CHANCE = "chance"
    """The same state and seed gave other quantiles: other draws, or another way to replay."""
    CORRECTION = "correction"
    """The same quantiles were shown as another range."""
    BESIDE = "beside"
    """Only what was noted beside the range."""


PARTS: dict[Differs, tuple[str, ...]] = {
    Differs.STATE: ("digest",),
    Differs.CHANCE: ("low_ms", "mid_ms", "high_ms", "served_pct"),
    Differs.CORRECTION: ("low_min", "high_min"),
    Differs.BESIDE: ("moved_ms", "naive_ms", "is_doubtful", "method"),
}
"""What is compared, in this order. Number, instant and seed are given to the forecast, not made by it."""
Value = int | str | None


class Difference(msgspec.Struct, frozen=True):
    """One figure that came out otherwise."""

    name: str
    recorded: Value
    again: Value


def differences(recorded: FirstForecast, again: FirstForecast) -> tuple[Difference, ...]:
    """Return every figure that is not the same."""
    names = [name for part in PARTS.values() for name in part]
    pairs = [(name, getattr(recorded, name), getattr(again, name)) for name in names]
    return tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2])


def why(found: tuple[Difference, ...]) -> Differs | None:
    """Return what explains the differences; None when there is none."""
    names = {each.name for each in found}
    return next((part for part, of_part in PARTS.items() if names.intersection(of_part)), None)
