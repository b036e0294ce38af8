"""What a hall has learned from its past: laws of service, speeds, no-shows, gaps, arrivals. Never from later.

It is fed fact by fact, and asked in between; the answers are those of the rule (docs/forecast.md), with the
same numbers.
"""

from collections import defaultdict

from queue_server.forecast.arrivals import HOURS
from queue_server.forecast.habits import (
    GAP_MS_MAX,
    NO_SHOW,
    NO_SHOW_WORTH,
    RECALL_MS,
    RETURNS,
    RETURNS_WORTH,
)
from queue_server.forecast.law import KEPT, SHORTEST_MS, Law
from queue_server.forecast.present import Flow, Habits
from queue_server.forecast.services import USUAL_SERVICES, USUAL_SERVICES_TODAY
from queue_server.hall.lookup import DAY_MS, HOUR_MS, MINUTE_MS
from queue_server.study.plan import StudyPlan
from queue_server.vocabulary import ItemCode, TicketClass, WindowNo

COMES_PRIOR, COMES_WEIGHT = 0.9, 20
REFRESH_SHARE = 0.02
"""A law is made anew when so many more durations are known."""
WEEK = 7
FlowKey = tuple[ItemCode, TicketClass, int]


class Mean:
    """A mean that grows, from a prior worth ``weight`` values."""

    __slots__ = ("count", "total")

    def __init__(self, prior: float = 0.0, weight: float = 0.0) -> None:
        self.total, self.count = prior * weight, weight

    def add(self, value: float) -> None:
        self.total += value
        self.count += 1

    @property
    def value(self) -> float:
        return self.total / self.count if self.count else 0.0


class Past:
    """All that was learned so far."""

    def __init__(self, plan: StudyPlan) -> None:
        self.plan = plan
        self.no_show = Mean(NO_SHOW, NO_SHOW_WORTH)
        self.returns = Mean(RETURNS, RETURNS_WORTH)
        self.comes = Mean(COMES_PRIOR, COMES_WEIGHT)
        self.recall, self.gap, self.late = Mean(RECALL_MS, 1), Mean(), Mean()
        self._durations: dict[ItemCode, list[int]] = defaultdict(list)
        self._laws: dict[ItemCode, tuple[int, Law]] = {}
        self._speeds: dict[WindowNo, Mean] = defaultdict(lambda: Mean(1.0, USUAL_SERVICES))
        self._moods: dict[WindowNo, Mean] = defaultdict(lambda: Mean(1.0, USUAL_SERVICES_TODAY))
        self._today: list[tuple[WindowNo, float]] = []
        self._arrivals: dict[int, dict[FlowKey, list[int]]] = defaultdict(dict)
        self._days: dict[int, int] = defaultdict(int)

    def begin_day(self, start_ms: int) -> None:
        """Take the day before into what lasts. ``start_ms`` is the local midnight."""
        for window, share in self._today:
            self._speeds[window].add(share)
        self._today.clear()
        self._moods.clear()
        self._weekday = start_ms // DAY_MS % WEEK
        self._start_ms = start_ms
        self._flows = self._flows_of(self._weekday)
        self._days[self._weekday] += 1

    # --- what happened -------------------------------------------------------------------------------------

    def took(self, item: ItemCode, window: WindowNo, lasted_ms: int) -> None:
        """Learn from a service that is over."""
        if lasted_ms < SHORTEST_MS:
            return
        share = lasted_ms / self.law(item).mean_ms
        self._today.append((window, share))
        self._moods[window].add(share / self._speeds[window].value)
        self._durations[item].append(lasted_ms)

    def came(self, item: ItemCode, klass: TicketClass, weight: int, at_ms: int) -> None:
        """Learn of somebody who came without being booked, or was transferred."""
        hours = self._arrivals[self._weekday].setdefault((item, klass, weight), [0] * HOURS)
        hours[(at_ms - self._start_ms) // HOUR_MS % HOURS] += 1

    def waited(self, gap_ms: int) -> None:
        """Learn what a window needed between two citizens while people waited, its pauses and all."""
        if gap_ms < GAP_MS_MAX:
            self.gap.add(gap_ms)

    def opened(self, late_ms: int) -> None:
        """Learn how long after the planned instant a window really opened."""
        if 0 <= late_ms < GAP_MS_MAX:
            self.late.add(late_ms)

    # --- what is known -------------------------------------------------------------------------------------

    def law(self, item: ItemCode) -> Law:
        count = len(self._durations[item])
        known = self._laws.get(item)
        if known is None or count > known[0] * (1 + REFRESH_SHARE):
            usual_ms = self.plan.usual_min.get(item, 6) * MINUTE_MS
            known = self._laws[item] = (count, Law.of(self._durations[item][-KEPT:], usual_ms))
        return known[1]

    def laws(self) -> dict[ItemCode, Law]:
        return {item: self.law(item) for item in self.plan.items}

    def speed(self, window: WindowNo) -> float:
        return self._speeds[window].value * self._moods[window].value

    def habits(self) -> Habits:
        return Habits(
            no_show=self.no_show.value,
            recall_ms=round(self.recall.value),
            returns=self.returns.value,
            gap_ms=round(self.gap.value),
        )

    def flows(self) -> tuple[Flow, ...]:
        """Return who is still to come today, by the hourly mean of the same weekday."""
        return self._flows

    def _flows_of(self, weekday: int) -> tuple[Flow, ...]:
        """A weekday that was never seen is taken for the mean of all days."""
        days = self._days[weekday]
        seen = [weekday] if days else list(self._arrivals)
        days = days or sum(self._days.values())
        counts: dict[FlowKey, list[int]] = {}
        for one in seen:
            for key, hours in self._arrivals[one].items():
                sums = counts.setdefault(key, [0] * HOURS)
                counts[key] = [before + more for before, more in zip(sums, hours, strict=True)]
        return tuple(self._flow(key, hours, days) for key, hours in counts.items())

    def _flow(self, key: FlowKey, hours: list[int], days: int) -> Flow:
        item, klass, weight = key
        rates = tuple(
            (self._start_ms + hour * HOUR_MS, self._start_ms + (hour + 1) * HOUR_MS, count / days)
            for hour, count in enumerate(hours)
            if count
        )
        return Flow(item, rates, klass, weight)
