"""What a drill found, as values: a figure, its floor, their ratio, and whether the aim was met. Pure.

Every time is in ms unless its name says otherwise.
"""

import math
from collections.abc import Sequence
from enum import StrEnum

import msgspec


class Better(StrEnum):
    """Which way a figure improves."""

    HIGHER = "higher"
    LOWER = "lower"


class Figure(msgspec.Struct, frozen=True):
    """One line of the table."""

    part: str
    name: str
    value: float | None
    """None: nothing came to be measured, and no aim is met."""
    unit: str
    better: Better = Better.LOWER
    floor: float | None = None
    """The same work without a hall, taken in the same run; in the unit of the figure."""
    floor_name: str = ""
    aim: float | None = None
    """In the unit of the figure."""
    aim_ratio: float | None = None
    """The share of the floor to be reached, where more is better."""
    p50_ms: float | None = None
    p99_ms: float | None = None
    load_cpu: float | None = None
    """The share of one core that the load took; near 1 the load itself is the bound."""
    server_cpu: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure by its floor."""
        return self.value / self.floor if self.floor and self.value is not None else None

    @property
    def is_met(self) -> bool | None:
        """Whether every aim of this figure is reached; None without one."""
        if self.value is None:
            return None if self.aim is None and self.aim_ratio is None else False
        asked = []
        if self.aim is not None:
            is_high = self.better is Better.HIGHER
            asked.append(self.value >= self.aim if is_high else self.value <= self.aim)
        if self.aim_ratio is not None and self.ratio is not None:
            asked.append(self.ratio >= self.aim_ratio)
        return all(asked) if asked else None


class Point(msgspec.Struct, frozen=True):
    """One point of the growth table: a size and what it cost."""

    axis: str
    size: int
    call_p50_ms: float = 0.0
    call_p99_ms: float = 0.0
    cycles_per_s: float = 0.0
    """Take, call, start and finish, once each."""
    cpu_ms: float = 0.0
    """Processor time of the server for one cycle: it says what grows even on a machine that is busy."""
    boards_ms: float = 0.0
    """From the press to the last board, in the middle."""
    start_s: float = 0.0
    """Of a start by replay alone, without a snapshot."""
    report_s: float = 0.0
    failed: str = ""
    """Why there is nothing but the size; empty for a point that was measured."""


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the nearest-rank percentile: an observed value, with ``percent`` of all at or below it.

    Raises ValueError for no values.
    """
    if not values:
        raise ValueError("there is no percentile of nothing")
    ranked = sorted(values)
    return ranked[max(0, math.ceil(percent / 100 * len(ranked)) - 1)]


def percentile_of_any(values: Sequence[float], percent: float) -> float | None:
    """Return the percentile, or None when nothing was measured."""
    return percentile(values, percent) if values else None


def in_series(*per_s: float) -> float:
    """Return how often a second things can be done one after the other, each at its own rate."""
    return 1 / sum(1 / rate for rate in per_s)
