"""What stays as it is for a whole day: the planned hours of windows as instants, and who usually comes.

Made once and handed to ``setting.present_of`` each time it saves work; without it the answer is the same.
"""

from queue_server.forecast.arrivals import first_day_flows, usual_flows
from queue_server.forecast.learned_state import Arrivals
from queue_server.forecast.plan import ForecastPlan, spans_of
from queue_server.forecast.present import Flow, Instants
from queue_server.hall.lookup import MINUTE_MS, Hall
from queue_server.vocabulary import ItemCode, WindowNo

NOT_TODAY: tuple[Instants, ...] = ((0, 0),)
"""Planned, but never on this day; no span at all would mean always."""

FlowsKey = tuple[int, int]
"""The day's midnight, and the day of the counts."""


class Surroundings:
    """The hall's plan turned into instants, day by day."""

    def __init__(self, hall: Hall, plan: ForecastPlan) -> None:
        self.hall = hall
        self.plan = plan
        self._midnight_ms = -1
        self._spans: dict[WindowNo, tuple[Instants, ...]] = {}
        self._flows_key: FlowsKey = (-1, -1)
        self._flows_from: dict[ItemCode, bytes] = {}
        self._flows: tuple[Flow, ...] | None = None

    def spans(self, at_ms: int) -> dict[WindowNo, tuple[Instants, ...]]:
        """Return when each window is planned to be open on the day of an instant."""
        midnight_ms = self.hall.day_start_ms(at_ms)
        if midnight_ms != self._midnight_ms:
            is_closed = self.hall.is_closed_weekday(at_ms)
            self._spans = {
                number: NOT_TODAY if is_closed else self._instants(number, midnight_ms)
                for number in self.hall.windows
            }
            self._midnight_ms = midnight_ms
        return self._spans

    def _instants(self, window: WindowNo, midnight_ms: int) -> tuple[Instants, ...]:
        return tuple(
            (midnight_ms + span.start_min * MINUTE_MS, midnight_ms + span.end_min * MINUTE_MS)
            for span in spans_of(self.plan, self.hall, window)
        )

    def flows(self, arrivals: Arrivals, at_ms: int) -> tuple[Flow, ...]:
        """Return who is still to come: as on such a day, or on the hall's first day as so far today."""
        if self.hall.is_closed_weekday(at_ms):
            return ()
        midnight_ms = self.hall.day_start_ms(at_ms)
        key = (midnight_ms, arrivals.day)
        if key != self._flows_key or self._flows_from is not arrivals.before:
            self._flows = usual_flows(arrivals, self.hall, midnight_ms)
            self._flows_key, self._flows_from = key, arrivals.before
        if self._flows is None:
            return first_day_flows(arrivals, self.hall, midnight_ms, at_ms)
        return self._flows
